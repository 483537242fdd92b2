/** Which of the page's views is shown: the address's fragment, so that it can be linked to. */
import { signal } from "@preact/signals";

const ROUTES = ["preview", "backtest", "live"] as const;
export type Route = (typeof ROUTES)[number];

const fromAddress = (): Route =>
  ROUTES.find((name) => location.hash.startsWith(`#/${name}`)) ?? "preview";

export const route = signal<Route>(fromAddress());

addEventListener("hashchange", () => {
  route.value = fromAddress();
});

export function goTo(to: Route): void {
  location.hash = `#/${to}`;
}
