/** Saving and publishing: the bar at the bottom, the question before anything changes, what was found. */
import { count } from "../text/number.ts";
import { counted, plural } from "../text/plural.ts";
import { nouns, verbs } from "./nouns.ts";

const people = (n: number): string => counted(n, nouns.person);

export const words = {
  lookOnly: "Changes you can’t save",
  lookOnlyHelp: "You’re a viewer. Ask an owner to make you an editor.",
  unsaved: "Unsaved changes",
  unsavedHelp: "Saved only in this browser.",
  unsavedLive: "Customers get the published version until you publish.",
  unsavedSettings: "The saved settings apply until you save.",
  draftSaved: (when: string) => `Draft saved ${when}`,
  draftSavedHelp: "Your team can see it. It isn’t published.",
  discard: "Discard",
  discardTitle: {
    changes: (name: string) => `Discard your changes to “${name}”?`,
    draft: (name: string) => `Delete the draft of “${name}”?`,
  },
  discardDeed: { changes: "Discard changes", draft: "Delete draft" },
  discardHelp: {
    changes: "Everything goes back to the last saved version. You can undo this until you leave.",
    draft: "The draft is deleted for everyone on your team. The published version doesn’t change.",
  },
  settings: "Settings",
  save: "Save",
  saveDraft: "Save draft",
  publish: "Publish changes",
  saving: "Saving…",
  savedDraft: "Draft saved.",
  notJson: "This isn’t valid JSON yet. Fix it before you save.",

  ask: {
    live: (name: string, domain: string) => `Turn on “${name}” at ${domain}?`,
    pause: (name: string) => `Turn off “${name}”?`,
    remove: (name: string) => `Delete “${name}”?`,
    publish: (name: string, domain: string) => `Publish changes to “${name}” at ${domain}?`,
    restore: (name: string, domain: string) => `Roll back “${name}” at ${domain}?`,
    save: (domain: string) => `Save settings of ${domain}?`,
  },
  deed: {
    live: "Turn on workflow",
    pause: "Turn off workflow",
    remove: "Delete workflow",
    publish: "Publish changes",
    restore: "Roll back",
    save: "Save",
  },
  done: {
    live: (domain: string) => `Turned on at ${domain}.`,
    pause: () => "Turned off. Nobody else enters.",
    remove: () => "Workflow deleted.",
    publish: (domain: string) => `Changes published at ${domain}.`,
    restore: () => "Rolled back.",
    save: () => "Settings saved.",
  },
  comparing: "Checking your changes…",
  scope: (customers: number) =>
    `Applies from now on to ${plural(customers, {
      one: "your 1 customer",
      other: `all ${count(customers)} of your customers`,
    })} and to new ones. Past activity doesn’t trigger it.`,
  nothingChanges: "Nothing has changed since it was last published.",
  whatChanges: "Changes",
  changes: { new: "Added", changed: "Changed", removed: "Removed" },
  inside: (n: number, name: string) => `${people(n)} ${plural(n, verbs.are)} in “${name}” now.`,
  nobodyInside: (name: string) => `Nobody is in “${name}” now.`,
  fate: "People already in it",
  fates: {
    keep: "Finish on the version they started",
    move: "Continue on the new version, from the same step",
    stop: "Leave now and get nothing more from it",
  },
  already: (n: number, segment: string) =>
    `${people(n)} ${plural(n, verbs.are)} already in the segment “${segment}”. They enter only if you add them.`,
  addExisting: "Add existing members",
  addMost: (members: number) => `Maximum to add (up to ${count(members)})`,
  adding: (n: number) => `Adding ${people(n)} to the workflow.`,
  toFix: "Errors to fix",
  lookAt: "Warnings",
  refused: "There are errors to fix. Nothing was changed.",
  nothingChanged: "Nothing was changed.",
  othersChanged:
    "Someone else published while you were editing. Your changes are added on top of theirs; everything you didn’t touch stays as they left it.",

  fixes: {
    "exit-on-order": "Stop when they order",
    "remove-step": "Delete the step",
    "all-of": "Require all conditions",
    "sms-cap": "Limit to 4 SMS in 30 days",
    marketing: "Send as marketing",
    "wait-for": "Wait from the previous step",
  },
} as const;
