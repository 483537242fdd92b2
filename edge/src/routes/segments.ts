/** Segments: who is in them, since when, and how that went over time; and what previews are made from. */
import * as contract from "../contract/segments.ts";
import { limit, note, text, whole } from "../contract/schema.ts";
import { csvStream } from "./csv.ts";
import { found } from "./found.ts";
import { gives, group, route, streams } from "./route.ts";

const next = { description: "The `after` of the next page; missing on the last one", schema: text };

/** How many members are read at once for an export. */
const EXPORTED = 200;

export const segments = group("Segments", "Segments, their members, and data for previews.", [
  route("GET /api/shops/{shop}/segments", {
    id: "listSegments",
    summary: "List segments with their counts",
    access: "workflows:read",
    query: { days: contract.days(0) },
    answers: { 200: gives("Segments", contract.Segments) },
    handle: ({ shop, query }) => shop.admin.segments(query.days),
  }),

  route("GET /api/shops/{shop}/segments/{segment}", {
    id: "getSegment",
    summary: "Get a segment, and the days on which customers entered or left",
    access: "workflows:read",
    query: { days: contract.days(90) },
    answers: { 200: gives("The segment", contract.SegmentDetail) },
    handle: async ({ shop, part, query }) =>
      found(await shop.admin.segment(part("segment"), query.days), "segment"),
  }),

  route("GET /api/shops/{shop}/segments/{segment}/members", {
    id: "listSegmentMembers",
    summary: "List who is in a segment and since when, by customer ID",
    access: "customers:read",
    namesOnly: true,
    query: { after: contract.after, limit: limit(50, 200) },
    answers: { 200: gives("Members", contract.Members) },
    handle: async ({ shop, part, query }) =>
      found(await shop.admin.segmentMembers(part("segment"), query.after, query.limit), "segment"),
  }),

  route("POST /api/shops/{shop}/segments/{segment}/export", {
    id: "exportSegmentMembers",
    summary: "Export everybody who is in a segment as a CSV file",
    description: "Streamed. It is written down in the change log.",
    access: "customers:read",
    change: "segment-exported",
    answers: { 200: streams("The file", "text/csv") },
    handle: async ({ shop, part }) => {
      const segment = part("segment");
      const page = async (after: string, limit: number) => {
        const text = await shop.admin.segmentMembers(segment, after, limit);
        return text === null ? null : (JSON.parse(text) as contract.SegmentMembers);
      };
      found(await page("", 1), "segment");
      return csvStream(
        `segment-${segment}`,
        ["customer", "name", "email", "since"],
        async (after) => {
          const read = await page(after, EXPORTED);
          if (read === null) return null;
          const rows = read.members.map(({ customer, name, email, since }) => [
            customer,
            name,
            email,
            new Date(since).toISOString(),
          ]);
          return { rows, next: read.next };
        },
      );
    },
  }),

  route("GET /api/shops/{shop}/customers/{customer}/segments", {
    id: "listCustomerSegments",
    summary: "List the segments a customer is in, and since when",
    access: "customers:read",
    namesOnly: true,
    answers: { 200: gives("Memberships", contract.Memberships) },
    handle: async ({ shop, part }) =>
      found(await shop.admin.segmentsOf(part("customer")), "customer"),
  }),

  route("GET /api/shops/{shop}/facts", {
    id: "getShopFacts",
    summary: "Get the facts about the shop that conditions ask for, as last computed",
    access: "workflows:read",
    answers: { 200: gives("Facts", contract.Facts) },
    handle: ({ shop }) => shop.admin.facts(),
  }),

  route("GET /api/shops/{shop}/segment-preview", {
    id: "getSegmentPreview",
    summary: "Get a page of all customers in compact form, to preview segments in a browser",
    access: "customers:read",
    query: { after: contract.after, limit: limit(500, 2_000) },
    answers: {
      200: streams("The page, for `loadCustomers` of the npm package", "application/octet-stream", {
        headers: { "edgewise-next": next },
      }),
    },
    handle: async ({ shop, query }) => {
      const { snapshot, next: after } = await shop.admin.segmentPreview(query.after, query.limit);
      const headers = new Headers({ "content-type": "application/octet-stream" });
      if (after !== null) headers.set("edgewise-next", after);
      return new Response(snapshot, { headers });
    },
  }),

  route("GET /api/shops/{shop}/history", {
    id: "getHistory",
    summary: "Get a page of all customers' events, to backtest in a browser",
    description: "A page is bounded in time and bytes, and may hold fewer customers than `limit`.",
    access: "customers:read",
    query: { after: contract.after, limit: limit(200, 500) },
    answers: {
      200: streams(
        "One line of JSON for each customer, for `history.js` of the npm package",
        "application/x-ndjson",
        {
          headers: {
            "edgewise-next": next,
            "edgewise-cut": {
              description:
                "How many customers on this page have more than 5,000 events, of which the newest are given",
              schema: note(whole(1, 500), "Customers"),
            },
          },
        },
      ),
    },
    handle: async ({ shop, query }) => {
      const { lines, next: after, cut } = await shop.admin.history(query.after, query.limit);
      const headers = new Headers({ "content-type": "application/x-ndjson" });
      if (cut > 0) headers.set("edgewise-cut", String(cut));
      if (after !== null) headers.set("edgewise-next", after);
      return new Response(lines, { headers });
    },
  }),
]);
