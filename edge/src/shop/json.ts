/** JSON text that knows what it says: views are put into text once, in the shop's object, and passed on. */

/** The JSON text of a `T`. */
export type Json<T> = string & { readonly says?: T };

export const json = <T>(view: T): Json<T> => JSON.stringify(view) as Json<T>;

export const jsonOrNull = <T extends object>(view: T | null): Json<T> | null =>
  view === null ? null : json(view);
