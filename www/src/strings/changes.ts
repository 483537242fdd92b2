/** What a difference between two configurations is called. */
import { isolated } from "../text/isolated.ts";

/** Parts of a configuration that are told as a whole. */
const PARTS: Record<string, string> = {
  shop: "Details of the shop",
  policy: "Rules for all messages",
  tiers: "Customer tiers",
  scoring: "Lead scoring",
  loyalty: "The loyalty programme",
  format: "The format of the file",
};

export const words = {
  workflow: (name: string) => `Workflow “${isolated(name)}”`,
  segment: (name: string) => `Segment “${isolated(name)}”`,
  message: (subject: string) => `Message “${subject}”`,
  part: (name: string) => PARTS[name] ?? name,
  goesLive: "Goes live. What happened before does not start it.",
  nobodyEnters: (status: string) => `Is ${status}: nobody enters.`,
  finishAsBegun: "People inside finish on the version they started.",
  removed: "Nobody enters any more; people inside finish.",
} as const;
