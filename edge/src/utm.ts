/**
 * By which names a store knows our links again: the one place that gives them, and writes them into links.
 *
 * Whoever tags links tags them with these, and whoever tells a store of our marketing names these.
 */

export interface Utm {
  source: string;
  medium: string;
  campaign: string;
  /** Of which step a message is. */
  content?: string;
  /** The message. */
  id?: string;
}

/** The UTM parameters of a workflow's links on a channel. A workflow's id stays when its name changes. */
export const utmOf = (workflow: string, channel: string): Utm => ({
  source: "edgewise",
  medium: channel,
  campaign: workflow,
});

/** Names of parameters by which a link is signed: one more parameter and it no longer holds. */
const SIGNED =
  /^(?:x-(?:amz|goog)-(?:signature|credential)|signature|sig|_sig|hmac|hash|checksum|expires|key-pair-id|policy)$/i;

/**
 * A link with UTM parameters, before what stands after `#`. Those that it has already stay, and a link to
 * another host or one that is signed stays as it is.
 *
 * @param hosts the shop's own, as `hostsOf` gives them
 */
export function withUtm(address: string, utm: Utm, hosts: ReadonlySet<string>): string {
  const host = hostIn(address);
  if (host === null || !hosts.has(host)) return address;
  const [before = "", ...fragments] = address.split("#");
  const hash = fragments.length > 0 ? `#${fragments.join("#")}` : "";
  const mark = before.indexOf("?");
  const query = mark < 0 ? "" : before.slice(mark + 1);
  const names = query.split("&").map((one) => plain(one.split("=", 1)[0] ?? ""));
  if (names.some((name) => SIGNED.test(name))) return address;
  const added = Object.entries(utm)
    .filter(([name, value]) => value !== undefined && !names.includes(`utm_${name}`))
    .map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`);
  if (added.length === 0) return address;
  const joint = mark < 0 ? "?" : /[?&]$/.test(before) ? "" : "&";
  return before + joint + added.join("&") + hash;
}

/** The hosts that are a shop's own: of its web address and its store, with and without `www.`. */
export function hostsOf(...addresses: (string | undefined)[]): ReadonlySet<string> {
  const hosts = addresses.flatMap((address) => {
    const host = address === undefined ? null : hostIn(address);
    return host === null ? [] : [host, `www.${host}`];
  });
  return new Set(hosts);
}

function hostIn(address: string): string | null {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).hostname.replace(/^www\./, "");
}

function plain(name: string): string {
  try {
    return decodeURIComponent(name).toLowerCase();
  } catch {
    return name.toLowerCase();
  }
}
