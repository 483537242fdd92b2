import type { MessageSource } from "./message.js";

/** A workflow that ships with Edgewise, with its texts. */
export interface Template {
  id: string;
  /** What it is for. */
  goal: Goal;
  /** What it does, in one or two sentences. */
  description: string;
  /** What the shop must have for it to work. */
  needs: string[];
  /** Numbers that are a choice, by their place in the workflow, with what is chosen and why. */
  parameters: { path: string; default: unknown; note: string }[];
  /** How many days of history the shop should have before it makes sense. */
  history_days: number;
  workflow: { id: string; name: string } & Record<string, unknown>;
  messages: Record<string, MessageSource>;
  tiers: { id: string; name: string; spend_at_least: string }[];
}

/** What a template is for. */
export type Goal = "recover" | "welcome" | "orders" | "sell-more" | "win-back" | "loyalty";

/** What templates are for, in the order in which a shop comes to it. */
export const GOALS: readonly Goal[];

/** The first message that a template sends, by its name; null for one that sends none. */
export function firstMessage(template: Template): string | null;

/** Puts one template together from its files, by their path inside its folder. */
export function templateFrom(files: Record<string, string>): Template;

/** A configuration of some templates for one shop. */
export function configFrom(
  shop: Record<string, unknown>,
  templates: Template[],
  status: "draft" | "live" | "paused",
): Record<string, unknown>;
