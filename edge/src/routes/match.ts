/** Finding the route that an address names. */
import { notFound } from "../problem.ts";

interface Addressed {
  readonly method: string;
  readonly path: string;
}

/** Routes with their paths as patterns. `{name}` is one part of a path, `{name*}` the rest of it. */
export type Compiled<R> = readonly {
  readonly route: R;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}[];

export const compile = <R extends Addressed>(routes: readonly R[]): Compiled<R> =>
  routes.map((route) => ({
    route,
    names: [...route.path.matchAll(/\{(\w+)\*?\}/g)].map((found) => found[1] ?? ""),
    pattern: new RegExp(
      `^${route.path.replace(/\{\w+(\*?)\}/g, (_, rest) => (rest ? "(.*)" : "([^/]+)"))}$`,
    ),
  }));

export interface Match<R> {
  route: R;
  part: (name: string) => string;
}

/** The route at an address, or the methods that are taken there. */
export function match<R extends Addressed>(
  routes: Compiled<R>,
  method: string,
  path: string,
): Match<R> | { allowed: string[] } {
  const allowed: string[] = [];
  for (const { route, pattern, names } of routes) {
    const found = path.match(pattern);
    if (found === null) continue;
    if (route.method !== method && !(route.method === "GET" && method === "HEAD")) {
      allowed.push(route.method);
      continue;
    }
    return { route, part: (name) => decoded(found[names.indexOf(name) + 1] ?? "") };
  }
  return { allowed };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw notFound("address");
  }
}
