/** `/openapi.json`: the routes as people and tools read them, made of their descriptions. */
import { Problem } from "../contract/problem.ts";
import { type Schema, text } from "../contract/schema.ts";
import { publicUrl } from "../env.ts";
import { groups } from "../routes/api.ts";
import type { Call } from "../routes/call.ts";
import type { PublicAddress } from "../routes/public-addresses.ts";
import type { Answer, Body, Route } from "../routes/route.ts";
import { refusalsOf } from "../routes/statuses.ts";
import { type PublicDescription, publicDescriptions } from "./public.ts";
import { SchemaWriter } from "./schemas.ts";
import { securityOf, securitySchemes, sentenceOf } from "./security.ts";

/** Set by the build: the release. */
declare const VERSION: string;

let made: object | null = null;

/** The document, which is made when it is first asked for. */
export function served({ env, url }: Call): Response {
  made ??= document();
  return Response.json({ ...made, servers: [{ url: publicUrl(env, url.origin) }] });
}

function document(): object {
  const writer = new SchemaWriter();
  const paths: Record<string, Record<string, object>> = {};
  const put = (method: string, path: string, operation: object) => {
    const plain = path.replace("*}", "}");
    paths[plain] = { ...paths[plain], [method.toLowerCase()]: operation };
  };
  for (const { name, routes } of groups) {
    for (const route of routes) put(route.method, route.path, operationOf(route, name, writer));
  }
  for (const [address, description] of Object.entries(publicDescriptions)) {
    const [method = "", path = ""] = address.split(" ");
    put(method, path, publicOperationOf(address as PublicAddress, description, writer));
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Edgewise",
      version: VERSION,
      description:
        "Marketing automation for Shopify and WooCommerce. Times are integer milliseconds since 1970 UTC, money is in minor units with a currency, IDs are strings.",
      license: { name: "MIT OR Apache-2.0", identifier: "MIT OR Apache-2.0" },
    },
    tags: [
      ...groups.map(({ name, description }) => ({ name, description })),
      { name: PUBLIC, description: "What anybody may call, with a signature, a key, or a link." },
    ],
    paths,
    components: { securitySchemes, schemas: writer.write() },
  };
}

const PUBLIC = "Public";

function operationOf(route: Route, tag: string, writer: SchemaWriter): object {
  const { id, summary, description, access, change, query, body, answers } = route;
  return {
    operationId: id,
    summary,
    description: [sentenceOf(access), description].filter(Boolean).join(" "),
    tags: [tag],
    security: securityOf(access),
    "x-access": access,
    ...(change === null ? {} : { "x-change": change }),
    parameters: [
      ...partsOf(route.path),
      ...Object.entries(query?.entries ?? {}).map(([name, schema]) =>
        parameter(name, "query", schema as Schema, writer),
      ),
    ],
    ...(body === null ? {} : { requestBody: requestBody(body, writer) }),
    responses: responses(answers, refusalsOf(route), writer),
  };
}

function publicOperationOf(
  address: PublicAddress,
  described: PublicDescription,
  writer: SchemaWriter,
): object {
  const { id, summary, security = [], headers = {}, query = {}, body } = described;
  return {
    operationId: id,
    summary,
    tags: [PUBLIC],
    security,
    parameters: [
      ...partsOf(address),
      ...Object.entries(headers).map(([name, description]) => ({
        ...parameter(name, "header", text, writer),
        description,
      })),
      ...Object.entries(query).map(([name, { description, schema }]) => ({
        ...parameter(name, "query", schema, writer),
        description,
      })),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            description: body.description,
            content: { [body.media]: { schema: writer.use(body.schema) } },
          },
        }),
    responses: responses(described.answers, described.refusals ?? {}, writer),
  };
}

/** What the named parts of paths are. */
const PARTS: Readonly<Record<string, string>> = {
  shop: "The shop's ID",
  customer: "The customer's ID",
  workflow: "The workflow's ID",
  segment: "The segment's ID",
  plan: "The ID of the compiled configuration",
  key: "The key's ID",
  person: "The person's ID",
  session: "The session's ID, or `current`",
  id: "The dead letter's ID",
  token: "The unguessable part of the address",
  path: "A file; empty for the page",
};

const partsOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    description: PARTS[name],
    required: true,
    schema: { type: "string" },
  }));

/** A parameter, whose schema's description becomes its own. */
function parameter(name: string, place: "query" | "header", schema: Schema, writer: SchemaWriter) {
  const made: Record<string, unknown> = { name, in: place, required: false, schema: {} };
  writer.place(schema, ({ description, ...written }) => {
    if (description !== undefined) made.description ??= description;
    Object.assign(made.schema as object, written);
  });
  return made;
}

function requestBody(body: Body, writer: SchemaWriter): object {
  const content =
    body.as === "file"
      ? Object.fromEntries(
          Object.entries(body.media).map(([media, schema]) => [
            media,
            schema === null ? {} : { schema: writer.use(schema) },
          ]),
        )
      : { "application/json": { schema: writer.use(body.schema) } };
  return {
    required: true,
    ...(body.as === "file" ? { description: body.description } : {}),
    content,
  };
}

function responses(
  answers: Readonly<Record<number, Answer>>,
  refusals: Readonly<Record<number, string>>,
  writer: SchemaWriter,
): object {
  const refused = Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: { "application/json": { schema: writer.use(Problem) } } },
  ]);
  const given = Object.entries(answers).map(([status, answer]) => [
    status,
    response(answer, writer),
  ]);
  return Object.fromEntries([...refused, ...given]);
}

function response(
  { description, media, schema, headers = {} }: Answer,
  writer: SchemaWriter,
): object {
  return {
    description,
    ...(Object.keys(headers).length === 0
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, header]) => [
              name,
              { description: header.description, schema: writer.use(header.schema) },
            ]),
          ),
        }),
    ...(media === null
      ? {}
      : { content: { [media]: schema === null ? {} : { schema: writer.use(schema) } } }),
  };
}
