/**
 * What is stored, looked at and changed by SQLite itself: a Worker that does nothing else, over a world's data
 * directory, while the world is down.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startWorkerd } from "../../edge/launcher/workerd.mjs";
import { freePort, until } from "./world.mjs";

const WORKER = `
  import { DurableObject } from "cloudflare:workers";
  class Check extends DurableObject {
    run(query) {
      return this.ctx.storage.sql.exec(query).toArray();
    }
  }
  export class Directory extends Check {}
  export class Shop extends Check {}
  export default {
    async fetch(request, env) {
      const [kind, id] = new URL(request.url).pathname.slice(1).split("/");
      if (id === undefined) return new Response("here");
      const object = env[kind].get(env[kind].idFromString(id));
      return Response.json(await object.run(await request.text()));
    },
  };`;

const CONFIG = `using Workerd = import "/workerd/workerd.capnp";
  const config :Workerd.Config = (
    services = [
      (name = "check", worker = (
        modules = [(name = "worker.js", esModule = ${JSON.stringify(WORKER)})],
        compatibilityDate = "2026-08-05",
        durableObjectNamespaces = [
          (className = "Directory", uniqueKey = "edge-Directory", enableSql = true),
          (className = "Shop", uniqueKey = "edge-Shop", enableSql = true),
        ],
        durableObjectStorage = (localDisk = "objects"),
        bindings = [
          (name = "Directory", durableObjectNamespace = "Directory"),
          (name = "Shop", durableObjectNamespace = "Shop"),
        ])),
      (name = "objects", disk = (writable = true)),
      (name = "erasures", disk = (writable = true)),
      (name = "pages", disk = (writable = false)),
      (name = "smtp", external = (address = "127.0.0.1:9", tcp = ())),
    ],
    sockets = [(name = "http", http = (), service = "check")],
  );`;

/**
 * Checks all databases of a world whose process ended; gives their number.
 *
 * @throws {Error} naming the first that is not whole
 */
export const quickCheck = (world) =>
  atDatabases(world, async (databases) => {
    for (const { file, run } of databases) {
      const [{ quick_check: word }] = await run("PRAGMA quick_check");
      if (word !== "ok") throw new Error(`${file} is not whole: ${word}`);
    }
    return databases.length;
  });

/** Runs one statement on the directory of a world whose process ended; gives its rows. */
export const onDirectory = (world, query) =>
  atDatabases(world, (databases) => databases.find(({ kind }) => kind === "Directory").run(query));

async function atDatabases(world, work) {
  const dataDir = join(world.folder, "data");
  const config = join(world.folder, "quick-check.capnp");
  writeFileSync(config, CONFIG);
  const port = await freePort();
  const smtp = { host: "127.0.0.1", port: 9 };
  const settings = { port, dataDir, erasuresDir: world.folder, smtp, env: {} };
  const child = startWorkerd(settings, { pages: world.folder, config });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const ask = (path, body) =>
      fetch(`http://127.0.0.1:${port}${path}`, body === undefined ? {} : { method: "POST", body });
    await until(() => ask("/").catch(() => null), { what: "the checking Worker" });
    const files = readdirSync(join(dataDir, "objects"), { recursive: true })
      .map((file) => file.match(/edge-(Directory|Shop)\/([0-9a-f]+)\.sqlite$/))
      .filter((found) => found !== null);
    if (files.length === 0) throw new Error(`no database in ${dataDir}`);
    const run = async (kind, id, query) => (await ask(`/${kind}/${id}`, query)).json();
    return await work(
      files.map(([file, kind, id]) => ({ file, kind, run: (query) => run(kind, id, query) })),
    );
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}
