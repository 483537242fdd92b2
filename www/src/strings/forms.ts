/** The texts of forms and of conditions edited as sentences. */
export const words = {
  more: "More choices",
  add: (label: string) => `Add: ${label}`,
  addItem: "Add one",
  remove: (label: string) => `Remove: ${label}`,
  form: "Form",
  none: "none",
  choose: "Choose…",
  search: (label: string) => `Search: ${label}`,
  searchHint: "Search",
  nothingFound: (search: string) => `Nothing matches “${search}”.`,
  listHelp: "Separate several by commas.",
  durationAmount: (label: string) => `${label}: how many`,
  durationUnit: (label: string) => `${label}: of what`,
  amountIn: (label: string, currency: string) => `${label} (${currency})`,
  badAmount: "Enter an amount of zero or more, such as 50.00.",
  badNumber: (least: number | undefined, most: number | undefined) =>
    least !== undefined && most !== undefined
      ? `Enter a whole number from ${least.toLocaleString("en")} to ${most.toLocaleString("en")}.`
      : least === undefined
        ? "Enter a number."
        : `Enter a number of at least ${least.toLocaleString("en")}.`,
  event: "Event",
  addEvent: "Add an event",
  anyTime: "at any time",
  yes: "Yes",
  no: "No",

  condition: "Condition",
  groups: { all: "all of these hold", any: "any of these holds", none: "none of these holds" },
  groupLabel: "How they are taken together",
  addCondition: "Add a condition",
  addGroup: "Add a group",
  removeCondition: "Remove this condition",
  removeGroup: "Remove this group",
  asks: "Asks",
  part: (name: string) => `${name}, change`,
  closePart: "Done",
  unreadable: "This condition isn’t complete yet.",
  everybody: "Everybody",
  alsoIs: "Also",
} as const;
