/** The admin API of one shop. Who may ask is settled first, in every route. */
import { readJson, readJsonText } from "../body.ts";
import { busy, notFound, Problem } from "../problem.ts";
import type { Call, ShopCall } from "../router.ts";
import type { Filter, State } from "../shop/outbox.ts";
import { LARGEST_CONFIG } from "../shop/plans.ts";
import { exportStream } from "./export.ts";

const STATES: readonly State[] = ["new", "leased", "sent", "failed", "unknown", "withdrawn"];
/** The furthest one step of the movable clock goes: a year. */
const FURTHEST = 366 * 24 * 3600 * 1000;

export async function readConfig(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.config());
}

/** Saves a configuration. With errors nothing changes, and all diagnostics come back at once. */
export async function saveConfig(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const text = await readJsonText(call.request, LARGEST_CONFIG);
  const { live, answer, workflows } = await shop.saveConfig(text);
  call.trail.detail = { workflows };
  return json(answer, live ? 200 : 422);
}

/** The compiled configuration that a decision was made with, to the letter. */
export async function plan(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const text = await shop.planText(call.part("plan"));
  if (text === null) throw notFound("plan");
  return new Response(text, {
    headers: { "content-type": "application/json", "cache-control": "private, max-age=86400" },
  });
}

export async function customers(call: ShopCall): Promise<Response> {
  const { shop } = call;
  if (call.url.searchParams.has("q")) {
    const message =
      'Search with POST …/customers/search and a body such as {"q": "…"}: an address of this API stands in logs, and a person’s must not.';
    throw new Problem(400, "search-in-address", message);
  }
  const [limit, offset] = [count(call, "limit", 50, 200), count(call, "offset", 0, 1e9)];
  return json(await shop.customers("", limit, offset));
}

/** A search for customers. What is looked for names people, so it comes in the body. */
export async function searchCustomers(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 4 * 1024)) as Record<string, unknown> | null;
  const { q, limit = 50, offset = 0 } = asked ?? {};
  if (typeof q !== "string" || q.length > 200) {
    throw new Problem(422, "invalid-field", "q must be a text of at most 200 characters.");
  }
  const isCount = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 0;
  if (!isCount(limit) || !isCount(offset)) {
    throw new Problem(422, "invalid-field", "limit and offset must be whole numbers.");
  }
  return json(await shop.customers(q, Math.min(limit, 200), offset));
}

export async function customer(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return found(await shop.customer(call.part("customer")), "customer");
}

export async function timeline(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const before = call.url.searchParams.get("before");
  const limit = count(call, "limit", 100, 1_000);
  return found(await shop.timeline(call.part("customer"), before, limit), "customer");
}

/** Everything held about one person, as they may ask for it. */
export async function dataExport(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const id = call.part("customer");
  const begun = await shop.exportHead(id);
  if (begun === null) throw notFound("customer");
  return exportStream(begun, (place) => shop.exportPage(id, place));
}

export async function eraseCustomer(call: ShopCall): Promise<Response> {
  const { shop } = call;
  if (!(await shop.erase(call.part("customer")))) throw notFound("customer");
  return new Response(null, { status: 204 });
}

export async function command(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = await readJson(call.request, 16 * 1024);
  if (
    typeof asked !== "object" ||
    asked === null ||
    typeof (asked as { type?: unknown }).type !== "string"
  ) {
    throw new Problem(
      400,
      "command-missing",
      'The body must be a command such as {"type": "suppress"}.',
    );
  }
  const done = await shop.command(call.part("customer"), asked as Record<string, unknown>);
  if (done === null) throw notFound("customer");
  if (!done.ok) throw new Problem(422, done.code, done.message);
  call.trail.detail = { command: String((asked as { type: unknown }).type) };
  return Response.json(done);
}

export async function outbox(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const state = call.url.searchParams.get("state");
  if (state !== null && !STATES.includes(state as State)) {
    throw new Problem(400, "state-unknown", `state must be one of ${STATES.join(", ")}.`);
  }
  const filter: Record<string, string> = state === null ? {} : { state };
  for (const name of ["workflow", "step", "channel", "type"]) {
    const value = call.url.searchParams.get(name);
    if (value !== null) filter[name] = value.slice(0, 64);
  }
  const of = call.url.searchParams.get("of");
  if (of !== null && of !== "messages" && of !== "actions") {
    throw new Problem(400, "of-unknown", "of must be messages or actions.");
  }
  if (of !== null) filter.of = of;
  const [limit, offset] = [count(call, "limit", 100, 500), count(call, "offset", 0, 1e9)];
  return json(await shop.outbox(filter as Filter, limit, offset));
}

export async function deadLetters(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.deadLetters(count(call, "limit", 100, 500)));
}

export async function retryDeadLetter(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const outcome = await shop.retry(call.part("letter"));
  if (outcome === null) throw notFound("dead letter");
  if (outcome.type === "busy") throw busy();
  if (outcome.type === "unreadable") {
    const message =
      "It still can’t be read. Restore the data from a backup, or erase the customer it is about.";
    throw new Problem(409, "unreadable", message);
  }
  return Response.json(outcome);
}

export async function privacyRequests(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.privacyRequests());
}

/** Answers a privacy request that waits for the merchant's word. */
export async function answerPrivacyRequest(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as { id?: unknown; answer?: unknown } | null;
  const { id, answer } = asked ?? {};
  if (typeof id !== "string" || (answer !== "erase" && answer !== "keep")) {
    throw new Problem(
      422,
      "invalid-field",
      "Send the request's id, and “erase” or “keep” as the answer.",
    );
  }
  if (!(await shop.answerPrivacyRequest(id, answer))) throw notFound("open privacy request");
  call.trail.detail = { answer };
  return Response.json({ ok: true });
}

export async function health(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return json(await shop.health());
}

/** Moves a development shop's clock ahead, and does what became due before answering. */
export async function moveClock(call: ShopCall): Promise<Response> {
  const { shop } = call;
  const asked = (await readJson(call.request, 1024)) as { advance_ms?: unknown } | null;
  const step = asked?.advance_ms;
  if (typeof step !== "number" || !Number.isInteger(step) || Math.abs(step) > FURTHEST) {
    throw new Problem(
      422,
      "invalid-field",
      `advance_ms must be whole milliseconds from -${FURTHEST} to ${FURTHEST}.`,
    );
  }
  const moved = await shop.advance(step);
  if (moved === null) {
    throw new Problem(
      403,
      "not-in-production",
      "The clock moves in development only: start without NODE_ENV=production.",
    );
  }
  return Response.json(moved);
}

/** Overflows the engine's stack on behalf of one shop. Routed in the trap build only. */
export async function trap(call: ShopCall): Promise<Response> {
  const { shop } = call;
  return Response.json({ error: await shop.trap() });
}

export function json(text: string, status = 200): Response {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  return new Response(text, { status, headers });
}

export function found(text: string | null, what: string): Response {
  if (text === null) throw notFound(what);
  return json(text);
}

/** A whole number in the query, within its bounds. */
export function count({ url }: Call, name: string, otherwise: number, most: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new Problem(400, "invalid-number", `${name} must be a whole number from 0 to ${most}.`);
  }
  return Math.min(value, most);
}
