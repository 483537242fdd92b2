/**
 * A shop for one test file: a real WordPress over its own MariaDB, with the plugin and the stand-in for
 * WooCommerce, behind https as any shop is. Everything is on loopback or a socket, and ends with the test.
 */
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request as httpRequest } from "node:http";
import { createServer as createTlsServer, request as httpsRequest } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPhpAndMariaDb, wordPressFolder } from "../../scripts/wordpress.mjs";
import { certificate, freePort, root } from "../blackbox/world.mjs";

const here = join(root, "tests/woocommerce");
/** What a browser at the shop and the owner in the admin are told apart by. */
export const OWNER = { login: "owner", password: "owner-password", email: "owner@example.test" };

/**
 * Starts a shop. `version` is the WordPress: 6.5, or 6.6 in the long run; a `plain` shop does without https, as
 * on a developer's machine.
 */
export async function startSite({
  version = process.env.EDGEWISE_WORDPRESS ?? "6.5",
  plain = false,
} = {}) {
  const programs = await findPhpAndMariaDb();
  const wordpress = await wordPressFolder(version);
  const site = new Site(programs, mkdtempSync(join(tmpdir(), "edgewise-shop-")));
  try {
    await site.start(wordpress, plain);
  } catch (error) {
    await site.stop();
    throw error;
  }
  return site;
}

class Site {
  #programs;
  #children = [];
  #proxy = null;
  log = "";

  constructor(programs, folder) {
    this.#programs = programs;
    this.folder = folder;
    this.web = join(folder, "web");
  }

  async start(wordpress, plain) {
    // A test that ends without its `after` leaves no database and no server behind.
    process.once("exit", () => this.#end());
    // What listens does so at once: a port that is only noted is soon somebody else's.
    const port = await this.#startPhp();
    this.inner = `http://127.0.0.1:${port}`;
    if (!plain) this.#proxy = await tlsProxy();
    this.#proxy?.leadTo(port);
    this.base = plain ? this.inner : `https://localhost:${this.#proxy.port}`;
    this.domain = new URL(this.base).host;
    const socket = await this.#startDatabase();
    this.#layOut(wordpress, socket);
    await this.#run(this.#programs.php, [join(here, "install.php"), this.web, this.base]);
    await this.php(`require ${JSON.stringify(join(here, "seed.php"))};`);
    rmSync(join(this.folder, "debug.log"), { force: true });
  }

  /** PHP's own server, over a folder in which WordPress is soon. */
  async #startPhp() {
    const port = await freePort();
    mkdirSync(this.web);
    const served = ["-S", `127.0.0.1:${port}`, "-t", this.web, join(here, "router.php")];
    const workers = { PHP_CLI_SERVER_WORKERS: "4" };
    this.#start(this.#programs.php, ["-d", "display_errors=0", ...served], workers);
    await answering(`http://127.0.0.1:${port}`);
    return port;
  }

