/**
 * The settings of a local run, from the environment, with what is missing made at the first start.
 *
 * Keys that are made lie beside the data directory in files that only their owner can read, never in
 * it: whoever copies the data alone can read nobody's personal fields.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { admitMasterKey } from "./master-key.mjs";

/** Where DNS is looked up in production, where nothing else is said. */
const DNS = "https://cloudflare-dns.com/dns-query";

/**
 * @typedef {object} Settings
 * @property {number} port
 * @property {string} dataDir
 * @property {string} erasuresDir where it is kept who was erased; never in the data directory
 * @property {string | null} adminKeyFile where the admin key lies, or null when it came from outside
 * @property {{host: string, port: number}} smtp
 * @property {boolean} changesMasterKey whether something may be sealed under an earlier master key
 * @property {Record<string, string>} env what the Worker gets
 */

/**
 * Reads the settings, making keys and folders where there are none.
 *
 * @param {Record<string, string | undefined>} given usually `process.env`
 * @param {string} root the project's root
 * @returns {Settings}
 * @throws when a setting cannot be used; the message names it
 */
export function settings(given, root) {
  const mode = given.NODE_ENV === "production" ? "production" : "development";
  const dataDir = resolve(root, given.EDGEWISE_DATA_DIR || ".edgewise/data");
  const erasuresDir = resolve(root, given.EDGEWISE_ERASURES_DIR || `${dataDir}.erasures`);
  for (const folder of [join(dataDir, "objects"), erasuresDir]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const port = portFrom(given.PORT);
  const admin = keyFrom(given, "EDGEWISE_ADMIN_KEY", `${dataDir}.admin-key`, mode, () =>
    randomBytes(24).toString("base64url"),
  );
  if (mode === "production" && admin.key.length < 16) {
    throw new Error(
      "EDGEWISE_ADMIN_KEY must have at least 16 characters when NODE_ENV is production: `openssl rand -base64 24` makes one.",
    );
  }
  const master = keyFrom(given, "EDGEWISE_MASTER_KEY", `${dataDir}.master-key`, mode, () =>
    randomBytes(32).toString("base64"),
  );
  const isChanging = admitMasterKey(dataDir, master.key, given.EDGEWISE_PREVIOUS_MASTER_KEY);
  const smtp = given.SMTP_URL || "smtp://127.0.0.1:2525";
  return {
    port,
    dataDir,
    erasuresDir,
    adminKeyFile: admin.file,
    smtp: smtpAddress(smtp),
    changesMasterKey: isChanging,
    env: {
      EDGEWISE_MODE: mode,
      EDGEWISE_ADMIN_KEY: admin.key,
      EDGEWISE_MASTER_KEY: master.key,
      EDGEWISE_PREVIOUS_MASTER_KEY: given.EDGEWISE_PREVIOUS_MASTER_KEY ?? "",
      EDGEWISE_PUBLIC_URL: given.EDGEWISE_PUBLIC_URL || `http://127.0.0.1:${port}`,
      LOG_LEVEL: levelFrom(given.LOG_LEVEL),
      EDGEWISE_ALERT_URL: given.EDGEWISE_ALERT_URL ?? "",
      EDGEWISE_DNS_URL: given.EDGEWISE_DNS_URL ?? (mode === "production" ? DNS : ""),
      SHOPIFY_API_KEY: given.SHOPIFY_API_KEY ?? "",
      SHOPIFY_API_SECRET: given.SHOPIFY_API_SECRET ?? "",
      SHOPIFY_PREVIOUS_API_SECRET: given.SHOPIFY_PREVIOUS_API_SECRET ?? "",
      SMTP_URL: smtp,
      EDGEWISE_CLIENT_ADDRESS_HEADER: given.EDGEWISE_CLIENT_ADDRESS_HEADER ?? "",
    },
  };
}

function portFrom(text) {
  const port = Number(text || 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Error(`PORT must be a number from 1 to 65535, not ${JSON.stringify(text)}.`);
  }
  return port;
}

function levelFrom(text) {
  const level = text || "info";
  if (["debug", "info", "warn", "error"].includes(level)) return level;
  throw new Error(`LOG_LEVEL must be debug, info, warn or error, not ${JSON.stringify(text)}.`);
}

function keyFrom(given, name, file, mode, make) {
  if (given[name]) return { key: given[name], file: null };
  if (existsSync(file)) return { key: readFileSync(file, "utf8").trim(), file };
  if (mode === "production") throw new Error(`${name} is required when NODE_ENV is production.`);
  const key = make();
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  return { key, file };
}

/** Whether a host is this machine, which the Worker reaches by a binding of its own. */
export const isLoopback = (host) => host === "localhost" || host === "[::1]" || /^127\./.test(host);

function smtpAddress(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    throw new Error("SMTP_URL must look like smtp://user:password@host:port or smtps://host.");
  }
  if (url.protocol === "smtps:" && isLoopback(url.hostname)) {
    throw new Error(
      "SMTP_URL names a mail server on this machine, which is spoken to without TLS: use smtp:// for it, or the server's public name.",
    );
  }
  const usual = url.protocol === "smtps:" ? 465 : 587;
  return { host: url.hostname, port: Number(url.port) || usual };
}
