/**
 * With which master keys a data directory may be served.
 *
 * The file `master-key-check` beside the data names, by a hash each, the keys that anything in it may be
 * sealed under: one, and while the key is changed the one before as well. All of them must be given.
 */
import { createHmac } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** How often one asks how far a change has come, in milliseconds. */
const ASK_EVERY = 1_000;

const fileOf = (dataDir) => join(dataDir, "master-key-check");

/** A key's hash. @throws when it is not 32 bytes */
function checkOf(key, setting) {
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== 32) {
    throw new Error(
      `${setting} must be 32 bytes in base64: \`openssl rand -base64 32\` makes one.`,
    );
  }
  return createHmac("sha256", bytes).update("edgewise master key").digest("hex");
}

/** The keys that were given as those before, in a list parted by commas. */
const listOf = (text) => (text ?? "").split(/[\s,]+/).filter((key) => key !== "");

/**
 * Notes under which keys the directory is served from now on.
 *
 * @param {string} dataDir
 * @param {string} current
 * @param {string | undefined} previous the keys before, parted by commas
 * @returns {boolean} whether the key is being changed
 * @throws {Error} when a key is missing: what is sealed under it could not be opened
 */
export function admitMasterKey(dataDir, current, previous) {
  const now = checkOf(current, "EDGEWISE_MASTER_KEY");
  const given = [
    now,
    ...listOf(previous).map((key) => checkOf(key, "EDGEWISE_PREVIOUS_MASTER_KEY")),
  ];
  const file = fileOf(dataDir);
  const noted = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [now];
  if (noted.some((check) => !given.includes(check)))
    throw new Error(refusal(dataDir, noted.length));
  const kept = [...noted.filter((check) => check !== now), now];
  write(file, kept);
  return kept.length > 1;
}

function refusal(dataDir, keys) {
  if (keys === 1) {
    return `EDGEWISE_MASTER_KEY is not the key that ${dataDir} was written with, so its personal fields cannot be opened. Give that key, or another EDGEWISE_DATA_DIR. To change the key, give the new one and name that one in EDGEWISE_PREVIOUS_MASTER_KEY.`;
  }
  return `EDGEWISE_MASTER_KEY is not the key that all of ${dataDir} is sealed under: it is being changed. Give the new key, and name the one before in EDGEWISE_PREVIOUS_MASTER_KEY until it is said that it can go.`;
}

/**
 * Waits until nothing is sealed under an earlier key any more, and notes it.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {Promise<unknown>} ended when the process that does it is gone
 * @returns {Promise<boolean>} false when that process ended before
 */
export async function masterKeyChanged({ port, dataDir, env }, ended) {
  let over = false;
  ended.then(() => {
    over = true;
  });
  while (!over) {
    if ((await shopsLeft(port, env.EDGEWISE_ADMIN_KEY)) === 0) {
      write(fileOf(dataDir), [checkOf(env.EDGEWISE_MASTER_KEY, "EDGEWISE_MASTER_KEY")]);
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
  }
  return false;
}

async function shopsLeft(port, key) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/api/master-key`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok ? (await answer.json()).left : null;
  } catch {
    return null;
  }
}

/** Whole or not at all, since without it nobody would know which keys are needed. */
function write(file, checks) {
  writeFileSync(`${file}.new`, checks.join("\n"), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
