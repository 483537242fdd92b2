/** What was asked for by its ID. */
import { notFound } from "../problem.ts";

/** @throws Problem 404 for null; `what` names it, such as “segment” */
export function found<T>(view: T | null, what: string): T {
  if (view === null) throw notFound(what);
  return view;
}
