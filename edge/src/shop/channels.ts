/**
 * What email and text messages go through, as the API sets it up and tries it: a part of the shop's object of its
 * own. Each method opens one door; nothing is decided here.
 */
import { RpcTarget } from "cloudflare:workers";
import type { NewEmailConnection } from "../contract/email.ts";
import type { NewEmailPace } from "../contract/email-pace.ts";
import type { NewSmsConnection } from "../contract/sms.ts";
import * as emails from "./email-connection.ts";
import * as paces from "./email-pace.ts";
import { json } from "./json.ts";
import type { Open } from "./open.ts";
import { makeReportToken } from "./report-address.ts";
import * as senders from "./sender-domain.ts";
import * as texts from "./sms-connection.ts";
import { sendTestText } from "./test-texts.ts";

export class ShopChannels extends RpcTarget {
  readonly #open: () => Open;

  constructor(open: () => Open) {
    super();
    this.#open = open;
  }

  /** What email goes through. */
  emailConnection() {
    return json(emails.view(this.#open().stores));
  }

  /** Makes a new address for the provider's reports: gives its last parts; null where nothing would report. */
  makeReportAddress(): string | null {
    const { stores } = this.#open();
    const provider = emails.settingsOf(stores)?.provider ?? "smtp";
    if (provider === "smtp") return null;
    return `${provider}/${stores.transaction(() => makeReportToken(stores))}`;
  }

  /** Keeps what the shop sets up for its email; says what cannot be used. */
  async setEmailConnection(given: NewEmailConnection): Promise<emails.Unusable | null> {
    const { stores, work } = this.#open();
    const refused = stores.transaction(() => {
      const now = stores.clock.now();
      const unusable = emails.set(stores, given, now);
      if (unusable === null) {
        paces.beginAnew(stores, now);
        senders.lookAnew(stores, now);
      }
      return unusable;
    });
    if (refused === null) await work.run();
    return refused;
  }

  /** Goes back to the installation's mail server; false where the shop has nothing of its own. */
  async removeEmailConnection(): Promise<boolean> {
    const { stores, work } = this.#open();
    const removed = stores.transaction(() => {
      const now = stores.clock.now();
      const was = emails.remove(stores, now);
      if (was) paces.beginAnew(stores, now);
      return was;
    });
    if (removed) await work.run();
    return removed;
  }

  checkEmailConnection(given: NewEmailConnection | null) {
    return emails.check(this.#open().stores, given);
  }

  emailPace() {
    const { stores } = this.#open();
    return json(paces.view(stores, stores.clock.now()));
  }

  async setEmailPace(given: NewEmailPace): Promise<void> {
    const { stores, work } = this.#open();
    stores.transaction(() => paces.set(stores, given, stores.clock.now()));
    await work.run();
  }

  senderDomain() {
    return json(senders.view(this.#open().stores));
  }

  async checkSenderDomain(selector: string | null) {
    const { stores } = this.#open();
    if (selector !== null) stores.transaction(() => senders.keepSelector(stores, selector));
    await senders.lookUpNow(stores);
    return this.senderDomain();
  }

  sendTestEmail(to: string) {
    return emails.sendTest(this.#open().stores, to);
  }

  /** What text messages go through. */
  smsConnection() {
    return json(texts.view(this.#open().stores));
  }

  /** Keeps what the shop sets up for its texts; says what cannot be used. */
  async setSmsConnection(given: NewSmsConnection): Promise<texts.UnusableSms | null> {
    const { stores, work } = this.#open();
    const refused = stores.transaction(() => texts.set(stores, given, stores.clock.now()));
    if (refused === null) await work.run();
    return refused;
  }

  /** Removes it; false where there is nothing. */
  removeSmsConnection(): boolean {
    const { stores } = this.#open();
    return stores.transaction(() => texts.remove(stores));
  }

  checkSmsConnection(given: NewSmsConnection | null) {
    return texts.check(this.#open().stores, given);
  }

  sendTestText(to: string, message: string | null) {
    return sendTestText(this.#open().stores, to, message);
  }
}
