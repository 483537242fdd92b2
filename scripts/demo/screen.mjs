/** What the demo prints: a timeline with a clock, a mark, a name and a reason on every line. */
import { ZONE } from "./shop.mjs";

const lively = process.stdout.isTTY && !process.env.CI;
const color = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint("1");
const dim = paint("2");
const green = paint("32");
const red = paint("31");
const amber = paint("33");
const teal = paint("36");

export function opening(shop, mailbox) {
  console.log(`\n${bold("A day at Willow & Kiln")}  ${dim(`${shop.domain} at ${shop.base}`)}`);
  console.log(
    dim(`Mail goes to ${mailbox.address}. Times are Berlin time, on the shop's own clock.`),
  );
  console.log(
    `\n  ${dim("·")} happens   ${green("✉")} sent   ${green("✓")} done   ${amber("→")} enters   ${amber("■")} leaves   ${red("✕")} not sent`,
  );
}

export function chapter(title) {
  console.log(`\n${bold(title)}`);
}

/** Something that happened in the shop. */
export function happened(now, person, text, topic) {
  line(now, dim("·"), person, `${text}  ${dim(topic)}`);
}

/** A decision, when it is one that a merchant would ask about. */
export function decided(person, { now, type, sentence, subject, step, code, reason }) {
  switch (type) {
    case "mail":
      if (subject === null) return line(now, red("✕"), person, red("a mail that never arrived"));
      return line(now, green("✉"), person, `${green(`“${subject}”`)}  ${dim(step ?? "")}`);
    case "reported":
      return code === null
        ? undefined
        : line(now, green("✓"), person, `code ${code}  ${dim(step ?? "")}`);
    case "add_tag":
    case "create_task":
      return line(
        now,
        green("✓"),
        person,
        type === "add_tag" ? "tagged VIP" : "a task for the shop: a personal note",
      );
    case "entered":
      return line(now, amber("→"), person, plain(sentence));
    case "exited":
      return line(now, amber("■"), person, plain(sentence));
    case "suppressed":
      return line(now, red("✕"), person, plain(sentence));
    case "not-entered":
      return reason === "trigger-not-met"
        ? undefined
        : line(now, red("✕"), person, plain(sentence));
    case "deferred":
    case "too-late":
    case "tier-changed":
    case "merged":
      return line(now, amber("‖"), person, plain(sentence));
  }
}

/** Each person in one row: what they got, and how it ended. */
export function people(list) {
  console.log(`\n${bold("Who got what")}`);
  for (const person of list) {
    const mails = person.decisions.filter(({ type }) => type === "mail").length;
    const codes = person.decisions.filter(({ code }) => code !== null).map(({ code }) => code);
    const count = `${mails} ${mails === 1 ? "mail" : "mails"}`;
    console.log(`  ${bold(name(person))} ${dim(person.about)}`);
    console.log(
      `  ${" ".repeat(8)} ${green(count)}${codes.length > 0 ? `; made for them: ${codes.join(", ")}` : ""}`,
    );
    for (const why of reasons(person)) console.log(`  ${" ".repeat(8)} ${dim(why)}`);
  }
}

export function expectations(results) {
  console.log(`\n${bold("What had to happen")}`);
  for (const { met, text } of results) console.log(`  ${met ? green("✓") : red("✕")} ${text}`);
}

export function closing(shop, from) {
  const took = ((performance.now() - from) / 1000).toFixed(1);
  console.log(`\nSixteen days in ${took} s. Look at it again, decision for decision:`);
  console.log(
    `  ${teal(`${shop.base}/app/?shop=${shop.id}#/customers`)}  ${dim("(sign in with the admin key)")}\n`,
  );
}

/** Lets a watcher read; a pipe does not need to. */
export const pause = () => new Promise((resolve) => setTimeout(resolve, lively ? 350 : 0));

let lastDay = "";

function line(now, mark, person, text) {
  const day = new Date(now).toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: ZONE,
  });
  const time = new Date(now).toLocaleTimeString("en-GB", { timeZone: ZONE });
  if (day !== lastDay) console.log(`\n  ${dim(day)}`);
  lastDay = day;
  console.log(`  ${dim(time)} ${mark} ${bold(name(person))} ${text}`);
}

const name = ({ first }) => first.padEnd(7);

/** Why things were not sent, and why workflows ended, each once. */
function reasons(person) {
  const decided = person.decisions.filter(({ type }) =>
    ["suppressed", "exited", "too-late"].includes(type),
  );
  return [...new Set(decided.map(({ sentence }) => plain(sentence)))];
}

/** The engine's sentence without the parts that are for a closer look. */
const plain = (sentence) => sentence.replace(/: “.*$/, ".").replace(/\.\.$/, ".");
