/** The people of the demo: who they are, and what the story needs to keep of them. */

/** Everybody, fresh. `consent` is what the shop knows of them when they sign up. */
export const cast = () => [
  person("Anna", "Berger", "leaves a checkout and never comes back"),
  person("Ben", "Okoye", "pays 59 minutes and 59 seconds after he began"),
  person("Clara", "Lindqvist", "pays after the first reminder"),
  person("Dmitri", "Volkov", "never agreed to email", { consent: "not_subscribed" }),
  person("Elif", "Demir", "unsubscribes with one click in the first mail"),
  person("Farid", "Haddad", "begins as a guest and makes an account later", { guest: true }),
  person("Grace", "Mensah", "reaches Gold with one large order"),
  person("Hana", "Sato", "ordered in time, but the webhook is two hours late"),
  person("Ivo", "Novak", "has his webhook delivered three times"),
];

let numbered = 0;

function person(first, last, about, { consent = "subscribed", guest = false } = {}) {
  numbered += 1;
  return {
    first,
    last,
    about,
    consent,
    guest,
    number: 6_610_000_000_000 + numbered,
    token: `${first.toLowerCase()}-${Math.random().toString(36).slice(2, 10)}`,
    email: `${first.toLowerCase()}.${last.toLowerCase()}@people.example`,
    /** The name that Edgewise has for them, once there is one. */
    customer: null,
    /** Mails that were let go. */
    sends: 0,
    /** Which step wanted an effect, by its id. */
    steps: new Map(),
    /** IDs of moments that were printed already. */
    seen: new Set(),
    /** What was decided: `{at, type, sentence, reason, step, …}`, in order. */
    decisions: [],
  };
}
