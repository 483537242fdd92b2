/** The shop's customers: everybody, or those whom a search and filters find, in the order that is asked for. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { loading, loadLately } from "../audience/audience.ts";
import { Progress } from "../audience/progress.tsx";
import { Empty } from "../components/empty.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { IndexTable } from "../components/index-table.tsx";
import { Loading } from "../components/loading.tsx";
import { Notice } from "../components/notice.tsx";
import { PageHead } from "../components/page-head.tsx";
import { allOf } from "../condition/in-address.ts";
import { type Live, useLive } from "../live/use-live.ts";
import { linkTo, lookAt, place } from "../route.ts";
import type { Api } from "../server/api.ts";
import { seesPersonalData } from "../server/session.ts";
import { ORDERS, words } from "../strings/customer-list.ts";
import { words as customers } from "../strings/customers.ts";
import { ColumnMenu, columnsIn } from "./columns.tsx";
import { Export } from "./export.tsx";
import { Filters } from "./filters.tsx";
import { asksAll, type Found, filtered, listed, PAGE, searching } from "./found.ts";
import { queryOf, usual, type Wanted, wantedIn } from "./list-address.ts";
import { clockOf, zoneOf } from "./server.ts";
import ui from "../components/ui.module.css";
import css from "./customers.module.css";

/**
 * What is searched for. It is kept while a customer is looked at, so that the way back leads to the same
 * list; and it is in no address, because whoever is searched for must not end up in a history of pages.
 */
const searched = signal({ shop: "", text: "" });

/** How long somebody must not have typed before it is looked up. */
const TYPED = 250;
const AGAIN = 15_000;
/** How many more customers must have been loaded before they are looked through again. */
const STRETCH = 10_000;

/** Shows the list in another way; from its first page on, unless another page is what is wanted. */
function want(next: Partial<Wanted>, how?: { replaced: boolean }): void {
  lookAt(queryOf({ ...wantedIn(place.peek().query), page: 1, ...next }), how);
}

export function Index({ server, shop }: { server: Api; shop: string }) {
  // The columns that filters and orders are answered from are kept from whoever sees names only.
  const isFree = seesPersonalData.value;
  const wanted = isFree ? wantedIn(place.value.query) : usual(wantedIn(place.value.query));
  // Another shop's list begins without a search.
  const text = searched.value.shop === shop ? searched.value.text : "";
  const all = asksAll(wanted);
  const state = loading.value;
  const isLoading = all && state.is === "loading";
  const { value: found, failure } = useFound(server, shop, wanted, text);
  const clock = useClock(server, shop);
  const [exporting, setExporting] = useState(false);
  const trouble = failure ?? clock.failure;
  const isNew = found?.total === 0 && !all && text === "";
  // Whom the server finds by an ID, a key or a name is no condition's answer.
  const isSearchOnly = text !== "" && !all;
  // What is typed in stays where it is, also while another list is read.
  const begun = useRef(false);
  begun.current ||= all || found !== null;
  return (
    <>
      <PageHead title={customers.title}>
        {isNew || found === null || !isFree ? null : (
          <button
            type="button"
            class={ui.button}
            disabled={isSearchOnly || found.total === 0 || isLoading}
            title={isSearchOnly ? words.exportFound : undefined}
            onClick={() => setExporting(true)}
          >
            {words.export}
          </button>
        )}
      </PageHead>
      {trouble === null ? null : <Notice tone="failed" title={trouble.message} />}
      {!begun.current ? (
        trouble === null ? (
          <Loading label={customers.loading} />
        ) : null
      ) : isNew ? (
        <Empty lead={customers.none} help={customers.noneHelp}>
          <a class={`${ui.button} ${ui.primary}`} href={linkTo("settings")}>
            {words.connect}
          </a>
        </Empty>
      ) : (
        <section class={`${ui.card} ${css.customers}`} aria-labelledby="people">
          <h2 id="people" aria-live="polite" class={found === null ? ui.visuallyHidden : undefined}>
            {found === null ? customers.title : headOf(found, text, isLoading)}
          </h2>
          <Tools
            wanted={wanted}
            text={text}
            isFree={isFree}
            search={(next) => {
              searched.value = { shop, text: next };
              if (wanted.page !== 1) want({ page: 1 }, { replaced: true });
            }}
          />
          {all && state.is !== "ready" ? <Progress server={server} shop={shop} /> : null}
          <Rows
            found={found}
            wanted={wanted}
            isFree={isFree}
            isSearched={text !== ""}
            isLooking={trouble === null && !(all && state.is !== "ready")}
            clock={clock.value}
          />
          {all && state.is === "ready" ? <Progress server={server} shop={shop} /> : null}
        </section>
      )}
      {exporting && found !== null ? (
        <Export
          server={server}
          shop={shop}
          condition={allOf([...wanted.conditions, ...searching(text)])}
          total={found.total}
          close={() => setExporting(false)}
        />
      ) : null}
    </>
  );
}

