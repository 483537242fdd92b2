/** What the merchant should know of their text messages: what waits, what is refused, and what was unclear. */
import type { Alert } from "../contract/operations.ts";
import type { Metric } from "./metrics.ts";
import { NO_SMS_PROVIDER } from "./sms-connection.ts";
import { TEXT_SENDER_REJECTED } from "./sms-posts.ts";
import type { Stores } from "./stores.ts";
import { UNSURE_STOP } from "./text-replies.ts";

/** @param counted says a number with its noun */
export function smsAlerts(
  { outbox, sql }: Stores,
  metrics: readonly Metric[],
  counted: (n: number, one: string, many?: string) => string,
): Alert[] {
  const sum = (wanted: string) =>
    metrics.reduce((sum, { what, n }) => sum + (what === wanted ? n : 0), 0);
  const alerts: Alert[] = [];
  const add = (code: Alert["code"], message: string, help: string) =>
    alerts.push({ code, message, help, workflow: null });
  const waiting = outbox.waitingFor(NO_SMS_PROVIDER).length;
  if (waiting > 0) {
    add(
      "sms-provider-missing",
      `${counted(waiting, "text message")} can’t go out: no provider is set up.`,
      "Set one up under Settings > Text messages, and they go out.",
    );
  }
  const query = `SELECT count(*) AS n FROM outbox
    WHERE state = 'new' AND channel = 'sms' AND attempt > 0 AND reason LIKE 'sms-provider-%'`;
  const { n: late } = sql.exec<{ n: number }>(query).one();
  if (late > 0) {
    add(
      "texts-retrying",
      `${counted(late, "text message")} couldn’t be sent yet.`,
      "Your provider isn’t taking them. They’re tried again by themselves, for a day; test the connection under Settings > Text messages.",
    );
  }
  const rejected = sum(TEXT_SENDER_REJECTED);
  if (rejected > 0) {
    add(
      "sms-sender-rejected",
      `${counted(rejected, "text message")} ${rejected === 1 ? "was" : "were"} refused because of your sender.`,
      "Carriers filter senders that aren’t registered. Check your registration, such as 10DLC in the United States, with your provider. No customer was suppressed for it.",
    );
  }
  const unsure = sum(UNSURE_STOP);
  if (unsure > 0) {
    add(
      "unclear-opt-out",
      `${counted(unsure, "reply", "replies")} ended texts and may have meant something else.`,
      "Find them on the customers’ pages, as they were written, and answer them. Texts stay off until the customer agrees again.",
    );
  }
  return alerts;
}
