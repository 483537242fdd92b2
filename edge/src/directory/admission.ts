/**
 * Who is let in: invitations, passwords, sessions; and those whom a store sends (`store-people.ts`). The Worker hashes
 * what was typed; what it is compared with never leaves the directory.
 *
 * An address that nobody has gets the same answers, after the same work, as one with another password.
 */
import { RpcTarget } from "cloudflare:workers";
import type { Membership } from "../caller.ts";
import { Guesses } from "../guesses.ts";
import type { Role } from "../roles.ts";
import { newOwn, type TokenKeys } from "../verify/own-token.ts";
import { type Hashed, isSame } from "../verify/password.ts";
import { type LinkKind, type Links, makeLink } from "./links.ts";
import { type Member, MOST_PEOPLE, type People, seesPersonalData } from "./people.ts";
import type { Session, Sessions } from "./sessions.ts";
import { type AboutStaff, type Staff, StorePeople, type Visitor } from "./store-people.ts";

/** Wrong passwords for one account at once, and how many more: one a minute. */
const OF_ACCOUNT = { perSecond: 1 / 60, burst: 10 };
/** Letters about a forgotten password: three at once, then one every ten minutes. */
const LETTERS = { perSecond: 1 / 600, burst: 3 };

/** What may be known of a person in a shop's list. */
export interface Listed extends Member {
  email: string;
  /** When their invitation ends; null where there is none to use. */
  invitedUntil: number | null;
  /** When they last did anything here; null if never. */
  lastSeen: number | null;
}

/** What is noted of who comes: the browser in a few words, and the request. */
export interface Visit {
  device: string;
  requestId: string;
}

/** What somebody did that is written down in the log of each of their shops. */
export type Deed = "signed-in" | "sign-in-failed" | "invitation-accepted" | "password-changed";

/** Who signed in, and with what. */
export interface Entered {
  person: string;
  token: string;
  shops: Membership[];
}

/** How many seconds no guess is heard. */
export interface Wait {
  wait: number;
}

/** What is typed is hashed with this, unless there is a wait. */
export interface Challenge extends Wait {
  salt: string;
}

/** Where a link leads, as its holder sees it. */
export interface LinkView extends Challenge {
  kind: LinkKind;
  shop: string | null;
  name: string;
  email: string;
  /** Whether there is a password to be entered, instead of a new one to be chosen. */
  hasPassword: boolean;
}

export interface Parts {
  people: People;
  links: Links;
  sessions: Sessions;
  tokenKeys: () => TokenKeys;
  transaction<T>(work: () => T): T;
  /** Writes down in the shops' logs what somebody did, once the answer is on its way. */
  note(deed: Deed, person: string, shops: readonly Membership[], visit: Visit): void;
  /** Emails somebody the link for a new password, once the answer is on its way. */
  sendLink(person: { email: string; shops: readonly Membership[] }, link: string): void;
}

/** Remembered as long as the directory lives; a new one begins anew. */
export class Attempts {
  readonly passwords = new Guesses(OF_ACCOUNT);
  readonly letters = new Guesses(LETTERS);
}

export class Admission extends RpcTarget {
  readonly #parts: Parts;
  readonly #attempts: Attempts;
  readonly #ofStores: StorePeople;

  constructor(parts: Parts, attempts: Attempts) {
    super();
    this.#parts = parts;
    this.#ofStores = new StorePeople(parts);
    this.#attempts = attempts;
  }

  /** Whose session a token is, and the shops it opens; null for none that holds, or that opens none. */
  session(token: string): { person: string; session: string; shops: Membership[] } | null {
    const found = this.#parts.sessions.find(token, Date.now());
    if (found === null) return null;
    const shops = this.#shopsOf(found.person, found.shop);
    return shops.length === 0 ? null : { person: found.person, session: found.id, shops };
  }

  /** A shop's people, and how each stands. */
  list(shop: string): Listed[] {
    const { people, links, sessions } = this.#parts;
    const now = Date.now();
    return people.members(shop).map((member) => ({
      ...member,
      email: people.find(member.person)?.email ?? "",
      invitedUntil:
        member.state === "invited" ? links.endOf(member.person, "invitation", shop) : null,
      lastSeen:
        member.state === "active"
          ? (member.seenAt ?? sessions.list(member.person, now)[0]?.usedAt ?? null)
          : null,
    }));
  }

  /** Whether a shop has an owner who can enter, or was invited to. */
  hasOwner(shop: string): boolean {
    return this.#parts.people.hasOwner(shop);
  }

