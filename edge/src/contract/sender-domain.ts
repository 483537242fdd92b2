/** Whether the DNS of a shop's sender says that its email may come from where it does. */
import * as v from "valibot";
import {
  flag,
  formed,
  list,
  maybe,
  moment,
  named,
  note,
  object,
  type Of,
  oneOf,
  optional,
  otherwise,
  request,
  text,
} from "./schema.ts";

export const CHECKED = ["dkim", "spf", "dmarc", "mx"] as const;
export type Checked = (typeof CHECKED)[number];
export const VERDICTS = ["good", "improve", "bad", "unknown"] as const;

const Wanted = object({
  type: oneOf(["TXT", "CNAME", "MX"]),
  name: text,
  value: note(maybe(text), "What to enter; null where only your provider's account shows it"),
  found: note(maybe(flag), "Whether it is there; null where nobody could say"),
});

export const DomainCheck = named(
  "DomainCheck",
  object({
    what: oneOf(CHECKED),
    verdict: note(
      oneOf(VERDICTS),
      "`improve` works but could be better; `unknown` where nobody could say",
    ),
    message: text,
    help: note(maybe(text), "What to do about it"),
    records: note(list(Wanted), "The records it's about, to enter at your DNS provider"),
    broken_since: optional(note(moment, "Since when it's bad, where it was good before")),
  }),
);
export type DomainCheck = Of<typeof DomainCheck>;
export type WantedRecord = DomainCheck["records"][number];

export const SenderDomain = named(
  "SenderDomain",
  object({
    domain: note(maybe(text), "The sender's domain; null while the shop has no sender"),
    selector: note(maybe(text), "The DKIM selector that was entered by hand"),
    needs_selector: note(flag, "Whether DKIM can be checked only with a selector"),
    can_check: note(flag, "Whether this installation looks up DNS (`EDGEWISE_DNS_URL`)"),
    checked_at: note(maybe(moment), "Null where it wasn't checked yet"),
    checks: list(DomainCheck),
  }),
);
export type SenderDomain = Of<typeof SenderDomain>;

const selector = v.union(
  [v.literal(""), formed(/^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, "a selector")],
  "must be letters, digits, dots, - and _, such as 20261130pm",
);

export const SenderDomainCheck = request({
  selector: otherwise(
    note(
      maybe(selector),
      "The DKIM selector, for a mail server or Postmark; empty forgets it, null keeps it",
    ),
    null,
  ),
});
