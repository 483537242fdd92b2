/** A program that tests need beside Node and Rust: an installed one, or Debian's, installed as root. */
import { existsSync } from "node:fs";
import { read, run } from "./command.mjs";
import { note } from "./say.mjs";

/** The path of the first of these programs that is on the PATH, or null. */
export function onPath(names) {
  for (const name of names) {
    const path = read("/bin/sh", ["-c", `command -v ${name}`]);
    if (path) return path;
  }
  return null;
}

/** Installs a program's packages from Debian where that is possible; gives whether it was tried. */
export async function installFromDebian(name, packages = [name]) {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return false;
  note(`No ${name} found; installing Debian's.`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-q"], { seconds: 180, env });
  const install = ["install", "-y", "-q", "--no-install-recommends", ...packages];
  await run("apt-get", install, { seconds: 600, env });
  return true;
}
