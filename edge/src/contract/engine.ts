/**
 * The engine's types in answers and requests. Their schemas are generated (`generated.ts`), and so are their
 * types (`edgewise`): nothing of them is written down here.
 */
import type * as engine from "edgewise";
import type { ConfigText, WorkflowText } from "edgewise/revisions.js";
import * as v from "valibot";
import { misfit } from "./generated.ts";
import type { Schema } from "./schema.ts";

/** The names of the generated schemas that stand behind these. */
export const engineSchemas = new Map<Schema, string>();

const isObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Something that the engine gave out, held to its schema. */
function ofEngine<T>(name: string): Schema<T> {
  const schema = v.custom<T>(
    (value) => misfit(name, value) === null,
    ({ input }) => misfit(name, input) ?? "",
  );
  engineSchemas.set(schema, name);
  return schema;
}

/** Something for the engine, which judges it and says better what is wrong with it. */
function forEngine<T>(name: string): Schema<T> {
  const schema = v.custom<T>(isObject, "must be an object");
  engineSchemas.set(schema, name);
  return schema;
}

/** A configuration, as a merchant writes it. */
export const Config = ofEngine<ConfigText>("Config");
export const NewConfig = forEngine<ConfigText>("Config");
/** One workflow of a configuration. */
export const Workflow = ofEngine<WorkflowText>("Workflow");
/** A condition, as in a segment or a workflow. */
export const Condition = ofEngine<object>("Condition");
export const NewCondition = forEngine<object>("Condition");
/** Which messages get credit for an order. */
export const NewAttribution = forEngine<Record<string, unknown>>("Attribution");
/** What a merchant does to one customer by hand. */
export const Command = forEngine<{ type: string } & Record<string, unknown>>("Command");

/** Everything the engine knows of one customer. */
export const State = ofEngine<engine.State>("State");
/** The input, as the journal keeps it. */
export const Input = ofEngine<engine.Input>("Input");
/** What the engine decided in one call. */
export const Summary = ofEngine<engine.Summary>("Summary");
/** What exactly an action does. */
export const Payload = ofEngine<engine.Payload & { code?: string }>("Payload");
/** What is true of the shop and asked for by conditions. */
export const ShopFacts = ofEngine<engine.ShopFacts>("ShopFacts");
/** Where a customer stands now. */
export const Standing = ofEngine<engine.Standing>("Standing");
export const ChannelConsent = ofEngine<engine.ChannelConsent>("ChannelConsent");
export const Money = ofEngine<engine.Money>("Money");
/** A condition that was asked, with the value it saw, in words. */
export const ObservedWords = ofEngine<engine.ObservedWords>("ObservedWords");
export const Diagnostic = ofEngine<engine.Diagnostic>("Diagnostic");
/** What each of somebody's orders is credited to. */
export const Attributed = ofEngine<engine.Attributed>("Attributed");
/** What an arm of an experiment adds over another. */
export const Lift = ofEngine<engine.Lift>("Lift");
export const EngineInfo = ofEngine<engine.EngineInfo>("EngineInfo");
