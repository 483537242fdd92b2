# A Worker that replays recorded calls in the runtime that the edge build is made for. The test puts the
# files of one build of the engine beside this one.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "replay", worker = .replay),
    (name = "objects", disk = (writable = true)),
    (name = "pages", disk = (writable = false)),
    (name = "erasures", disk = (writable = true)),
    (name = "smtp", external = (address = "127.0.0.1:9", tcp = ())),
  ],
  sockets = [(name = "http", http = (), service = "replay")],
);

const replay :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "replay.mjs", esModule = embed "replay.mjs"),
    (name = "engine.js", esModule = embed "engine.js"),
    (name = "instance.js", esModule = embed "instance.js"),
    (name = "edgewise.js", esModule = embed "edgewise.js"),
    (name = "edgewise_bg.wasm", wasm = embed "edgewise_bg.wasm"),
    (name = "tools.js", esModule = embed "tools.js"),
    (name = "tools.wasm", wasm = embed "tools.wasm"),
  ],
  compatibilityDate = "2026-08-05",
);
