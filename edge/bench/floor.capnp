# The floor of edge/bench/webhook.bench.mjs.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .floor),
    (name = "objects", disk = (writable = true)),
    (name = "pages", disk = (writable = false)),
    (name = "erasures", disk = (writable = true)),
    (name = "smtp", external = (address = "127.0.0.1:9", tcp = ())),
  ],
  sockets = [(name = "http", http = (), service = "edge")],
);

const floor :Workerd.Worker = (
  modules = [(name = "floor.js", esModule = embed "floor.js")],
  compatibilityDate = "2026-08-05",
  durableObjectNamespaces = [(className = "Floor", uniqueKey = "floor", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "FLOOR", durableObjectNamespace = "Floor"),
    (name = "SECRET", text = "secret-of-the-bench"),
  ],
);