  async #startDatabase() {
    const data = join(this.folder, "mysql");
    const socket = join(this.folder, "mysql.sock");
    const { installer, mariadbd } = this.#programs;
    const as = process.getuid?.() === 0 ? ["--user=root"] : [];
    await this.#run(installer, [
      "--no-defaults",
      `--datadir=${data}`,
      // Two databases may be made at once, and name what they put aside alike.
      `--tmpdir=${this.folder}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      ...as,
    ]);
    this.#start(mariadbd, [
      "--no-defaults",
      `--datadir=${data}`,
      `--tmpdir=${this.folder}`,
      `--socket=${socket}`,
      `--pid-file=${join(this.folder, "mysql.pid")}`,
      "--skip-networking",
      // Nothing here outlives the test.
      "--innodb-flush-log-at-trx-commit=0",
      "--innodb-fast-shutdown=2",
      ...as,
    ]);
    const ping = `for ($i = 0; $i < 300; $i++) { mysqli_report(MYSQLI_REPORT_OFF); $db = @new mysqli("localhost", "root", "", "", 0, "${socket}"); if (!$db->connect_errno) { $db->query("CREATE DATABASE wp"); exit(0); } usleep(50000); } exit(1);`;
    await this.#run(this.#programs.php, ["-r", ping]);
    return socket;
  }

  /** WordPress, copied because it writes into itself; plugins as links to what is tested. */
  #layOut(wordpress, socket) {
    cpSync(wordpress, this.web, { recursive: true });
    const config = readFileSync(join(here, "wp-config.php"), "utf8");
    writeFileSync(
      join(this.web, "wp-config.php"),
      config.replace("{socket}", socket).replace("{base}", this.base),
    );
    const content = join(this.web, "wp-content");
    mkdirSync(join(content, "mu-plugins"), { recursive: true });
    symlinkSync(join(root, "woocommerce"), join(content, "plugins/edgewise"));
    symlinkSync(join(here, "stand-in"), join(content, "plugins/woocommerce"));
    symlinkSync(join(here, "bench.php"), join(content, "mu-plugins/bench.php"));
  }

  #start(program, args, env = {}) {
    // A group of its own: PHP's server has processes below it.
    const child = spawn(program, args, {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        this.log += chunk;
      });
    }
    child.ended = new Promise((resolve) => child.once("exit", resolve));
    this.#children.push(child);
  }

  async #run(program, args, input = "") {
    const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], timeout: 60_000 });
    child.stdin.end(input);
    let [out, errors] = ["", ""];
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    const code = await new Promise((resolve, reject) =>
      child.once("error", reject).once("close", resolve),
    );
    if (code !== 0) throw new Error(`${program} ${args[0]}: ${errors}${withoutMarkup(out)}`);
    return out;
  }

  /** Runs PHP inside of this WordPress; gives what it returns. */
  async php(code) {
    const out = await this.#run(
      this.#programs.php,
      ["-d", "display_errors=stderr", join(here, "eval.php"), this.web],
      code,
    );
    return JSON.parse(out.slice(out.lastIndexOf("\u0001") + 1));
  }

  /** The hooks that were fired since this was asked last, by request. */
  async hooks() {
    const file = join(this.folder, "hooks.log");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, "");
    const requests = new Map();
    for (const line of text.trim().split("\n").filter(Boolean)) {
      const { request, hook } = JSON.parse(line);
      requests.set(request, [...(requests.get(request) ?? []), hook]);
    }
    return [...requests.values()];
  }

  async stop() {
    this.#proxy?.close();
    this.#end();
    await Promise.all(this.#children.map(({ ended }) => ended));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Ends every process that was started for this shop, with those below it. */
  #end() {
    for (const { pid } of this.#children) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
  }
}

/** What WordPress says in a page of its own when it gives up. */
const withoutMarkup = (text) =>
  text.replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, " ").replace(/\s+/g, " ");

async function answering(address) {
  for (const limit = Date.now() + 20_000; Date.now() < limit; ) {
    try {
      await fetch(address, { redirect: "manual" });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`nothing answers at ${address}`);
}

/** What stands before a shop in production: it speaks https, and says so to WordPress, once it is led there. */
export async function tlsProxy() {
  let inner = null;
  const key = { cert: certificate, key: certificate };
  const server = createTlsServer(key, (incoming, outgoing) => {
    const headers = { ...incoming.headers, "x-forwarded-proto": "https" };
    const { method, url: path } = incoming;
    const passed = httpRequest(
      { host: "127.0.0.1", port: inner, method, path, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: server.address().port,
    leadTo: (port) => {
      inner = port;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Somebody with a browser of their own: cookies are kept, redirects are not followed. */
export class Visitor {
  #cookies = new Map();

  constructor(site, headers = {}) {
    this.site = site;
    this.headers = headers;
  }

  setCookie(name, value) {
    this.#cookies.set(name, value);
  }

  cookie(name) {
    return this.#cookies.get(name);
  }

  get(path, headers) {
    return this.ask("GET", path, undefined, headers);
  }

  /** Posts a form, or JSON where `body` is for the REST API. */
  post(path, body, headers) {
    return this.ask("POST", path, body, headers);
  }

  ask(method, path, body, more = {}) {
    const isRest = path.startsWith("/wp-json/");
    const text =
      body === undefined
        ? ""
        : isRest
          ? JSON.stringify(body)
          : new URLSearchParams(body).toString();
    const headers = { "content-length": Buffer.byteLength(text), ...this.headers, ...more };
    if (text !== "")
      headers["content-type"] = isRest ? "application/json" : "application/x-www-form-urlencoded";
    if (this.#cookies.size > 0)
      headers.cookie = [...this.#cookies].map((pair) => pair.join("=")).join("; ");
    const url = new URL(path, this.site.base);
    return new Promise((resolve, reject) => {
      const start = url.protocol === "https:" ? httpsRequest : httpRequest;
      const asked = start(url, { method, headers, rejectUnauthorized: false }, (answer) => {
        let out = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk) => {
          out += chunk;
        });
        answer.on("end", () => {
          for (const set of answer.headers["set-cookie"] ?? []) this.#keep(set);
          resolve({
            status: answer.statusCode,
            location: answer.headers.location ?? null,
            headers: answer.headers,
            text: out,
            json: isRest ? parsed(out) : null,
          });
        });
      });
      asked.on("error", reject);
      asked.end(text);
    });
  }

  #keep(set) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(set);
    if (/max-age=0|expires=[^;]*19[67]\d/i.test(set) || value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }

  /** Signs in at wp-login.php. */
  async signIn({ login, password }) {
    await this.get("/wp-login.php");
    const answer = await this.post("/wp-login.php", { log: login, pwd: password, testcookie: "1" });
    if (answer.status !== 302)
      throw new Error(`not signed in: ${answer.status} ${answer.text.slice(0, 500)}`);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
