/** The segments page. What the engine says comes from the engine. */
import { count, percent } from "../text/number.ts";
import { counted, plural } from "../text/plural.ts";
import { nouns, verbs } from "./nouns.ts";

const people = (n: number): string => counted(n, nouns.person);

export const words = {
  title: "Segments",
  segment: "Segment",
  signedOut: "Sign in to see your shop’s segments.",
  loading: "Loading your segments…",
  none: "No segments yet",
  noneHelp:
    "A segment is a group of customers that’s always up to date. Start with one below or create your own, and see who’s in it before you save.",
  newSegment: "Create segment",
  openRfm: "RFM analysis",
  columns: { name: "Name", members: "Members", trend: "Last 30 days", edited: "Last edited" },
  never: "–",
  stale: "Not viewed in 3 months",
  trend: (first: number, last: number, days: number) =>
    `From ${count(first)} to ${count(last)} in ${counted(days, nouns.day)}`,
  recomputing: (done: number, of: number) =>
    `Updating segments: ${count(done)} of ${people(of)} so far.`,
  recomputingHelp: "Counts change until it’s done. Nobody gets a message because of this.",
  gallery: "Start from a template",
  galleryHelp: "Choose one to see who’d be in it. Nothing is saved until you save it.",

  unknown: "Segment not found.",
  unnamed: "New segment",
  isNew: "Not saved yet",
  definition: "Definition",
  name: "Name",
  description: "Description",
  whoIsIn: "A customer is in this segment who",
  said: (sentence: string) => `In one sentence: ${sentence}.`,

  count: "Members",
  people,
  countSoon: "Counting starts when your customers are loaded.",
  noCount: "Not counted yet.",
  lastCount: "Counted before the errors below.",
  share: (n: number, of: number) =>
    `${percent(n, of)} of your ${counted(of, nouns.customer)}, counted now.`,
  sample: "Sample",
  nobody: "Nobody right now.",
  whyIn: "Why?",
  useInWorkflow: "Use in a workflow",
  andMore: (n: number) => `and ${count(n)} more`,
  overlap: "Overlap with another segment",
  overlapWith: "Compare with",
  chooseSegment: "Choose a segment",
  shared: (both: number, ours: number, theirs: number, name: string) =>
    `${people(both)} ${plural(both, verbs.are)} in both: ${percent(both, ours)} of this segment, ${percent(both, theirs)} of “${name}” (${count(theirs)}).`,

  why: "Why is someone in or out?",
  whyWho: "Search by name, email, phone or ID",
  whyHelp: "Search for a customer, or choose one from the sample.",
  noHits: "No customers match.",
  isIn: "is in this segment.",
  isOut: "isn’t in this segment.",
  notLoadedYet: "isn’t among the loaded customers. Reload to include them.",
  forGood: "Only new activity can change this, not time alone.",
  certainUntil: (when: string) => `True until ${when}, unless they do something before then.`,

  changes: "Next 20 changes",
  changesHelp: "Who joins or leaves in the next 90 days if nothing else happens.",
  lookingAhead: "Looking ahead…",
  noChanges: "None. Only new activity changes this segment.",
  enters: "joins",
  leaves: "leaves",

  history: "Members by day",
  historyNote: (members: number) =>
    `${people(members)} in the saved segment now. Each day shows the count at its end.`,
  members: "Members",
  memberList: "People in this segment",
  membersHelp: (n: number) => `${people(n)} in the saved segment.`,
  noMembers: "Nobody is in the saved segment.",
  moreMembers: "Show more",
  exportMembers: "Export as CSV",
  memberColumns: { name: "Name", email: "Email", since: "Since" },
  dayHead: "Day",
  came: "Joined",
  went: "Left",
  onDay: (day: string, members: number, entered: number, left: number) =>
    `${day}: ${people(members)}; ${count(entered)} joined, ${count(left)} left`,

  unsaved: "Unsaved changes",
  wouldHold: (n: number) => `${people(n)} would be in it.`,
  wouldChange: (enter: number, leave: number) =>
    enter + leave === 0
      ? "The same people would be in it."
      : `${people(enter)} would join, ${people(leave)} would leave.`,
  startsNothing: "Saving doesn’t start any workflow.",
  save: "Save",
  savingNow: "Saving…",
  saved: "Segment saved. Members are being updated.",
  discard: "Discard",
  notSaved: "The segment wasn’t saved.",
  refused: "There are errors to fix. Nothing was changed.",
  remove: "Delete…",
  removeTitle: (name: string) => `Delete “${name}”?`,
  removeHelp: (members: number) =>
    `${people(members)} ${plural(members, verbs.are)} in it. Its history is deleted, too. Workflows that use it must be changed first.`,
  removeNow: "Delete segment",
  removed: "Segment deleted.",

  loaded: (customers: number, of: number) =>
    of === 0
      ? "Loading your customers…"
      : `Loading your customers: ${count(customers)} of ${count(of)}.`,
  notLoaded: "Your customers couldn’t be loaded, so nothing can be counted.",
  read: (customers: number, time: string) =>
    `${counted(customers, nouns.customer)} loaded at ${time}.`,
  again: "Reload",
  nameless: (id: string) => `Visitor ${id.slice(0, 6)}`,

  rfm: "RFM analysis",
  buyers: (n: number) => counted(n, nouns.buyer),
  rfmHelp:
    "Buyers are divided into fifths by how recently and how often they ordered. The darker a cell, the more people are in it. Choose a cell to see who they are.",
  tooFew: (buyers: number) =>
    buyers === 0
      ? "Nobody has ordered yet"
      : `Only ${people(buyers)} ${plural(buyers, verbs.have)} ordered`,
  tooFewHelp: "RFM analysis needs at least ten buyers.",
  recency: {
    1: "Longest ago",
    2: "Long ago",
    3: "Some time ago",
    4: "Recently",
    5: "Most recently",
  } as Record<number, string>,
  frequency: {
    1: "Rarely",
    2: "Less often",
    3: "Sometimes",
    4: "Often",
    5: "Most often",
  } as Record<number, string>,
  cell: (recency: number, frequency: number) => `, recency ${recency}, frequency ${frequency}`,
  scores: (recency: number, frequency: number) =>
    `Recency ${recency} of 5, frequency ${frequency} of 5.`,
  whoIsThere: "Who’s in the cell",
  chooseCell: "Choose a cell to see who’s in it.",
  makeSegment: "Create segment from cell",
  rfmName: (recency: number, frequency: number) => `Recency ${recency}, frequency ${frequency}`,
} as const;

/** The customary groups of buyers. */
export const GROUPS: Record<string, string> = {
  new: "New",
  promising: "Promising",
  active: "Active",
  loyal: "Loyal",
  champions: "Champions",
  "needs-attention": "Need attention",
  "almost-lost": "Almost lost",
  "at-risk": "At risk",
  "previously-loyal": "Previously loyal",
  dormant: "Dormant",
};
