/** What pages about money ask of the edge. */
import type {
  CreditedOrder,
  CreditedOrders,
  Earned,
  Experiment,
  Experiments,
  Report,
  RulesCompared,
  WorkflowReport,
} from "edgewise-edge/contract.ts";
import type { Api } from "../server/api.ts";
import { DAY, momentAt, wallClock } from "../text/zone.ts";

export type { CreditedOrder, Earned, Experiment, Report, RulesCompared, WorkflowReport };

/** The shop's clock and zone, once they are known. */
export type Clock = Pick<Report, "zone" | "now">;

/** Which messages a report is of. */
export interface Asked {
  /** Whole days of the shop's calendar, today included. */
  days: number;
  workflow: string | null;
}

/** The report of some days; where a day begins, only the shop's zone says. */
export async function report(
  server: Api,
  shop: string,
  asked: Asked,
  known: Clock | null,
): Promise<Report> {
  const clock = known ?? (await server.read<Report>(`/${shop}/reports?from=0&until=1`));
  return server.read(`/${shop}/reports?${queryOf(asked, clock)}`);
}

/** The credited orders behind a report, a page at a time. */
export const creditedOrders = (
  server: Api,
  shop: string,
  asked: Asked,
  clock: Clock,
  after: string,
): Promise<CreditedOrders> => {
  const query = queryOf(asked, clock);
  query.set("limit", "20");
  if (after !== "") query.set("after", after);
  return server.read(`/${shop}/reports/orders?${query}`);
};

/** A report as a table for spreadsheets. */
export const reportFile = async (
  server: Api,
  shop: string,
  asked: Asked,
  clock: Clock,
): Promise<Blob> => (await server.fetch(`/${shop}/reports/csv?${queryOf(asked, clock)}`)).blob();

/** What other rules would credit of the orders of the last 90 days. */
export const compareRules = (
  server: Api,
  shop: string,
  attribution: Record<string, unknown>,
): Promise<RulesCompared> => server.send("POST", `/${shop}/reports/rules`, { attribution });

export const experiments = (server: Api, shop: string): Promise<Experiments> =>
  server.read(`/${shop}/reports/experiments`);

function queryOf({ days, workflow }: Asked, { zone, now }: Clock): URLSearchParams {
  const today = momentAt(zone, `${wallClock(zone, now).slice(0, 10)}T00:00`) ?? now - DAY;
  // Half a day further, so that a day of 23 or 25 hours is the same day.
  const first = wallClock(zone, today - (days - 1) * DAY + DAY / 2).slice(0, 10);
  const from = momentAt(zone, `${first}T00:00`) ?? today - (days - 1) * DAY;
  const query = new URLSearchParams({ from: String(from) });
  if (workflow !== null) query.set("workflow", workflow);
  return query;
}
