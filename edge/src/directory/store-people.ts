/**
 * People whom a store sends: users of a WordPress, and staff who open the app in Shopify's admin. The store says who
 * they are, and has no password of theirs; whoever was invited is somebody else, whatever the address.
 */
import type { Membership } from "../caller.ts";
import type { Role } from "../roles.ts";
import type { TokenKeys } from "../verify/own-token.ts";
import { type Links, makeLink } from "./links.ts";
import { type Member, MOST_PEOPLE, type People, type Person, seesPersonalData } from "./people.ts";

/** What a WordPress says of one of its users. */
export interface Visitor {
  shop: string;
  user: string;
  name: string;
  email: string;
  role: Role;
}

/** Who opens the app in Shopify's admin: their number there, in the shop of that store. */
export interface Staff {
  shop: string;
  user: string;
}

/** Who that is here. */
export interface LetIn {
  person: string;
  shops: Membership[];
  /** Whether Shopify said who they are. */
  isNamed: boolean;
}

/** What Shopify says of them. */
export interface AboutStaff {
  name: string;
  email: string;
  /** Whether they are to be an owner here: the store is theirs, or they just said that this shop is the store's. */
  isOwner: boolean;
}

export class StorePeople {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Takes in whom a shop's WordPress sends, and makes the link that the browser comes in with. Their role is the one
   * they have there, each time; whoever was invited is somebody else, whatever the address.
   */
  fromWordPress(
    visitor: Visitor,
    nonce: string,
    until: number,
  ): { link: string } | { code: "used" | "blocked" | "too-many" } {
    const { people, links, transaction } = this.#parts;
    return transaction(() => {
      const { shop, user, name, email, role } = visitor;
      const known = people.byWordPress(shop, user);
      if (known?.state === "blocked") return { code: "blocked" };
      if (known === null && people.members(shop).length >= MOST_PEOPLE) return { code: "too-many" };
      if (!links.useNonce(`${shop}/${nonce}`, until, Date.now())) return { code: "used" };
      const person = this.#personOfStore(known, email);
      people.setMember({
        shop,
        person: person.id,
        name,
        role,
        personalData: seesPersonalData({ role, personalData: known?.personalData ?? false }),
        wordpress: user,
        shopify: null,
        state: "active",
        createdAt: known?.createdAt ?? Date.now(),
        seenAt: null,
      });
      const of = { kind: "wordpress", person: person.id, shop } as const;
      return { link: makeLink(this.#parts, of) };
    });
  }

  /**
   * Who somebody is that opens the app in a Shopify store's admin. Shopify decides who may, and its tokens say nothing of
   * a role: whoever comes while the shop has no owner is one, others are editors, until an owner decides otherwise.
   */
  fromShopify(
    { shop, user }: Staff,
    about: AboutStaff | null = null,
  ): LetIn | { code: "blocked" | "too-many" } {
    const { people, transaction } = this.#parts;
    const known = people.byShopify(shop, user);
    if (known?.state === "blocked") return { code: "blocked" };
    const open = (person: string): LetIn => ({
      person,
      shops: people.membershipsIn(person, shop),
      isNamed: people.find(person)?.email !== "",
    });
    const now = Date.now();
    if (known !== null && about === null) {
      people.noteSeen(known, now);
      return open(known.person);
    }
    return transaction(() => {
      if (known === null && people.members(shop).length >= MOST_PEOPLE) return { code: "too-many" };
      const person = this.#personOfStore(known, about?.email ?? "");
      const isOwner = about?.isOwner === true || !people.hasOwner(shop);
      people.setMember({
        shop,
        person: person.id,
        name: about?.name || known?.name || `Shopify user ${user}`,
        role: isOwner ? "owner" : (known?.role ?? "editor"),
        personalData: known?.personalData ?? true,
        wordpress: null,
        shopify: user,
        state: "active",
        createdAt: known?.createdAt ?? now,
        seenAt: now,
      });
      return open(person.id);
    });
  }

  /** The person whom a store knows, with the address that it says. */
  #personOfStore(known: Member | null, email: string): Person {
    const { people } = this.#parts;
    const person = known && people.find(known.person);
    if (person === null) return people.make(email, false);
    const now = { ...person, email: email.toLowerCase() };
    people.keep(now);
    return now;
  }
}

interface Parts {
  people: People;
  links: Links;
  tokenKeys: () => TokenKeys;
  transaction<T>(work: () => T): T;
}
