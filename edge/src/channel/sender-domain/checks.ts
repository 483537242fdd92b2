/**
 * What the DNS of a sender's domain says, held against what its provider needs: by DKIM and DMARC mailbox
 * providers decide whether an email is the sender's, by SPF whether the server may send it.
 */
import type { DomainCheck, WantedRecord } from "../../contract/sender-domain.ts";
import type { LookUp } from "./dns.ts";
import { type Dmarc, dmarcOf, isAligned } from "./dmarc.ts";
import type { Needs, Wanted } from "./needs.ts";
import { including, MOST_LOOKUPS, type Spf, spfOf } from "./spf.ts";

/** Checks a domain against what its provider needs. `name` is the provider's. */
export async function checkDomain(
  lookUp: LookUp,
  { domain, name, needs }: { domain: string; name: string; needs: Needs },
): Promise<DomainCheck[]> {
  const [dkim, dmarc, own, mx] = await Promise.all([
    Promise.all((needs.dkim ?? []).map((one) => lookedUp(lookUp, one))),
    dmarcOf(lookUp, domain),
    spfOf(lookUp, domain),
    lookUp(domain, "MX"),
  ]);
  return [
    dkimCheck(dkim, { domain, name, needs }),
    await spfCheck(lookUp, own, { domain, name, needs }),
    dmarcCheck(dmarc, { domain, dkim }),
    mxCheck(mx, domain),
  ];
}

interface About {
  domain: string;
  name: string;
  needs: Needs;
}

async function lookedUp(lookUp: LookUp, wanted: Wanted): Promise<WantedRecord> {
  const found = await lookUp(wanted.name, wanted.type);
  const isThere = found === null ? null : found.some((one) => says(one, wanted));
  if (isThere !== false || wanted.type !== "CNAME") return { ...wanted, found: isThere };
  // Some DNS hosts answer with what a CNAME leads to in place of it.
  const led = await lookUp(wanted.name, "TXT");
  return { ...wanted, found: led === null ? null : led.some(isKey) };
}

/** Whether a record says what it should; a key counts where only the account knows which. */
function says(found: string, { type, value, name }: Wanted): boolean {
  if (value === null) return type === "TXT" && name.includes("._domainkey.") ? isKey(found) : true;
  if (type === "TXT") return squeezed(found) === squeezed(value) || keyIn(found) === keyIn(value);
  // An MX record begins with its preference.
  return found.split(" ").at(-1) === value.toLowerCase().replace(/\.$/, "").split(" ").at(-1);
}

