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
  body,
  limits,
} from "./words.ts";

const thresholds = object({
  late_ms: { type: "integer", minimum: 1_000, maximum: 86_400_000 },
  error_percent: { type: "integer", minimum: 0, maximum: 100 },
  dead_letters: { type: "integer", minimum: 0, maximum: 1_000_000 },
});

const count = { type: "integer", minimum: 0 };
const channel = { enum: ["email", "sms", "push", null] };
const sending = object({
  stopped: list(object({ channel, since: moment })),
  held: list(
    object({
      workflow: text,
      channel: text,
      messages: count,
      first_due: moment,
      last_due: moment,
    }),
  ),
  restored: { oneOf: [object({ backup: moment, at: moment }), { type: "null" }] },
});

const questions = object({
  questions: list(
    object({
      name: text,
      about: { enum: ["installation", "shop-data", "customer", "order", "product", "coupon"] },
      id: text,
      customer: { type: ["string", "null"] },
      raised_at: moment,
      state: { enum: ["open", "scheduled", "confirmed", "undone"] },
      trouble: { enum: ["refused", "unreachable", null] },
      answered_at: { type: ["integer", "null"] },
      answered_by: { enum: ["merchant", "platform", "delivery", null] },
      runs_at: { type: ["integer", "null"] },
    }),
  ),
  can_ask: { type: "boolean" },
});

