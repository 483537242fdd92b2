/**
 * The Rust toolchain: present, new enough, and able to build for wasm32-unknown-unknown.
 *
 * The target is added with rustup, within a time limit. Where rustup's server is out of reach but
 * Debian's is not, the target is built from Debian's sources of the same compiler.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { read, run } from "./command.mjs";
import { targetFromDebian } from "./toolchain-debian.mjs";
import { headline, Missing, note } from "./say.mjs";

const TARGET = "wasm32-unknown-unknown";
const OLDEST = [1, 88];

export async function checkToolchain() {
  const version = read("rustc", ["--version"])?.match(/^rustc (\d+)\.(\d+)\.\d+/);
  if (!version) {
    throw new Missing(
      "Rust is missing. Install it with `curl https://sh.rustup.rs -sSf | sh` (or your system's rustup package), open a new shell, and run this again.",
    );
  }
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major === OLDEST[0] && minor < OLDEST[1]) {
    throw new Missing(
      `Rust ${OLDEST.join(".")} or later is needed, this is ${major}.${minor}: run \`rustup update stable\`.`,
    );
  }
  if (!hasTarget()) await addTarget();
}

async function addTarget() {
  headline("Rust target", `Adds ${TARGET}, which turns the engine into wasm (once, some seconds).`);
  if (read("rustup", ["--version"]) !== null) {
    const code = await run("rustup", ["target", "add", TARGET], { seconds: 120 }).catch(() => 1);
    if (code === 0 && hasTarget()) return;
    note("rustup could not add it; trying Debian's sources of the same compiler.");
  }
  const reason = await targetFromDebian(TARGET).catch((error) => error.message);
  if (!hasTarget()) {
    throw new Missing(
      `The Rust target ${TARGET} is missing and could not be added (${reason}). Run \`rustup target add ${TARGET}\`, or install your system's package for it (Debian: libstd-rust-dev-wasm32), and run this again.`,
    );
  }
}

function hasTarget() {
  const sysroot = read("rustc", ["--print", "sysroot"]);
  return sysroot !== null && existsSync(join(sysroot, "lib/rustlib", TARGET, "lib"));
}
