/**
 * `npm run deploy`: builds, and hands the Worker to Cloudflare by the wrangler that is locked in
 * `edge/deploy`. Other commands of wrangler's go the same way: `npm run deploy -- secret put NAME`,
 * `npm run deploy -- rollback`.
 */
import { must } from "./command.mjs";
import { build } from "./build.mjs";
import { headline, main } from "./say.mjs";
import { wrangler } from "./wrangler.mjs";

main(async () => {
  const asked = process.argv.slice(2);
  const command = asked.length === 0 || asked[0].startsWith("-") ? ["deploy", ...asked] : asked;
  if (command[0] === "deploy") await build();
  headline("Cloudflare", `wrangler ${command.join(" ")}`);
  const { program, args, cwd } = await wrangler(command);
  // Wrangler asks questions and opens a browser to log in.
  await must(program, args, { cwd, seconds: 1800, stdin: "inherit" });
});
