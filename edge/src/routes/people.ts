/** The people of a shop: invited, changed, removed, by those who answer for it. */
import { mailAddress } from "../channel/address.ts";
import * as contract from "../contract/people.ts";
import type { Listed } from "../directory/admission.ts";
import { MOST_PEOPLE } from "../directory/people.ts";
import { publicUrl } from "../env.ts";
import { invalidField, notFound, Problem } from "../problem.ts";
import { directory } from "../stubs.ts";
import type { ShopCall } from "./call.ts";
import { shownName } from "../caller.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";

const LAST_OWNER = { 409: "It would leave the shop without an owner" };

export const people = group("People", "Who may sign in to a shop, and what they may do there.", [
  route("GET /api/shops/{shop}/people", {
    id: "listPeople",
    summary: "List who may sign in, and who is invited",
    access: "owner",
    answers: { 200: gives("People, the first first", contract.People) },
    handle: async ({ env, listing }) => ({
      people: (await directory(env).admission.list(listing.shop)).map(personOf),
    }),
  }),

  route("POST /api/shops/{shop}/people", {
    id: "invitePerson",
    summary: "Invite somebody by a link that works once, for seven days",
    description:
      "The link is emailed where the shop can send email, and is in the answer either way. Somebody who has an account already joins with the password they have.",
    access: "owner",
    change: "person-invited",
    body: json(contract.NewPerson),
    answers: { 201: gives("Invited", contract.Invited) },
    errors: { 409: "They are in the shop already, or there are as many people as there may be" },
    handle: async (call) => {
      const { env, listing, body, trail } = call;
      const email = addressIn(body.email);
      const { role } = body;
      const name = body.name.trim();
      const of = { name, email, role, personalData: body.personal_data };
      const made = await directory(env).admission.invite(listing.shop, of);
      if ("code" in made) throw notInvited(made.code);
      trail.target = made.person;
      trail.detail = { person: name, role };
      return new Reply(201, await invited(call, { ...made, email }));
    },
  }),

  route("POST /api/shops/{shop}/people/{person}/invitation", {
    id: "inviteAgain",
    summary: "Send an invitation again, with a new link; the one before ends",
    access: "owner",
    change: "person-invited-again",
    answers: { 201: gives("Invited", contract.Invited) },
    errors: { 404: "Nobody with this ID waits for an invitation" },
    handle: async (call) => {
      const { env, listing, part, trail } = call;
      const person = part("person");
      const made = await directory(env).admission.inviteAgain(listing.shop, person);
      if (made === null) throw notFound("invitation");
      const again = await invited(call, { ...made, person });
      trail.detail = { person: again.person.name };
      return new Reply(201, again);
    },
  }),

  route("PUT /api/shops/{shop}/people/{person}", {
    id: "changePerson",
    summary: "Change somebody's role, or whether they see personal data",
    description:
      "It holds from their next call on. Whoever comes through WordPress has the role they have there. They and whoever opens the app in Shopify can be kept out with `blocked`.",
    access: "owner",
    change: "person-changed",
    body: json(contract.PersonChange),
    answers: { 200: gives("The person afterwards", contract.Person) },
    errors: { 409: "It would leave the shop without an owner, or is decided in WordPress" },
    handle: async ({ env, listing, part, body, trail }) => {
      const { admission } = directory(env);
      const before = (await admission.list(listing.shop)).find(
        (one) => one.person === part("person"),
      );
      if (before === undefined) throw notFound("person");
      const changed = await admission.change(listing.shop, before.person, {
        role: body.role ?? before.role,
        personalData: body.personal_data ?? before.personalData,
        blocked: body.blocked ?? before.state === "blocked",
      });
      if ("code" in changed) throw notChanged(changed.code);
      trail.detail = {
        person: changed.name,
        role: changed.role,
        personal_data: changed.personalData,
        blocked: changed.state === "blocked",
      };
      return personOf(changed);
    },
  }),

  route("DELETE /api/shops/{shop}/people/{person}", {
    id: "removePerson",
    summary: "Remove somebody, or withdraw their invitation",
    description:
      "They are out with their next call. Of whoever is in no other shop nothing is left but their name in the change log.",
    access: "owner",
    change: "person-removed",
    answers: { 204: nothing("Removed") },
    errors: LAST_OWNER,
    handle: async ({ env, listing, part, trail }) => {
      const gone = await directory(env).admission.remove(listing.shop, part("person"));
      if ("code" in gone) throw notChanged(gone.code);
      trail.detail = { person: gone.name };
      return undefined;
    },
  }),
]);

function personOf(one: Listed): contract.Person {
  return {
    id: one.person,
    name: one.name,
    email: one.email,
    role: one.role,
    personal_data: one.personalData,
    through: one.wordpress !== null ? "wordpress" : one.shopify !== null ? "shopify" : "invitation",
    state: one.state,
    invited_until: one.invitedUntil,
    last_seen_at: one.lastSeen,
    created_at: one.createdAt,
  };
}

/** An invitation as whoever invites gets it; the link is emailed on the way, where that is possible. */
async function invited(
  { env, url, caller, listing, shop }: ShopCall,
  { person, link, email }: { person: string; link: string; email: string },
): Promise<contract.Invited> {
  const listed = (await directory(env).admission.list(listing.shop)).find(
    (one) => one.person === person,
  );
  if (listed === undefined) throw notFound("person");
  const emailed = await shop.admin.sendPersonMail({
    kind: "invitation",
    to: email,
    name: listed.name,
    by: shownName(caller, listing.shop),
    link,
  });
  // In the fragment, which no server sees and no log keeps.
  return {
    person: personOf(listed),
    link: `${publicUrl(env, url.origin)}/app/#/join/${link}`,
    emailed,
  };
}

function addressIn(text: string): string {
  const found = mailAddress(text.trim().toLowerCase());
  if ("refused" in found)
    throw invalidField("email", "must be an email address that mail can go to");
  return found.address;
}

function notInvited(code: "too-many" | "there-already"): Problem {
  if (code === "too-many") {
    const message = `A shop can have ${MOST_PEOPLE} people. Remove somebody first.`;
    return new Problem(409, "too-many-people", message);
  }
  const message = "Somebody with this email address is in this shop already, or invited.";
  return new Problem(409, "there-already", message, {}, { field: "email" });
}

function notChanged(code: "unknown" | "last-owner" | "from-wordpress" | "not-from-store"): Problem {
  if (code === "unknown") return notFound("person");
  const messages = {
    "last-owner": "A shop needs an owner. Make somebody else an owner first.",
    "from-wordpress": "Their role comes from WordPress. Change it there.",
    "not-from-store":
      "Only somebody who comes through WordPress or Shopify can be blocked. Remove them instead.",
  };
  return new Problem(409, code, messages[code]);
}