/** The page of the list that is wanted, read again as it may change. */
function useFound(server: Api, shop: string, wanted: Wanted, text: string): Live<Found> {
  const all = asksAll(wanted);
  const asked = JSON.stringify(wanted);
  useEffect(() => {
    if (all) loadLately(server, shop);
  }, [all, asked, server, shop]);
  const state = loading.value;
  const loaded = !all ? 0 : state.is === "ready" ? state.readAt : stretchesIn(state);
  const page = useLive(
    loaded === null
      ? null
      : async (signal) => {
          const find = all ? filtered : listed;
          return { ...(await find(server.until(signal), shop, wanted, text)), asked };
        },
    [server, shop, asked, text, loaded],
    { every: AGAIN, after: text === "" && wanted.conditions.length === 0 ? 0 : TYPED },
  );
  // While customers are loaded, the last page is still to come.
  const isWhole = !all || state.is === "ready";
  const last = isWhole && page.value?.asked === asked ? Math.ceil(page.value.total / PAGE) : 0;
  useEffect(() => {
    // Those who stood on the last page are gone.
    if (last > 0 && wanted.page > last) want({ page: last }, { replaced: true });
  }, [last, wanted.page]);
  return page;
}

/** What times are shown by: the shop's zone, and how far its clock is ahead of this browser's. */
const useClock = (server: Api, shop: string): Live<{ zone: string; ahead: number }> =>
  useLive(
    async (signal) => {
      const asking = server.until(signal);
      const [zone, ahead] = await Promise.all([zoneOf(asking, shop), clockOf(asking, shop)]);
      return { zone, ahead };
    },
    [server, shop],
  );

/** How many stretches of customers are loaded already; null while there are none to look through. */
function stretchesIn(state: typeof loading.value): number | null {
  return state.is === "loading" && state.customers > 0
    ? Math.floor(state.customers / STRETCH)
    : null;
}

function headOf({ total, of, isUnfinished }: Found, text: string, isLoading: boolean): string {
  if (isUnfinished) return customers.title;
  if (isLoading) return words.soFar(total);
  if (of !== null) return words.filtered(total, of);
  return text === "" ? words.counted(total) : words.found(total);
}

/** What is above the rows: the search, the order, the columns and the filters. */
function Tools({
  wanted,
  text,
  isFree,
  search,
}: {
  wanted: Wanted;
  text: string;
  /** Whether more than names can be asked for. */
  isFree: boolean;
  search(text: string): void;
}) {
  return (
    <>
      <div class={css.tools}>
        <TextField
          label={isFree ? customers.search : words.searchNames}
          value={text}
          change={search}
        />
        {isFree ? <OrderField wanted={wanted} /> : null}
        <ColumnMenu />
      </div>
      {isFree ? (
        <Filters
          conditions={wanted.conditions}
          change={(conditions, { typed }) => want({ conditions }, { replaced: typed })}
        />
      ) : null}
    </>
  );
}

function OrderField({ wanted }: { wanted: Wanted }) {
  const way = (descending: boolean) => (descending ? "down" : "up");
  return (
    <SelectField
      label={words.sortBy}
      value={`${wanted.order}.${way(wanted.descending)}`}
      change={(value) => {
        const [order, direction] = value.split(".");
        want({ order: order as Wanted["order"], descending: direction === "down" });
      }}
    >
      {Object.entries(ORDERS).flatMap(([order, [down, up]]) => [
        <option key={`${order}.down`} value={`${order}.down`}>
          {down}
        </option>,
        <option key={`${order}.up`} value={`${order}.up`}>
          {up}
        </option>,
      ])}
    </SelectField>
  );
}

function Rows({
  found,
  wanted,
  isFree,
  isSearched,
  isLooking,
  clock,
}: {
  found: Found | null;
  wanted: Wanted;
  isFree: boolean;
  isSearched: boolean;
  isLooking: boolean;
  clock: { zone: string; ahead: number } | null;
}) {
  const isFiltered = wanted.conditions.length > 0;
  if (found === null || clock === null) {
    return isLooking ? <Loading label={customers.loading} /> : null;
  }
  if (found.isUnfinished) return <p class={ui.quiet}>{words.unfinished}</p>;
  if (found.total === 0) {
    return isFiltered ? (
      <div class={ui.stack}>
        <p>{words.noneMatch}</p>
        <div class={ui.actions}>
          <button type="button" class={ui.button} onClick={() => want({ conditions: [] })}>
            {words.clearFilters}
          </button>
        </div>
      </div>
    ) : (
      <p class={ui.reading}>{isSearched ? customers.noneFound : customers.none}</p>
    );
  }
  const { zone, ahead } = clock;
  return (
    <>
      <IndexTable
        caption={customers.title}
        columns={columnsIn({ zone, now: Date.now() + ahead })}
        rows={found.customers}
        keyOf={({ customer }) => customer}
        {...(isFree && {
          sorted: {
            by: wanted.order,
            descending: wanted.descending,
            choose: (by) => {
              const order = by as Wanted["order"];
              const isSame = order === wanted.order;
              want({ order, descending: isSame ? !wanted.descending : order !== "name" });
            },
          },
        })}
      />
      <Paging total={found.total} page={wanted.page} shown={found.customers.length} />
    </>
  );
}

function Paging({ total, page, shown }: { total: number; page: number; shown: number }) {
  if (total <= PAGE && page === 1) return null;
  const before = (page - 1) * PAGE;
  return (
    <nav class={css.paging} aria-label={customers.paging}>
      <button
        type="button"
        class={ui.button}
        disabled={page === 1}
        onClick={() => want({ page: page - 1 })}
      >
        {customers.newer}
      </button>
      <span class={ui.quiet}>{customers.range(before + 1, before + shown, total)}</span>
      <button
        type="button"
        class={ui.button}
        disabled={before + PAGE >= total}
        onClick={() => want({ page: page + 1 })}
      >
        {customers.older}
      </button>
    </nav>
  );
}
