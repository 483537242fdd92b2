// The floor: a Worker that verifies an HMAC and does one transactional insert and upsert in an
// object. What any durable webhook receiver on this runtime must at least do.
import { DurableObject } from "cloudflare:workers";

export class Floor extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID");
    sql.exec(
      "CREATE TABLE IF NOT EXISTS customer (id TEXT PRIMARY KEY, seen INTEGER) WITHOUT ROWID",
    );
  }

  take(id, customer, body) {
    const { sql } = this.ctx.storage;
    this.ctx.storage.transactionSync(() => {
      sql.exec("INSERT OR IGNORE INTO event VALUES (?, ?)", id, body);
      const upsert =
        "INSERT INTO customer VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET seen = seen + 1";
      sql.exec(upsert, customer);
    });
    return "ok";
  }
}

const algorithm = { name: "HMAC", hash: "SHA-256" };
let key;

export default {
  async fetch(request, env) {
    if (request.method === "GET") return new Response("ok");
    const body = new Uint8Array(await request.arrayBuffer());
    key ??= crypto.subtle.importKey("raw", new TextEncoder().encode(env.SECRET), algorithm, false, [
      "verify",
    ]);
    const given = request.headers.get("x-shopify-hmac-sha256");
    const signature = Uint8Array.from(atob(given), (character) => character.charCodeAt(0));
    if (!(await crypto.subtle.verify("HMAC", await key, signature, body))) {
      return new Response(null, { status: 401 });
    }
    const object = env.FLOOR.get(env.FLOOR.idFromName("shop"));
    return new Response(await object.take(given, given.slice(0, 2), body));
  },
};
