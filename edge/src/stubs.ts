/** The directory and the shops as routes call them: with all their methods. */
import type { Admission } from "./directory/admission.ts";
import type { Directory } from "./directory/directory.ts";
import type { Env } from "./env.ts";
import { directoryAs, type Remote, shopAs } from "./objects.ts";
import type { ShopAdmin } from "./shop/admin.ts";
import type { ShopChannels } from "./shop/channels.ts";
import type { CustomerPages } from "./shop/customer-pages.ts";
import type { ShopBackups } from "./shop/backups.ts";
import type { ShopImages } from "./shop/images.ts";
import type { ShopReports } from "./shop/shop-reports.ts";
import type { Shop } from "./shop/shop.ts";

export type ShopStub = Remote<
  Omit<Shop, "fetch" | "admin" | "backups" | "channels" | "images" | "pages" | "reports">
> &
  Pick<Fetcher, "fetch"> & {
    readonly admin: Remote<ShopAdmin>;
    readonly backups: Remote<ShopBackups>;
    readonly channels: Remote<ShopChannels>;
    readonly images: Remote<ShopImages>;
    readonly pages: Remote<CustomerPages>;
    readonly reports: Remote<ShopReports>;
  };

export type DirectoryStub = Remote<Omit<Directory, "fetch" | "admission">> & {
  readonly admission: Remote<Admission>;
};

/** The one directory object. */
export const directory = (env: Env): DirectoryStub =>
  directoryAs<Directory>(env) as unknown as DirectoryStub;

/** A shop's object. Who may ask for which shop was decided before. */
export const shopStub = (env: Env, shop: string): ShopStub =>
  shopAs<Shop>(env, shop) as unknown as ShopStub;
