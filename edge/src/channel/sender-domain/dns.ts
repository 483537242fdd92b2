/**
 * Looking up DNS records over HTTPS, in the JSON that public resolvers answer with
 * (https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/).
 *
 * The resolver is the installation's and nobody else's to name. What it answers is other people's text: it's
 * bounded, and only ever compared and shown.
 */
import { textOf } from "../../platform/bounded-text.ts";

const TYPES = { TXT: 16, MX: 15, CNAME: 5 } as const;
export type RecordType = keyof typeof TYPES;

const TIME_LIMIT = 5_000;
const MOST_OF_ANSWER = 64 * 1024;
const MOST_RECORDS = 50;
const LONGEST_RECORD = 4_096;

/** The records of a name; null where nobody can say. */
export type LookUp = (name: string, type: RecordType) => Promise<string[] | null>;

/** Looks up through a resolver, each name and type once. */
export function lookUpThrough(resolver: string): LookUp {
  const asked = new Map<string, Promise<string[] | null>>();
  return (name, type) => {
    const key = `${type} ${name}`;
    const before = asked.get(key) ?? ask(resolver, name, type);
    asked.set(key, before);
    return before;
  };
}

async function ask(resolver: string, name: string, type: RecordType): Promise<string[] | null> {
  try {
    const url = new URL(resolver);
    url.searchParams.set("name", name);
    url.searchParams.set("type", type);
    const response = await fetch(url, {
      headers: { accept: "application/dns-json" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    const text = await textOf(response, MOST_OF_ANSWER);
    return response.status === 200 ? recordsIn(JSON.parse(text), type) : null;
  } catch {
    return null;
  }
}

/** 0 is an answer, 3 that there is no such name (RFC 1035, 4.1.1); all else is no word about it. */
function recordsIn(answer: unknown, type: RecordType): string[] | null {
  const { Status, Answer = [] } = (answer ?? {}) as { Status?: unknown; Answer?: unknown };
  if ((Status !== 0 && Status !== 3) || !Array.isArray(Answer)) return null;
  return Answer.slice(0, MOST_RECORDS).flatMap((one: { type?: unknown; data?: unknown } | null) => {
    if (one?.type !== TYPES[type] || typeof one.data !== "string") return [];
    const data = one.data.slice(0, LONGEST_RECORD);
    return [type === "TXT" ? joined(data) : data.replace(/\.$/, "").toLowerCase()];
  });
}

/** A TXT record's strings as one (RFC 7208, 3.3). */
function joined(data: string): string {
  const parts = [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = ""]) => part);
  return (parts.length === 0 ? data : parts.join("")).replace(/\\(.)/g, "$1");
}
