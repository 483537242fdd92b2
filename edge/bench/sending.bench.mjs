/**
 * How many messages a second a process hands over to a provider on this machine: each is asked about twice,
 * rendered, sealed, written down as handed over, handed over, and its answer written down. Through a mail server
 * (a connection each), through an API, and through one whose limit makes most of them wait for their turn.
 *
 *   node edge/bench/sending.bench.mjs [--messages 1000]
 */
import { readFileSync } from "node:fs";
import { customer } from "../../tests/blackbox/bodies.mjs";
import { SETTINGS, startEmailApis } from "../../tests/blackbox/email-apis.mjs";
import { startMailServer } from "../../tests/blackbox/mail-server.mjs";
import { HOUR, onSignUp, recovery } from "../../tests/blackbox/recovery-config.mjs";
import { startWorld, until } from "../../tests/blackbox/world.mjs";

const at = process.argv.indexOf("--messages");
const MESSAGES = at < 0 ? 1_000 : Number(process.argv[at + 1]);
/** In one second of the kernel's clock (`man 5 proc_pid_stat`). */
const TICKS = 100;

const html = `<h1>Hello {{ customer.first_name }}</h1>${"<p>Some words about bowls.</p>".repeat(40)}
  <p><a href="https://mira-ceramics.example/new">See what’s new</a></p>`;
const config = recovery({
  messages: { hello: { channel: "email", subject: "Hello", html } },
  workflows: [
    onSignUp([
      { id: "pause", type: "wait", for: { amount: 1, unit: "hours" } },
      { id: "hello", type: "send", message: "hello", kind: "marketing" },
    ]),
  ],
});

const [apis, mail] = await Promise.all([startEmailApis(), startMailServer()]);
const world = await startWorld({ smtp: mail.url, localNetwork: apis.port });
let people = 900_000;
try {
  console.log(`${MESSAGES} messages due at one moment, one shop on one process`);
  await measure("a mail server", null);
  await measure("an API (Postmark)", SETTINGS.postmark);
  await measure("an API with a limit of 1,000 a second (Brevo)", SETTINGS.brevo);
} finally {
  await world.stop();
  await mail.close();
  apis.close();
}

async function measure(name, settings) {
  const shop = await world.shop();
  await world.api("PUT", `${shop.api}/config`, config);
  if (settings !== null) await world.api("PUT", `${shop.api}/email-connection`, settings);
  const now = new Date((await world.advance(shop, 0)).now).toISOString();
  const consent = { state: "subscribed", consent_updated_at: now };
  const given = { created_at: now, updated_at: now, email_marketing_consent: consent };
  for (let next = 0; next < MESSAGES; next += 50) {
    const some = Array.from({ length: Math.min(50, MESSAGES - next) }, () => (people += 1));
    await Promise.all(
      some.map((id) =>
        world.deliver(shop, "customers/create", customer(id, `p${id}@people.example`, given)),
      ),
    );
  }
  const [began, cpu] = [performance.now(), cpuOf(world.pid)];
  await world.advance(shop, HOUR + 60_000);
  const counts = async () => (await world.api("GET", `${shop.api}/outbox?limit=1`)).body.counts;
  await until(async () => (await counts()).sent === MESSAGES, { seconds: 300, what: "sending" });
  const seconds = (performance.now() - began) / 1000;
  const each = ((cpuOf(world.pid) - cpu) / MESSAGES) * 1000;
  console.log(
    `  ${name.padEnd(48)} ${(1000 / each).toFixed(0).padStart(5)} a second and core (${each.toFixed(2)} ms of CPU each), ${(MESSAGES / seconds).toFixed(0)} a second with the stand-in beside it`,
  );
}

/** The processor time of a process, in seconds. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
