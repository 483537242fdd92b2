/** What somebody who signed in may know and change of themselves: their sessions and their password. */
import * as contract from "../contract/people.ts";
import { notFound, Problem } from "../problem.ts";
import { directory } from "../stubs.ts";
import { newSalt, weakness } from "../verify/password.ts";
import type { KnownCall } from "./call.ts";
import { hashInTurn } from "./password-turns.ts";
import { gives, group, json, nothing, Reply, route } from "./route.ts";
import { cookieOf, deviceOf } from "./session-cookie.ts";
import { heard, refuseWaiting, shopsOf, tooWeak } from "./sign-in.ts";

/** The name of one's own session in an address. */
const CURRENT = "current";

/** Who asks. @throws Error for others, whom `access: "person"` keeps out */
function personOf({ caller }: KnownCall): { id: string; session: string | null } {
  if (caller.type !== "person") throw new Error("only a person gets here");
  return caller;
}

export const me = group("Me", "Who is asking, and what they are signed in with.", [
  route("GET /api/me", {
    id: "getMe",
    summary: "Get who is asking, and what they are in which shop",
    access: "any",
    answers: { 200: gives("Who is asking", contract.Me) },
    handle: async ({ env, caller }): Promise<contract.Me> => {
      if (caller.type !== "person") {
        return { type: caller.type, email: null, has_password: false, shops: [] };
      }
      const about = await directory(env).admission.about(caller.id);
      return {
        type: caller.type,
        email: about?.email ?? null,
        has_password: about?.hasPassword ?? false,
        shops: await shopsOf(env, caller.shops),
      };
    },
  }),

  route("PUT /api/me/password", {
    id: "changePassword",
    summary: "Change your password, and sign out everywhere else",
    access: "person",
    change: null,
    body: json(contract.NewPassword),
    answers: { 204: nothing("Changed") },
    errors: {
      409: "They come in through their store, and have no password here",
      422: "The current password is wrong, or the new one too weak",
    },
    handle: async (call) => {
      const { env, request, body, trail } = call;
      const { id, session } = personOf(call);
      const { admission } = directory(env);
      const about = await admission.about(id);
      if (about === null || !about.hasPassword || session === null) {
        const message = "You come in through your store, so there is no password to change.";
        throw new Problem(409, "no-password", message);
      }
      refuseWaiting(about.wait);
      const weak = weakness(body.password, [about.email, about.email.split("@")[0] ?? ""]);
      if (weak !== null) throw tooWeak(weak);
      const before = await hashInTurn(env, request, body.current, about.salt, "known");
      const salt = newSalt();
      const after = { salt, hash: await hashInTurn(env, request, body.password, salt, "known") };
      const visit = { device: deviceOf(request), requestId: trail.requestId };
      const changed = await admission.changePassword(id, session, before, after, visit);
      if (heard(changed)) return undefined;
      const message = "This isn’t your current password. Try again.";
      throw new Problem(422, "wrong-password", message, {}, { field: "current" });
    },
  }),

  route("GET /api/me/sessions", {
    id: "listMySessions",
    summary: "List where you are signed in",
    access: "person",
    answers: { 200: gives("Sessions, the latest used first", contract.MySessions) },
    handle: async (call) => {
      const { id, session } = personOf(call);
      const all = await directory(call.env).admission.sessionsOf(id);
      return {
        sessions: all.map((one) => ({
          id: one.id,
          device: one.device,
          current: one.id === session,
          created_at: one.createdAt,
          used_at: one.usedAt,
          ends_at: one.endsAt,
        })),
      };
    },
  }),

  route("DELETE /api/me/sessions", {
    id: "endMySessions",
    summary: "Sign out everywhere, here included",
    access: "person",
    change: null,
    answers: { 204: nothing("Signed out") },
    handle: async (call) => {
      await directory(call.env).admission.endSessions(personOf(call).id);
      return signedOut(call);
    },
  }),

  route("DELETE /api/me/sessions/{session}", {
    id: "endMySession",
    summary: "Sign out, with `current`; or end another session of yours",
    access: "person",
    change: null,
    answers: { 204: nothing("Signed out") },
    handle: async (call) => {
      const { id, session } = personOf(call);
      const asked = call.part("session");
      const ended = asked === CURRENT ? session : asked;
      // What Shopify lets in has no session to end.
      if (ended === null) throw notFound("session");
      if (!(await directory(call.env).admission.endSession(id, ended))) throw notFound("session");
      return ended === session ? signedOut(call) : undefined;
    },
  }),
]);

const signedOut = ({ env, url }: KnownCall) =>
  new Reply(204, undefined, { "set-cookie": cookieOf(env, url, "") });
