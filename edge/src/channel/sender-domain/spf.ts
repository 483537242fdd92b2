/** SPF (RFC 7208): whether a domain has one record, how many look-ups it takes, and whom it includes. */
import type { LookUp } from "./dns.ts";

/** More look-ups than this make a record void (RFC 7208, 4.6.4). */
export const MOST_LOOKUPS = 10;

export interface Spf {
  /** The records, of which there may be one. */
  records: string[];
  /** How many look-ups it takes, as far as it was followed. */
  lookups: number;
  /** All domains that it includes, directly or through others. */
  includes: Set<string>;
}

/** Reads a domain's SPF; null where nobody can say. */
export async function spfOf(lookUp: LookUp, domain: string): Promise<Spf | null> {
  const found = await lookUp(domain, "TXT");
  if (found === null) return null;
  const records = found.filter(isSpf);
  const spf: Spf = { records, lookups: 0, includes: new Set() };
  if (records.length === 1) await follow(lookUp, records[0] ?? "", spf);
  return spf;
}

const isSpf = (text: string): boolean => /^v=spf1(?:\s|$)/i.test(text);

async function follow(lookUp: LookUp, record: string, spf: Spf): Promise<void> {
  for (const term of record.split(/\s+/).slice(1)) {
    const [, name = "", target = ""] = /^[-+~?]?(\w+)(?:[:=]([^/]*))?/.exec(term) ?? [];
    const word = name.toLowerCase();
    if (!ASKING.has(word)) continue;
    spf.lookups += 1;
    // One more than allowed says enough; whoever includes a hundred isn't followed.
    if (spf.lookups > MOST_LOOKUPS) return;
    if (word !== "include" && word !== "redirect") continue;
    const next = target.toLowerCase().replace(/\.$/, "");
    // A macro is filled in for each message.
    if (next === "" || next.includes("%") || spf.includes.has(next)) continue;
    spf.includes.add(next);
    const [inner] = ((await lookUp(next, "TXT")) ?? []).filter(isSpf);
    if (inner !== undefined) await follow(lookUp, inner, spf);
  }
}

const ASKING: ReadonlySet<string> = new Set(["include", "a", "mx", "ptr", "exists", "redirect"]);

/** The record that includes one domain more: to paste. */
export function including(records: readonly string[], include: string): string {
  const [record = "v=spf1 ~all"] = records;
  return record.replace(/\s+([-+~?]?all|redirect=\S+)\s*$|$/i, (_, last?: string) =>
    last === undefined ? ` include:${include}` : ` include:${include} ${last}`,
  );
}
