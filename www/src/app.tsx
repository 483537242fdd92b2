/** The page's frame: navigation, shop, signing in, and the page that the address names. */
import { signal } from "@preact/signals";
import { type ComponentType, h } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Loading } from "./components/loading.tsx";
import { Notice } from "./components/notice.tsx";
import { PageHead } from "./components/page-head.tsx";
import { Toasts } from "./components/toast.tsx";
import { door, linkTo, PAGES, type PageName, place } from "./route.ts";
import { embedded } from "./server/session.ts";
import { NewShop } from "./account/new-shop.tsx";
import { Door } from "./account/door.tsx";
import { Role } from "./account/may.tsx";
import { Account } from "./account/menu.tsx";
import { SignIn } from "./account/sign-in.tsx";
import { words } from "./strings/app.ts";
import css from "./app.module.css";
import ui from "./components/ui.module.css";

/** Each page is fetched when it is first opened, so that the first view is small. */
const LOADERS: Record<PageName, () => Promise<{ default: ComponentType }>> = {
  home: () => import("./home/home.tsx"),
  workflows: () => import("./workflows/workflows.tsx"),
  segments: () => import("./segments/segments.tsx"),
  customers: () => import("./customers/customers.tsx"),
  messages: () => import("./messages/messages.tsx"),
  reports: () => import("./reports/reports.tsx"),
  settings: () => import("./settings/settings.tsx"),
  backtest: () => import("./backtest/backtest.tsx"),
};

const loaded = signal<Partial<Record<PageName, ComponentType>>>({});
const failure = signal<string | null>(null);

export function App() {
  const { page } = place.value;
  useEffect(() => {
    document.title = `${words.pages[page]} · ${words.brand}`;
    load(page);
  }, [page]);
  const Page = loaded.value[page];
  if (door.value !== null) return <Door key={door.value.link} door={door.value} />;
  return (
    <>
      <button type="button" class={`${css.skip} ${ui.button}`} onClick={skip}>
        {words.skip}
      </button>
      <Bar page={page} />
      <Role />
      {Page !== undefined ? (
        <Page />
      ) : failure.value !== null ? (
        <Broken page={page} />
      ) : (
        <Waiting page={page} />
      )}
      <SignIn />
      <NewShop />
      <Toasts />
    </>
  );
}

function Bar({ page }: { page: PageName }) {
  const here = useRef<HTMLAnchorElement>(null);
  // On a phone the row of pages is wider than the screen: the one that is open is brought into sight.
  useEffect(() => here.current?.scrollIntoView({ block: "nearest", inline: "center" }), [page]);
  return (
    <header class={css.bar}>
      <a class={css.brand} href={linkTo("home")}>
        {words.brand}
      </a>
      {embedded ? <AdminMenu /> : null}
      <nav aria-label={words.brand} hidden={embedded}>
        {PAGES.map((name) => (
          <a
            key={name}
            ref={name === page ? here : null}
            href={linkTo(name)}
            aria-current={name === page ? "page" : undefined}
          >
            {words.pages[name]}
          </a>
        ))}
      </nav>
      <Account />
    </header>
  );
}

/** The menu that Shopify's admin shows at its own side. */
function AdminMenu() {
  const { search } = location;
  const address = (page: PageName) => {
    const query = new URLSearchParams(search);
    query.set("page", page);
    return `/app/?${query}`;
  };
  const links = PAGES.map((page) =>
    h(
      "a",
      { key: page, href: address(page), rel: page === "home" ? "home" : undefined },
      words.pages[page],
    ),
  );
  return h("ui-nav-menu", null, links);
}

const Waiting = ({ page }: { page: PageName }) => (
  <main class={ui.page} id="main">
    <PageHead title={words.pages[page]} />
    <Loading label={words.loadingPage} />
  </main>
);

function Broken({ page }: { page: PageName }) {
  return (
    <main class={ui.page} id="main">
      <PageHead title={words.pages[page]} />
      <Notice tone="failed" title={words.pageFailed} text={words.pageFailedHelp}>
        <button type="button" class={ui.button} onClick={() => load(page)}>
          {words.tryAgain}
        </button>
      </Notice>
    </main>
  );
}

function load(page: PageName): void {
  if (loaded.peek()[page] !== undefined) return;
  failure.value = null;
  LOADERS[page]().then(
    ({ default: component }) => {
      loaded.value = { ...loaded.peek(), [page]: component };
    },
    (error: Error) => {
      failure.value = error.message;
    },
  );
}

/** No link: the fragment names the page, and skipping must not change it. */
function skip(): void {
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}
