/** A configuration in the fields that the page reads; while somebody types, anything may stand there. */
import type { MessageSource } from "edgewise/message.js";
import { canonical } from "edgewise/revisions.js";

/** A workflow as a merchant writes it. */
export interface WorkflowText extends Record<string, unknown> {
  id: string;
  name: string;
  status?: string;
  goal?: string;
  trigger?: Record<string, unknown> & { type: string };
  filter?: object;
  exit_on?: string[];
  steps?: Step[];
}

export interface Step extends Record<string, unknown> {
  id: string;
  type: string;
}

export type MessageText = MessageSource & Record<string, unknown>;

export interface ConfigText extends Record<string, unknown> {
  shop?: { name?: string; currency?: string; time_zone?: string } & Record<string, unknown>;
  messages?: Record<string, MessageText>;
  workflows?: WorkflowText[];
}

/** A text as an object; null while it is not JSON, or is no object. */
export function parsed(text: string): ConfigText | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as ConfigText)
      : null;
  } catch {
    return null;
  }
}

/** What looks like a workflow. */
export function workflowsIn(written: ConfigText | null): WorkflowText[] {
  const list: unknown = written?.workflows;
  if (!Array.isArray(list)) return [];
  return list.filter((one) => typeof one === "object" && typeof one?.id === "string");
}

export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
