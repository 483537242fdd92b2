/** Everybody the shop knows, those decided about last first, or whom a search finds. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { type Column, IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { money } from "../text/money.ts";
import { Badge, Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { useLive } from "../live/use-live.ts";
import { linkTo } from "../route.ts";
import type { Api, CustomerRow } from "../server/api.ts";
import { shortTime } from "../text/zone.ts";
import { words } from "../strings/customers.ts";
import { CONSENT } from "../strings/channels.ts";
import { count } from "../text/number.ts";
import { CONSENT_TONES } from "./names.ts";
import { zoneOf } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./customers.module.css";

/** Kept while a customer is looked at, so that the way back leads to the same list. */
const query = signal("");
const offset = signal(0);

interface Found {
  customers: CustomerRow[];
  total: number;
  zone: string;
}

/** Whose customers the search is about: another shop's list begins without one. */
let searched = "";

const PAGE = 25;
/** How long somebody must not have typed before the server is asked. */
const TYPED = 250;
const AGAIN = 15_000;

export function Index({ server, shop }: { server: Api; shop: string }) {
  const [text, from] = [query.value, offset.value];
  const { value, failure } = useLive(
    async (signal): Promise<Found> => {
      const [page, zone] = await Promise.all([
        server.until(signal).customers(shop, text, from, PAGE),
        zoneOf(server, shop),
      ]);
      return { ...page, zone };
    },
    [server, shop, text, from],
    { every: AGAIN, after: text === "" ? 0 : TYPED },
  );
  // Another shop's list begins without a search.
  useEffect(() => {
    if (searched !== shop) {
      query.value = "";
      offset.value = 0;
    }
    searched = shop;
  }, [shop]);
  return (
    <>
      <PageHead title={words.title} />
      {failure === null ? null : <Notice tone="failed" title={failure.message} />}
      {value !== null ? (
        <List page={value} />
      ) : failure === null ? (
        <Loading label={words.loading} />
      ) : null}
    </>
  );
}

function List({ page }: { page: Found }) {
  if (page.total === 0 && query.value === "") {
    return <Empty lead={words.none} help={words.noneHelp} />;
  }
  return (
    <section class={`${ui.card} ${css.customers}`} aria-labelledby="people">
      <h2 id="people" aria-live="polite">
        {query.value === "" ? words.counted(page.total) : words.found(page.total)}
      </h2>
      <TextField
        label={words.search}
        value={query.value}
        change={(text) => {
          query.value = text;
          offset.value = 0;
        }}
      />
      {page.customers.length === 0 ? (
        <p class={ui.reading}>{words.noneFound}</p>
      ) : (
        <IndexTable
          caption={words.title}
          columns={columns(page.zone)}
          rows={page.customers}
          keyOf={({ customer }) => customer}
        />
      )}
      <Paging total={page.total} shown={page.customers.length} />
    </section>
  );
}

const columns = (zone: string): Column<CustomerRow>[] => [
  {
    title: words.columns.name,
    cell: ({ customer, name, email, unreadable }) => (
      <a href={linkTo("customers", customer)}>
        <bdi>{name ?? email ?? (unreadable ? words.unreadable : words.nameless)(customer)}</bdi>
      </a>
    ),
  },
  { title: words.columns.email, cell: ({ email }) => <bdi>{email ?? words.noEmail}</bdi> },
  {
    title: words.columns.marketing,
    cell: ({ consents, unreadable }) =>
      unreadable ? (
        <Badge tone="failed">{words.damagedShort}</Badge>
      ) : (
        <EmailConsent consents={consents} />
      ),
  },
  {
    title: words.columns.orders,
    figures: true,
    cell: ({ orders, unreadable }) => (unreadable ? words.noEmail : count(orders)),
  },
  {
    title: words.columns.spent,
    figures: true,
    cell: ({ spent }) => (spent === null ? words.noEmail : money(spent.minor, spent.currency)),
  },
  {
    title: words.columns.tier,
    cell: ({ tier }) => <bdi>{tier ?? words.noEmail}</bdi>,
  },
  {
    title: words.columns.decided,
    cell: ({ decided_at }) => shortTime(zone, decided_at),
  },
];

/** Whether they get marketing email, which is what most workflows depend on. */
function EmailConsent({ consents }: Pick<CustomerRow, "consents">) {
  const { consent = "never_subscribed" } =
    consents.find(({ channel }) => channel === "email") ?? {};
  return <Badge tone={CONSENT_TONES[consent] ?? "draft"}>{CONSENT[consent]}</Badge>;
}

function Paging({ total, shown }: { total: number; shown: number }) {
  if (total <= PAGE && offset.value === 0) return null;
  const from = offset.value;
  const go = (to: number) => {
    offset.value = Math.max(0, to);
  };
  return (
    <nav class={css.paging} aria-label={words.paging}>
      <button type="button" class={ui.button} disabled={from === 0} onClick={() => go(from - PAGE)}>
        {words.newer}
      </button>
      <span class={ui.quiet}>{words.range(from + 1, from + shown, total)}</span>
      <button
        type="button"
        class={ui.button}
        disabled={from + shown >= total}
        onClick={() => go(from + PAGE)}
      >
        {words.older}
      </button>
    </nav>
  );
}
