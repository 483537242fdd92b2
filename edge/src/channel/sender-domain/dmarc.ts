/** DMARC (RFC 7489): what a domain asks for, and whether a signature is one of the sender's. */
import type { LookUp } from "./dns.ts";

export interface Dmarc {
  /** Where it was found: at the domain, or at the one above it. */
  at: string;
  records: string[];
  policy: string | null;
  /** Whether a signature must be of the very domain. */
  isStrict: boolean;
}

/** Reads a domain's policy, its own or the next one above; null where nobody can say. */
export async function dmarcOf(lookUp: LookUp, domain: string): Promise<Dmarc | null> {
  const labels = domain.split(".");
  let last: Dmarc | null = null;
  for (let first = 0; first <= labels.length - 2 && first < 5; first += 1) {
    const at = labels.slice(first).join(".");
    const found = await lookUp(`_dmarc.${at}`, "TXT");
    if (found === null) return null;
    const records = found.filter((text) => /^v=DMARC1\s*(?:;|$)/i.test(text));
    last = { at, records, policy: null, isStrict: false };
    if (records.length === 0) continue;
    const tags = tagsOf(records[0] ?? "");
    const policy = (first > 0 ? tags.get("sp") : undefined) ?? tags.get("p") ?? null;
    return { ...last, policy, isStrict: tags.get("adkim") === "s" };
  }
  return last;
}

const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record.split(";").flatMap((part): [string, string][] => {
      const at = part.indexOf("=");
      if (at < 0) return [];
      return [
        [
          part.slice(0, at).trim().toLowerCase(),
          part
            .slice(at + 1)
            .trim()
            .toLowerCase(),
        ],
      ];
    }),
  );

/** Whether what signs as one domain speaks for another: the same, or one below the other unless it's strict. */
export const isAligned = (from: string, signer: string, isStrict: boolean): boolean =>
  from === signer || (!isStrict && (from.endsWith(`.${signer}`) || signer.endsWith(`.${from}`)));
