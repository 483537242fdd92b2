/** Which of the page's views is shown: the address's fragment, so that it can be linked to. */
import { signal } from "@preact/signals";

export type Route = "preview" | "live";

const fromAddress = (): Route => (location.hash.startsWith("#/live") ? "live" : "preview");

export const route = signal<Route>(fromAddress());

addEventListener("hashchange", () => {
  route.value = fromAddress();
});

export function goTo(to: Route): void {
  location.hash = `#/${to}`;
}
