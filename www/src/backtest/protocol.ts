/** The messages between the page and the backtest's worker. */
import type { BacktestReport, Diagnostic, Engine } from "edgewise";
import type { History, Shop } from "edgewise/history.js";
import type { Saw } from "../engine/protocol.ts";

/** Where a history comes from. Files are read in the worker and go nowhere else. */
export type Source = { type: "files"; files: File[] } | { type: "example"; customers: number };

/** What is asked. */
export type Asked =
  | {
      type: "run";
      /** Null for the history that the last run read. */
      source: Source | null;
      /** What amounts and times without a word of their own are in, and how columns are written. */
      shop: Shop;
      /** The two configurations, as texts. */
      live: string;
      draft: string;
      /** How many months back from the newest event count; null for all there are. */
      months: number | null;
      /** How many threads the machine runs at once. */
      cores: number;
    }
  | { type: "person"; customer: string; zone: string };

/** What a source was found to hold, without its lines. */
export interface Contents extends Omit<History, "lines" | "customers"> {
  customers: number;
}

/** What a run gives. */
export interface Found {
  report: BacktestReport;
  contents: Contents;
  /** What was counted, in milliseconds since 1970. */
  from: number;
  until: number;
  milliseconds: number;
  /** What the draft asks of the shop that no file says. */
  unknown: ("ranks" | "catalogue")[];
  /** How a sentence goes on after "because", by the word of a reason. */
  because: Record<string, string>;
}

/** One transition of somebody's past, in sentences. */
export interface Chapter {
  at: number;
  /** What set it off: an event, or the clock. */
  received: boolean;
  lines: {
    sentence: string;
    type: string;
    workflow: string | null;
    reason: string | null;
    saw: Saw[];
  }[];
}

/** Somebody's past under both plans, the oldest first. */
export interface Lives {
  customer: string;
  live: Chapter[];
  draft: Chapter[];
}

/** How far it is, what came of it, or why nothing did. */
export type WorkerMessage =
  | { type: "reading"; bytes: number; of: number; events: number }
  | { type: "replaying"; customers: number; of: number; events: number; perSecond: number }
  | { type: "found"; found: Found }
  | { type: "person"; lives: Lives }
  | { type: "refused"; plan: "live" | "draft"; diagnostics: Diagnostic[] }
  | { type: "asks"; contents: Contents }
  | { type: "nothing"; contents: Contents }
  | { type: "failed"; message: string };

/** What a player of the pool is told: first what is played, then page after page. */
export type PlayerAsked =
  | {
      type: "begin";
      module: WebAssembly.Module;
      /** Both plans, compiled once for all players. */
      compiled: Uint8Array[];
      request: Parameters<Engine["beginBacktest"]>[0];
    }
  | ({ type: "page" } & Page);

/** Customers that stand beside each other in the history. */
export interface Page {
  /** Their histories, one a line. */
  lines: string;
  /** The number of the first line in the whole history. */
  first: number;
  /** How many lines there are. */
  customers: number;
}

/** What a player answers, once for each message. */
export type PlayerMessage =
  | { type: "ready" }
  /** The report of one page, as the engine wrote it. */
  | { type: "part"; part: string }
  /** The engine does not take a line; nobody else would. */
  | { type: "refused"; message: string }
  /** The engine's instance is gone, or never came to be. */
  | { type: "died"; message: string };
