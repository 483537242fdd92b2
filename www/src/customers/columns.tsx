/** The columns of the list, and the choice of them. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Column } from "../components/index-table.tsx";
import { Badge } from "../components/notice.tsx";
import { linkTo } from "../route.ts";
import type { CustomerRow } from "../server/api.ts";
import { words as customer } from "../strings/customers.ts";
import { CONSENT } from "../strings/channels.ts";
import { words } from "../strings/customer-list.ts";
import { ago } from "../text/ago.ts";
import { money } from "../text/money.ts";
import { count } from "../text/number.ts";
import { shortTime } from "../text/zone.ts";
import { COLUMNS, type ColumnName, show, shown } from "./chosen-columns.ts";
import { CONSENT_TONES } from "./names.ts";
import ui from "../components/ui.module.css";
import css from "./columns.module.css";

/** What times are shown by: the shop's zone, and its clock. */
interface Clock {
  zone: string;
  now: number;
}

/** The columns that are shown. */
export const columnsIn = (clock: Clock): Column<CustomerRow>[] => [
  { title: words.column.name, sort: "name", cell: (row) => <Who row={row} /> },
  ...shown.value.map((name) => ({ title: words.column[name], ...COLUMN[name](clock) })),
];

/** What all columns say, each with its title. */
export const allColumns = (clock: Clock): Column<CustomerRow>[] =>
  COLUMNS.map((name) => ({ title: words.column[name], ...COLUMN[name](clock) }));

/** A column of what is known of a customer; of a damaged record nothing is. */
const known =
  (cell: (row: CustomerRow) => ComponentChildren) =>
  (row: CustomerRow): ComponentChildren =>
    row.unreadable ? words.never : cell(row);

type Shown = Omit<Column<CustomerRow>, "title">;

const COLUMN: Record<ColumnName, (clock: Clock) => Shown> = {
  email_consent: () => ({
    cell: (row) =>
      row.unreadable ? (
        <Badge tone="failed">{customer.damagedShort}</Badge>
      ) : (
        <Consent row={row} channel="email" />
      ),
  }),
  sms_consent: () => ({ cell: known((row) => <Consent row={row} channel="sms" />) }),
  orders: () => ({ sort: "orders", figures: true, cell: known(({ orders }) => count(orders)) }),
  spent: () => ({
    sort: "spent",
    figures: true,
    cell: ({ spent }) => (spent === null ? words.never : money(spent.minor, spent.currency)),
  }),
  last_order: (clock) => ({
    sort: "last_order",
    cell: ({ last_order_at: at }) => (at === null ? words.never : <When at={at} clock={clock} />),
  }),
  tier: () => ({ cell: ({ tier }) => <bdi>{tier ?? words.never}</bdi> }),
  points: () => ({ figures: true, cell: known(({ points }) => count(points)) }),
  segments: () => ({ cell: ({ segments }) => <Segments segments={segments} /> }),
  updated: (clock) => ({
    sort: "decided",
    cell: ({ decided_at: at }) => <When at={at} clock={clock} />,
  }),
};

function Who({ row: { customer: id, name, email, unreadable } }: { row: CustomerRow }) {
  const called = name ?? email ?? (unreadable ? customer.unreadable : customer.nameless)(id);
  return (
    <div class={css.who}>
      <a href={linkTo("customers", id)}>
        <bdi>{called}</bdi>
      </a>
      {name === null || email === null ? null : (
        <span class={ui.quiet}>
          <bdi>{email}</bdi>
        </span>
      )}
    </div>
  );
}

/** Whether marketing may be sent on a channel. */
function Consent({ row, channel }: { row: CustomerRow; channel: string }) {
  const found = row.consents.find((one) => one.channel === channel);
  const consent = found?.consent ?? "never_subscribed";
  return <Badge tone={CONSENT_TONES[consent] ?? "draft"}>{CONSENT[consent]}</Badge>;
}

function When({ at, clock: { zone, now } }: { at: number; clock: Clock }) {
  return (
    <time class={css.when} dateTime={new Date(at).toISOString()} title={exact(zone, at)}>
      {ago(at, now)}
    </time>
  );
}

const exact = (zone: string, at: number): string =>
  `${shortTime(zone, at)}, ${new Date(at).getUTCFullYear()}`;

/** Segments shown by their names; the others are counted. */
const NAMED = 2;

function Segments({ segments }: Pick<CustomerRow, "segments">) {
  if (segments.length === 0) return <>{words.never}</>;
  const others = segments.slice(NAMED).map(({ name }) => name);
  return (
    <ul class={css.segments}>
      {segments.slice(0, NAMED).map(({ id, name }) => (
        <li key={id}>
          <a class={css.segment} href={linkTo("segments", id)} title={name}>
            <bdi>{name}</bdi>
          </a>
        </li>
      ))}
      {others.length === 0 ? null : (
        <li class={ui.quiet} title={words.moreSegments(others)}>
          <span aria-hidden="true">+{count(others.length)}</span>
          <span class={ui.visuallyHidden}>{words.moreSegments(others)}</span>
        </li>
      )}
    </ul>
  );
}

/** Chooses the columns; what is chosen stays in this browser. */
export function ColumnMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current !== null) menu.current.open = false;
  };
  return (
    <details
      ref={menu}
      class={css.menu}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) close();
      }}
      onKeyDown={({ key }) => {
        if (key !== "Escape") return;
        close();
        menu.current?.querySelector("summary")?.focus();
      }}
    >
      <summary class={`${ui.button} ${css.menuButton}`}>{words.columns}</summary>
      <fieldset class={`${css.menuList} ${ui.check}`} aria-label={words.columns}>
        {COLUMNS.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={shown.value.includes(name)}
              onChange={({ currentTarget }) => show(name, currentTarget.checked)}
            />
            {words.column[name]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
