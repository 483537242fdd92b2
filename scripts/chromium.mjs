/** The browser that the page's tests drive: an installed one, or Debian's, installed as root. */
import { existsSync } from "node:fs";
import { read, run } from "./command.mjs";
import { Missing, note } from "./say.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium or Chrome; `CHROMIUM` in the environment goes first. */
export async function findChromium() {
  const found = installed();
  if (found !== null) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    note("No Chromium or Chrome found; installing Debian's chromium.");
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { seconds: 180, env });
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      seconds: 600,
      env,
    });
    const now = installed();
    if (now !== null) return now;
  }
  throw new Missing(
    "No Chromium or Chrome was found. Install one (Debian: `apt-get install chromium`), or name its path in CHROMIUM.",
  );
}

function installed() {
  if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
  for (const name of NAMES) {
    const path = read("/bin/sh", ["-c", `command -v ${name}`]);
    if (path) return path;
  }
  return PLACES.find(existsSync) ?? null;
}
