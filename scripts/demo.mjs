/**
 * `npm run demo`: a small shop's day against a running `npm start`.
 *
 * Signed Shopify webhooks go in, the shop's clock is moved, mails come out at an SMTP server here, and
 * everything that was sent or not sent is printed with its reason. Ends with a table of the people and
 * a list of what had to happen; the exit code is 1 when something of it did not.
 */
import { cast } from "./demo/cast.mjs";
import { check } from "./demo/expectations.mjs";
import { startMailbox } from "./demo/mailbox.mjs";
import { replayed } from "./demo/replay.mjs";
import * as screen from "./demo/screen.mjs";
import { connect } from "./demo/shop.mjs";
import { play } from "./demo/story.mjs";
import { main } from "./say.mjs";

main(async () => {
  const from = performance.now();
  const shop = await connect();
  const mailbox = await startMailbox(process.env.SMTP_URL);
  try {
    screen.opening(shop, mailbox);
    const people = cast();
    await play(shop, mailbox, people);
    screen.people(people);
    const results = [...check(people, mailbox), await replayed(shop, people)];
    screen.expectations(results);
    screen.closing(shop, from);
    if (results.some(({ met }) => !met)) process.exitCode = 1;
  } finally {
    await mailbox.close();
  }
});
