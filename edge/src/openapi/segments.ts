/** Segments. */
import {
  text,
  moment,
  ref,
  object,
  list,
  answer,
  problem,
  parameter,
  segment,
  limit,
  shopRoute,
} from "./words.ts";

const days = parameter("days", "query", "At most so many days on which anybody entered or left", {
  type: "integer",
  minimum: 0,
});

export const segments = {
  "/api/shops/{shop}/audience": {
    get: shopRoute(
      "A page of all customers in the engine's compact form, for previews in a browser",
      {
        "200": {
          description: "The page, to be given to `loadCustomers` of the npm package",
          headers: {
            "edgewise-next": {
              description: "The `after` of the next page; missing on the last one",
              schema: text,
            },
          },
          content: { "application/octet-stream": {} },
        },
        "400": problem("A number cannot be used"),
      },
      {
        parameters: [
          parameter("after", "query", "Begin after this customer"),
          parameter("limit", "query", "At most so many; 2,000 are the most", {
            type: "integer",
            minimum: 0,
          }),
        ],
      },
    ),
  },
  "/api/shops/{shop}/history": {
    get: shopRoute(
      "A page of what was ever told of the customers, for backtests in a browser",
      {
        "200": {
          description:
            "A line of JSON for each customer, as `history.js` of the npm package reads it; a page is bounded in time and bytes, and may hold fewer than `limit`",
          headers: {
            "edgewise-cut": {
              description:
                "How many customers on this page have more than 5,000 events, of which the newest are told",
              schema: { type: "integer" },
            },
            "edgewise-next": {
              description: "The `after` of the next page; missing on the last one",
              schema: text,
            },
          },
          content: { "application/x-ndjson": {} },
        },
        "400": problem("A number cannot be used"),
      },
      {
        parameters: [
          parameter("after", "query", "Begin after this customer"),
          parameter("limit", "query", "At most so many; 500 are the most", {
            type: "integer",
            minimum: 0,
          }),
        ],
      },
    ),
  },
  "/api/shops/{shop}/facts": {
    get: shopRoute("What is true of the shop and asked for by conditions, as last computed", {
      "200": answer(
        "Facts",
        object({
          version: { type: "integer" },
          computed_at: moment,
          facts: object({ rfm: { type: ["object", "null"] } }, []),
        }),
      ),
    }),
  },
  "/api/shops/{shop}/segments": {
    get: shopRoute(
      "The segments with their counts, and a recomputation under way",
      {
        "200": answer(
          "Segments",
          object({ segments: list(ref("Segment")), recomputation: ref("Recomputation") }),
        ),
        "400": problem("A number cannot be used"),
      },
      { parameters: [days] },
    ),
  },
  "/api/shops/{shop}/segments/{segment}": {
    get: shopRoute(
      "One segment, and the days on which anybody entered or left, the newest first",
      {
        "200": answer("The segment", ref("SegmentDetail")),
        "400": problem("A number cannot be used"),
      },
      {
        parameters: [segment, days],
      },
    ),
  },
  "/api/shops/{shop}/segments/{segment}/members": {
    get: shopRoute(
      "Who is in a segment and since when, in the order of their ids",
      {
        "200": answer(
          "Members",
          object({
            segment: text,
            members: list(object({ customer: text, since: moment })),
            total: { type: "integer" },
            next: { type: ["string", "null"] },
          }),
        ),
        "400": problem("A number cannot be used"),
      },
      {
        parameters: [
          segment,
          parameter("after", "query", "Begin after this customer: the `next` of the page before"),
          limit,
        ],
      },
    ),
  },
};
