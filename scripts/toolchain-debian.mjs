/**
 * The wasm target built from Debian's `rust-src`, for machines that reach Debian's packages but not
 * rustup's server. Takes about half a minute. Uses the host of the machine's own apt sources, with
 * lists and archives of its own, so that apt's state stays untouched.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, read, run } from "./command.mjs";
import { Missing } from "./say.mjs";

const SUITES = ["trixie-backports", "forky", "sid"];

/** Builds the target's standard library and puts it into the compiler's own folder. */
export async function targetFromDebian(target) {
  const version = read("rustc", ["--version"])?.split(" ")[1];
  const sysroot = read("rustc", ["--print", "sysroot"]);
  const filled = join(sysroot, "lib/rustlib", target);
  if (existsSync(filled))
    throw new Missing(`${filled} exists already: two copies of core would break every build`);
  const sources = await fetchSources(version);
  linkSources(sources, sysroot);
  const built = await buildStandardLibrary(target);
  mkdirSync(join(filled, "lib"), { recursive: true });
  for (const file of readdirSync(built)) {
    if (/^lib(?!empty).*\.rlib$/.test(file))
      copyFileSync(join(built, file), join(filled, "lib", file));
  }
}

async function fetchSources(version) {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-rust-src-"));
  for (const part of ["lists/partial", "archives/partial"])
    mkdirSync(join(folder, part), { recursive: true });
  const host = aptHost();
  const list = join(folder, "sources.list");
  writeFileSync(list, SUITES.map((suite) => `deb ${host} ${suite} main\n`).join(""));
  const own = [
    `-oDir::Etc::sourcelist=${list}`,
    "-oDir::Etc::sourceparts=/dev/null",
    `-oDir::State::Lists=${folder}/lists`,
    `-oDir::Cache::archives=${folder}/archives`,
  ];
  await run("apt-get", [...own, "update"], { seconds: 180 });
  const line = read("apt-cache", [...own, "madison", "rust-src"])
    ?.split("\n")
    .find((row) => row.includes(` ${version}`));
  if (!line) throw new Missing(`Debian has no rust-src ${version}`);
  await must("apt-get", [...own, "download", `rust-src=${line.split("|")[1].trim()}`], {
    seconds: 180,
    cwd: folder,
  });
  const archive = readdirSync(folder).find((file) => file.endsWith(".deb"));
  await must("dpkg", ["-x", join(folder, archive), folder]);
  return join(folder, "usr/src", `rustc-${version}`);
}

function aptHost() {
  const files = ["/etc/apt/sources.list", ...list("/etc/apt/sources.list.d")];
  for (const file of files.filter(existsSync)) {
    const host = readFileSync(file, "utf8").match(
      /^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(https?:\S+)/m,
    );
    if (host) return host[1];
  }
  throw new Missing("no apt source names a host");
}

const list = (folder) =>
  existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];

function linkSources(sources, sysroot) {
  const place = join(sysroot, "lib/rustlib/src");
  mkdirSync(place, { recursive: true });
  if (!existsSync(join(place, "rust"))) symlinkSync(sources, join(place, "rust"));
}

/** Bitcode must be embedded, or link-time optimisation of the engine fails later. */
async function buildStandardLibrary(target) {
  const folder = mkdtempSync(join(tmpdir(), "edgewise-empty-crate-"));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/lib.rs"), "");
  writeFileSync(
    join(folder, "Cargo.toml"),
    '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n[workspace]\n',
  );
  await must(
    "cargo",
    ["build", "--release", "-Zbuild-std=std,panic_abort,test,proc_macro", "--target", target],
    {
      seconds: 300,
      cwd: folder,
      env: {
        RUSTC_BOOTSTRAP: "1",
        RUSTFLAGS: "-Cembed-bitcode=yes",
        CARGO_TARGET_DIR: join(folder, "target"),
      },
    },
  );
  return join(folder, "target", target, "release/deps");
}
