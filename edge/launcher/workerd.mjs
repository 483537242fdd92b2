/**
 * One workerd process over one data directory.
 *
 * The platform's binary is taken straight from its npm package, so that no install script has to run.
 * The limit of open files is raised as far as the system allows: each active shop holds about three,
 * and a workerd that runs out of them dies.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LOCK_DESCRIPTOR, openLock, TAKE_LOCK } from "./lock.mjs";
import { isLoopback } from "./settings.mjs";

const edge = join(dirname(fileURLToPath(import.meta.url)), "..");
const PLATFORMS = {
  "linux-x64": "linux-64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-64",
  "darwin-arm64": "darwin-arm64",
};

/**
 * Starts workerd. It ends at once with `NOT_LOCKED` when another process serves the directory.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {{
 *   pages: string, config?: string, instance?: string,
 *   stdio?: ["ignore", "inherit" | "pipe", "inherit" | "pipe"],
 * }} options `instance` is what /healthz answers with, so that one knows whose answer it is
 * @throws {Error} when workerd is not installed, or (on macOS) another process serves the directory
 */
export function startWorkerd(
  settings,
  {
    pages,
    config = join(edge, "workerd.capnp"),
    instance = "",
    stdio = ["ignore", "inherit", "inherit"],
  },
) {
  const { host, port } = isLoopback(settings.smtp.host) ? settings.smtp : UNUSED;
  const args = [
    "serve",
    config,
    "config",
    `--socket-addr=http=127.0.0.1:${settings.port}`,
    `--directory-path=objects=${join(settings.dataDir, "objects")}`,
    `--directory-path=erasures=${settings.erasuresDir}`,
    `--directory-path=pages=${pages}`,
    `--external-addr=smtp=${host}:${port}`,
  ];
  const raise = 'ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"';
  const become = 'shift; exec "$0" "$@"';
  const lock = openLock(settings.dataDir);
  const descriptors = [...stdio];
  descriptors[LOCK_DESCRIPTOR] = lock.descriptor;
  try {
    const script = [TAKE_LOCK, raise, become].join("; ");
    return spawn("/bin/sh", ["-c", script, binary(), lock.file, ...args], {
      stdio: descriptors,
      env: {
        PATH: process.env.PATH,
        TZ: "UTC",
        EDGEWISE_INSTANCE: instance,
        ...settings.env,
      },
    });
  } finally {
    lock.close();
  }
}

/** Where nothing listens: the local mail server's place when mail goes to a public one. */
const UNUSED = { host: "127.0.0.1", port: 9 };

function binary() {
  const platform = PLATFORMS[`${process.platform}-${process.arch}`];
  if (platform === undefined)
    throw new Error(`workerd has no build for ${process.platform} ${process.arch}.`);
  const name = `@cloudflare/workerd-${platform}`;
  try {
    return createRequire(join(edge, "package.json")).resolve(`${name}/bin/workerd`);
  } catch {
    throw new Error(`${name} is not installed: run \`npm ci\` in the project's root.`);
  }
}
