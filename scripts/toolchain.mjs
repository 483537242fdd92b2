/**
 * The Rust toolchain: present, new enough, and able to build for wasm32-unknown-unknown.
 *
 * A missing target is added with rustup, within a time limit; where that cannot be done, it says what to
 * type. Nothing is ever put into the toolchain by hand.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { read, run } from "./command.mjs";
import { headline, Missing } from "./say.mjs";

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
    const code = await run("rustup", ["target", "add", TARGET], { seconds: 180 }).catch(() => 1);
    if (code === 0 && hasTarget()) return;
  }
  throw new Missing(
    `Rust cannot build for ${TARGET} yet. Run \`rustup target add ${TARGET}\` (or install your system's package for it; on Debian libstd-rust-dev-wasm32), and run this again.`,
  );
}

function hasTarget() {
  const sysroot = read("rustc", ["--print", "sysroot"]);
  return sysroot !== null && existsSync(join(sysroot, "lib/rustlib", TARGET, "lib"));
}
