/**
 * What a request says of whoever made it: whether it comes from a program, and whether from a data center.
 * It's asked of clicks and opens (`channel/signs.ts`) and of buttons on customers' pages (`human.ts`).
 */

/** What is known of a request. */
export interface Witness {
  agent: string;
  /** Whether it says that it only looks ahead. */
  isPrefetch: boolean;
  /** Whether it says what a browser says: a language. */
  isLikeBrowser: boolean;
  /** Whether it comes from a data center's network; false where nobody says which network it is. */
  isHosted: boolean;
}

/** What a request says by itself. */
export function witnessOf(request: Request): Witness {
  const said = (name: string) => request.headers.get(name)?.toLowerCase() ?? "";
  const purpose = ["sec-purpose", "purpose", "x-purpose", "x-moz"].map(said).join(" ");
  return {
    agent: (request.headers.get("user-agent") ?? "").slice(0, 300),
    isPrefetch: /prefetch|preview|prerender/.test(purpose),
    isLikeBrowser: said("accept-language") !== "",
    isHosted: isHosted((request as { cf?: Network }).cf ?? {}),
  };
}

/**
 * Whether a program calls itself one: Apple's relay hides who reads behind a bare name, and filters and
 * libraries say what they are.
 */
export const isProgram = (agent: string): boolean =>
  agent.trim() === "Mozilla/5.0" || PROGRAM.test(agent);

const PROGRAM =
  /bot\b|crawl|spider|scan|preview|facebookexternalhit|whatsapp|headless|barracuda|proofpoint|mimecast|symantec|messagelabs|trendmicro|safelinks|forcepoint|python-|curl\/|wget\/|^(?:curl|wget|python|java|go-http|okhttp|node|axios|undici)/i;

/** What Cloudflare says of the network that a request comes from. */
interface Network {
  asn?: unknown;
  asOrganization?: unknown;
}

const isHosted = ({ asn, asOrganization: owner }: Network): boolean =>
  (typeof asn === "number" && CLOUDS.has(asn)) || (typeof owner === "string" && HOSTS.test(owner));

/** Networks of clouds, where filters run and few people are; by their numbers. */
const CLOUDS: ReadonlySet<number> = new Set([
  8075, 8987, 14061, 14618, 15169, 16276, 16509, 20473, 24940, 31898, 36351, 37963, 45102, 63949,
  132203, 396982,
]);

/** Who runs data centers and filters, as networks name their owners. */
const HOSTS =
  /amazon|aws|google cloud|microsoft|azure|digitalocean|hetzner|ovh|linode|akamai|oracle cloud|barracuda|mimecast|proofpoint|cisco ironport|trend micro/i;
