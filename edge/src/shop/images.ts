/**
 * The images of a shop's emails. They are part of the shop: in its backups, and gone with it.
 *
 * An image's name is that of its bytes, so the same one is kept once, and what an address shows never changes.
 */
import { RpcTarget } from "cloudflare:workers";
import { type Image, type Images, MOST_IMAGE_BYTES } from "../contract/images.ts";
import { publicUrl } from "../env.ts";
import { nameOf } from "../ids.ts";
import { ENDINGS, type ImageFile } from "../image-file.ts";
import type { Open } from "./open.ts";
import type { Stores } from "./stores.ts";

type Row = Pick<Image, "id" | "name" | "type" | "width" | "height" | "added_at" | "bytes">;

const COLUMNS = "id, name, type, width, height, length(content) AS bytes, added_at";

export class ShopImages extends RpcTarget {
  readonly #open: () => Open;

  constructor(open: () => Open) {
    super();
    this.#open = open;
  }

  /** The images, the newest first. */
  list(): Images {
    const { stores } = this.#open();
    const query = `SELECT ${COLUMNS} FROM image ORDER BY place DESC`;
    const rows = stores.sql.exec<Row & Record<string, SqlStorageValue>>(query).toArray();
    const kept = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    const config = JSON.stringify(stores.plans.liveConfig());
    const images = rows.map((row) => viewOf(stores, row, config));
    return { images, bytes_left: Math.max(0, MOST_IMAGE_BYTES - kept) };
  }

  /** Keeps an image; null where the shop keeps as much as it may. */
  add(
    content: Uint8Array,
    { name, file }: { name: string; file: ImageFile },
  ): { image: Image; isNew: boolean } | null {
    const { stores } = this.#open();
    const { sql, clock, settings } = stores;
    const id = nameOf("image", settings.shop, content);
    const isNew = this.#row(id) === null;
    if (isNew) {
      const { kept } = sql
        .exec<{ kept: number }>("SELECT coalesce(sum(length(content)), 0) AS kept FROM image")
        .one();
      if (kept + content.length > MOST_IMAGE_BYTES) return null;
      sql.exec(
        "INSERT INTO image (id, name, type, width, height, added_at, content) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[id, name, file.type, file.width, file.height, clock.now()],
        // The bytes alone, not the buffer that they may be a part of.
        content.slice().buffer,
      );
    }
    const row = this.#row(id);
    if (row === null) throw new Error("an image that was just kept is gone");
    return { image: viewOf(stores, row, JSON.stringify(stores.plans.liveConfig())), isNew };
  }

  /** Removes an image, also from emails that were sent; its name, or null where there is none. */
  remove(id: string): string | null {
    const row = this.#row(id);
    this.#open().stores.sql.exec("DELETE FROM image WHERE id = ?", id);
    return row?.name ?? null;
  }

  /** What is at an image's address. */
  content(id: string): { type: string; bytes: ArrayBuffer } | null {
    const { sql } = this.#open().stores;
    type Content = { type: string; bytes: ArrayBuffer };
    const query = "SELECT type, content AS bytes FROM image WHERE id = ?";
    return sql.exec<Content>(query, id).toArray()[0] ?? null;
  }

  #row(id: string): Row | null {
    const query = `SELECT ${COLUMNS} FROM image WHERE id = ?`;
    const { sql } = this.#open().stores;
    return sql.exec<Row & Record<string, SqlStorageValue>>(query, id).toArray()[0] ?? null;
  }
}

function viewOf({ env, settings }: Stores, row: Row, config: string): Image {
  const path = `/i/${settings.shop}/${row.id}.${ENDINGS[row.type]}`;
  const url = publicUrl(env, settings.publicUrl) + path;
  return { ...row, url, used: config.includes(path) };
}
