/** What is counted, in each of its forms. */
import type { Forms } from "../text/plural.ts";

export const nouns = {
  action: { one: "action", other: "actions" },
  attempt: { one: "attempt", other: "attempts" },
  buyer: { one: "buyer", other: "buyers" },
  consent: { one: "consent", other: "consents" },
  coupon: { one: "coupon", other: "coupons" },
  customer: { one: "customer", other: "customers" },
  day: { one: "day", other: "days" },
  decision: { one: "decision", other: "decisions" },
  deletion: { one: "deletion", other: "deletions" },
  entry: { one: "entry", other: "entries" },
  error: { one: "error", other: "errors" },
  event: { one: "event", other: "events" },
  history: { one: "customer history", other: "customer histories" },
  message: { one: "message", other: "messages" },
  report: { one: "report", other: "reports" },
  email: { one: "email", other: "emails" },
  month: { one: "month", other: "months" },
  order: { one: "order", other: "orders" },
  person: { one: "person", other: "people" },
  point: { one: "point", other: "points" },
  result: { one: "result", other: "results" },
  row: { one: "row", other: "rows" },
  rule: { one: "rule", other: "rules" },
  time: { one: "time", other: "times" },
  warning: { one: "warning", other: "warnings" },
  workflow: { one: "workflow", other: "workflows" },
} as const satisfies Record<string, Forms>;

/** Verbs that follow the number of what they are said of. */
export const verbs = {
  are: { one: "is", other: "are" },
  have: { one: "has", other: "have" },
  were: { one: "was", other: "were" },
} as const satisfies Record<string, Forms>;