const squeezed = (text: string): string => text.replace(/[\s"]+/g, "");

/** A key that is empty is one that was taken back (RFC 6376, 3.6.1). */
const keyIn = (record: string): string | null =>
  /(?:^|;)p=([^;]+)/.exec(squeezed(record))?.[1] ?? null;
const isKey = (record: string): boolean => keyIn(record) !== null;

function dkimCheck(records: WantedRecord[], { domain, name, needs }: About): DomainCheck {
  const check = { what: "dkim" as const, records };
  if (records.length === 0) {
    return {
      ...check,
      verdict: "unknown",
      message: `Only ${name} knows where the DKIM key of ${domain} is.`,
      help: needs.shownAt,
    };
  }
  if (records.some(({ found }) => found === null)) return { ...check, ...NOBODY };
  if (records.every(({ found }) => found)) {
    return {
      ...check,
      verdict: "good",
      message: `Your email can be signed as ${domain}.`,
      help: null,
    };
  }
  return {
    ...check,
    verdict: "bad",
    message: `${name} can’t sign your email as ${domain}: a DKIM record is missing or wrong.`,
    help: records.some(({ value, found }) => value === null && !found)
      ? needs.shownAt
      : "Add the records below where your domain’s DNS is managed. It can take a few hours until everybody sees them.",
  };
}

async function spfCheck(lookUp: LookUp, own: Spf | null, about: About): Promise<DomainCheck> {
  const { domain, name, needs } = about;
  const { bounces, include } = needs;
  const check = { what: "spf" as const, records: [] as WantedRecord[] };
  if (own === null) return { ...check, ...NOBODY };
  const broken = brokenSpf(own, domain);
  if (broken !== null) return { ...check, ...broken };
  if (bounces === null) {
    const message = `${name} uses its own domain for bounces, so SPF passes there. DKIM speaks for ${domain}.`;
    return { ...check, verdict: "good", message, help: null };
  }
  if (bounces.domain !== domain) {
    const records = await Promise.all(bounces.records.map((one) => lookedUp(lookUp, one)));
    if (records.some(({ found }) => found === null)) return { ...check, records, ...NOBODY };
    const there = await spfOf(lookUp, bounces.domain);
    const brokenThere = there && brokenSpf(there, bounces.domain);
    if (brokenThere !== null) return { ...check, records, ...brokenThere };
    const isIn = include === null || there?.includes.has(include) === true;
    if (records.every(({ found }) => found) && isIn) {
      const message = `Bounces come back to ${bounces.domain}, where SPF allows ${name}.`;
      return { ...check, records, verdict: "good", message, help: null };
    }
    return {
      ...check,
      records,
      verdict: "improve",
      message: `Email from ${name} passes SPF only for ${name}’s own domain, not for ${domain}.`,
      help: "DKIM alone is enough for most mailbox providers. Add the records below so that SPF speaks for your domain as well.",
    };
  }
  if (include === null && own.records.length > 0) {
    return {
      ...check,
      verdict: "improve",
      message: `${domain} has an SPF record. Whether it allows ${name}, only you can tell.`,
      help: "Ask your email provider what SPF must include, and check that it’s there.",
    };
  }
  if (include !== null && own.includes.has(include)) {
    const message = `SPF allows ${name} to send for ${domain}.`;
    return { ...check, verdict: "good", message, help: null };
  }
  const value = include === null ? null : including(own.records, include);
  return {
    ...check,
    verdict: own.records.length === 0 ? "bad" : "improve",
    message:
      own.records.length === 0
        ? `${domain} has no SPF record, so anybody may send as you.`
        : `The SPF record of ${domain} doesn’t allow ${name}.`,
    help: "Add it where your domain’s DNS is managed. There may be only one SPF record: replace the one you have.",
    records: [{ type: "TXT", name: domain, value, found: false }],
  };
}

/** What makes any SPF record void. */
function brokenSpf({ records, lookups }: Spf, domain: string): Said | null {
  if (records.length > 1) {
    return {
      verdict: "bad",
      message: `${domain} has ${records.length} SPF records, so none of them counts.`,
      help: "Make one of them: put everything they include into a single record, and delete the others.",
    };
  }
  if (lookups > MOST_LOOKUPS) {
    return {
      verdict: "bad",
      message: `The SPF record of ${domain} takes more than ${MOST_LOOKUPS} DNS lookups, so it doesn’t count.`,
      help: "Take out what you no longer send with.",
    };
  }
  return null;
}

type Said = Pick<DomainCheck, "verdict" | "message" | "help">;

function dmarcCheck(
  dmarc: Dmarc | null,
  { domain, dkim }: { domain: string; dkim: WantedRecord[] },
): DomainCheck {
  const check = { what: "dmarc" as const, records: [] as WantedRecord[] };
  if (dmarc === null) return { ...check, ...NOBODY };
  if (dmarc.records.length > 1) {
    return {
      ...check,
      verdict: "bad",
      message: `${dmarc.at} has ${dmarc.records.length} DMARC records, so none of them counts.`,
      help: "Delete all but one.",
    };
  }
  if (dmarc.policy === null || !["none", "quarantine", "reject"].includes(dmarc.policy)) {
    return {
      ...check,
      verdict: "bad",
      message:
        dmarc.records.length === 0
          ? `${domain} has no DMARC policy. Gmail, Yahoo, and Microsoft require one from larger senders.`
          : `The DMARC record of ${dmarc.at} has no valid policy.`,
      help: "Add the record below where your domain’s DNS is managed. It changes nothing about how your email is delivered.",
      records: [
        { type: "TXT", name: `_dmarc.${domain}`, value: "v=DMARC1; p=none;", found: false },
      ],
    };
  }
  const signers = dkim.map(({ name }) => name.slice(name.indexOf("._domainkey.") + 12));
  if (signers.length > 0 && !signers.some((one) => isAligned(domain, one, dmarc.isStrict))) {
    return {
      ...check,
      verdict: "bad",
      message: `Your email is signed as ${signers[0]}, which isn’t ${domain}: it fails DMARC.`,
      help: "Verify the sender’s own domain with your email provider.",
    };
  }
  if (dmarc.policy === "none") {
    return {
      ...check,
      verdict: "good",
      message: `${dmarc.at} has a DMARC policy that watches (p=none).`,
      help: "Once DKIM has been good for some weeks, p=quarantine also keeps others from sending as you.",
    };
  }
  const message = `${dmarc.at} has a DMARC policy that protects your name (p=${dmarc.policy}).`;
  return { ...check, verdict: "good", message, help: null };
}

function mxCheck(found: string[] | null, domain: string): DomainCheck {
  const check = { what: "mx" as const, records: [] as WantedRecord[] };
  if (found === null) return { ...check, ...NOBODY };
  // A single dot says that no email is taken (RFC 7505).
  const isTaken = found.some((one) => (one.split(" ").at(-1) ?? "").replace(/\.$/, "") !== "");
  if (isTaken) {
    const message = `${domain} receives email, so customers can reply.`;
    return { ...check, verdict: "good", message, help: null };
  }
  return {
    ...check,
    verdict: "improve",
    message: `${domain} doesn’t receive email, so replies to your sender come back.`,
    help: "Use a sender whose mailbox exists, or set an address for replies under Your shop.",
  };
}

const NOBODY: Said = {
  verdict: "unknown",
  message: "The DNS didn’t answer.",
  help: "Try again in a few minutes.",
};
