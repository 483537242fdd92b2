/** What an operator looks at. */
import {
  text,
  moment,
  object,
  list,
  answer,
  problem,
  parameter,
  limit,
  offset,
  shopRoute,
} from "./words.ts";

export const operations = {
  "/api/shops/{shop}/outbox": {
    get: shopRoute(
      "Effects, the newest first, with what was sent",
      {
        "200": answer(
          "Effects",
          object({ outbox: list({ type: "object" }), counts: { type: "object" } }),
        ),
        "400": problem("A parameter cannot be used"),
      },
      {
        parameters: [
          parameter("state", "query", "new, leased, sent, failed, unknown or withdrawn"),
          limit,
          offset,
        ],
      },
    ),
  },
  "/api/shops/{shop}/dead-letters": {
    get: shopRoute(
      "What was laid aside",
      {
        "200": answer("Letters", object({ dead_letters: list({ type: "object" }) })),
        "400": problem("A number cannot be used"),
      },
      { parameters: [limit] },
    ),
  },
  "/api/shops/{shop}/dead-letters/{letter}/retry": {
    post: shopRoute(
      "Tries again",
      { "200": answer("What came of it", object({ type: text })) },
      { parameters: [parameter("letter", "path", "The letter's id")] },
    ),
  },
  "/api/shops/{shop}/privacy-requests": {
    get: shopRoute("What people asked for, and until when to answer", {
      "200": answer("Requests", object({ privacy_requests: list({ type: "object" }) })),
    }),
  },
  "/api/shops/{shop}/health": {
    get: shopRoute("Whether all is well, in figures", {
      "200": answer(
        "Figures",
        object({ now: moment, outbox: { type: "object" }, dead_letters: { type: "integer" } }),
      ),
    }),
  },
};
