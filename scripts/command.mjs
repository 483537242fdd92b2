/** Running other programs, with a time limit and without a shell. */
import { spawn, spawnSync } from "node:child_process";
import { Missing } from "./say.mjs";

export const root = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Runs a program with its output shown; resolves with its exit code. */
export function run(
  program,
  args,
  { seconds = 1500, env = {}, cwd = root, stdin = "ignore" } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      stdio: [stdin, "inherit", "inherit"],
      env: { ...process.env, ...env },
      timeout: seconds * 1000,
    });
    child.on("error", (error) => reject(notStarted(program, error)));
    child.on("close", (code, signal) => {
      if (signal === "SIGTERM") {
        reject(new Missing(`${program} ${args.join(" ")} did not end within ${seconds} s.`));
      } else resolve(code ?? 1);
    });
  });
}

/** Runs a program with its output shown and fails when it fails. */
export async function must(program, args, options) {
  const code = await run(program, args, options);
  if (code !== 0) throw new Missing(`${program} ${args.join(" ")} failed (exit code ${code}).`);
}

/** A program's output as text, or null when it cannot be run or fails. */
export function read(program, args, { seconds = 60, cwd = root } = {}) {
  const done = spawnSync(program, args, { cwd, encoding: "utf8", timeout: seconds * 1000 });
  return done.status === 0 ? done.stdout.trim() : null;
}

function notStarted(program, error) {
  return error.code === "ENOENT"
    ? new Missing(`${program} is not installed, or not on the PATH.`)
    : error;
}
