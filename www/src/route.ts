/**
 * Which page is shown: the address's fragment, so that every page can be linked to, works from one
 * file, and survives Shopify's frame, which keeps the query for itself.
 */
import { signal } from "@preact/signals";

export const PAGES = [
  "home",
  "workflows",
  "segments",
  "customers",
  "messages",
  "reports",
  "settings",
  "backtest",
] as const;
export type PageName = (typeof PAGES)[number];

/** `#/customers/{id}?day=…`: a page, of what, and how it is looked at. */
export interface Place {
  page: PageName;
  id: string | null;
  query: URLSearchParams;
}

/** Shopify's admin opens a page by a query of its own, because the fragment does not reach its frame. */
const asked = new URLSearchParams(location.search).get("page");

/** Links that let somebody in: an invitation, a new password, coming over from WordPress. */
const DOORS = ["join", "password", "enter"] as const;

/** Such a link, with its secret. */
export interface Door {
  kind: (typeof DOORS)[number];
  link: string;
}

/** The link that the page was opened with, until it is used. */
export const door = signal<Door | null>(takeDoor());

export const place = signal<Place>(placeOf(location.hash || `#/${asked ?? ""}`));

addEventListener("hashchange", () => {
  door.value = takeDoor() ?? door.value;
  place.value = placeOf(location.hash);
});

/** Takes such a link out of the address, where the browser's history would keep it. */
function takeDoor(): Door | null {
  const [kind, link = ""] = location.hash.replace(/^#\/?/, "").split("/");
  const found = DOORS.find((one) => one === kind);
  if (found === undefined) return null;
  history.replaceState(null, "", `${location.pathname}${location.search}`);
  return { kind: found, link };
}

/** The address of a page, to be used as a link's `href`. */
export function linkTo(
  page: PageName,
  id: string | null = null,
  query: Record<string, string> = {},
): string {
  const asked = new URLSearchParams(query).toString();
  return `#/${page}${id === null ? "" : `/${encodeURIComponent(id)}`}${asked === "" ? "" : `?${asked}`}`;
}

export function goTo(page: PageName, id: string | null = null): void {
  location.hash = linkTo(page, id);
}

/**
 * Shows the same place in another way. Where it is `replaced`, Back does not lead to how it was looked at
 * before: for what is typed.
 */
export function lookAt(query: Record<string, string>, { replaced = false } = {}): void {
  const { page, id } = place.peek();
  const address = linkTo(page, id, query);
  if (!replaced) {
    location.hash = address;
    return;
  }
  history.replaceState(null, "", address);
  place.value = placeOf(address);
}

/** What an address means; one that means nothing is the first page. */
export function placeOf(hash: string): Place {
  const [path = "", asked = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name, ...rest] = path.split("/");
  const page = PAGES.find((one) => one === name) ?? "home";
  return { page, id: decoded(rest.join("/")), query: new URLSearchParams(asked) };
}

function decoded(part: string): string | null {
  if (part === "") return null;
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
