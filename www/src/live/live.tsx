/** The live view: customers of the shop, and for one of them what the edge did and why. */
import "../style/preview.css";
import "../style/live.css";
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import type { CustomerLine } from "../server/api.ts";
import { NoShop } from "../parts/no-shop.tsx";
import { api, shop } from "../server/session.ts";
import { words } from "../words/words.ts";
import { Comparison } from "./comparison.tsx";
import { followCustomer, story, storyFailure } from "./story.ts";

const query = signal("");
const found = signal<{ customers: CustomerLine[]; total: number } | null>(null);
const failure = signal<string | null>(null);
export const chosen = signal<string | null>(null);

export default function Customers() {
  const [server, id] = [api.value, shop.value];
  return (
    <main class="page" id="main">
      <header class="page-head">
        <h1>{words.liveTitle}</h1>
      </header>
      <p class="quiet">{words.liveHelp}</p>
      {server === null || id === null ? (
        <NoShop lead={words.liveSignedOut} />
      ) : (
        <div class="sides live-sides">
          <People />
          <div class="main">
            <Chosen />
          </div>
        </div>
      )}
    </main>
  );
}

function People() {
  const [server, id, text] = [api.value, shop.value, query.value];
  useEffect(() => {
    if (server === null || id === null) return;
    let stopped = false;
    const look = () =>
      server.customers(id, text).then(
        (page) => {
          if (stopped) return;
          found.value = page;
          failure.value = null;
        },
        (error: Error) => {
          if (!stopped) failure.value = error.message;
        },
      );
    const soon = setTimeout(look, text === "" ? 0 : 250);
    const again = setInterval(() => document.visibilityState === "visible" && look(), 15_000);
    return () => {
      stopped = true;
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [server, id, text]);
  const page = found.value;
  return (
    <section class="card side" aria-labelledby="customers">
      <h2 id="customers">{page === null ? words.customer : words.customers(page.total)}</h2>
      <TextField
        label={words.search}
        value={text}
        change={(value) => {
          query.value = value;
        }}
      />
      {failure.value === null ? null : <Notice tone="failed" title={failure.value} />}
      {page?.customers.length === 0 ? (
        <p class="quiet">{text === "" ? words.noCustomers : words.noneFound}</p>
      ) : null}
      <ul class="people">
        {page?.customers.map((one) => (
          <li key={one.customer}>
            <button
              type="button"
              class="person"
              aria-pressed={chosen.value === one.customer}
              onClick={() => {
                chosen.value = one.customer;
              }}
            >
              <bdi>{one.name ?? one.email ?? one.customer}</bdi>
              <span class="quiet">{one.name === null ? "" : one.email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Chosen() {
  const [server, id, customer] = [api.value, shop.value, chosen.value];
  useEffect(() => {
    if (server === null || id === null || customer === null) return;
    return followCustomer(server, id, customer);
  }, [server, id, customer]);
  if (customer === null)
    return (
      <section class="card empty">
        <p class="lead">{words.chooseCustomer}</p>
      </section>
    );
  return (
    <>
      {storyFailure.value === null ? null : <Notice tone="failed" title={storyFailure.value} />}
      {story.value !== null ? (
        <Comparison story={story.value} />
      ) : storyFailure.value !== null ? null : (
        <section class="card skeleton" aria-busy="true">
          <p class="lead">{words.replaying}</p>
          <div class="bone" />
          <div class="bone" />
        </section>
      )}
    </>
  );
}
