export type Workflow = {
  id: string;
  name?: string;
  status?: string;
  revision?: number;
  live_since?: number;
} & Record<string, unknown>;

export type Config = {
  shop?: Record<string, unknown>;
  workflows?: Workflow[];
  retired?: Workflow[];
} & Record<string, unknown>;

/**
 * `next` as it goes live after `before` at `now`, in milliseconds since 1970: a workflow whose text
 * changed gets the next revision, its old text joins `retired`, so that people inside finish on what
 * they started, and one that goes live is live since now.
 */
export function withRevisions(next: Config, before: Config | null, now: number): Config;

/** A compiled configuration as the merchant wrote it: without what the host gave. */
export function merchantConfig(compiled: Config): Config;

/** JSON with sorted keys: the order that somebody writes keys in is not a change. */
export function canonical(value: unknown): string;
