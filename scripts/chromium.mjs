/** The browser that the page's tests drive: an installed one, or Debian's, installed as root. */
import { existsSync } from "node:fs";
import { installFromDebian, onPath } from "./debian.mjs";
import { Missing } from "./say.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium or Chrome; `CHROMIUM` in the environment goes first. */
export async function findChromium() {
  const found = installed();
  if (found !== null) return found;
  const now = (await installFromDebian("chromium")) ? installed() : null;
  if (now !== null) return now;
  throw new Missing(
    "No Chromium or Chrome was found. Install one (Debian: `apt-get install chromium`), or name its path in CHROMIUM.",
  );
}

function installed() {
  if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
  return onPath(NAMES) ?? PLACES.find(existsSync) ?? null;
}
