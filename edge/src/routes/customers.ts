/** Customers: found, read, changed by hand, exported, erased. */
import { seesNamesOnly } from "../caller.ts";
import * as contract from "../contract/customers.ts";
import { limit, note, offset, optional, text } from "../contract/schema.ts";
import { notFound, Problem } from "../problem.ts";
import { importConsents } from "./consents.ts";
import { exportCustomers } from "./customer-table.ts";
import { exportStream } from "./export.ts";
import { found } from "./found.ts";
import { refuseAddresses } from "./names-only.ts";
import { gives, group, json, nothing, route, streams } from "./route.ts";

export const customers = group("Customers", "Customers, their stories, and their consent.", [
  route("GET /api/shops/{shop}/customers", {
    id: "listCustomers",
    summary: "List customers, the latest decided first, or those with some IDs",
    access: "customers:read",
    namesOnly: true,
    query: { limit: limit(50, 200), offset, ids: optional(contract.CustomerIds) },
    answers: { 200: gives("Customers", contract.CustomerPage) },
    handle: ({ shop, url, query }) => {
      if (url.searchParams.has("q")) {
        throw new Problem(
          400,
          "search-in-address",
          'Search with POST …/customers/search and a body such as {"q": "…"}. Addresses end up in logs, and personal data must not.',
        );
      }
      if (query.ids !== undefined) return shop.admin.customersNamed(query.ids);
      return shop.admin.customers("", query.limit, query.offset);
    },
  }),

  route("POST /api/shops/{shop}/customers/search", {
    id: "searchCustomers",
    summary: "Search customers by email, phone number, ID, or name",
    description: "What you search for is in the body, so that it gets into no log.",
    access: "customers:read",
    namesOnly: true,
    change: null,
    body: json(contract.CustomerSearch),
    answers: { 200: gives("Customers", contract.CustomerPage) },
    handle: ({ caller, listing, shop, body }) => {
      if (seesNamesOnly(caller, listing.shop)) refuseAddresses(body.q);
      return shop.admin.customers(body.q, body.limit, body.offset);
    },
  }),

  exportCustomers,

  route("GET /api/shops/{shop}/customers/{customer}", {
    id: "getCustomer",
    summary: "Get a customer: standing, state, and the newest messages and actions",
    access: "customers:read",
    answers: { 200: gives("The customer", contract.CustomerDetail) },
    handle: async ({ shop, part }) =>
      found(await shop.admin.customer(part("customer")), "customer"),
  }),

  route("DELETE /api/shops/{shop}/customers/{customer}", {
    id: "eraseCustomer",
    summary: "Erase a customer for good",
    description:
      "Unreadable at once, and within a minute in old copies of the data files; what is left is removed in the background.",
    access: "erase",
    change: "customer-erased",
    answers: { 204: nothing("Erased") },
    handle: async ({ shop, part }) => {
      if (!(await shop.admin.erase(part("customer")))) throw notFound("customer");
      return undefined;
    },
  }),

  route("GET /api/shops/{shop}/customers/{customer}/timeline", {
    id: "getTimeline",
    summary: "Get what happened to a customer and why, the newest first",
    description:
      "Each moment can be replayed exactly with the npm package. Whoever sees names only gets what was decided, in words.",
    access: "customers:read",
    namesOnly: true,
    query: {
      before: optional(note(text, "The `next` of the page before, or one of `earlier`")),
      limit: limit(100, 1_000),
    },
    answers: { 200: gives("Moments", contract.Timeline) },
    handle: async ({ shop, part, query }) => {
      const story = await shop.admin.timeline(part("customer"), query.before ?? null, query.limit);
      return found(story, "customer");
    },
  }),

  route("GET /api/shops/{shop}/customers/{customer}/export", {
    id: "exportCustomer",
    summary: "Export everything stored about a customer",
    access: "customers:read",
    change: "customer-exported",
    answers: {
      200: streams("Everything, streamed", "application/json", {
        schema: contract.CustomerExport,
      }),
    },
    handle: async ({ shop, part }) => {
      const id = part("customer");
      const begun = found(await shop.admin.exportHead(id), "customer");
      return exportStream(begun, (place) => shop.admin.exportPage(id, place));
    },
  }),

  route("POST /api/shops/{shop}/customers/{customer}/commands", {
    id: "commandCustomer",
    summary: "Change a customer by hand, such as adding a tag or suppressing them",
    access: "customers:write",
    change: "customer-changed",
    body: json(contract.Command, 16 * 1024),
    answers: { 200: gives("Done", contract.CommandDone) },
    handle: async ({ shop, part, body, trail }) => {
      const done = found(await shop.admin.command(part("customer"), body), "customer");
      if (!done.ok) throw new Problem(422, done.code, done.message);
      trail.detail = { command: body.type };
      return done;
    },
  }),

  importConsents,
]);
