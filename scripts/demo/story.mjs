/** What happens in the demo, beat by beat: at each, the clock moves, something happens, and what came
 * of it is printed. */
import { checkout, order, signUp } from "./bodies.mjs";
import { follow } from "./follow.mjs";
import * as screen from "./screen.mjs";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Plays it. */
export async function play(shop, mailbox, people) {
  const named = Object.fromEntries(people.map((person) => [person.first.toLowerCase(), person]));
  const { anna, ben, clara, dmitri, elif, farid, grace, hana, ivo } = named;
  const nine = nextNine(shop.now);
  const at = (time) => nine + time;

  const look = () => follow(shop, mailbox, people);
  const beat = async (time, happen) => {
    await shop.goTo(at(time), look);
    if (happen === undefined) return;
    await happen(at(time));
    await look();
    await screen.pause();
  };
  const send = async (person, text, topic, body) => {
    const outcome = await shop.deliver(topic, body);
    screen.happened(
      shop.now,
      person,
      text,
      outcome === "accepted" ? topic : `${topic}: ${outcome}`,
    );
    return outcome;
  };
  const begins = (person, price) => (now) =>
    send(
      person,
      `begins a checkout for €${price}`,
      "checkouts/create",
      checkout(person, now, price),
    );
  const pays = async (person, now, price, text) => {
    await send(person, text, "orders/create", order(person, now, price));
    await send(person, "has paid", "orders/paid", order(person, now, price));
  };

  screen.chapter("Morning: the shop opens, people sign up");
  await beat(0, async (now) => {
    for (const person of people.filter(({ guest }) => !guest)) {
      const agreed =
        person.consent === "subscribed" ? "and agrees to email" : "without agreeing to email";
      await send(person, `signs up ${agreed}`, "customers/create", signUp(person, now));
    }
  });

  screen.chapter("Late morning: carts are filled, and left");
  await beat(HOUR, begins(anna, "84.00"));
  await beat(HOUR + 2 * MINUTE, begins(ben, "46.00"));
  await beat(HOUR + 4 * MINUTE, begins(clara, "129.00"));
  await beat(HOUR + 6 * MINUTE, begins(dmitri, "58.00"));
  await beat(HOUR + 8 * MINUTE, begins(elif, "72.00"));
  await beat(HOUR + 10 * MINUTE, begins(farid, "39.00"));
  await beat(HOUR + 12 * MINUTE, begins(hana, "95.00"));
  await beat(HOUR + 14 * MINUTE, async (now) => {
    const body = checkout(ivo, now, "64.00");
    ivo.outcomes = [await send(ivo, "begins a checkout for €64.00", "checkouts/create", body)];
    for (const time of ["a second time", "a third time"]) {
      ivo.outcomes.push(
        await send(ivo, `the same delivery arrives ${time}`, "checkouts/create", body),
      );
    }
  });

  screen.chapter("An hour later: the first reminders, and who gets none");
  await beat(2 * HOUR + 2 * MINUTE - SECOND, (now) =>
    pays(ben, now, "46.00", "orders, 59 minutes and 59 seconds after he began"),
  );
  await beat(2 * HOUR + 30 * MINUTE, async () => {
    const [mail] = mailbox.to(elif.email);
    if (mail?.unsubscribe == null) return;
    const link = shop.base + new URL(mail.unsubscribe).pathname;
    await fetch(link, { method: "POST", body: "List-Unsubscribe=One-Click" });
    screen.happened(shop.now, elif, "unsubscribes with one click", "POST /u/…");
  });
  await beat(2 * HOUR + 40 * MINUTE, (now) =>
    pays(clara, now, "129.00", "comes back through the reminder and orders"),
  );

  screen.chapter("Afternoon: a guest signs up, a big order, news that comes late");
  await beat(4 * HOUR, async (now) => {
    farid.guest = false;
    await send(
      farid,
      "makes an account: the guest has a name now",
      "customers/create",
      signUp(farid, now),
    );
  });
  await beat(4 * HOUR + 30 * MINUTE, () =>
    pays(hana, at(HOUR + 50 * MINUTE), "95.00", "ordered at 10:50, and only now reported"),
  );
  await beat(5 * HOUR, (now) => pays(grace, now, "1240.00", "orders for €1,240.00"));

  screen.chapter("The days after");
  await beat(16 * DAY);
}

/** The next nine o'clock in the shop's zone: a day begins in the morning. */
function nextNine(now) {
  const clock = new Date(now).toLocaleTimeString("en-GB", { timeZone: "Europe/Berlin" });
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(":").map(Number);
  const passed = ((hours - 9 + 24) % 24) * HOUR + minutes * MINUTE + seconds * SECOND;
  return Math.floor(now / SECOND) * SECOND + DAY - passed;
}
