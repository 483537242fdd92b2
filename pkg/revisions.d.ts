/** A workflow, finished or not, in the members that are read here. */
export type WorkflowText = {
  id: string;
  name?: string;
  status?: string;
  revision?: number;
  live_since?: number;
} & Record<string, unknown>;

/** A configuration, finished or not, in the members that are read here. */
export type ConfigText = {
  shop?: Record<string, unknown>;
  workflows?: WorkflowText[];
  retired?: WorkflowText[];
} & Record<string, unknown>;

/**
 * `next` as it goes live after `before` at `now`, in milliseconds since 1970: a workflow whose text
 * changed gets the next revision, its old text joins `retired`, so that people inside finish on what
 * they started, and one that goes live is live since now.
 */
export function withRevisions(next: ConfigText, before: ConfigText | null, now: number): ConfigText;

/** A compiled configuration as the merchant wrote it: without what the host gave. */
export function merchantConfig(compiled: ConfigText): ConfigText;

/** JSON with sorted keys: the order that somebody writes keys in is not a change. */
export function canonical(value: unknown): string;
