/** Starting: one process for one directory, keys where they belong, and the two configurations. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { firstAnswer } from "../../edge/launcher/launcher.mjs";
import { settings } from "../../edge/launcher/settings.mjs";
import { startWorkerd } from "../../edge/launcher/workerd.mjs";
import { MODULES } from "../../edge/modules.mjs";
import { promise } from "../promises/record.mjs";
import { freePort, root, until } from "./world.mjs";

const holders = promise(1, "launcher");
const wrongKeys = promise(30, "keys");
/** How often the holder of a directory is killed while four wait for it. */
const KILLS = process.env.EDGEWISE_LONG ? 25 : 5;

/** What a test started and may have left, and ends with it. */
const running = [];

function inFolder(work) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgewise-launcher-"));
    try {
      await work(folder);
    } finally {
      for (const child of running.splice(0)) child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** Runs the launcher in a process of its own; `said` is what it printed. */
async function launcher(folder, { port, more = "", name = "data", given = {} } = {}) {
  const code = `
    const { launch } = await import(${JSON.stringify(join(root, "edge/launcher/launcher.mjs"))});
    const { settings } = await import(${JSON.stringify(join(root, "edge/launcher/settings.mjs"))});
    const root = ${JSON.stringify(root)};
    const ready = () => console.log("ready");
    await launch(settings(process.env, root), { root, ready, ${more} }).catch((error) => {
      console.error(error.message);
      process.exitCode = 1;
    });`;
  const env = {
    PATH: process.env.PATH,
    PORT: String(port ?? (await freePort())),
    EDGEWISE_DATA_DIR: join(folder, name),
    ...given,
  };
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { env });
  running.push(child);
  const started = { child, port: Number(env.PORT), said: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      started.said += chunk;
    });
  }
  started.ended = new Promise((resolve) => child.once("exit", resolve));
  started.says = (pattern) =>
    until(() => pattern.exec(started.said), { what: `${pattern} in: ${started.said}` });
  started.stop = async () => {
    child.kill("SIGTERM");
    await started.ended;
  };
  return started;
}

const readLock = (folder) => Number(readFileSync(join(folder, "data/lock"), "utf8"));

test(
  "of four that start on one directory at once, one serves it, also after a kill",
  inFolder(async (folder) => {
    let before = null;
    for (let round = 0; round <= KILLS; round += 1) {
      before?.kill("SIGKILL");
      const takers = [];
      for (let taker = 0; taker < 4; taker += 1) {
        const given = { PORT: String(await freePort()), EDGEWISE_DATA_DIR: join(folder, "data") };
        const chosen = settings(given, root);
        const child = startWorkerd(chosen, {
          pages: join(root, "www/dist"),
          stdio: ["ignore", "pipe", "pipe"],
        });
        running.push(child);
        const ended = new Promise((resolve) => child.once("exit", resolve));
        takers.push({ child, port: chosen.port, ended });
      }
      const outcomes = await Promise.all(
        takers.map(({ port, ended }) =>
          Promise.race([ended, firstAnswer(port, ended).then((up) => (up ? "serves" : ended))]),
        ),
      );
      assert.deepEqual(outcomes.toSorted(), [75, 75, 75, "serves"], `round ${round}`);
      before = takers[outcomes.indexOf("serves")].child;
      assert.equal(readLock(folder), before.pid);
    }
    holders(KILLS, "of four that wait, one serves it next");
  }),
);

test(
  "a killed launcher leaves its process, and nobody else serves the directory while that lives",
  inFolder(async (folder) => {
    const first = await launcher(folder);
    await first.says(/^ready$/m);
    const pid = readLock(folder);
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await launcher(folder);
    assert.equal(await second.ended, 1);
    assert.match(second.said, new RegExp(`in use by process ${pid}.*kill ${pid}`));
    process.kill(pid, "SIGKILL");
    const third = await launcher(folder);
    await third.says(/^ready$/m);
    await third.stop();
  }),
);

test(
  "what another process answers on the same port is not taken for one's own",
  inFolder(async (folder) => {
    const first = await launcher(folder);
    await first.says(/^ready$/m);
    const second = await launcher(folder, { port: first.port, name: "other" });
    await second.says(/workerd ended/);
    assert.doesNotMatch(second.said, /^ready$/m);
    await Promise.all([first.stop(), second.stop()]);
  }),
);

test(
  "a process that never answers is ended and started again",
  inFolder(async (folder) => {
    const worker = `export default { fetch() { for (;;) {} } };`;
    const config = `using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (
        services = [
          (name = "stuck", worker = (
            modules = [(name = "worker.js", esModule = ${JSON.stringify(worker)})],
            compatibilityDate = "2026-08-05")),
          (name = "objects", disk = (writable = true)),
          (name = "pages", disk = (writable = false)),
          (name = "erasures", disk = (writable = true)),
          (name = "smtp", external = (address = "127.0.0.1:9", tcp = ())),
        ],
        sockets = [(name = "http", http = (), service = "stuck")],
      );`;
    const file = join(folder, "stuck.capnp");
    writeFileSync(file, config);
    const more = `config: ${JSON.stringify(file)}, patience: { start: 400, end: 300 }`;
    const stuck = await launcher(folder, { more });
    await stuck.says(/workerd ended \(SIGKILL\); starting it again/);
    await stuck.says(/(ending workerd[\s\S]*){2}/);
    assert.doesNotMatch(stuck.said, /^ready$/m);
    await stuck.stop();
  }),
);

