/** A workflow's parts in words, for the list beside the timeline. */
import { isolated } from "../text/isolated.ts";
import type { ConfigText, Step, WorkflowText } from "../engine/config-text.ts";

type Part = Record<string, unknown>;

/** `a cart was left alone for 1 hour`: what starts a workflow. */
export function triggerWords({ trigger }: WorkflowText): string {
  const part = (trigger ?? {}) as Part;
  switch (part.type) {
    case "cart_abandoned": {
      const what = part.checkout_only === true ? "a checkout" : "a cart";
      return `${what} was left alone for ${duration(part.after)}`;
    }
    case "order_placed":
    case "order_completed":
      return `${orderWords(part)} is ${part.type === "order_placed" ? "placed" : "paid"}`;
    case "customer_created":
      return "somebody makes an account";
    case "tag_added":
      return `somebody gets the tag “${part.tag}”`;
    case "tier_reached":
      return `somebody reaches the tier “${part.tier}”`;
    case "tier_at_risk":
      return part.tier === undefined
        ? "somebody is about to lose their tier"
        : `somebody is about to lose the tier “${part.tier}”`;
    case "points_reached":
      return `somebody has ${part.at_least} points`;
    case "score_reached":
      return `somebody’s lead score reaches ${part.at_least}`;
    case "segment_entered":
      return `somebody enters the segment “${part.segment}”`;
    case "segment_left":
      return `somebody leaves the segment “${part.segment}”`;
    case "performed":
      return `${eventsOf(part.event)}${aboutWords(part)}${timesWords(part)}`;
    case "not_followed": {
      const by = part.by === undefined ? "an order" : eventsOf(part.by);
      return `${eventsOf(part.event)}${aboutWords(part)} is not followed by ${by} within ${duration(part.within)}`;
    }
    case "inactive":
      return `nothing of “${eventsOf(part.activity)}” was heard for ${duration(part.for)}`;
    case "date":
      return dateWords(part);
    default:
      return String(part.type ?? "").replaceAll("_", " ");
  }
}

function orderWords({ ordinals, from_ordinal: from, worth }: Part): string {
  const which =
    Array.isArray(ordinals) && ordinals.length > 0 ? ` number ${ordinals.join(", ")}` : "";
  const on = typeof from === "number" ? ` from number ${from} on` : "";
  const { is, amount } = (worth ?? {}) as Part;
  const dear = amount === undefined ? "" : ` of ${String(is ?? "").replaceAll("_", " ")} ${amount}`;
  return `an order${which}${on}${dear}`;
}

const eventsOf = (value: unknown): string =>
  (Array.isArray(value) ? value : [value])
    .map((one) => String((one as { event?: unknown })?.event ?? one ?? "").replaceAll("_", " "))
    .join(" or ");

const aboutWords = ({ about, where }: Part): string =>
  `${about === undefined ? "" : ` “${about}”`}${Array.isArray(where) && where.length > 0 ? ` where ${where.map(testWords).join(" and ")}` : ""}`;

function testWords(test: Part): string {
  const value = Array.isArray(test?.value) ? test.value.join(", ") : test?.value;
  const is = String(test?.is ?? "").replaceAll("_", " ");
  return `${String(test?.property ?? "").replaceAll("_", " ")} ${is}${value === undefined ? "" : ` “${value}”`}`;
}

/** `, for the 3rd time with the same product or page within 7 days`. */
function timesWords({ times, same_thing: same, within }: Part): string {
  const { exactly, every } = (times ?? {}) as Part;
  const often =
    exactly !== undefined
      ? `, for the ${ordinal(Number(exactly))} time`
      : every === undefined
        ? ""
        : `, every ${ordinal(Number(every))} time`;
  const thing = same === true ? " with the same product or page" : "";
  return `${often}${thing}${within === undefined ? "" : ` within ${duration(within)}`}`;
}

function ordinal(number: number): string {
  const ending = { one: "st", two: "nd", few: "rd" } as Record<string, string>;
  return `${number}${ending[ORDINALS.select(number)] ?? "th"}`;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });

/** `the birth date comes each year`, `3 days before the “renews”`. */
function dateWords(date: Part): string {
  const name = String(date.name ?? "").replaceAll("_", " ");
  const before = date.days_before ? `${date.days_before} days before ` : "";
  const after = date.days_after ? `${date.days_after} days after ` : "";
  const at = date.at === undefined ? "" : `, at ${date.at}`;
  return `it is ${before || after || ""}the customer’s “${name}”${at}`;
}