export const operations = {
  "/api/shops/{shop}/backup": {
    get: shopRoute(
      "The whole shop as of one moment, as lines of JSON: what it is, a row a line, how many there were. Personal fields stay sealed under the master key. Needs the admin key",
      { "200": { description: "The backup", content: { "application/x-ndjson": {} } } },
    ),
  },
  "/api/restore": {
    post: {
      summary:
        "Makes a shop of a backup, under the same master key. It sends nothing until sending is resumed, and then nothing that was due before",
      requestBody: { required: true, content: { "application/x-ndjson": {} } },
      responses: {
        "201": answer("Restored", object({ shop: text, backup: moment, rows: count })),
        "409": problem("The store is connected here already"),
        "422": problem("It is not a whole backup, or of another master key"),
      },
    },
  },
  "/api/shops/{shop}/sending": {
    get: shopRoute("Whether sending is stopped, and which messages wait because of it", {
      "200": answer("What is stopped (null is everything), and what waits", sending),
    }),
    put: shopRoute(
      "Stops all sending or that of one channel, or lets it go on. What waited is asked everything again before it goes out; what was due before `skip_due_before` is dropped",
      {
        "200": answer("What is stopped now, and what still waits", sending),
        ...limits,
        "422": problem("A field cannot be used; `field` names it"),
      },
      {
        requestBody: body(
          object(
            {
              channel,
              stopped: { type: "boolean" },
              skip_due_before: { oneOf: [moment, { type: "null" }] },
            },
            ["stopped"],
          ),
        ),
      },
    ),
  },
  "/api/shops/{shop}/questions": {
    get: shopRoute(
      "What webhooks claim and only the platform can say (their topic is not signed), and what was answered in the last 30 days",
      { "200": answer("Questions, the newest first", questions) },
    ),
  },
  "/api/shops/{shop}/questions/answer": {
    post: shopRoute(
      "Says that a claim is true, or undoes it and whatever is on hold because of it. Until the shop's data is erased on its day, that is undone as well",
      {
        "200": answer("All questions, after it", questions),
        ...limits,
        "404": problem("There is no such question"),
        "422": problem("A field cannot be used; `field` names it"),
      },
      { requestBody: body(object({ name: text, answer: { enum: ["true", "undo"] } })) },
    ),
  },
  "/api/shops/{shop}/platform-access": {
    put: shopRoute(
      "Keeps the token or the keys with which the shop's platform is asked, sealed; null forgets them",
      {
        "200": answer(
          "Whether the platform can be asked",
          object({ can_ask: { type: "boolean" } }),
        ),
        ...limits,
        "422": problem("A field cannot be used; `field` names it"),
      },
      {
        requestBody: body({
          oneOf: [
            object({ access_token: text }),
            object({ consumer_key: text, consumer_secret: text }),
            { type: "null" },
          ],
        }),
      },
    ),
  },
  "/api/shops/{shop}/outbox": {
    get: shopRoute(
      "Effects, the newest first, with what was sent",
      {
        "200": answer(
          "Effects",
          object({
            outbox: list({ type: "object" }),
            total: { type: "integer" },
            counts: { type: "object" },
          }),
        ),
        "400": problem("A parameter cannot be used"),
      },
      {
        parameters: [
          parameter("state", "query", "new, leased, sent, failed, unknown or withdrawn"),
          parameter("workflow", "query", "Only of this workflow"),
          parameter("step", "query", "Only at this step"),
          parameter("channel", "query", "Only by this channel"),
          parameter("type", "query", "Only of this kind, such as send"),
          parameter("of", "query", "messages, or actions: whatever is no message"),
          limit,
          offset,
        ],
      },
    ),
  },
  "/api/shops/{shop}/dead-letters": {
    get: shopRoute(
      "What was laid aside: deliveries, timers and effects that failed, and rows that are damaged (kind `damage`)",
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
      {
        "200": answer("What came of it", object({ type: text })),
        "409": problem("It is damaged, and still cannot be read"),
      },
      { parameters: [parameter("letter", "path", "The letter's id")] },
    ),
  },
  "/api/shops/{shop}/privacy-requests": {
    get: shopRoute("What people asked for, and until when to answer", {
      "200": answer(
        "Requests, and who is still being removed: nobody can read them any more",
        object({
          privacy_requests: list({ type: "object" }),
          erasing: object({
            people: { type: "integer" },
            shop: { type: ["object", "null"], description: "`done` customers `of` all" },
            copies: {
              type: "boolean",
              description: "Old copies of destroyed keys are still being put out of reach",
            },
          }),
        }),
      ),
    }),
  },
  "/api/shops/{shop}/privacy-requests/answer": {
    post: shopRoute(
      "Answers a privacy request that waits: erase the person, or keep them",
      {
        "200": answer("Done", object({ ok: { type: "boolean" } })),
        "404": problem("No such request waits"),
        ...limits,
        "422": problem("The request's id or the answer is missing"),
      },
      { requestBody: body(object({ id: text, answer: { enum: ["erase", "keep"] } })) },
    ),
  },
  "/api/shops/{shop}/operations": {
    get: shopRoute(
      "How the automation runs: sums of what was done and not done, how late, beside the traffic and the period before, and what needs the merchant",
      {
        "200": answer(
          "Sums by workflow and step, the load by half hours, and alerts in words",
          object({
            now: moment,
            zone: text,
            from: moment,
            until: moment,
            slot_ms: { type: "integer" },
            on_time: object({ within_minute: count, of: count }),
            last_event: {
              type: ["integer", "null"],
              description: "The half hour in which the store last sent something; null if unknown",
            },
            setup: object({
              connected: { type: "boolean" },
              webhook_secret: { type: ["boolean", "null"] },
              sender: { type: "boolean" },
              postal_address: { type: "boolean" },
              live_workflows: count,
            }),
            sending,
            questions: list({ type: "object" }),
            can_ask: { type: "boolean" },
            sums: { type: "object" },
            before: { type: "object" },
            traffic: { type: "object" },
            load: list({ type: "object" }),
            workflows: list({ type: "object" }),
            messages: list({ type: "object" }),
            outbox: { type: "object" },
            dead_letters: { type: "integer" },
            failing_endpoints: list({ type: "object" }),
            thresholds,
            alerts: list(
              object({
                code: text,
                message: text,
                help: text,
                workflow: { type: ["string", "null"] },
              }),
            ),
          }),
        ),
        "400": problem("A parameter cannot be used"),
      },
      {
        parameters: [
          parameter(
            "from",
            "query",
            "From when on, in milliseconds since 1970; 24 hours before until when left out",
          ),
          parameter("until", "query", "Before when; now when left out. At most 31 days after from"),
        ],
      },
    ),
  },
  "/api/shops/{shop}/operations/thresholds": {
    put: shopRoute(
      "From when on something needs the merchant",
      {
        "200": answer("Taken", thresholds),
        ...limits,
        "422": problem("A field cannot be used; `field` names it"),
      },
      { requestBody: body(thresholds) },
    ),
  },
  "/api/shops/{shop}/health": {
    get: shopRoute("Whether all is well, in figures", {
      "200": answer(
        "Figures",
        object({
          now: moment,
          outbox: { type: "object" },
          dead_letters: { type: "integer" },
          undecided: {
            type: "integer",
            description: "Webhooks that were acknowledged and wait for the shop's turn",
          },
        }),
      ),
    }),
  },
};
