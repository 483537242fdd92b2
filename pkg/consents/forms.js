/**
 * The tables that are known, each with how one row of it reads. Names of columns are compared in small
 * letters with single spaces; the first that is there is used.
 */

/** What a cell says in any tool's words; undefined for what says nothing. */
function wordOf(cell) {
  const text = (cell ?? "").toLowerCase().replace(/[^a-z]+/g, "_");
  if (text === "" || /never|^not?_|^non_?|^none$|^transactional$|^false$/.test(text))
    return undefined;
  if (/bounce|cleaned|invalid/.test(text)) return "bounced";
  if (/complain|spam|abuse/.test(text)) return "complained";
  if (/unsub|opt(ed)?_?out|suppress/.test(text)) return "unsubscribed";
  if (/pending|unconfirmed/.test(text)) return "pending";
  if (/subscribed|^true$|^yes$|^active$|^inactive$|opt(ed)?_?in/.test(text)) return "subscribed";
  return text;
}

const first = (told, names) =>
  names.map((name) => told[name]).find((cell) => cell !== undefined && cell !== "");
const hasAny = (fields, names) => names.some((name) => fields.has(name));

/** Whom a row is about. */
const person = (told) => ({
  ...given("email", first(told, ["email", "email address", "e mail", "subscriber email"])),
  ...given("phone", first(told, ["phone", "phone number", "sms phone number", "mobile"])),
  ...given("first_name", first(told, ["first name", "firstname"])),
  ...given("last_name", first(told, ["last name", "lastname"])),
});

const given = (name, value) => (value === undefined || value === "" ? {} : { [name]: value });

/** A row for a channel, if it says anything there. */
function on(channel, told, { consent, at, origin, ...more }) {
  const who = person(told);
  const reachable = channel === "sms" ? who.phone : who.email;
  if (consent === undefined || reachable === undefined) return [];
  // An address that is not the channel's own would be somebody's whom the row does not speak of.
  return [{ ...who, channel, consent, ...given("at", at), origin, ...more }];
}

const klaviyo = {
  name: "klaviyo",
  zone: "UTC",
  fits: (fields) =>
    hasAny(fields, [
      "klaviyo id",
      "email marketing consent",
      "email suppressions",
      "sms marketing consent",
    ]),
  read(told) {
    const suppressed = first(told, [
      "email suppressions",
      "email suppression reason",
      "suppression reason",
      "email suppressed",
    ]);
    const left =
      suppressed === undefined || /^(\[\]|false|none|no)$/i.test(suppressed)
        ? undefined
        : (["bounced", "complained"].find((word) => word === wordOf(suppressed)) ?? "unsubscribed");
    const email = {
      consent: left ?? wordOf(told["email marketing consent"] ?? told["email consent"]),
      at:
        left === undefined
          ? first(told, [
              "email marketing consent timestamp",
              "email marketing timestamp",
              "email consent timestamp",
            ])
          : first(told, [
              "email suppressions timestamp",
              "email suppression timestamp",
              "suppression timestamp",
            ]),
      origin: "klaviyo",
    };
    const sms = {
      consent: wordOf(told["sms marketing consent"] ?? told["sms consent"]),
      at: first(told, [
        "sms marketing consent timestamp",
        "sms marketing timestamp",
        "sms consent timestamp",
      ]),
      origin: "klaviyo",
    };
    return [...on("email", told, email), ...on("sms", told, sms)];
  },
};

const mailchimp = {
  name: "mailchimp",
  zone: "UTC",
  fits: (fields) =>
    hasAny(fields, ["member rating", "optin time", "unsub time", "clean time", "leid", "euid"]),
  read(told) {
    const origin = "mailchimp";
    const left = told["unsub time"];
    const cleaned = told["clean time"];
    // The file of those who left has the column, whatever stands in it.
    if (cleaned !== undefined)
      return on("email", told, { consent: "bounced", at: cleaned, origin });
    if (left !== undefined) return on("email", told, { consent: "unsubscribed", at: left, origin });
    const at = first(told, ["confirm time", "optin time"]);
    const consent = at === undefined ? undefined : "subscribed";
    return on("email", told, { consent, at, origin });
  },
};

const omnisend = {
  name: "omnisend",
  fits: (fields) =>
    hasAny(fields, [
      "email opt in date",
      "email opt out date",
      "email status",
      "email subscription status",
      "email channel status",
      "sms opt in date",
      "sms status",
    ]),
  read(told) {
    const channel = (name) => {
      const joined = first(told, [`${name} opt in date`, `${name} subscription date`]);
      const left = first(told, [`${name} opt out date`, `${name} unsubscription date`]);
      const changed = first(told, [`${name} status date`, `${name} status changed at`]);
      const word = wordOf(
        first(told, [`${name} status`, `${name} subscription status`, `${name} channel status`]),
      );
      const has = (date) => date !== undefined;
      const byDates =
        has(left) && (!has(joined) || left >= joined)
          ? "unsubscribed"
          : has(joined)
            ? "subscribed"
            : undefined;
      const stated = hasStatus(told, name);
      const consent = stated ? word : byDates;
      const at = consent === "subscribed" ? (joined ?? changed) : (left ?? changed);
      return { consent, at, origin: "omnisend" };
    };
    const sms = channel("sms");
    return [
      ...on("email", told, channel("email")),
      ...on("sms", told, sms.consent === undefined ? channel("phone") : sms),
    ];
  },
};

const hasStatus = (told, name) =>
  [`${name} status`, `${name} subscription status`, `${name} channel status`].some(
    (column) => told[column] !== undefined && told[column] !== "",
  );

const mailpoet = {
  name: "mailpoet",
  fits: (fields) => hasAny(fields, ["global status", "list status", "subscriber status"]),
  read(told) {
    const all = wordOf(first(told, ["global status", "subscriber status"]));
    const list = wordOf(told["list status"]);
    // Whoever left one list only has not agreed by it, and has not left the shop.
    if (all === "subscribed" && list === "unsubscribed") return [];
    const consent = all ?? list;
    const at =
      consent === "subscribed"
        ? first(told, [
            "confirmed at",
            "confirmation date",
            "last subscribed at",
            "subscribed at",
            "subscription date",
            "created at",
          ])
        : first(told, ["unsubscribed at", "unsubscribe date"]);
    return on("email", told, { consent, at, origin: "mailpoet" });
  },
};

const own = {
  name: "own",
  fits: (fields) =>
    hasAny(fields, ["consent", "status"]) &&
    hasAny(fields, ["email", "email address", "phone", "phone number"]),
  read(told) {
    const channel = (
      told.channel || (person(told).email === undefined ? "sms" : "email")
    ).toLowerCase();
    const said = {
      consent: wordOf(told.consent ?? told.status),
      at: first(told, ["at", "time", "date", "consent at", "consented at"]),
      origin: first(told, ["origin", "source"]) ?? "import",
      ...given("text", told.text),
      ...(/^(true|yes|1)$/i.test(told.resubscribed ?? "") ? { resubscribed: true } : {}),
    };
    return on(channel, told, said);
  },
};

/** The first that fits is taken: what is most particular first. */
export const FORMS = [mailchimp, mailpoet, klaviyo, omnisend, own];