test(
  "missing keys are made once, for their owner only, beside the data and not in it",
  inFolder((folder) => {
    const given = { EDGEWISE_DATA_DIR: join(folder, "data") };
    const first = settings(given, root);
    const again = settings(given, root);
    assert.deepEqual(first.env, again.env);
    assert.equal(Buffer.from(first.env.EDGEWISE_MASTER_KEY, "base64").length, 32);
    for (const name of ["data.admin-key", "data.master-key"]) {
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    }
    assert.equal(statSync(join(folder, "data")).mode & 0o777, 0o700);
    assert.ok(!existsSync(join(folder, "data/data.master-key")));
  }),
);

test(
  "production makes no keys, and another master key is refused",
  inFolder((folder) => {
    const given = { EDGEWISE_DATA_DIR: join(folder, "data"), NODE_ENV: "production" };
    assert.throws(() => settings(given, root), /EDGEWISE_ADMIN_KEY is required/);
    const key = (byte) => Buffer.alloc(32, byte).toString("base64");
    const admin = "an-admin-key-for-tests";
    const whole = { ...given, EDGEWISE_ADMIN_KEY: admin, EDGEWISE_MASTER_KEY: key(1) };
    settings(whole, root);
    const short = { ...whole, EDGEWISE_ADMIN_KEY: "fifteen symbols" };
    assert.throws(() => settings(short, root), /at least 16 characters/);
    settings({ ...short, NODE_ENV: "development" }, root);
    assert.throws(() => settings({ ...whole, EDGEWISE_MASTER_KEY: key(2) }, root), /not the key/);
    assert.throws(() => settings({ ...whole, EDGEWISE_MASTER_KEY: "short" }, root), /32 bytes/);
    assert.throws(() => settings({ ...whole, PORT: "http" }, root), /PORT must be a number/);
    for (const here of ["127.0.0.1", "localhost", "[::1]"])
      assert.throws(
        () => settings({ ...whole, SMTP_URL: `smtps://${here}` }, root),
        /on this machine, which is spoken to without TLS/,
      );
    wrongKeys(2, "another and a short one refused");
  }),
);

test("wrangler.jsonc and workerd.capnp say the same", () => {
  const text = readFileSync(join(root, "edge/wrangler.jsonc"), "utf8");
  const wrangler = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
  // The name of the local objects: with another one, every data directory would look empty.
  const unique = "edge";
  const capnp = readFileSync(join(root, "edge/workerd.capnp"), "utf8");
  const all = (pattern) => [...capnp.matchAll(pattern)].map((found) => found[1]);
  assert.deepEqual(all(/compatibilityDate = "([^"]+)"/g), [wrangler.compatibility_date]);
  const classes = wrangler.durable_objects.bindings;
  assert.deepEqual(
    all(/className = "(\w+)"/g).sort(),
    classes.map((binding) => binding.class_name).sort(),
  );
  assert.deepEqual(
    all(/uniqueKey = "([^"]+)"/g).sort(),
    classes.map((binding) => `${unique}-${binding.class_name}`).sort(),
  );
  const modules = Object.values(MODULES);
  assert.deepEqual(all(/wasm = embed "dist\/([^"]+)"/g), modules);
  assert.deepEqual(all(/\(name = "([^"]+)", wasm = /g), modules);
  assert.deepEqual(wrangler.rules, [{ type: "CompiledWasm", globs: modules }]);
  const bound = all(/\(name = "([A-Z_]+)", (?:durableObjectNamespace|service|fromEnvironment)/g);
  for (const { name } of classes) assert.ok(bound.includes(name), name);
  assert.ok(bound.includes(wrangler.assets.binding));
  const declared = readFileSync(join(root, "edge/src/env.ts"), "utf8");
  for (const name of bound) assert.match(declared, new RegExp(`^ {2}${name}\\??:`, "m"), name);
  assert.deepEqual(
    wrangler.migrations.flatMap((step) => step.new_sqlite_classes).sort(),
    classes.map((binding) => binding.class_name).sort(),
  );
});

test(
  "the master key is changed by giving the new one and naming the one before, until it is said that it can go",
  inFolder(async (folder) => {
    const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64"));
    const serve = async (given, word) => {
      const started = await launcher(folder, { given });
      await started.says(word);
      return started;
    };
    await (await serve({ EDGEWISE_MASTER_KEY: first }, /ready/)).stop();
    const both = { EDGEWISE_MASTER_KEY: second, EDGEWISE_PREVIOUS_MASTER_KEY: first };
    await (await serve(both, /EDGEWISE_PREVIOUS_MASTER_KEY can go/)).stop();
    await (await serve({ EDGEWISE_MASTER_KEY: second }, /ready/)).stop();
    await (await serve({ EDGEWISE_MASTER_KEY: first }, /not the key/)).ended;
  }),
);
