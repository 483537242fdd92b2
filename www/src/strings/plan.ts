/** A configuration being edited: which workflow, as text, and how it differs from what is saved. */
import { counted } from "../text/plural.ts";
import { nouns } from "./nouns.ts";

export const words = {
  workflow: "Workflow",
  templates: "Templates",
  yourWorkflows: "Your workflows",
  newName: "New workflow",
  copyName: (name: string) => `Copy of ${name}`.slice(0, 120),
  signedOut: "Sign in to save this to your shop.",

  closeEditor: "Close editor",
  editorLabel: "Configuration (JSON)",
  editorHelp: "The dry run updates as you type. Nothing changes for customers until you publish.",
  fine: "No errors",
  errors: (n: number) => counted(n, nouns.error),
  warnings: (n: number) => counted(n, nouns.warning),
  line: (number: number) => `Line ${number}`,

  change: {
    workflow: (name: string) => `Workflow “${name}”`,
    segment: (name: string) => `Segment “${name}”`,
    message: (subject: string) => `Message “${subject}”`,
    /** Parts of a configuration that are listed as a whole. */
    parts: {
      shop: "Shop details",
      policy: "Sending rules",
      tiers: "Customer tiers",
      scoring: "Lead scoring",
      loyalty: "Loyalty program",
      format: "File format",
    },
    turnsOn: "Turns on. Past activity doesn’t trigger it.",
    nobodyEnters: { draft: "Stays a draft: nobody enters.", paused: "Stays off: nobody enters." },
    finishAsBegun: "People already in it finish on the version they started.",
    removed: "Nobody else enters. People already in it finish.",
  },
} as const;
