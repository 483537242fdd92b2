/** People who sign in: what they are in a shop, how they come in, and what they know of themselves. */
import { ROLES } from "../roles.ts";
import {
  flag,
  formed,
  givenName,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  otherwise,
  request,
  text,
  textOf,
} from "./schema.ts";

const role = oneOf(ROLES);
const personalData = note(
  flag,
  "Whether they see more of customers than their names; a choice for viewers only",
);

export const Person = named(
  "Person",
  object({
    id: text,
    name: text,
    email: text,
    role,
    personal_data: personalData,
    through: note(
      oneOf(["invitation", "wordpress", "shopify"]),
      "`wordpress`: they come in from the shop's WordPress admin, with the role they have there; `shopify`: they open the app in the store's admin",
    ),
    state: note(
      oneOf(["invited", "active", "blocked"]),
      "`blocked`: an owner keeps out somebody whom WordPress or Shopify would let in",
    ),
    invited_until: note(maybe(moment), "When their invitation ends; null where none is open"),
    last_seen_at: note(maybe(moment), "When they last used Edgewise; null if never"),
    created_at: moment,
  }),
);
export type Person = Of<typeof Person>;

export const People = object({ people: list(Person) });

/** An address as people type it: one `@`, no spaces. Whether mail can go there is checked apart. */
const email = note(
  formed(/^\s*[^\s@<>,;:"]{1,64}@[^\s@<>,;:"]{1,250}\s*$/, "an email address"),
  "Their email address",
);

export const NewPerson = request({
  name: givenName,
  email,
  role,
  personal_data: otherwise(personalData, false),
});

const link = note(text, "The link to send them. It works once, and isn't shown again");

export const Invited = named(
  "Invited",
  object({
    person: Person,
    link,
    emailed: note(flag, "Whether the link was emailed to them, too"),
  }),
);
export type Invited = Of<typeof Invited>;

export const PersonChange = request({
  role: optional(role),
  personal_data: optional(personalData),
  blocked: optional(
    note(
      flag,
      "Whether somebody is kept out whom WordPress or Shopify would let in; for no one else",
    ),
  ),
});

const device = note(text, "The browser, such as `Firefox on Windows`");

const ShopOfMine = object({
  shop: text,
  domain: text,
  name: note(text, "What the person is called there"),
  role,
  personal_data: personalData,
});

export const Me = named(
  "Me",
  object({
    type: note(
      oneOf(["admin-key", "session", "person", "key"]),
      "`session`: staff of a Shopify store that has no shop here yet",
    ),
    email: note(maybe(text), "Of a person"),
    has_password: note(flag, "Whether there is a password to change"),
    shops: note(list(ShopOfMine), "Of a person: the shops they may enter"),
  }),
);
export type Me = Of<typeof Me>;

export const MySessions = named(
  "MySessions",
  object({
    sessions: list(
      object({
        id: text,
        device,
        current: note(flag, "Whether it is the one that asks"),
        created_at: moment,
        used_at: note(moment, "When it was last used, to the hour"),
        ends_at: note(moment, "When it ends unless it is used before, or at the latest"),
      }),
    ),
  }),
);
export type MySessions = Of<typeof MySessions>;

/** Never longer than what is hashed; how long one must be is checked with the rest of what makes it weak. */
const password = textOf(1, 1_024);

export const NewPassword = request({
  current: note(password, "The password until now"),
  password: note(password, "The new one, of at least 12 characters"),
});

export const Credentials = request({ email: note(textOf(1, 320), "An email address"), password });

export const SignedIn = named("SignedIn", object({ person: text, shops: list(ShopOfMine) }));

export const Forgotten = request({ email: textOf(1, 320) });

export const LinkToOpen = request({ link: textOf(1, 200) });

/** Where a link leads. */
export const OpenedLink = named(
  "OpenedLink",
  object({
    kind: oneOf(["invitation", "password", "wordpress"]),
    domain: note(maybe(text), "The shop it leads to; null for a new password"),
    name: text,
    email: text,
    has_password: note(flag, "Whether their password is asked for, instead of a new one"),
  }),
);
export type OpenedLink = Of<typeof OpenedLink>;

export const LinkToUse = request({
  link: textOf(1, 200),
  password: optional(password),
});

/** What the plugin signs, and the browser posts. */
export const WordPressVisit = request({
  visit: note(textOf(2, 2_000), "JSON: site, shop, user, name, email, role, nonce, time"),
  signature: note(
    formed(/^[0-9a-f]{64}$/, "an HMAC-SHA256 in hexadecimal"),
    "HMAC-SHA256 of `visit`, under a key made of the webhook secret",
  ),
});

/** The JSON inside. */
export const VisitFromWordPress = request({
  shop: formed(/^[a-z2-7]{26}$/, "a shop's ID"),
  site: textOf(1, 300),
  user: formed(/^\d{1,20}$/, "a number"),
  name: textOf(0, 300),
  email: textOf(0, 320),
  role,
  nonce: formed(/^[\w-]{22,64}$/, "a random text"),
  time: moment,
});
