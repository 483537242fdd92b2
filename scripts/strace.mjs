/** What shows the Worker's calls to the system, and makes some of them fail: Linux's strace. */
import { existsSync } from "node:fs";
import { installFromDebian, onPath } from "./debian.mjs";
import { Missing } from "./say.mjs";

/** The path of strace; `STRACE` in the environment goes first. */
export async function findStrace() {
  const found = installed();
  if (found !== null) return found;
  const now = (await installFromDebian("strace")) ? installed() : null;
  if (now !== null) return now;
  throw new Missing(
    "No strace was found, by which tests see that answers wait for the disk. It runs on Linux only: install it (Debian: `apt-get install strace`), or name its path in STRACE.",
  );
}

function installed() {
  if (process.env.STRACE && existsSync(process.env.STRACE)) return process.env.STRACE;
  return onPath(["strace"]);
}