  /** Invites somebody; a code says why not. The link is known to whoever asked, and to nobody after. */
  invite(
    shop: string,
    of: Pick<Member, "name" | "role" | "personalData"> & { email: string },
  ): { person: string; link: string } | { code: "too-many" | "there-already" } {
    const { people, transaction } = this.#parts;
    return transaction(() => {
      if (people.members(shop).length >= MOST_PEOPLE) return { code: "too-many" };
      const person = people.byAddress(of.email) ?? people.make(of.email, true);
      if (people.member(shop, person.id) !== null) return { code: "there-already" };
      const { name, role } = of;
      people.setMember({
        shop,
        person: person.id,
        name,
        role,
        personalData: seesPersonalData(of),
        wordpress: null,
        shopify: null,
        state: "invited",
        createdAt: Date.now(),
        seenAt: null,
      });
      return { person: person.id, link: this.#link("invitation", person.id, shop) };
    });
  }

  /** Makes somebody's invitation anew; the link before ends. Null where nobody waits for one. */
  inviteAgain(shop: string, person: string): { link: string; email: string } | null {
    const { people, transaction } = this.#parts;
    return transaction(() => {
      if (people.member(shop, person)?.state !== "invited") return null;
      const email = people.find(person)?.email ?? "";
      return { link: this.#link("invitation", person, shop), email };
    });
  }

  /** Changes what somebody is in a shop; a code says why not. */
  change(
    shop: string,
    id: string,
    to: { role: Role; personalData: boolean; blocked: boolean },
  ): Listed | { code: "unknown" | "last-owner" | "from-wordpress" | "not-from-store" } {
    const { people, transaction } = this.#parts;
    return transaction(() => {
      const member = people.member(shop, id);
      if (member === null) return { code: "unknown" };
      const isBlocked = member.state === "blocked";
      if (member.wordpress !== null && to.role !== member.role) return { code: "from-wordpress" };
      const isOfStore = member.wordpress !== null || member.shopify !== null;
      if (!isOfStore && to.blocked) return { code: "not-from-store" };
      const stays = to.role === "owner" && !to.blocked;
      if (!stays && this.#isLastOwner(member)) return { code: "last-owner" };
      const { role } = to;
      const personalData = seesPersonalData(to);
      const state = to.blocked ? "blocked" : isBlocked ? "active" : member.state;
      people.setMember({ ...member, role, personalData, state });
      if (to.blocked) this.#putOut(shop, id);
      return this.list(shop).find(({ person }) => person === id) ?? { code: "unknown" };
    });
  }

  /** Removes somebody from a shop, with their invitation and what they are signed in with. */
  remove(shop: string, person: string): { name: string } | { code: "unknown" | "last-owner" } {
    const { people, transaction } = this.#parts;
    return transaction(() => {
      const member = people.member(shop, person);
      if (member === null) return { code: "unknown" };
      if (this.#isLastOwner(member)) return { code: "last-owner" };
      this.#removeMember(shop, person);
      return { name: member.name };
    });
  }

  /** A shop is gone: so is everybody in it. */
  removeShop(shop: string): void {
    for (const { person } of this.#parts.people.members(shop)) this.#removeMember(shop, person);
  }

  /** With what a password for an address is hashed: for one that nobody has, too. */
  challenge(email: string): Challenge {
    const { people } = this.#parts;
    const salt = people.byAddress(email)?.password?.salt ?? this.#noSalt(email);
    return { salt, wait: this.#wait(email) };
  }

  /** Signs in; null for a wrong password, as for an address that nobody has. */
  signIn(email: string, hash: string, visit: Visit): Entered | Wait | null {
    const { people, note } = this.#parts;
    const wait = this.#wait(email);
    if (wait > 0) return { wait };
    const person = people.byAddress(email);
    const isRight = isSame(person?.password?.hash ?? this.#noSalt(email), hash);
    const shops = person === null ? [] : people.memberships(person.id);
    if (person === null || !isRight || shops.length === 0) {
      this.#countWrong(email);
      if (person !== null) note("sign-in-failed", person.id, shops, visit);
      return null;
    }
    note("signed-in", person.id, shops, visit);
    return this.#enter(person.id, null, visit);
  }

  /** Sends a link for a new password. Nothing shows whether the address is anybody's. */
  forgot(email: string): void {
    const { people, sendLink } = this.#parts;
    const account = people.keyed("account", email).toString("hex");
    const isTooOften = this.#attempts.letters.wait(account) > 0;
    this.#attempts.letters.count(account);
    const person = people.byAddress(email);
    if (isTooOften || person === null || person.password === null) return;
    const shops = people.memberships(person.id);
    if (shops.length === 0) return;
    sendLink({ email: person.email, shops }, this.#link("password", person.id, null));
  }

  /** Where a link leads; null for one that does not hold. */
  linkView(secret: string): LinkView | null {
    const { people, links } = this.#parts;
    const link = links.find(secret, Date.now());
    const person = link && people.find(link.person);
    if (link === null || person === null) return null;
    const member = link.shop === null ? null : people.member(link.shop, person.id);
    const { email } = person;
    const name = member?.name ?? people.memberships(person.id)[0]?.name ?? "";
    const hasPassword = person.password !== null && link.kind === "invitation";
    const { salt, wait } = this.challenge(email);
    return { kind: link.kind, shop: link.shop, name, email, hasPassword, salt, wait };
  }

  /**
   * Uses a link up, and signs in. An invitation takes the password that there is, or the first one; the other way
   * round it takes none. Null where the link does not hold, or the password is wrong.
   */
  useLink(secret: string, typed: Hashed | null, visit: Visit): Entered | Wait | null {
    const { people, links, note, sessions, transaction } = this.#parts;
    return transaction(() => {
      const link = links.find(secret, Date.now());
      const person = link && people.find(link.person);
      if (link === null || person === null) return null;
      if (link.kind === "wordpress") {
        links.useUp(secret);
        note("signed-in", person.id, this.#shopsOf(person.id, link.shop), visit);
        return this.#enter(person.id, link.shop, visit);
      }
      if (typed === null) return null;
      if (link.kind === "invitation" && person.password !== null) {
        const wait = this.#wait(person.email);
        if (wait > 0) return { wait };
        if (!isSame(person.password.hash, typed.hash)) {
          this.#countWrong(person.email);
          return null;
        }
      } else {
        people.keep({ ...person, password: typed });
        sessions.endAll(person.id);
        links.withdraw(person.id, "password", null);
      }
      links.useUp(secret);
      const member = link.shop === null ? null : people.member(link.shop, person.id);
      if (member?.state === "invited") people.setMember({ ...member, state: "active" });
      const deed = link.kind === "invitation" ? "invitation-accepted" : "password-changed";
      note(deed, person.id, this.#shopsOf(person.id, link.shop), visit);
      return this.#enter(person.id, null, visit);
    });
  }

  /** What somebody may know of themselves. */
  about(id: string): { email: string; hasPassword: boolean; salt: string; wait: number } | null {
    const person = this.#parts.people.find(id);
    if (person === null) return null;
    const { email, password } = person;
    return { email, hasPassword: password !== null, ...this.challenge(email) };
  }

  /** Changes a password, and ends all other sessions; false where the one before is wrong. */
  changePassword(
    id: string,
    session: string,
    before: string,
    after: Hashed,
    visit: Visit,
  ): Wait | boolean {
    const { people, links, note, sessions, transaction } = this.#parts;
    return transaction(() => {
      const person = people.find(id);
      if (person?.password == null) return false;
      const wait = this.#wait(person.email);
      if (wait > 0) return { wait };
      if (!isSame(person.password.hash, before)) {
        this.#countWrong(person.email);
        return false;
      }
      people.keep({ ...person, password: after });
      links.withdraw(id, "password", null);
      sessions.endAll(id, session);
      note("password-changed", id, people.memberships(id), visit);
      return true;
    });
  }

  sessionsOf(person: string): Session[] {
    return this.#parts.sessions.list(person, Date.now());
  }

  endSession(person: string, id: string): boolean {
    return this.#parts.sessions.end(person, id);
  }

  endSessions(person: string): void {
    this.#parts.sessions.endAll(person);
  }

  /** Takes in whom a shop's WordPress sends, and makes the link that the browser comes in with. */
  fromWordPress(visitor: Visitor, nonce: string, until: number) {
    return this.#ofStores.fromWordPress(visitor, nonce, until);
  }

  /** Who somebody is that opens the app in a Shopify store's admin. */
  fromShopify(staff: Staff, about: AboutStaff | null = null) {
    return this.#ofStores.fromShopify(staff, about);
  }

  #enter(person: string, shop: string | null, { device }: Visit): Entered {
    const { sessions, tokenKeys } = this.#parts;
    const token = newOwn(tokenKeys(), "session");
    sessions.begin(token, { person, shop, device }, Date.now());
    return { person, token, shops: this.#shopsOf(person, shop) };
  }

  #shopsOf(person: string, shop: string | null): Membership[] {
    return this.#parts.people.membershipsIn(person, shop);
  }

  #link(kind: LinkKind, person: string, shop: string | null): string {
    return makeLink(this.#parts, { kind, person, shop });
  }

  #isLastOwner({ shop, role, state }: Member): boolean {
    return role === "owner" && state === "active" && this.#parts.people.owners(shop) === 1;
  }

  /** Ends what somebody could still enter a shop with. What they have open of other shops stays. */
  #putOut(shop: string, person: string): void {
    const { links, people, sessions } = this.#parts;
    links.withdrawAll(person, shop);
    if (people.memberships(person).length === 0) sessions.endAll(person);
  }

  #removeMember(shop: string, person: string): void {
    const { links, people, sessions } = this.#parts;
    const isGone = people.removeMember(shop, person);
    this.#putOut(shop, person);
    if (!isGone) return;
    links.withdrawAll(person);
    sessions.endAll(person);
  }

  /**
   * How long an account hears no guess. Asked before hashing, to spare that, and again before comparing: many may
   * have been hashed at once.
   */
  #wait(email: string): number {
    return this.#attempts.passwords.wait(
      this.#parts.people.keyed("account", email).toString("hex"),
    );
  }

  #countWrong(email: string): void {
    const account = this.#parts.people.keyed("account", email).toString("hex");
    this.#attempts.passwords.count(account);
  }

  /** A salt for an address that nobody has: always the same, so that it shows nothing. */
  #noSalt(email: string): string {
    return this.#parts.people.keyed("salt", email).subarray(0, 16).toString("base64");
  }
}
