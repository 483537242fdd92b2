/** What customers and visitors do on the pages of a shop: a part of its object that anybody with a link reaches. */
import { RpcTarget } from "cloudflare:workers";
import type { Press } from "../verify/human.ts";
import { answerSurvey, type SurveyView, surveyView } from "./answers.ts";
import type { Incoming, Outcome } from "./incoming.ts";
import { comeBack, type LeavingView, leavingView, type Pressed, sayWhy } from "./leaving.ts";
import { emailInBrowser } from "./linked-email.ts";
import type { Open } from "./open.ts";
import { confirmOptIn, type OptInView, optInView } from "./opt-in.ts";
import {
  type Chosen,
  type PreferencesView,
  preferencesView,
  savePreferences,
} from "./preferences.ts";
import { type FormView, formView, type Sent, type SentTrouble, takeForm } from "./sign-up.ts";

export class CustomerPages extends RpcTarget {
  readonly #open: () => Open;
  readonly #deliver: (incoming: Incoming) => Promise<Outcome | null>;

  constructor(open: () => Open, deliver: (incoming: Incoming) => Promise<Outcome | null>) {
    super();
    this.#open = open;
    this.#deliver = deliver;
  }

  /** What a customer's preference page shows; null for a link that isn't ours. */
  preferences(token: string): PreferencesView | null {
    return preferencesView(this.#open().stores, token);
  }

  savePreferences(token: string, chosen: Chosen): ReturnType<typeof savePreferences> {
    return savePreferences(this.#open().stores, token, chosen);
  }

  /** What the page of an unsubscribe link shows; null for a link that isn't ours. */
  leaving(token: string): LeavingView | null {
    return leavingView(this.#open().stores, token);
  }

  /** Why somebody unsubscribed. */
  sayWhy(token: string, why: string, press: Press): Pressed {
    return sayWhy(this.#open().stores, token, why, press);
  }

  /** Somebody didn't mean to unsubscribe. */
  comeBack(token: string, press: Press, from: string): Pressed {
    return comeBack(this.#open().stores, token, press, from);
  }

  /** An email as it was sent, for a browser. */
  email(token: string): ReturnType<typeof emailInBrowser> {
    return emailInBrowser(this.#open().stores, token);
  }

  optIn(token: string): OptInView | null {
    return optInView(this.#open().stores, token);
  }

  confirmOptIn(token: string, press: Press, from: string): ReturnType<typeof confirmOptIn> {
    return confirmOptIn(this.#open().stores, token, press, from);
  }

  survey(token: string): SurveyView | null {
    return surveyView(this.#open().stores, token);
  }

  answerSurvey(token: string, answer: string, press: Press): ReturnType<typeof answerSurvey> {
    return answerSurvey(this.#open().stores, token, answer, press);
  }

  /** A form of the shop; null where there is none of this ID. */
  form(id: string): FormView | null {
    return formView(this.#open().stores, id);
  }

  /** Takes in what a visitor sent; null where too much waits. */
  async sendForm(id: string, sent: Sent): Promise<SentTrouble | "taken" | "gone" | null> {
    const { stores } = this.#open();
    const view = formView(stores, id);
    return view === null ? "gone" : await takeForm(stores, this.#deliver, view, sent);
  }
}
