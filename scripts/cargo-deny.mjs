/**
 * cargo-deny: licenses, bans, sources and advisories of everything that is linked.
 *
 * An installed one of the pinned version is used; otherwise cargo compiles it from its own package
 * (about a minute, once) and keeps it under `target/tools`.
 */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must, read, root } from "./command.mjs";
import { note } from "./say.mjs";

const VERSION = "0.20.2";

/** Fails on the first license, ban or source that `deny.toml` refuses. */
export async function checkDependencies() {
  const program = await cargoDeny();
  await must(program, ["--locked", "check", "licenses", "bans", "sources"]);
}

/** Fails on known advisories. Returns `"skipped"` where their database is out of reach. */
export async function checkAdvisories() {
  const program = await cargoDeny();
  if (read(program, ["fetch", "db"], { seconds: 60 }) === null) {
    note("SKIPPED: the database of advisories is out of reach, so none were checked.");
    return "skipped";
  }
  await must(program, ["check", "--disable-fetch", "advisories"]);
}

/** The program's path, found or compiled. */
async function cargoDeny() {
  if (read("cargo-deny", ["--version"])?.endsWith(` ${VERSION}`)) return "cargo-deny";
  const folder = join(root, "target/tools", `cargo-deny-${VERSION}`);
  const program = join(folder, "bin/cargo-deny");
  if (existsSync(program)) return program;
  note("Compiling cargo-deny: about a minute, once.");
  // Neither optimized nor with what a debugger reads: it runs for a second.
  const what = ["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet", "--debug"];
  const build = join(folder, "build");
  const env = { CARGO_INCREMENTAL: "0", CARGO_PROFILE_DEV_DEBUG: "0" };
  await must("cargo", [...what, "--root", folder, "--target-dir", build], { env });
  rmSync(build, { recursive: true, force: true });
  return program;
}
