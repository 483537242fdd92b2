/** Forms, and conditions edited as sentences. */
import { count } from "../text/number.ts";

export const words = {
  more: "More options",
  addItem: "Add",
  remove: (label: string) => `Remove: ${label}`,
  form: "Form",
  choose: "Choose…",
  listHelp: "Separate values with commas.",
  durationAmount: (label: string) => `${label}: amount`,
  durationUnit: (label: string) => `${label}: unit`,
  amountIn: (label: string, currency: string) => `${label} (${currency})`,
  badAmount: "Enter an amount of zero or more, such as 50.00.",
  badNumber: (least: number | undefined, most: number | undefined) =>
    least !== undefined && most !== undefined
      ? `Enter a whole number from ${count(least)} to ${count(most)}.`
      : least === undefined
        ? "Enter a number, such as 5."
        : `Enter a number of ${count(least)} or more.`,
  addEvent: "Add an event",
  anyTime: "at any time",

  condition: "Condition",
  groups: {
    all: "all of these are true",
    any: "any of these is true",
    none: "none of these is true",
  },
  groupLabel: "Match",
  addCondition: "Add condition",
  removeCondition: "Remove condition",
  removeGroup: "Remove group",
  part: (name: string) => `Change ${name}`,
  closePart: "Done",
  unreadable: "This condition isn’t complete yet.",
} as const;
