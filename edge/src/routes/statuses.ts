/** Which statuses a route may refuse with, and what each means: most follow from its description. */
import type { Route } from "./route.ts";

export function refusalsOf({ path, body, query, errors }: Route): Record<number, string> {
  const isOfShop = path.includes("{shop}");
  const isChecked = body !== null && body.as === "json";
  return {
    ...(body === null && query === null ? {} : { 400: "The request can't be read" }),
    401: "No valid key, session or session token",
    403: "The key or the person may not do this; `scope` or `roles` names what it takes",
    ...(path.includes("{") ? { 404: "Nothing with this ID exists" } : {}),
    ...(body === null
      ? {}
      : {
          408: "The body took longer than 10 seconds",
          411: "Content-Length is missing",
          413: "The body is too large",
        }),
    ...(isChecked ? { 422: "A member is wrong; `field` names it" } : {}),
    429: "Too many wrong keys were sent from there",
    ...(isOfShop || body !== null
      ? { 503: "Busy; `Retry-After` says when to send the request again" }
      : {}),
    ...errors,
  };
}

/** Every status that the route may answer with. */
export const statusesOf = (route: Route): ReadonlySet<number> =>
  new Set([...Object.keys(route.answers), ...Object.keys(refusalsOf(route))].map(Number));
