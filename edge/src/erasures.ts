/**
 * Who was erased, kept outside of where the shops' data is kept.
 *
 * A backup is older than what was erased after it, so the data that comes back with it cannot say whom to
 * leave out. What says so is kept elsewhere: a file for each erasure, whose name is a keyed hash and
 * whose contents are nothing. Only with the master key, and only for an id one has already, does a name
 * say who was erased. A restored shop asks here, and erases them again.
 *
 * On one machine this is a folder beside the data directory; on Cloudflare a bucket of R2, where one is
 * bound. Without either nothing is kept outside, and a restored shop knows only what its backup knew.
 */
import type { Env } from "./env.ts";

/** One erasure: of a customer, or of everybody whom a shop had at that moment. */
export interface Erasure {
  /** The keyed hash: base64url, 32 characters. */
  name: string;
  /** When, in milliseconds since 1970. */
  at: number;
}

const FILE = /^([\w-]{32})\.(\d{1,16})$/;
/** What a folder on disk is asked under; only its path counts. */
const FOLDER = "http://erasures";

/** Whether erasures are kept outside. */
export const keepsErasures = ({ ERASURES, ERASURES_BUCKET }: Env): boolean =>
  Boolean(ERASURES ?? ERASURES_BUCKET);

/**
 * Keeps an erasure of a shop. Keeping it again changes nothing.
 *
 * @throws {Error} when it could not be kept; it is not kept then
 */
export async function keepErasure(env: Env, shop: string, { name, at }: Erasure): Promise<void> {
  const path = `${shop}/${name}.${at}`;
  if (env.ERASURES_BUCKET) {
    await env.ERASURES_BUCKET.put(path, "");
    return;
  }
  const answer = await env.ERASURES?.fetch(`${FOLDER}/${path}`, { method: "PUT", body: "" });
  if (answer !== undefined && !answer.ok)
    throw new Error(`the erasure was not kept: ${answer.status}`);
}

/**
 * All erasures of a shop that were kept.
 *
 * @throws {Error} when they cannot be read: then nobody may be restored
 */
export async function keptErasures(env: Env, shop: string): Promise<Erasure[]> {
  const names = env.ERASURES_BUCKET
    ? await namesInBucket(env.ERASURES_BUCKET, `${shop}/`)
    : await namesInFolder(env.ERASURES, shop);
  return names.flatMap((file) => {
    const [, name, at] = FILE.exec(file) ?? [];
    return name === undefined ? [] : [{ name, at: Number(at) }];
  });
}

async function namesInFolder(folder: Fetcher | undefined, shop: string): Promise<string[]> {
  if (folder === undefined) return [];
  const answer = await folder.fetch(`${FOLDER}/${shop}/`);
  if (answer.status === 404) return [];
  if (!answer.ok) throw new Error(`the erasures cannot be read: ${answer.status}`);
  const entries = (await answer.json()) as { name: string }[];
  return entries.map(({ name }) => name);
}

async function namesInBucket(bucket: R2Bucket, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await bucket.list(cursor === undefined ? { prefix } : { prefix, cursor });
    names.push(...page.objects.map(({ key }) => key.slice(prefix.length)));
    if (!page.truncated) return names;
    cursor = page.cursor;
  }
}
