# For one machine: `npm start` and the tests. wrangler.jsonc is for Cloudflare; a test holds the two
# together. The launcher gives the addresses and folders on the command line and the settings in the
# environment, so that this file is the same for everyone.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "objects", disk = (writable = true)),
    (name = "pages", disk = (writable = false)),
    # Who was erased, apart from the data that a backup would bring back.
    (name = "erasures", disk = (writable = true)),
    # A mail server on this machine. The global network stays public-only, so a merchant's webhook
    # address can never reach what listens here.
    (name = "smtp", external = (address = "127.0.0.1:2525", tcp = ())),
    # Sites on this machine. The Worker uses it in development only, for a store that was connected from there.
    (name = "loopback", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "dist/worker.js"),
    (name = "engine.wasm", wasm = embed "dist/engine.wasm"),
    (name = "tools.wasm", wasm = embed "dist/tools.wasm"),
    (name = "compose.wasm", wasm = embed "dist/compose.wasm"),
  ],
  compatibilityDate = "2026-08-05",
  durableObjectNamespaces = [
    # Object ids derive from these keys: another key, and the data looks empty.
    (className = "Directory", uniqueKey = "edge-Directory", enableSql = true),
    (className = "Shop", uniqueKey = "edge-Shop", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "DIRECTORY", durableObjectNamespace = "Directory"),
    (name = "SHOP", durableObjectNamespace = "Shop"),
    (name = "ASSETS", service = "pages"),
    (name = "SMTP", service = "smtp"),
    (name = "LOOPBACK", service = "loopback"),
    (name = "ERASURES", service = "erasures"),
    (name = "EDGEWISE_INSTANCE", fromEnvironment = "EDGEWISE_INSTANCE"),
    (name = "EDGEWISE_MODE", fromEnvironment = "EDGEWISE_MODE"),
    (name = "EDGEWISE_ADMIN_KEY", fromEnvironment = "EDGEWISE_ADMIN_KEY"),
    (name = "EDGEWISE_MASTER_KEY", fromEnvironment = "EDGEWISE_MASTER_KEY"),
    (name = "EDGEWISE_PREVIOUS_MASTER_KEY", fromEnvironment = "EDGEWISE_PREVIOUS_MASTER_KEY"),
    (name = "LOG_LEVEL", fromEnvironment = "LOG_LEVEL"),
    (name = "EDGEWISE_PUBLIC_URL", fromEnvironment = "EDGEWISE_PUBLIC_URL"),
    (name = "EDGEWISE_ALERT_URL", fromEnvironment = "EDGEWISE_ALERT_URL"),
    (name = "EDGEWISE_DNS_URL", fromEnvironment = "EDGEWISE_DNS_URL"),
    (name = "SHOPIFY_API_KEY", fromEnvironment = "SHOPIFY_API_KEY"),
    (name = "SHOPIFY_API_SECRET", fromEnvironment = "SHOPIFY_API_SECRET"),
    (name = "SHOPIFY_PREVIOUS_API_SECRET", fromEnvironment = "SHOPIFY_PREVIOUS_API_SECRET"),
    (name = "SMTP_URL", fromEnvironment = "SMTP_URL"),
    (name = "EDGEWISE_CLIENT_ADDRESS_HEADER", fromEnvironment = "EDGEWISE_CLIENT_ADDRESS_HEADER"),
  ],
);
