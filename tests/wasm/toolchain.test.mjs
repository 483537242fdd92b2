/**
 * How the wasm target is had: by rustup, else from Debian's sources of the same compiler, else by
 * words that say what to do. The programs are stand-ins on the PATH, so nothing is installed.
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
const hasApt = existsSync("/etc/apt");
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
const debian = {
  "apt-get": `case "$*" in *download*) touch rust-src_1.95.0.deb;; esac`,
  "apt-cache": `echo " rust-src | 1.95.0+dfsg1-1~bpo13+1 | http://deb.example trixie-backports/main"`,
  dpkg: `mkdir -p "$3/usr/src/rustc-1.95.0/library"`,
  cargo: `deps=$CARGO_TARGET_DIR/${TARGET}/release/deps; mkdir -p $deps
    echo "bootstrap=$RUSTC_BOOTSTRAP flags=$RUSTFLAGS" >> $SYSROOT/../calls
    touch $deps/libcore-1.rlib $deps/libstd-2.rlib $deps/libempty-3.rlib $deps/libcore-1.rmeta`,
};

test("a target that is there is left alone", () => {
  const first = `mkdir -p $SYSROOT/lib/rustlib/${TARGET}/lib`;
  const rustc = `${first}; case "$1" in --version) echo "rustc 1.95.0 (x)";; *) echo $SYSROOT;; esac`;
  const { refused, calls } = check({ rustc, rustup: rustup.works });
  assert.equal(refused, null);
  assert.ok(!calls.includes("rustup"));
});

test("rustup is asked first, and when it works nothing else is", () => {
  const { refused, calls } = check({ rustup: rustup.works, ...debian });
  assert.equal(refused, null);
  assert.match(calls, new RegExp(`rustup target add ${TARGET}`));
  assert.ok(!calls.includes("apt-get"));
});

test("where rustup is refused, Debian's sources make the target", { skip: !hasApt }, () => {
  const { refused, said, calls, libraries } = check({ rustup: rustup.refuses, ...debian });
  assert.equal(refused, null, said);
  assert.match(said, /rustup could not add it; trying Debian's sources of the same compiler/);
  assert.match(calls, /apt-get .*download rust-src=1\.95\.0\+dfsg1-1~bpo13\+1/);
  assert.ok(!/apt-get (?!.*Dir::State::Lists=)/.test(calls), "apt's own state stays untouched");
  // Without bitcode the engine's link-time optimisation fails later.
  assert.match(calls, /bootstrap=1 flags=-Cembed-bitcode=yes/);
  assert.deepEqual(libraries, ["libcore-1.rlib", "libstd-2.rlib"], "the empty crate stays out");
});

test("where there is no rustup at all, Debian is asked too", { skip: !hasApt }, () => {
  const { refused, libraries } = check(debian);
  assert.equal(refused, null);
  assert.equal(libraries?.length, 2);
});

test("where neither has it, the message names it, why, and the way to get it", () => {
  const other = { ...debian, "apt-cache": `echo " rust-src | 1.90.0 | http://deb.example sid"` };
  const { refused, libraries } = check({ rustup: rustup.refuses, ...other });
  assert.match(refused, new RegExp(`The Rust target ${TARGET} is missing and could not be added`));
  if (hasApt) assert.match(refused, /Debian has no rust-src 1\.95\.0/);
  assert.match(refused, new RegExp(`rustup target add ${TARGET}`));
  assert.equal(libraries, null, "nothing half-made is left behind");
});

test("a machine without Rust, or with an old one, is told what to do", () => {
  assert.match(check({ rustc: "exit 1" }).refused, /Rust is missing\. Install it with/);
  const old = `echo "rustc 1.80.1 (3f5fd8dd4 2024-08-06)"`;
  assert.match(check({ rustc: old }).refused, /Rust 1\.88 or later is needed, this is 1\.80/);
});
