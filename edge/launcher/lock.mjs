/**
 * One process for one data directory.
 *
 * workerd takes no lock of its own: two of them on one directory would both serve the same shop and
 * write over each other. The lock names a process and the moment it started, so that a lock left by
 * a killed process, or whose number was given to another, is recognised and taken over.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes the lock of a data directory.
 *
 * @param {string} folder
 * @returns {() => void} gives the lock back
 * @throws when a living process holds it; the message names the process
 */
export function lock(folder) {
  const file = join(folder, "lock");
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(file, mine, { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = holderOf(file);
      if (holder !== null) {
        throw new Error(
          `${folder} is in use by process ${holder}. Two processes on one data directory would write over each other: stop that one, or set EDGEWISE_DATA_DIR to another folder.`,
        );
      }
      rmSync(file, { force: true });
    }
  }
  throw new Error(`${file} keeps coming back: is something else starting on this folder?`);
}

/** The living process that holds the lock, or null. */
function holderOf(file) {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, "utf8"));
    return startOf(pid) === started ? pid : null;
  } catch {
    return null;
  }
}

/** When a process started, in whatever words the system has; null when it does not live. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")[19];
  } catch {
    try {
      return (
        execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() ||
        null
      );
    } catch {
      return null;
    }
  }
}
