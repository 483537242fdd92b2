/** What stands on controls wherever they are used. */
export const words = {
  close: "Close",
  cancel: "Cancel",
  why: "Why?",
  seen: { condition: "Condition", value: "Found", matched: "Met" },
  met: { yes: "Yes", no: "No" },
  choose: "Choose…",
  search: (label: string) => `Search: ${label}`,
  searchHint: "Search",
  nothingFound: (search: string) => `Nothing matches “${search}”.`,
} as const;

/** Of what is copied elsewhere. */
export const copyWords = {
  copy: "Copy",
  copied: "Copied.",
  notCopied: "Couldn’t copy. Select the text and copy it.",
} as const;
