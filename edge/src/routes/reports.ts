/** What workflows earned: by period, workflow and step, and the orders behind each number. */
import * as contract from "../contract/reports.ts";
import { limit, moment, note, optional, text } from "../contract/schema.ts";
import { after } from "../contract/segments.ts";
import { Problem } from "../problem.ts";
import { type Asked, LONGEST } from "../shop/reports.ts";
import { csvStream } from "./csv.ts";
import { found } from "./found.ts";
import { gives, group, json, route, streams } from "./route.ts";

const period = {
  from: optional(note(moment, "Start of the period; 30 days before `until` when left out")),
  until: optional(
    note(moment, "End of the period; now when left out. At most 366 days after `from`"),
  ),
  workflow: optional(note(text, "Only this workflow")),
};

/** A period as a report takes it. */
function asked(query: { from?: number; until?: number; workflow?: string }): Asked {
  const { from = null, until = null, workflow = null } = query;
  if (from !== null && until !== null && (until <= from || until - from > LONGEST)) {
    const message = "until must be after from, by at most 366 days.";
    throw new Problem(400, "invalid-parameter", message, {}, { field: "until" });
  }
  return { from, until, workflow };
}

export const reports = group("Reports", "What workflows earned, and the orders behind it.", [
  route("GET /api/shops/{shop}/reports", {
    id: "getReport",
    summary: "Get what workflows sent and earned in a period, with the period before to compare",
    description:
      "Sums cover the messages sent in the period and everything credited to them since, refunds included. So recent periods still change; `settles_at` says until when.",
    access: "operations:read",
    query: period,
    answers: { 200: gives("The report", contract.Report) },
    handle: ({ shop, query }) => shop.reports.report(asked(query)),
  }),

  route("GET /api/shops/{shop}/reports/csv", {
    id: "exportReport",
    summary: "Export a report as a CSV file: a row for each workflow and each step",
    access: "operations:read",
    query: period,
    answers: { 200: streams("The file", "text/csv") },
    handle: async ({ shop, query }) => {
      const report = JSON.parse(await shop.reports.report(asked(query))) as contract.Report;
      const rows = report.workflows.flatMap(({ id, name, earned, steps }) => [
        [id, name, "", ...cellsOf(earned, report.currency)],
        ...steps.map((step) => [id, name, step.id, ...cellsOf(step.earned, report.currency)]),
      ]);
      return csvStream("report", ["workflow", "name", "step", ...COLUMNS], async () => ({
        rows,
        next: null,
      }));
    },
  }),

  route("GET /api/shops/{shop}/reports/experiments", {
    id: "listExperiments",
    summary: "Get what each holdout and A/B split shows so far",
    description:
      "Arms are compared by what customers were assigned to, whatever they got. Until it ends a comparison may be looked at every day.",
    access: "operations:read",
    answers: { 200: gives("Experiments, those going on first", contract.Experiments) },
    handle: ({ shop }) => shop.reports.experiments(),
  }),

  route("POST /api/shops/{shop}/reports/rules", {
    id: "compareRules",
    summary: "Compare other rules of crediting orders with the live ones, over the last 90 days",
    description: "Nothing is saved. The rules are `shop.attribution` of a configuration.",
    access: "operations:read",
    change: null,
    body: json(contract.NewRules),
    answers: { 200: gives("What each credits", contract.RulesCompared) },
    errors: { 422: "The rules have errors" },
    handle: async ({ shop, body }) => {
      const compared = JSON.parse(await shop.reports.compareRules(body.attribution));
      if (!("diagnostics" in compared)) return compared;
      const [{ path, message, help }] = compared.diagnostics;
      throw new Problem(422, "invalid-rules", `${message} ${help}`, {}, { field: path });
    },
  }),

  route("GET /api/shops/{shop}/reports/orders", {
    id: "listCreditedOrders",
    summary:
      "List the orders credited to messages that were sent in a period, the latest sent first",
    access: "customers:read",
    namesOnly: true,
    query: {
      ...period,
      step: optional(note(text, "Only this step")),
      after,
      limit: limit(50, 200),
    },
    answers: { 200: gives("Credited orders", contract.CreditedOrders) },
    handle: ({ shop, query }) => {
      const { step = null, after, limit } = query;
      return shop.reports.creditedOrders(asked(query), { step, after, limit });
    },
  }),

  route("GET /api/shops/{shop}/customers/{customer}/credits", {
    id: "listCustomerCredits",
    summary: "Get what each of a customer's orders is credited to, or why it isn't",
    access: "customers:read",
    namesOnly: true,
    answers: { 200: gives("The orders, the oldest first", contract.Credits) },
    handle: async ({ shop, part }) =>
      found(await shop.reports.creditsOf(part("customer")), "customer"),
  }),
]);

/** The columns of a file, and what stands in them. Amounts are in minor units, like everywhere in the API. */
const COLUMNS = [
  ...["recipients", "messages", "delivered", "bounced", "complained", "unsubscribed"],
  ...["opened", "opened_uncertain", "opened_machine", "clicked", "clicked_uncertain"],
  ...["clicked_machine", "segments", "codes_issued", "codes_used", "converted", "orders"],
  ...["currency", "gross", "net", "by_code", "discount"],
];

function cellsOf({ opened, clicked, ...earned }: contract.Earned, currency: string) {
  const { recipients, messages, delivered, bounced, complained, unsubscribed } = earned;
  const { segments, codes_issued, codes_used, converted, orders } = earned;
  return [
    ...[recipients, messages, delivered, bounced, complained, unsubscribed],
    ...[opened.human, opened.uncertain, opened.machine],
    ...[clicked.human, clicked.uncertain, clicked.machine],
    ...[segments, codes_issued, codes_used, converted, orders],
    ...[currency, earned.gross, earned.net, earned.by_code, earned.discount],
  ];
}
