/** How it starts: soon, small, and without a word to anybody outside of this machine. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findStrace } from "../../scripts/strace.mjs";
import { about, promise } from "../promises/record.mjs";
import { freePort, root, until } from "./world.mjs";

const shown = promise(34, "starts");
const STARTS = 5;
const LAUNCHER = `
  const { launch } = await import(${JSON.stringify(join(root, "edge/launcher/launcher.mjs"))});
  const { settings } = await import(${JSON.stringify(join(root, "edge/launcher/settings.mjs"))});
  const root = ${JSON.stringify(root)};
  await launch(settings(process.env, root), { root, ready: () => console.log("ready") });`;

const statusOf = (id, name) => {
  try {
    const text = readFileSync(`/proc/${id}/status`, "utf8");
    return text.match(new RegExp(`^${name}:\\s+(\\S+)`, "m"))?.[1];
  } catch {
    // It has ended meanwhile.
  }
};
const childrenOf = (pid) =>
  readdirSync("/proc").filter((id) => /^\d+$/.test(id) && statusOf(id, "PPid") === String(pid));

/** The resident memory of the Worker's process that a process started, in MB. */
function memoryOf(pid) {
  const own = statusOf(pid, "Name") === "workerd" ? Number(statusOf(pid, "VmRSS")) / 1024 : 0;
  return childrenOf(pid).reduce((sum, id) => sum + memoryOf(id), own);
}

/** Every address that was connected to, by the calls that strace wrote down. */
function addressesIn(trace) {
  const calls = trace.split("\n").filter((line) => /\b(connect|sendto|sendmsg)\(/.test(line));
  return calls.flatMap((line) => line.match(/(?<=inet_(?:addr|pton)\([^"]*")[^"]+/g) ?? []);
}

test(`${STARTS} starts are quick and small, and connect to nothing but this machine`, async () => {
  const strace = await findStrace();
  const folder = mkdtempSync(join(tmpdir(), "edgewise-start-"));
  const took = [];
  let most = 0;
  try {
    for (let start = 0; start < STARTS; start += 1) {
      const port = await freePort();
      const env = {
        PATH: process.env.PATH,
        PORT: String(port),
        EDGEWISE_DATA_DIR: join(folder, `data-${start}`),
      };
      const node = [process.execPath, "--input-type=module", "-e", LAUNCHER];
      const trace = join(folder, `trace-${start}`);
      // The last one is watched, which makes it slower.
      const isWatched = start === STARTS - 1;
      const watch = ["-f", "-qq", "-o", trace, "-e", "trace=network", ...node];
      const from = performance.now();
      const child = isWatched
        ? spawn(strace, watch, { env })
        : spawn(node[0], node.slice(1), { env });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      let said = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk) => {
          said += chunk;
        });
      }
      try {
        await until(() => /^ready$/m.test(said), { seconds: 20, what: `“ready” in: ${said}` });
        if (!isWatched) took.push(performance.now() - from);
        assert.equal((await fetch(`http://127.0.0.1:${port}/app/`)).status, 200);
        most = Math.max(most, memoryOf(child.pid));
      } finally {
        // What watches would leave what it watches behind.
        for (const id of isWatched ? childrenOf(child.pid) : [child.pid]) process.kill(Number(id));
        await ended;
      }
      if (!isWatched) continue;
      const text = readFileSync(trace, "utf8");
      const addresses = addressesIn(text);
      assert.ok(addresses.length > 0, "the launcher asks its own process, which must be seen");
      const elsewhere = addresses.filter(
        (one) => !/^(127\.|::1$|::ffff:127\.|0\.0\.0\.0$)/.test(one),
      );
      assert.deepEqual([...new Set(elsewhere)], []);
    }
    const usual = took.sort((one, other) => one - other)[took.length >> 1];
    assert.ok(usual <= 2_000, `${took} ms`);
    assert.ok(most <= 150, `${most} MB`);
    const figure = `mostly ready after ${about(usual)} ms, ${about(most)} MB, 0 connections elsewhere`;
    shown(STARTS, figure);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
