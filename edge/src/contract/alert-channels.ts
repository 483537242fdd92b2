/** Where alerts go besides Home: email, an address of the merchant's, or a chat that takes Slack's messages. */
import { mailAddress } from "../channel/address.ts";
import {
  checked,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  request,
  text,
} from "./schema.ts";
import * as v from "valibot";

export const ALERT_FORMATS = ["standard", "slack"] as const;

/** How many addresses are written to at most. */
const MOST_ADDRESSES = 5;

const webAddress = checked(
  (written) => URL.canParse(written) && /^https?:$/.test(new URL(written).protocol),
  "an address that begins with https:// or http://",
);
const emails = v.pipe(
  list(checked((written) => !("refused" in mailAddress(written)), "an email address")),
  v.maxLength(MOST_ADDRESSES, `must have at most ${MOST_ADDRESSES} addresses`),
);
const FORMAT =
  "`standard`: a call signed by the rules of Standard Webhooks with the shop's secret for webhooks; `slack`: a message as Slack, Mattermost and Discord (at `/slack`) take it";

export const NewAlertChannels = request({
  emails,
  webhook: maybe(request({ url: webAddress, format: note(oneOf(ALERT_FORMATS), FORMAT) })),
});
export type NewAlertChannels = Of<typeof NewAlertChannels>;

export const AlertChannels = named(
  "AlertChannels",
  object({
    emails: list(text),
    webhook: maybe(object({ url: text, format: note(oneOf(ALERT_FORMATS), FORMAT) })),
    trouble: note(
      maybe(object({ at: moment, reason: text })),
      "Why the last alerts didn't get through everywhere; null when they did",
    ),
  }),
);
export type AlertChannels = Of<typeof AlertChannels>;
