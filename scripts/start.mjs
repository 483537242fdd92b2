/**
 * `npm start`: from a fresh clone to a running Edgewise.
 *
 * Checks the toolchain, installs packages, builds what changed, and serves the Worker with workerd
 * over a data directory. Opens nothing by itself.
 */
import { root } from "./command.mjs";
import { buildToServe } from "./build.mjs";
import { headline, main, note, seconds } from "./say.mjs";

main(async () => {
  const from = performance.now();
  const served = await buildToServe({ production: process.env.NODE_ENV === "production" });
  const { settings } = await import("../edge/launcher/settings.mjs");
  const { launch } = await import("../edge/launcher/launcher.mjs");
  const chosen = settings(process.env, root);
  headline(
    "Edgewise",
    `Serves the Worker with workerd, in ${chosen.env.EDGEWISE_MODE} mode. Ctrl-C stops it.`,
  );
  await launch(chosen, { root, ...served, ready: () => printAddresses(chosen, from) });
});

function printAddresses(chosen, from) {
  const base = `http://127.0.0.1:${chosen.port}`;
  note(`Admin page      ${base}/app/`);
  note(`API             ${base}/openapi.json`);
  note(`Admin key       ${chosen.adminKeyFile ?? "as given in EDGEWISE_ADMIN_KEY"}`);
  note(`Data            ${chosen.dataDir}`);
  note(`Mail goes to    ${chosen.smtp.host}:${chosen.smtp.port}`);
  note(`Ready after ${seconds(from)}. A small shop's day: npm run demo`);
}
