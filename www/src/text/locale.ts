/** The language and region that the page is written in: its numbers, dates and plurals follow it. */
export const LOCALE = "en-US";
