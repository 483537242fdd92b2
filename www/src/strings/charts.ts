/** What stands around every chart. */
export const words = {
  asTable: "Show as table",
  asChart: "Show as chart",
  tableOf: (title: string) => `${title}, as a table`,
  howTo: "Point at a bar, or use the arrow keys, to see its value.",
  chooseBar: (title: string) => `${title}: choose a bar`,
} as const;
