/**
 * What comes back: clicks on links of ours, as fast as they are answered, and how long a bounce takes until its
 * address is suppressed. A click that is answered is written down; whether a person made it is decided later,
 * and that is part of the time here.
 *
 *   node edge/bench/returns.bench.mjs
 */
import { Agent, get } from "node:http";
import { startEmailApis } from "../../tests/blackbox/email-apis.mjs";
import { BODIES, reporting } from "../../tests/blackbox/email-report-bodies.mjs";
import { startWorld } from "../../tests/blackbox/world.mjs";

const SECONDS = 8;
const CONNECTIONS = 32;
const PEOPLE = 40;
const LINKS = ["a", "b", "c", "d", "e"];
const html = LINKS.map((link) => `<a href="https://mira-ceramics.example/${link}">x</a>`).join("");

const apis = await startEmailApis();
const world = await startWorld({ smtp: "none://nowhere", localNetwork: apis.port });
try {
  const { makeShop, written, post, standingOf } = reporting(world);
  const shop = await makeShop("postmark", { messages: { hello: { subject: "Hello", html } } });
  const people = [];
  for (let number = 0; number < PEOPLE; number += 1) people.push(await written(shop));
  await world.advance(shop, 60_000);

  const urls = apis.mails.flatMap(
    ({ body }) => body.HtmlBody.match(/http[^"]+\/c\/[\w-]{56}/g) ?? [],
  );
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const headers = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64)", "accept-language": "en" };
  const click = (url) =>
    new Promise((resolve, reject) => {
      get(url, { agent, headers }, (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode));
      }).on("error", reject);
    });
  let [done, next] = [0, 0];
  const end = performance.now() + SECONDS * 1000;
  const began = performance.now();
  const wrong = new Map();
  const connection = async () => {
    while (performance.now() < end) {
      const status = await click(urls[next++ % urls.length]);
      if (status === 302) done += 1;
      else wrong.set(status, (wrong.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();

  const times = [];
  for (const to of people) {
    const from = performance.now();
    await post(shop, "postmark", BODIES.postmark.complained(to));
    times.push(performance.now() - from);
    const [reason] = await standingOf(shop, to);
    if (reason !== "email: complained") throw new Error(`${to.id} isn't suppressed: ${reason}`);
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (times.length - 1))].toFixed(1);

  console.log("What comes back, one shop on one process");
  console.log(`  clicks followed and counted      ${(done / seconds).toFixed(0)} a second`);
  console.log(`  other answers                    ${JSON.stringify([...wrong])}`);
  console.log(
    `  report to suppression, ms        median ${at(0.5)}, 95% ${at(0.95)}, most ${at(1)}`,
  );
} finally {
  await world.stop();
  apis.close();
}
