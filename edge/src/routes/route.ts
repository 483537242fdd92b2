/**
 * A route of the API is its description: address, access, parameters, body, answers and refusals, beside
 * the function that answers.
 *
 * Everything else follows from it: requests are checked (`request.ts`), so is each answer in development
 * (`answer.ts`), `/openapi.json` says it (`openapi/document.ts`), and TypeScript holds the function to it.
 */
import type { ObjectEntries } from "valibot";
import * as v from "valibot";
import type { Of, Schema } from "../contract/schema.ts";
import type { Access } from "../scopes.ts";
import type { Json } from "../shop/json.ts";
import type { KnownCall, ShopCall } from "./call.ts";

/** The largest body of a route that says no other, in bytes. */
const SMALL = 4 * 1024;

/** A body: checked against its schema; or judged by the engine, which gets the text; or read by the route. */
export type Body =
  | { readonly as: "json"; readonly schema: Schema; readonly largest: number }
  | { readonly as: "judged"; readonly schema: Schema; readonly largest: number }
  | {
      readonly as: "file";
      readonly media: Readonly<Record<string, Schema | null>>;
      readonly description: string;
    };

/** A JSON body, checked before the route sees it. */
export const json = <S extends Schema>(schema: S, largest = SMALL) =>
  ({ as: "json", schema, largest }) as const;

/** A JSON body whose text the engine judges: it finds everything that is wrong, each with its path. */
export const judged = (schema: Schema, largest: number) =>
  ({ as: "judged", schema, largest }) as const;

/** A body of one of some media types, which the route reads itself. */
export const file = (description: string, media: Record<string, Schema | null>) =>
  ({ as: "file", media, description }) as const;

/** What a route answers with one status. */
export interface Answer {
  readonly description: string;
  readonly media: string | null;
  readonly schema: Schema | null;
  readonly headers?: Readonly<Record<string, { description: string; schema: Schema }>>;
}

/** An answer in JSON. */
export const gives = <S extends Schema>(description: string, schema: S) =>
  ({ description, media: "application/json", schema }) as const;

/** An answer without a body. */
export const nothing = (description: string) =>
  ({ description, media: null, schema: null }) as const;

/** An answer that the route makes itself, such as a stream. */
export const streams = (
  description: string,
  media: string,
  more: Pick<Answer, "headers"> & { schema?: Schema } = {},
) => ({ description, media, streams: true, schema: null, ...more }) as const;

type Answers = Readonly<Record<number, Answer>>;

/** An answer with another status than the route's first, or with headers. */
export class Reply<T> {
  constructor(
    readonly status: number,
    readonly body: T,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** The parts of a path that stand in braces. */
type Parts<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Parts<Rest>
  : never;

type Bodies<A extends Answers> = {
  [Status in keyof A]: A[Status] extends { readonly streams: true }
    ? Response
    : A[Status] extends { readonly schema: infer S extends Schema }
      ? Of<S> | Json<Of<S>>
      : undefined;
}[keyof A];

type Given<B extends Body | undefined> = B extends { as: "json"; schema: infer S extends Schema }
  ? Of<S>
  : B extends { as: "judged" }
    ? string
    : undefined;

type CallOf<
  Address extends string,
  Query extends ObjectEntries,
  B extends Body | undefined,
> = (Address extends `${string} /api/shops/{shop}${string}` ? ShopCall : KnownCall) & {
  part: (name: Parts<Address>) => string;
  query: v.InferOutput<v.ObjectSchema<Query, undefined>>;
  body: Given<B>;
};

interface Description<
  Address extends string,
  Query extends ObjectEntries,
  B extends Body | undefined,
  A extends Answers,
> {
  /** The operation's id, which clients name their functions by. */
  id: string;
  /** What it does, in one line. */
  summary: string;
  /** What else one should know before calling it. */
  description?: string;
  access: Exclude<Access, "public">;
  /**
   * Of a route that reads customers: it can do so for somebody who may see no more than their names
   * (`names-only.ts`). Any other is closed to them.
   */
  namesOnly?: true;
  /**
   * The name under which the change is written down; null for a route that reads, and has a body only
   * because what it reads by is long or private. What reads may have one too, where taking data out is to
   * be known.
   */
  change?: string | null;
  query?: Query;
  body?: B;
  /** By status, the usual one first. */
  answers: A;
  /** Refusals by status, besides those that follow from the rest of the description. */
  errors?: Readonly<Record<number, string>>;
  handle(
    call: CallOf<Address, Query, B>,
  ): Bodies<A> | Reply<Bodies<A>> | Promise<Bodies<A> | Reply<Bodies<A>>>;
}

/** A route, as the router and the document see it. */
export interface Route {
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description: string | undefined;
  readonly access: Exclude<Access, "public">;
  readonly namesOnly: boolean;
  readonly change: string | null;
  readonly query: v.ObjectSchema<ObjectEntries, undefined> | null;
  readonly body: Body | null;
  readonly answers: Answers;
  readonly errors: Readonly<Record<number, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: each route's own call, which `perform` puts together
  readonly handle: (call: any) => unknown;
}

/** Declares a route, such as `GET /api/shops/{shop}`. */
export function route<
  const Address extends `${"GET" | "POST" | "PUT" | "DELETE"} /${string}`,
  const A extends Answers,
  Query extends ObjectEntries = Record<never, never>,
  B extends Body | undefined = undefined,
>(
  address: Address,
  description: Description<Address, Query, B, A> &
    (Address extends `GET ${string}` ? unknown : { change: string | null }),
): Route {
  const [method = "", path = ""] = address.split(" ");
  const { id, summary, access, change, query, body, answers, errors, handle } = description;
  return {
    address,
    method,
    path,
    id,
    summary,
    description: description.description,
    access,
    namesOnly: description.namesOnly ?? false,
    change: change ?? null,
    query: query === undefined ? null : v.object(query),
    body: body ?? null,
    answers,
    errors: errors ?? {},
    handle,
  };
}

/** Routes about one thing. */
export interface Group {
  readonly name: string;
  readonly description: string;
  readonly routes: readonly Route[];
}

export const group = (name: string, description: string, routes: readonly Route[]): Group => ({
  name,
  description,
  routes,
});
