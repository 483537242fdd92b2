/** The export of customers as a table: those for whom a condition holds, in the columns that are wanted. */
import { type CustomerSummary, type TableColumn, TableWanted } from "../contract/customers.ts";
import { Problem } from "../problem.ts";
import type { Objection, TablePage } from "../shop/customer-table.ts";
import { csvStream } from "./csv.ts";
import { json, route, streams } from "./route.ts";

export const exportCustomers = route("POST /api/shops/{shop}/customers/export", {
  id: "exportCustomers",
  summary: "Export the customers for whom a condition holds as a CSV file",
  description:
    "Streamed, in the order of their IDs. Each row begins with the customer's ID; of a customer whose stored record is damaged it has nothing else, and no condition exports them. It is written down in the change log, with the number of rows and the kinds of conditions.",
  access: "customers:read",
  change: "customers-exported",
  body: json(TableWanted, 64 * 1024),
  answers: { 200: streams("The file", "text/csv") },
  errors: {
    409: "The condition asks for RFM ranks, which are computed only while a segment, a score or a workflow asks for them",
    422: "The condition has errors",
  },
  handle: async ({ shop, body, trail }) => {
    const { condition, columns } = body;
    const { kinds, segments } = namedIn(condition);
    const objection = condition === null ? null : await shop.admin.objectionTo(condition, kinds);
    if (objection !== null) throw problemOf(objection);
    const ended = trail.defer();
    return csvStream(
      "customers",
      ["customer", ...columns],
      async (after) => {
        const { customers, next } = JSON.parse(
          await shop.admin.tablePage(condition, after),
        ) as TablePage;
        return { rows: customers.map((customer) => rowOf(customer, columns)), next };
      },
      (rows) => {
        trail.detail = { rows, conditions: kinds.join(" "), segments: segments.join(" ") };
        return ended();
      },
    );
  },
});

function problemOf(objection: Objection): Problem {
  if (objection.code === "not-ranked") {
    const way = "Save the condition as a segment, and export the segment's members instead.";
    return new Problem(409, objection.code, `This shop's buyers are not ranked. ${way}`);
  }
  const { path, message, help } = objection.fault;
  const field = path === "" ? "condition" : `condition.${path}`;
  return new Problem(422, objection.code, `${field}: ${message} ${help}`, {}, { field });
}

/**
 * The kinds of conditions in one and the segments it names, each once: what the change log may keep of it.
 * Anything else of a condition may be about a person.
 */
function namedIn(condition: unknown): { kinds: string[]; segments: string[] } {
  const [kinds, segments] = [new Set<string>(), new Set<string>()];
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { type, segment } = value as { type?: unknown; segment?: unknown };
    if (typeof type === "string" && WORD.test(type)) kinds.add(type);
    if (type === "segment" && typeof segment === "string" && WORD.test(segment)) {
      segments.add(segment);
    }
    Object.values(value).forEach(look);
  };
  look(condition);
  return { kinds: [...kinds], segments: [...segments] };
}

/** As kinds of conditions and ids of segments are written. */
const WORD = /^[a-z0-9][a-z0-9_-]{0,63}$/;

type Cell = string | number | null;

const rowOf = (customer: CustomerSummary, columns: readonly TableColumn[]): Cell[] => [
  customer.customer,
  ...columns.map((column) => (customer.unreadable ? null : CELLS[column](customer))),
];

const CELLS: Record<TableColumn, (customer: CustomerSummary) => Cell> = {
  name: ({ name }) => name,
  email: ({ email }) => email,
  orders: ({ orders }) => orders,
  spent: ({ spent }) => spent && decimal(spent.minor, spent.currency),
  currency: ({ spent }) => spent?.currency ?? null,
  last_order: ({ last_order_at: at }) => at && new Date(at).toISOString(),
  email_consent: (customer) => consentOn("email", customer),
  sms_consent: (customer) => consentOn("sms", customer),
  tier: ({ tier }) => tier,
  points: ({ points }) => points,
  segments: ({ segments }) => segments.map(({ name }) => name).join("; "),
  updated: ({ decided_at: at }) => new Date(at).toISOString(),
};

const consentOn = (wanted: string, { consents }: CustomerSummary): string =>
  consents.find(({ channel }) => channel === wanted)?.consent ?? "never_subscribed";

/** An amount as a number with as many decimals as its currency has. */
function decimal(minor: number, currency: string): number {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return minor / 10 ** digits;
}
