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
import { isLoopback } from "./settings.mjs";

const edge = join(dirname(fileURLToPath(import.meta.url)), "..");
const PLATFORMS = {
  "linux-x64": "linux-64",
  "linux-arm64": "linux-arm64",
  "darwin-x64": "darwin-64",
  "darwin-arm64": "darwin-arm64",
};

/**
 * Starts workerd.
 *
 * @param {import("./settings.mjs").Settings} settings
 * @param {{pages: string, config?: string, stdio?: import("node:child_process").StdioOptions}} options
 */
export function startWorkerd(
  settings,
  { pages, config = join(edge, "workerd.capnp"), stdio = ["ignore", "inherit", "inherit"] },
) {
  const { host, port } = isLoopback(settings.smtp.host) ? settings.smtp : UNUSED;
  const args = [
    "serve",
    config,
    "config",
    `--socket-addr=http=127.0.0.1:${settings.port}`,
    `--directory-path=objects=${join(settings.dataDir, "objects")}`,
    `--directory-path=pages=${pages}`,
    `--external-addr=smtp=${host}:${port}`,
  ];
  const raise = 'ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"';
  return spawn("/bin/sh", ["-c", raise, binary(), ...args], {
    stdio,
    env: { PATH: process.env.PATH, TZ: "UTC", ...settings.env },
  });
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
