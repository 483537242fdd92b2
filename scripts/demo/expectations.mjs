/** What must have happened at the end of the story, whatever else did. */

/** Checks everybody; gives each expectation and whether it was met. */
export function check(people, mailbox) {
  const named = Object.fromEntries(people.map((person) => [person.first.toLowerCase(), person]));
  const { anna, ben, clara, dmitri, elif, farid, grace, hana, ivo } = named;
  const from = (person, workflow) =>
    person.decisions.filter((one) => one.type === "mail" && one.message.startsWith(workflow))
      .length;
  const carts = (person) => from(person, "cart-");
  const says = (person, type, reason) =>
    person.decisions.some(
      (one) => one.type === type && (reason === undefined || one.reason === reason),
    );
  const arrived = people.reduce((sum, { email }) => sum + mailbox.to(email).length, 0);
  const letGo = people.reduce((sum, { sends = 0 }) => sum + sends, 0);
  const codes = (person, prefix) => person.decisions.some(({ code }) => code?.startsWith(prefix));
  return [
    [
      carts(anna) === 4 && codes(anna, "SAVE-"),
      "Anna got four reminders, the third with a code of her own",
    ],
    [carts(ben) === 0, "Ben paid one second before the hour was over, and got no reminder"],
    [
      carts(clara) === 1 && says(clara, "exited", "ordered-since-entry"),
      "Clara got one reminder, ordered, and got no other",
    ],
    [from(clara, "welcome-") === 4, "Clara's first order began the welcome series, all four of it"],
    [
      mailbox.to(dmitri.email).length === 0 && says(dmitri, "suppressed", "no-consent"),
      "Dmitri never agreed to email, and got none",
    ],
    [
      carts(elif) === 1 && says(elif, "suppressed", "consent-withdrawn"),
      "Elif got one mail, unsubscribed, and got no other",
    ],
    [
      carts(farid) === 4 && farid.decisions.filter(({ type }) => type === "entered").length === 1,
      "Farid is one person, as a guest and with an account",
    ],
    [
      from(grace, "vip-") === 1 && codes(grace, "VIP-") && says(grace, "add_tag"),
      "Grace reached Gold: an email, a coupon, a tag and a task",
    ],
    [
      carts(hana) === 1 && says(hana, "too-late"),
      "Hana's order came late: nothing more was sent, and the mail too many is flagged",
    ],
    [
      ivo.outcomes?.join() === "accepted,duplicate,duplicate" && carts(ivo) === 4,
      "Ivo's webhook came three times and counted once",
    ],
    [
      arrived === letGo && arrived > 0,
      `Every mail that was let go arrived, once: ${arrived} of ${letGo}`,
    ],
  ].map(([met, text]) => ({ met, text }));
}
