/**
 * Answers, made of what a route gives; and in development held to the route's description, both ways:
 * nothing that it says may be missing, and nothing may be there that it does not say.
 */
import * as v from "valibot";
import { Problem as ProblemSchema } from "../contract/problem.ts";
import type { Schema } from "../contract/schema.ts";
import { isDevelopment } from "../env.ts";
import { seesNamesOnly } from "../caller.ts";
import { Problem } from "../problem.ts";
import type { KnownCall } from "./call.ts";
import { namesOnly } from "./names-only.ts";
import { bodyOf, queryOf } from "./request.ts";
import { Reply, type Route } from "./route.ts";
import { statusesOf } from "./statuses.ts";

/** Answers a call that was let in. */
export async function perform(route: Route, call: KnownCall): Promise<Response> {
  const query = queryOf(route, call.url);
  const body = await bodyOf(route.body, call.request);
  const given = await route.handle({ ...call, query, body });
  if (given instanceof Response) return given;
  const [usual = "200"] = Object.keys(route.answers);
  const whole = given instanceof Reply ? given : new Reply(Number(usual), given);
  const isOfCustomers = route.access === "customers:read";
  const reply =
    isOfCustomers && seesNamesOnly(call.caller, call.trail.shop)
      ? new Reply(whole.status, namesOnly(sent(whole.body)), whole.headers)
      : whole;
  const response = responseOf(reply);
  if (isDevelopment(call.env)) holdTo(route, reply);
  return response;
}

/** A body as its reader gets it; a view is text already. */
function sent(body: unknown): unknown {
  if (body === undefined) return undefined;
  return JSON.parse(typeof body === "string" ? body : JSON.stringify(body));
}

function responseOf({ status, body, headers }: Reply<unknown>): Response {
  const fresh = { "cache-control": "no-store", ...headers };
  if (body === undefined) return new Response(null, { status, headers: fresh });
  // A view comes as text already.
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Response(text, {
    status,
    headers: { "content-type": "application/json", ...fresh },
  });
}

/** @throws Problem 500 when the answer is not what the description says */
function holdTo(route: Route, { status, body }: Reply<unknown>): void {
  const described = route.answers[status];
  if (described === undefined) throw undescribed(route, `the status ${status}`);
  if (described.schema === null) {
    if (body !== undefined) throw undescribed(route, `a body with ${status}`);
    return;
  }
  fits(route, described.schema, sent(body));
}

/** The same for a refusal, which is thrown where it arises. */
export function holdProblemTo(route: Route, problem: Problem): void {
  if (!statusesOf(route).has(problem.status)) {
    throw undescribed(route, `the status ${problem.status} (${problem.code})`);
  }
  const body = { error: { code: problem.code, message: problem.message, ...problem.detail } };
  fits(route, ProblemSchema, sent(body));
}

function fits(route: Route, schema: Schema, value: unknown): void {
  const { issues } = v.safeParse(schema, value);
  if (issues === undefined) return;
  const said = issues
    .slice(0, 5)
    .map((issue) => `${v.getDotPath(issue) ?? "it"}: ${issue.message}`);
  throw undescribed(route, said.join("; "));
}

const undescribed = (route: Route, what: string): Problem =>
  new Problem(
    500,
    "answer-undescribed",
    `${route.address} answered what its description does not say: ${what}. Change one of the two.`,
  );
