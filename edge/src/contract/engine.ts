/**
 * The engine's types in answers and requests.
 *
 * What a merchant writes has its schema generated from the engine (`pkg/schema`), which `/openapi.json`
 * takes over as it is. What the engine stores is its own: a client passes it on to the npm package, whose
 * types describe it, and it may be of any release.
 */
import type { Diagnostic as EngineDiagnostic, Standing as EngineStanding, Summary } from "edgewise";
import type { Config as ConfigText, Workflow as WorkflowText } from "edgewise/revisions.js";
import * as v from "valibot";
import {
  by,
  CHANNELS,
  count,
  flag,
  integer,
  list,
  maybe,
  moment,
  named,
  object,
  oneOf,
  type Of,
  text,
} from "./schema.ts";

/** The schemas that `pkg/schema/config.schema.json` holds, by the names they are published under. */
export const GENERATED = ["Config", "Workflow", "Segment", "Condition"] as const;

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A JSON object that the engine wrote or judges. */
const ofEngine = <T>() => v.custom<T>(isObject, "must be an object");

/** A configuration, as a merchant writes it. */
export const Config = named("Config", ofEngine<ConfigText>());
/** One workflow of a configuration. */
export const Workflow = named("Workflow", ofEngine<WorkflowText>());
/** A condition, as in a segment or a workflow. */
export const Condition = named("Condition", ofEngine<object>());

/** The compiled form of a configuration, which decisions name. */
export const Plan = named("Plan", ofEngine<ConfigText>());
export type Plan = Of<typeof Plan>;
/** Everything the engine knows of one customer. */
export const State = named("State", ofEngine<Record<string, unknown>>());
/** What the engine was told in one call. */
export const Input = named("Input", ofEngine<Record<string, unknown>>());
/** What the engine decided in one call. */
export const Decision = named("Decision", ofEngine<Partial<Summary>>());

/** What these are, for readers of `/openapi.json`. */
export const STORED: Readonly<Record<string, string>> = {
  Plan: "A compiled configuration: a Config with what Edgewise adds when it is published. The npm package's `load` takes it.",
  State:
    "A customer's state, as the engine stores it. The npm package's `transition` and `standing` take it.",
  Input:
    "What the engine was told, as the journal keeps it. The npm package's `transition` takes it.",
  Decision:
    "What the engine decided, as the journal keeps it. The npm package's `sentences` puts its `trace` into words.",
};

export const Diagnostic = named(
  "Diagnostic",
  object({
    code: text,
    severity: oneOf(["error", "warning"]),
    path: text,
    message: text,
    help: text,
  }),
);
export type Diagnostic = Of<typeof Diagnostic>;

const spent = object({ minor: integer, currency: text });

export const Consents = list(
  object({
    channel: oneOf(CHANNELS),
    consent: oneOf(["subscribed", "unsubscribed", "pending", "never_subscribed"]),
  }),
);

/** Where a customer stands now. */
export const Standing = named(
  "Standing",
  object({
    consents: Consents,
    orders: count,
    spent,
    offers: list(text),
    points: integer,
    qualified_since: maybe(moment),
    score: integer,
    score_rules: list(object({ condition: text, value: text, matched: flag })),
    tier: maybe(text),
    tier_review_at: maybe(moment),
    tiers: list(object({ id: text, name: text, missing: integer, said: text })),
  }),
);
export type Standing = Of<typeof Standing>;

export const Spent = spent;

export const EngineInfo = object({ engine: text, version: text, tzdata: text, format: count });

/** What is true of the shop and asked for by conditions. */
export const ShopFacts = by(v.unknown());

/** Both are the engine's own types, which a change on either side must keep equal. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
const same: [Same<Diagnostic, EngineDiagnostic>, Same<Standing, EngineStanding>] = [true, true];
void same;
