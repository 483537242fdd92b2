/**
 * How the wasm target is had: by rustup, else by words that say what to do. The programs are stand-ins on the PATH, so nothing is installed.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const scripts = new URL("../../scripts/", import.meta.url).pathname;
const TARGET = "wasm32-unknown-unknown";
const folders = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs the check with these programs and no others; gives what it said and what was called. */
function check(programs) {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-toolchain-"));
  folders.push(folder);
  const sysroot = join(folder, "sysroot");
  const log = join(folder, "calls");
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(sysroot, "lib/rustlib"), { recursive: true });
  writeFileSync(log, "");
  const all = {
    rustc: `case "$1" in --version) echo "rustc 1.95.0 (59807616e 2026-04-14)";; *) echo ${sysroot};; esac`,
    ...programs,
  };
  for (const [name, text] of Object.entries(all)) {
    const file = join(folder, "bin", name);
    writeFileSync(
      file,
      `#!/bin/sh\nPATH=/usr/bin:/bin\nSYSROOT=${sysroot}\necho "${name} $*" >> ${log}\n${text}\n`,
    );
    chmodSync(file, 0o755);
  }
  const run = `import(${JSON.stringify(`${scripts}toolchain.mjs`)}).then((found) => found.checkToolchain())
    .catch((error) => { console.log("REFUSED " + error.message); });`;
  const env = { PATH: join(folder, "bin"), TMPDIR: folder };
  const done = spawnSync(process.execPath, ["-e", run], { encoding: "utf8", env, timeout: 60_000 });
  const rustlib = join(sysroot, "lib/rustlib", TARGET, "lib");
  return {
    said: done.stdout,
    refused: done.stdout.match(/REFUSED (.*)/)?.[1] ?? null,
    calls: readFileSync(log, "utf8"),
    libraries: existsSync(rustlib) ? readdirSync(rustlib).sort() : null,
  };
}

const rustup = {
  works: `case "$1" in --version) echo rustup 1;; *) mkdir -p $SYSROOT/lib/rustlib/${TARGET}/lib;; esac`,
  refuses: `case "$1" in --version) echo rustup 1;; *) echo "error: could not download" >&2; exit 1;; esac`,
};
test("a target that is there is left alone", () => {
  const first = `mkdir -p $SYSROOT/lib/rustlib/${TARGET}/lib`;
  const rustc = `${first}; case "$1" in --version) echo "rustc 1.95.0 (x)";; *) echo $SYSROOT;; esac`;
  const { refused, calls } = check({ rustc, rustup: rustup.works });
  assert.equal(refused, null);
  assert.ok(!calls.includes("rustup"));
});

test("a missing one is added by rustup", () => {
  const { refused, calls } = check({ rustup: rustup.works });
  assert.equal(refused, null);
  assert.match(calls, new RegExp(`rustup target add ${TARGET}`));
});

test("where rustup cannot, or is not there, the message says what to type", () => {
  for (const programs of [{ rustup: rustup.refuses }, {}]) {
    const { refused, libraries } = check(programs);
    assert.match(refused, new RegExp(`Rust cannot build for ${TARGET} yet`));
    assert.match(refused, new RegExp(`rustup target add ${TARGET}`));
    assert.equal(libraries, null, "nothing is put into the toolchain");
  }
});

test("a machine without Rust, or with an old one, is shown what to do", () => {
  assert.match(check({ rustc: "exit 1" }).refused, /Rust is missing\. Install it with/);
  const old = `echo "rustc 1.80.1 (3f5fd8dd4 2024-08-06)"`;
  assert.match(check({ rustc: old }).refused, /Rust 1\.88 or later is needed, this is 1\.80/);
});
