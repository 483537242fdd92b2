/** Connecting a WooCommerce store through its plugin, and the state of the connection. */
import * as contract from "../contract/connection.ts";
import { note, optional, text } from "../contract/schema.ts";
import { forget } from "../directory/lookup.ts";
import { publicUrl } from "../env.ts";
import { notFound, Problem } from "../problem.ts";
import { directory } from "../stubs.ts";
import { gives, group, Reply, route } from "./route.ts";

export const connection = group("Connection", "A WooCommerce store, connected by its plugin.", [
  route("GET /api/shops/{shop}/connection", {
    id: "getConnection",
    summary: "Get the store's connection and its last delivery",
    access: "operations:read",
    answers: { 200: gives("The connection", contract.Connection) },
    handle: ({ shop }) => shop.admin.connection(),
  }),

  route("POST /api/shops/{shop}/connection/code", {
    id: "createConnectionCode",
    summary: "Create a code to paste into the plugin's page",
    description: "It works once, for one hour, and replaces any earlier code.",
    access: "owner",
    change: "connection-code-made",
    answers: { 201: gives("The code", contract.ConnectionCode) },
    errors: { 409: "The shop isn't a WooCommerce store" },
    handle: async ({ env, url, listing, shop }) => {
      if (listing.platform !== "woocommerce") {
        const message = "Only a WooCommerce store can be connected with a code.";
        throw new Problem(409, "not-woocommerce", message);
      }
      const { nonce, expires_at } = await shop.admin.makeConnectionNonce();
      const address = publicUrl(env, url.origin);
      return new Reply(201, { code: `${address}/connect/woocommerce#${nonce}`, expires_at });
    },
  }),

  route("POST /api/shops/{shop}/connection/check", {
    id: "checkConnection",
    summary: "Check the store's webhooks now: create missing ones, replace disabled ones",
    access: "operations:write",
    change: "connection-checked",
    answers: { 200: gives("The connection afterwards", contract.Connection) },
    handle: ({ shop }) => shop.admin.checkConnection(),
  }),

  route("DELETE /api/shops/{shop}/connection", {
    id: "disconnect",
    summary: "Disconnect the store and remove its webhooks and keys, or cancel an unused code",
    description:
      "A site names itself in `site`, so that a copy of a store can't disconnect the store.",
    access: "disconnect",
    change: "disconnected",
    query: { site: optional(note(text, "The address of the site that asks, without its scheme")) },
    answers: { 200: gives("Disconnected", contract.Disconnected) },
    errors: { 404: "The store isn't connected, or not as that site" },
    handle: async ({ env, listing, shop, query }) => {
      const done = await shop.admin.disconnect(query.site ?? null);
      if (done === null) throw notFound("connection");
      if (done.api_key !== null) await directory(env).revokeKey(listing.shop, done.api_key);
      forget();
      return done.gone;
    },
  }),
]);
