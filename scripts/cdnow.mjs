/**
 * The CDNOW sample, for `tests/it/cdnow.rs`: public data that the Python package `lifetimes` ships.
 *
 * It is fetched for the long run, its hash pinned here, and kept under `target/tools`; none of it is
 * part of this project.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root } from "./command.mjs";

const WHEEL = "lifetimes==0.11.3";
const HASH = "sha256:261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8";

/** The folder with the data, fetched where it is not there yet. */
export async function cdnowFolder() {
  const folder = join(root, "target/tools/cdnow");
  const data = join(folder, "lifetimes/datasets");
  if (existsSync(join(data, "CDNOW_sample.txt"))) return data;
  mkdirSync(folder, { recursive: true });
  const wanted = join(folder, "wanted.txt");
  writeFileSync(wanted, `${WHEEL} --hash=${HASH}\n`);
  const fetch = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"];
  const options = ["--only-binary=:all:", "--require-hashes", "-r", wanted, "-d", folder];
  await must("python3", [...fetch, ...options]);
  const wheel = readdirSync(folder).find((file) => file.endsWith(".whl"));
  await must("python3", ["-m", "zipfile", "-e", join(folder, wheel), folder]);
  return data;
}
