/** What whoever runs Edgewise asks. */
import { answer, list, moment, object, open, parameter, problem, text } from "./words.ts";

const count = { type: "integer", minimum: 0 };
const flag = { type: "boolean" };

const standing = object({
  shop: text,
  domain: text,
  platform: text,
  at: { oneOf: [moment, { type: "null" }] },
  late_by_ms: count,
  dead_letters: count,
  failing_endpoints: count,
  bytes: count,
  days: list(object({ day: text, requests: count, rows: count, traps: count, busy_ms: count })),
});

export const fleet = {
  "/healthz": {
    get: {
      summary: "Whether the Worker is alive, and which release it is; asks nothing of the storage",
      security: open,
      responses: {
        "200": answer(
          "It is alive",
          object(
            {
              ok: flag,
              version: text,
              engine: text,
              storage: object({ schema: count }),
              key: { enum: ["set", "missing"] },
              instance: text,
            },
            ["ok", "version", "engine", "storage", "key"],
          ),
        ),
      },
    },
  },
  "/readyz": {
    get: {
      summary: "Whether requests can be taken: the keys are there and the storage answers",
      security: open,
      responses: Object.fromEntries(
        ["200", "503"].map((status) => [
          status,
          answer(
            status === "200" ? "They can" : "They cannot, and why",
            object({
              ready: flag,
              checks: { type: "object", additionalProperties: flag },
              problems: list(text),
            }),
          ),
        ]),
      ),
    },
  },
  "/api/master-key": {
    get: {
      summary:
        "How far changing the master key has come: when no shop is left under an earlier one, that one can go",
      responses: {
        "200": answer("Progress, in shops", object({ changing: flag, left: count, of: count })),
      },
    },
  },
  "/metrics": {
    get: {
      summary: "All shops in Prometheus's text format; no shop is woken for it",
      responses: {
        "200": { description: "Metrics", content: { "text/plain": {} } },
      },
    },
  },
  "/api/fleet": {
    get: {
      summary: "All shops as they last told, the latest first; no shop is woken for it",
      parameters: [
        parameter("days", "query", "Sums of so many days, 1 to 31; 7 when left out", count),
      ],
      responses: {
        "200": answer("Shops", object({ shops: list(standing) })),
        "400": problem("A parameter cannot be used"),
      },
    },
  },
};
