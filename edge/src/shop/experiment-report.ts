/**
 * What each holdout and A/B split shows so far: its phases, its arms, and what one adds over the other.
 *
 * The engine compares (`src/statistics`); here its groups are put together. A comparison that goes on may be looked at
 * every day, because its interval allows for that.
 */
import type { Comparison, ArmFigures } from "edgewise";
import type { Experiment, ExperimentPhase, Experiments } from "../contract/reports.ts";
import { BOTH, HORIZON, type Shares } from "./experiments.ts";
import type { Stores } from "./stores.ts";

const DAY = 24 * 3_600_000;
/** Over how long it is seen how many customers are assigned in a day, in milliseconds. */
const PACE = 28 * DAY;
/** The lift that a comparison is sized for, in thousandths: a quarter more customers who order. */
const SOUGHT = 250;

/** All experiments that ever assigned anybody or are going on, those that go on first. */
export function experiments(stores: Stores): Experiments {
  const { clock, currency, engine, plans, sql } = stores;
  const query = "SELECT * FROM phase ORDER BY ended_at IS NOT NULL, experiment, phase";
  const rows = sql.exec<PhaseRow>(query).toArray();
  const named = new Map<string, PhaseRow[]>();
  for (const row of rows) named.set(row.experiment, [...(named.get(row.experiment) ?? []), row]);
  const found = [...named].map(([id, phases]) => ({ id, ...read(stores, id, phases) }));
  const pairs = found.flatMap(({ phases, treated, planned }) =>
    treated.map((arm): Comparison => ({ phases: comparedIn(phases, arm), planned })),
  );
  const lifts = engine.lifts(pairs);
  const names = new Map(
    (plans.liveConfig().workflows ?? []).map(({ id, name }) => [id, String(name ?? id)]),
  );
  return {
    now: clock.now(),
    zone: plans.zone,
    currency,
    horizon_ms: HORIZON,
    experiments: found.map((one): Experiment => {
      const { id, workflow, step, control, treated, phases, both, going } = one;
      const own = lifts.splice(0, treated.length);
      return {
        id,
        workflow,
        name: names.get(workflow) ?? workflow,
        step,
        going,
        control,
        phases: phases.map(({ groups: _, ...phase }) => phase),
        both,
        comparisons: treated.map((arm, place) => ({ arm, lift: own[place] ?? null })),
        needs: going ? needsOf(stores, one) : null,
      };
    }),
  };
}

type PhaseRow = {
  experiment: string;
  phase: number;
  began_at: number;
  ended_at: number | null;
  planned: number;
  shares: string;
} & Record<string, SqlStorageValue>;

type ReadPhase = ExperimentPhase & { groups: Map<string, ArmFigures> };

function read({ sql }: Stores, id: string, rows: PhaseRow[]) {
  const [workflow = id, step = null] = id.split("/");
  const newest = rows.at(-1);
  const arms = (JSON.parse(newest?.shares ?? "[]") as Shares).map(([arm]) => arm);
  const [control = "", ...treated] = arms;
  const query = `SELECT phase, arm, ordered, "before", "after" FROM assigned WHERE experiment = ?`;
  type Row = { phase: number; arm: string; ordered: number; before: number; after: number };
  const phases = new Map(rows.map((row) => [row.phase, phaseOf(row)]));
  let both = 0;
  for (const { phase, arm, ordered, before, after } of sql.exec<Row>(query, id)) {
    const group = phases.get(phase)?.groups.get(arm);
    if (arm === BOTH || group === undefined) {
      both += 1;
      continue;
    }
    group.customers = (group.customers ?? 0) + 1;
    if (ordered > 0) group.ordered = (group.ordered ?? 0) + 1;
    if (before === 0 && after === 0) continue;
    group.before?.push(before);
    group.after?.push(after);
  }
  for (const { arms: shown, groups } of phases.values()) {
    for (const arm of shown) {
      const { customers = 0, ordered = 0, after = [] } = groups.get(arm.name) ?? {};
      Object.assign(arm, { customers, ordered, spent: after.reduce((sum, one) => sum + one, 0) });
    }
  }
  return {
    workflow,
    step,
    control,
    treated,
    both,
    phases: [...phases.values()],
    going: newest?.ended_at === null,
    planned: rows[0]?.planned ?? null,
  };
}

function phaseOf({ began_at, ended_at, shares }: PhaseRow): ReadPhase {
  const arms = JSON.parse(shares) as Shares;
  const blank = (share: number): ArmFigures => ({
    share,
    customers: 0,
    ordered: 0,
    before: [],
    after: [],
  });
  return {
    began_at,
    ended_at,
    arms: arms.map(([name, share]) => ({ name, share, customers: 0, ordered: 0, spent: 0 })),
    groups: new Map(arms.map(([name, share]) => [name, blank(share)])),
  };
}

/** An arm beside the one it is compared with, in each phase that has both. */
function comparedIn(phases: readonly ReadPhase[], arm: string): Comparison["phases"] {
  return phases.flatMap(({ arms, groups }) => {
    const treated = groups.get(arm);
    const control = groups.get(arms[0]?.name ?? "");
    return treated === undefined || control === undefined ? [] : [{ treated, control }];
  });
}

/** How many more customers it takes to find a lift of the size that is sought, and how long that is. */
function needsOf(
  { clock, engine, sql }: Stores,
  { id, phases, control }: { id: string; phases: readonly ReadPhase[]; control: string },
): Experiment["needs"] {
  const phase = phases.at(-1);
  const held = phase?.arms.find(({ name }) => name === control);
  if (phase === undefined || held === undefined) return null;
  const shares = phase.arms.reduce((sum, { share }) => sum + share, 0);
  const needed = engine.customersNeeded({
    customers: held.customers,
    ordered: held.ordered,
    lift: SOUGHT,
    share: Math.round((100 * held.share) / shares),
  });
  if (needed === null) return null;
  const there = phases.flatMap(({ arms }) => arms.map(({ customers }) => customers));
  const assigned = there.reduce((sum, one) => sum + one, 0);
  const since = Math.max(phase.began_at, clock.now() - PACE);
  const lately = "SELECT count(*) AS n FROM assigned WHERE experiment = ? AND at >= ?";
  const { n } = sql.exec<{ n: number }>(lately, id, since).one();
  const days = Math.max(1, (clock.now() - since) / DAY);
  const missing = Math.max(0, needed - assigned);
  return {
    lift: SOUGHT,
    customers: needed,
    days: n === 0 ? null : Math.ceil((missing * days) / n),
  };
}
