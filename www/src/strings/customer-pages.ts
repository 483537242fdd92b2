/** The pages that customers see: topics, forms, surveys, and what became of them. */
import { counted } from "../text/plural.ts";

export const words = {
  title: "Customer pages",
  help: "Every marketing email leads to a page where customers choose topics, how often they hear from you, and their language. Here you name the topics, and make forms and surveys.",
  forms: "Published forms",
  noForms: "No forms yet. Add one above, then publish.",
  columns: { form: "Form", page: "Page", markup: "For your website" },
  open: "Open",
  openOf: (title: string): string => `Open “${title}”`,
  copy: "Copy HTML",
  copyOf: (title: string): string => `Copy the HTML of “${title}”`,
  shortcode: (id: string): string => `In WordPress: [edgewise_form id="${id}"]`,
  surveys: "Answers",
  answers: (n: number): string => counted(n, { one: "answer", other: "answers" }),
  why: "Why people unsubscribed",
  reasons: {
    too_many: "Too many emails",
    not_relevant: "Not relevant to me",
    never_signed_up: "I never signed up",
    other: "Another reason",
  } as Record<string, string>,
};