/** `Email “Still thinking it over?”`. */
export function stepWords(step: Step, config: ConfigText | null): string {
  switch (step.type) {
    case "send": {
      const message = config?.messages?.[String(step.message)];
      const by =
        message?.channel === "sms" ? "SMS" : message?.channel === "push" ? "Push" : "Email";
      const text = String(message?.subject ?? message?.text ?? step.message);
      // What is filled in for each customer shows in the timeline; here it would only be noise.
      return `${by} “${subjectWords(text)}”`;
    }
    case "wait":
      return waitWords(step);
    case "wait_for_event":
      return `Wait for ${eventsOf(step.event)}${aboutWords(step)}, at most ${duration(step.at_most)}`;
    case "apply_coupon":
      return `Code for ${discountWords(step)}`;
    case "add_tag":
      return `Add the tag “${step.tag}”`;
    case "remove_tag":
      return `Remove the tag “${step.tag}”`;
    case "add_points":
      return `Give ${step.points} points`;
    case "unsubscribe":
      return `End marketing by ${step.channel}`;
    case "change_tier":
      return `Lift into the tier “${step.tier}”`;
    case "assign":
      return `Assign to ${(step.to as string[]).join(" or ")}`;
    case "create_ticket":
      return `Ticket “${step.subject}”`;
    case "add_to_audience":
      return `Into the audience “${step.audience}”`;
    case "remove_from_audience":
      return `Out of the audience “${step.audience}”`;
    case "show_offer":
      return `Show the offer “${step.offer}”`;
    case "hide_offer":
      return `Hide the offer “${step.offer}”`;
    case "sync_customer":
      return "Tell the CRM";
    case "create_task":
      return `Task “${step.title}”`;
    case "webhook":
      return "Call a webhook";
    case "branch":
      return `If ${conditionWords(step.if)}`;
    case "switch":
      return "One of several ways";
    case "split":
      return step.winner === undefined ? "Divide by chance" : `All go the way “${step.winner}”`;
    case "exit":
      return "Stop here";
    default:
      return step.type;
  }
}

/** A condition, briefly; the timeline shows the engine's own words with the value seen. */
export function conditionWords(condition: unknown): string {
  const part = (condition ?? {}) as Part;
  const all = part.all ?? part.any ?? part.none ?? part.of;
  if (Array.isArray(all)) return all.map(conditionWords).join(part.any ? " or " : " and ");
  const word = (name: unknown) => String(name ?? "").replaceAll("_", " ");
  if (part.type === "not_performed") return `has not done “${word(part.event)}” since then`;
  if (part.type === "performed") return `has done “${word(part.event)}”`;
  return word(part.type);
}

/** What looks like steps; while somebody types, anything may stand there. */
export function stepsIn(value: unknown): Step[] {
  return Array.isArray(value) ? value.filter((one) => typeof one?.type === "string") : [];
}

/** The events that end a workflow, in words. */
export const eventsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((event) => String(event).replaceAll("_", " ")) : [];

/** A subject as the merchant knows it: what is filled in for each customer is only hinted at. */
export const subjectWords = (text: string): string =>
  isolated(text.replace(/\{\{.*?\}\}/g, "…").slice(0, 120));

function waitWords(step: Step): string {
  if (step.for !== undefined) return `Wait ${duration(step.for)}`;
  const until = (step.until ?? {}) as Part;
  if (until.time_of_day !== undefined) {
    const days = Array.isArray(until.days) ? ` on ${until.days.join(", ")}` : "";
    return `Wait until ${until.time_of_day}${days}`;
  }
  if (until.date !== undefined)
    return `Wait until ${dateWords(until.date as Part).replace("it is ", "")}`;
  return `Wait until ${duration(until.after_trigger)} after the beginning`;
}

function duration(value: unknown): string {
  const { amount = 0, unit = "" } = (value ?? {}) as { amount?: number; unit?: string };
  const word = String(unit).replaceAll("_", " ");
  return `${amount} ${amount === 1 ? word.replace(/s$/, "") : word}`;
}

/** What a code gives, by the step that asks for it or by what was made. */
export function discountWords(code: Record<string, unknown>): string {
  if (code.percent) return `${code.percent}% off`;
  if (typeof code.amount === "string") return `${code.amount} off`;
  if (code.amount) return "an amount off";
  if (code.free_gift) return `a free ${code.free_gift}`;
  return "free shipping";
}
