/**
 * One process for one data directory.
 *
 * workerd takes no lock of its own: two of them on one directory would both serve the same shop and
 * write over each other. The lock is the kernel's (flock), on a file that workerd itself has open. So it
 * is held exactly as long as that process lives, whatever becomes of the launcher, and there is never a
 * stale one. What the file says is only for people.
 */
import { closeSync, constants, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a process exits with that did not get the lock (EX_TEMPFAIL of sysexits.h). */
export const NOT_LOCKED = 75;

/** Where Linux's `flock` and the process find the file; the launcher hands it over as this descriptor. */
export const LOCK_DESCRIPTOR = 3;

/** How long a process that was killed a moment ago may take to be gone, and its lock with it. */
const DYING_SECONDS = 1;

/** BSD's and macOS's flag of `open` that takes the lock at once; Linux has none. */
const O_EXLOCK = 0x20;
const takesAtOnce = process.platform === "darwin";

/**
 * What the shell that becomes the process does first: on Linux it takes the lock; then it notes its
 * number. `$1` is the file.
 */
export const TAKE_LOCK = [
  ...(takesAtOnce
    ? []
    : [
        "command -v flock >/dev/null || { echo 'flock is missing: install the package util-linux.' >&2; exit 69; }",
        `flock -w ${DYING_SECONDS} ${LOCK_DESCRIPTOR} || exit ${NOT_LOCKED}`,
      ]),
  'echo $$ > "$1"',
].join("; ");

/**
 * Opens the lock's file, for the process that is to hold the lock. The caller closes it once that process
 * has it.
 *
 * @param {string} folder
 * @returns {{file: string, descriptor: number, close: () => void}}
 * @throws {Error} on macOS, when another process holds the lock
 */
export function openLock(folder) {
  const file = join(folder, "lock");
  const flags = constants.O_RDWR | constants.O_CREAT;
  const exclusive = takesAtOnce ? O_EXLOCK | constants.O_NONBLOCK : 0;
  try {
    const descriptor = openSync(file, flags | exclusive, 0o600);
    return { file, descriptor, close: () => closeSync(descriptor) };
  } catch (error) {
    if (error.code === "EAGAIN") throw inUse(folder);
    throw error;
  }
}

/** Somebody else holds the lock. */
export function inUse(folder) {
  const pid = /^\d+$/.exec(readFileSync(join(folder, "lock"), "utf8").trim())?.[0];
  const who = pid === undefined ? "another process" : `process ${pid}`;
  const stop = pid === undefined ? "Stop it" : `Stop it (kill ${pid})`;
  return new Error(
    `${folder} is in use by ${who}. Two processes on one data directory would write over each other. ${stop}, or set EDGEWISE_DATA_DIR to another folder.`,
  );
}
