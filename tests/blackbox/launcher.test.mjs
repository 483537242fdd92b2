/** Starting: one process for one directory, keys where they belong, and the two configurations. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { lock } from "../../edge/launcher/lock.mjs";
import { settings } from "../../edge/launcher/settings.mjs";
import { root } from "./world.mjs";

function inFolder(work) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "edgewise-launcher-"));
    try {
      await work(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

test(
  "a second process on the same directory is refused, by name",
  inFolder((folder) => {
    const unlock = lock(folder);
    assert.throws(() => lock(folder), new RegExp(`in use by process ${process.pid}`));
    unlock();
    lock(folder)();
  }),
);

test(
  "a lock whose process is gone, or whose number is another's now, is taken over",
  inFolder(async (folder) => {
    const child = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => child.once("exit", resolve));
    writeFileSync(join(folder, "lock"), JSON.stringify({ pid: child.pid, started: "1" }));
    lock(folder)();
    writeFileSync(
      join(folder, "lock"),
      JSON.stringify({ pid: process.pid, started: "another moment" }),
    );
    lock(folder)();
    writeFileSync(join(folder, "lock"), "rubbish");
    lock(folder)();
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
    const whole = { ...given, EDGEWISE_ADMIN_KEY: "an-admin-key", EDGEWISE_MASTER_KEY: key(1) };
    settings(whole, root);
    assert.throws(() => settings({ ...whole, EDGEWISE_MASTER_KEY: key(2) }, root), /not the key/);
    assert.throws(() => settings({ ...whole, EDGEWISE_MASTER_KEY: "short" }, root), /32 bytes/);
    assert.throws(() => settings({ ...whole, PORT: "http" }, root), /PORT must be a number/);
    for (const here of ["127.0.0.1", "localhost", "[::1]"])
      assert.throws(
        () => settings({ ...whole, SMTP_URL: `smtps://${here}` }, root),
        /on this machine, which is spoken to without TLS/,
      );
  }),
);

test("wrangler.jsonc and workerd.capnp say the same", () => {
  const text = readFileSync(join(root, "edge/wrangler.jsonc"), "utf8");
  const wrangler = JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
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
    classes.map((binding) => `${wrangler.name}-${binding.class_name}`).sort(),
  );
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
