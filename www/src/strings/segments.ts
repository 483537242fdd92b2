/** Every text of the page of segments. What the engine says comes from the engine. */
import { isolated } from "../text/isolated.ts";

const number = (count: number): string => count.toLocaleString("en");
const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${number(count)} ${many}`;
const percent = (part: number, of: number): string =>
  of === 0 ? "0%" : `${((100 * part) / of).toLocaleString("en", { maximumFractionDigits: 1 })}%`;

const people = (count: number): string => counted(count, "person", "people");

export const words = {
  title: "Segments",
  segment: "Segment",
  signedOut: "Sign in to see your shop’s segments.",
  loading: "Reading your segments…",
  none: "No segment yet.",
  noneHelp:
    "A segment is a named group of your customers, kept up to date to the second. Start with one of those below, or write your own; you see whom it holds before you save it.",
  newSegment: "New segment",
  openRfm: "Buyers by recency and frequency",
  columns: { name: "Name", members: "Members", trend: "Last 30 days", edited: "Last edited" },
  never: "–",
  stale: "Not looked at for 3 months",
  trend: (first: number, last: number, days: number) =>
    `From ${number(first)} to ${number(last)} in ${days} days`,
  recomputing: (done: number, of: number) =>
    `Everybody is being sorted anew: ${number(done)} of ${people(of)} so far.`,
  recomputingHelp: "The counts move until it is done. Nobody is written to because of it.",
  gallery: (count: number) => (count === 1 ? "1 to start from" : `${count} to start from`),
  galleryHelp:
    "Choose one to see whom it would hold in your shop. Nothing is saved before you say so.",

  unknown: "There is no such segment.",
  unnamed: "New segment",
  isNew: "Not saved yet",
  definition: "Who is in it",
  name: "Name",
  description: "What it is for",
  whoIsIn: "A customer is in it who …",
  said: (sentence: string) => `In a sentence: ${sentence}.`,

  count: "How many it holds",
  people,
  countSoon: "Counted as soon as your customers are loaded.",
  noCount: "Not counted yet.",
  lastCount: "Counted before what is to be mended now.",
  share: (count: number, of: number) =>
    `${percent(count, of)} of your ${counted(of, "customer", "customers")}, counted here and now.`,
  sample: "Some of them",
  nobody: "Nobody right now.",
  whyIn: "Why?",
  useInWorkflow: "Use in a workflow",
  andMore: (count: number) => `and ${number(count)} more`,
  overlap: "Shared with another segment",
  overlapWith: "Compare with",
  chooseSegment: "Choose a segment",
  shared: (both: number, ours: number, theirs: number, name: string) =>
    `${people(both)} ${both === 1 ? "is" : "are"} in both: ${percent(both, ours)} of these, ${percent(both, theirs)} of “${isolated(name)}” (${number(theirs)}).`,

  why: "Why is somebody in or out?",
  whyWho: "Name, email, telephone or id",
  whyHelp: "Search for a person, or choose one of the sample.",
  noHits: "Nobody fits this search.",
  isIn: "is in.",
  isOut: "is out.",
  notLoadedYet: "was not among the customers that were loaded.",
  forGood: "Only something that happens can change this; time alone does not.",
  certainUntil: (when: string) => `Certain until ${when}, unless something happens before.`,

  changes: "The next 20 changes",
  changesHelp: "Who comes in or leaves within 90 days by time alone, if nothing else happens.",
  lookingAhead: "Looking ahead…",
  noChanges: "Nobody: only something that happens changes this segment.",
  enters: "comes in",
  leaves: "leaves",

  history: "Members day by day",
  historyNote: (members: number) =>
    `${people(members)} in it now, as saved. A day’s count is that at its end.`,
  members: "Members",
  dayHead: "Day",
  came: "Came in",
  went: "Left",
  day: (day: string) =>
    new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    }),
  onDay: (day: string, members: number, entered: number, left: number) =>
    `${day}: ${people(members)}; ${number(entered)} came in, ${number(left)} left`,

  unsaved: "Not saved",
  wouldHold: (count: number) => `It would hold ${people(count)}.`,
  wouldChange: (enter: number, leave: number) =>
    enter + leave === 0
      ? "It would hold the same people."
      : `${people(enter)} would come in, ${people(leave)} would leave.`,
  startsNothing: "Saving starts no workflow: it is nothing a customer did.",
  save: "Save",
  savingNow: "Saving…",
  saved: "The segment is saved. Everybody is sorted anew.",
  discard: "Discard",
  notSaved: "It was not saved; what is live goes on as before.",
  refused: "The server found something to mend. Nothing was changed.",
  remove: "Remove…",
  removeTitle: (name: string) => `Remove “${name}”?`,
  removeHelp: (members: number) =>
    `${people(members)} ${members === 1 ? "is" : "are"} in it. The count of past days goes with it. Workflows that ask for it must be changed first.`,
  removeNow: "Remove",
  removed: "The segment is removed.",

  loaded: (customers: number, of: number) =>
    of === 0
      ? "Loading your customers…"
      : `Loading your customers: ${number(customers)} of ${number(of)}.`,
  notLoaded: "Your customers could not be loaded, so nothing can be counted.",
  read: (customers: number, time: string) =>
    `${counted(customers, "customer", "customers")} loaded at ${time}, to be counted in this browser.`,
  again: "Load anew",
  nameless: (id: string) => `Visitor ${id.slice(0, 6)}`,

  rfm: "Buyers by recency and frequency",
  buyers: (count: number) => counted(count, "buyer", "buyers"),
  rfmHelp:
    "Your buyers are cut into fifths by how recently and by how often they bought. The stronger its colour, the more people a cell holds. Choose one to see who they are.",
  tooFew: (buyers: number) =>
    buyers === 0
      ? "Nobody has ordered yet."
      : `Only ${people(buyers)} ${buyers === 1 ? "has" : "have"} ordered.`,
  tooFewHelp: "Fifths of a handful say nothing. From ten buyers on the grid stands here.",
  recency: {
    1: "Longest ago",
    2: "Long ago",
    3: "In between",
    4: "Recently",
    5: "Most recently",
  } as Record<number, string>,
  frequency: {
    1: "Seldom",
    2: "Less often",
    3: "In between",
    4: "Often",
    5: "Most often",
  } as Record<number, string>,
  cell: (recency: number, frequency: number) => `, recency ${recency}, frequency ${frequency}`,
  scores: (recency: number, frequency: number) =>
    `Recency ${recency} of 5, frequency ${frequency} of 5.`,
  whoIsThere: "Who is there",
  chooseCell: "Choose a cell to see who is in it.",
  makeSegment: "Make a segment of them",
  rfmName: (recency: number, frequency: number) => `Recency ${recency}, frequency ${frequency}`,
} as const;

/** The customary groups of buyers, for people. */
export function groupWords(group: string): string {
  const known: Record<string, string> = {
    new: "New",
    promising: "Promising",
    active: "Active",
    loyal: "Loyal",
    champions: "Champions",
    "needs-attention": "Need attention",
    "almost-lost": "Almost lost",
    "at-risk": "At risk",
    "previously-loyal": "Once loyal",
    dormant: "Dormant",
  };
  return known[group] ?? group;
}
