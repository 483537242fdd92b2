/**
 * What visitors send with a shop's forms. Anybody may have typed the address, so nothing that is known of a
 * person is shown or taken back, and the answer is the same for everybody.
 */
import { mailAddress } from "../channel/address.ts";
import { markOf } from "../ids.ts";
import type { Look } from "../pages/frame.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { askToConfirm } from "./opt-in.ts";
import { consentOn, type Form, lookFor, pageConfig, whoHas } from "./page-customer.ts";
import { isBirthday } from "./preferences.ts";
import type { Stores } from "./stores.ts";

export interface FormView {
  look: Look;
  form: Form;
  /** Whether signing up has to be confirmed by email. */
  confirms: boolean;
}

/** What a visitor sent. */
export interface Sent {
  email: string;
  firstName: string;
  birthday: string;
  product: string;
  variant: string;
  title: string;
  /** The mark of the text that the visitor saw; empty for the text of today. */
  agreed: string;
  /** Where it came from, for the proof. */
  from: string;
}

export type SentTrouble = "email" | "birthday" | "product" | "name";

export function formView(stores: Stores, id: string): FormView | null {
  const { forms = [], pages } = pageConfig(stores);
  const form = forms.find((one) => one.id === id);
  if (form === undefined) return null;
  return { look: lookFor(stores, null), form, confirms: pages?.double_opt_in === true };
}

/** Takes in a form; null where too much waits. */
export async function takeForm(
  stores: Stores,
  deliver: (incoming: Incoming) => Promise<Outcome | null>,
  { form, confirms }: FormView,
  sent: Sent,
): Promise<SentTrouble | "taken" | null> {
  const trouble = troubleWith(stores, form, sent);
  if (trouble !== null) return trouble;
  const isSignUp = form.type !== "back_in_stock";
  const agreed = /^[0-9a-z]{32}$/.test(sent.agreed) ? sent.agreed : markOf(form.agrees_to);
  const asks = (field: "first_name" | "birthday") => form.asks?.includes(field) === true;
  const row = {
    email: sent.email.trim(),
    ...(asks("first_name") && sent.firstName !== "" ? { first_name: sent.firstName } : {}),
    ...(asks("birthday") && sent.birthday !== "" ? { birth_date: sent.birthday } : {}),
    ...(isSignUp
      ? {
          channel: "email",
          consent: confirms ? "pending" : "subscribed",
          origin: `form:${form.id}`,
          text: `form ${form.id}; text ${agreed}; ${sent.from}`,
        }
      : { product_id: sent.product, variant_id: sent.variant, title: sent.title }),
    // The same person may send the same again, and that is another fact.
    at: stores.clock.now(),
  };
  const body = new TextEncoder().encode(JSON.stringify(row));
  const outcome = await deliver({ source: "edgewise", topic: "forms", headers: {}, body });
  if (outcome === null) return null;
  if (isSignUp) {
    stores.transaction(() => {
      const known = whoHas(stores, sent.email);
      if (known !== null && consentOn(known, "email") === "pending") askToConfirm(stores, known);
    });
  }
  return "taken";
}

function troubleWith({ clock }: Stores, form: Form, sent: Sent): SentTrouble | null {
  if ("refused" in mailAddress(sent.email.trim())) return "email";
  if ([...sent.firstName].length > 100) return "name";
  if (sent.birthday !== "" && !isBirthday(sent.birthday, clock.now())) return "birthday";
  const isId = (text: string) => /^[\w:./-]{1,100}$/.test(text);
  if (form.type === "back_in_stock" && !isId(sent.product)) return "product";
  if (sent.variant !== "" && !isId(sent.variant)) return "product";
  return null;
}
