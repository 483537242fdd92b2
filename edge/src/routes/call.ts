/** What a route gets to see of the request it answers. */
import type { Caller } from "../caller.ts";
import type { Listing } from "../directory/directory.ts";
import type { Env } from "../env.ts";
import type { ShopStub } from "../stubs.ts";
import type { Trail } from "../trail.ts";

/** What a public route gets to see. */
export interface Call {
  request: Request;
  url: URL;
  env: Env;
  /** The path's named parts. */
  part: (name: string) => string;
  /** What is noted of the request on its way. */
  trail: Trail;
}

/** What a route gets to see that not everybody may call. */
export interface KnownCall extends Call {
  caller: Caller;
}

/** What a route of one shop gets to see. The caller may ask for this shop. */
export interface ShopCall extends KnownCall {
  listing: Listing;
  shop: ShopStub;
}
