/** Benches in Rust, built by cargo. */
import { execFileSync } from "node:child_process";

/** The program of the bench called `name`, built if need be. */
export function nativeBench(name) {
  const args = ["bench", "--locked", "--no-run", "--bench", name, "--message-format=json"];
  const output = execFileSync("cargo", args, {
    cwd: new URL("../", import.meta.url),
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const messages = output
    .toString()
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const built = messages.findLast(({ executable, target }) => executable && target?.name === name);
  return built.executable;
}
