/** A workflow's parts in words, for the list beside the timeline. */
import { spanText } from "../text/duration.ts";
import { ordinal } from "../text/plural.ts";
import { subjectText } from "../text/subject.ts";

type Part = Record<string, unknown>;

interface Step extends Part {
  id: string;
  type: string;
}

interface Messages {
  messages?: Record<string, { channel?: string; subject?: string; text?: string }>;
}

/** `a cart was left alone for 1 hour`: what starts a workflow. */
export function triggerWords({ trigger }: { trigger?: Part }): string {
  const part = (trigger ?? {}) as Part;
  switch (part.type) {
    case "cart_abandoned": {
      const what = part.checkout_only === true ? "a checkout" : "a cart";
      return `${what} is abandoned for ${spanText(part.after)}`;
    }
    case "order_placed":
    case "order_completed":
      return `${orderWords(part)} is ${part.type === "order_placed" ? "placed" : "paid"}`;
    case "customer_created":
      return "a customer creates an account";
    case "tag_added":
      return `a customer gets the tag “${part.tag}”`;
    case "tier_reached":
      return `a customer reaches the tier “${part.tier}”`;
    case "tier_at_risk":
      return part.tier === undefined
        ? "a customer is about to lose their tier"
        : `a customer is about to lose the tier “${part.tier}”`;
    case "points_reached":
      return `a customer reaches ${part.at_least} points`;
    case "score_reached":
      return `a customer’s lead score reaches ${part.at_least}`;
    case "segment_entered":
      return `a customer enters the segment “${part.segment}”`;
    case "segment_left":
      return `a customer leaves the segment “${part.segment}”`;
    case "performed":
      return `${eventsOf(part.event)}${aboutWords(part)}${timesWords(part)}`;
    case "not_followed": {
      const by = part.by === undefined ? "an order" : eventsOf(part.by);
      return `${eventsOf(part.event)}${aboutWords(part)} isn’t followed by ${by} within ${spanText(part.within)}`;
    }
    case "inactive":
      return `a customer has no “${eventsOf(part.activity)}” for ${spanText(part.for)}`;
    case "date":
      return dateWords(part);
    default:
      return String(part.type ?? "").replaceAll("_", " ");
  }
}

function orderWords({ ordinals, from_ordinal: from, worth }: Part): string {
  const places = Array.isArray(ordinals) ? ordinals.map((one) => ordinal(Number(one))) : [];
  const which =
    places.length > 0
      ? `the ${places.join(" or ")} order`
      : typeof from === "number"
        ? `the ${ordinal(from)} or a later order`
        : "an order";
  const { is, amount } = (worth ?? {}) as Part;
  const dear = amount === undefined ? "" : ` of ${String(is ?? "").replaceAll("_", " ")} ${amount}`;
  return `${which}${dear}`;
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
  return `${often}${thing}${within === undefined ? "" : ` within ${spanText(within)}`}`;
}

/** `it’s the customer’s birth date`, `it’s 3 days before the customer’s renews`. */
function dateWords(date: Part): string {
  const name = String(date.name ?? "").replaceAll("_", " ");
  const before = date.days_before ? `${date.days_before} days before ` : "";
  const after = date.days_after ? `${date.days_after} days after ` : "";
  const at = date.at === undefined ? "" : `, at ${date.at}`;
  return `it’s ${before || after || ""}the customer’s ${name}${at}`;
}

/** `Email “Still thinking it over?”`. */
export function stepWords(step: Step, config: Messages | null): string {
  switch (step.type) {
    case "send": {
      const message = config?.messages?.[String(step.message)];
      const by =
        message?.channel === "sms" ? "SMS" : message?.channel === "push" ? "Push" : "Email";
      const text = String(message?.subject ?? message?.text ?? step.message);
      // What is filled in for each customer shows in the timeline; here it would only be noise.
      return `${by} “${subjectText(text)}”`;
    }
    case "wait":
      return waitWords(step);
    case "wait_for_event":
      return `Wait for ${eventsOf(step.event)}${aboutWords(step)}, up to ${spanText(step.at_most)}`;
    case "apply_coupon":
      return `Create coupon: ${discountWords(step)}`;
    case "add_tag":
      return `Add tag “${step.tag}”`;
    case "remove_tag":
      return `Remove tag “${step.tag}”`;
    case "add_points":
      return `Give ${step.points} points`;
    case "unsubscribe":
      return `Unsubscribe from ${step.channel}`;
    case "change_tier":
      return `Move to tier “${step.tier}”`;
    case "assign":
      return `Assign to ${(step.to as string[]).join(" or ")}`;
    case "create_ticket":
      return `Create ticket “${step.subject}”`;
    case "add_to_audience":
      return `Add to ad audience “${step.audience}”`;
    case "remove_from_audience":
      return `Remove from ad audience “${step.audience}”`;
    case "show_offer":
      return `Show offer “${step.offer}”`;
    case "hide_offer":
      return `Hide offer “${step.offer}”`;
    case "sync_customer":
      return "Sync to CRM";
    case "create_task":
      return `Create task “${step.title}”`;
    case "webhook":
      return "Call a webhook";
    case "branch":
      return `If ${conditionWords(step.if)}`;
    case "switch":
      return "Several branches";
    case "split":
      return step.winner === undefined ? "A/B split" : `A/B split: everyone gets “${step.winner}”`;
    case "exit":
      return "Exit";
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

function waitWords(step: Step): string {
  if (step.for !== undefined) return `Wait ${spanText(step.for)}`;
  const until = (step.until ?? {}) as Part;
  if (until.time_of_day !== undefined) {
    const days = Array.isArray(until.days) ? ` on ${until.days.join(", ")}` : "";
    return `Wait until ${until.time_of_day}${days}`;
  }
  if (until.date !== undefined)
    return `Wait until ${dateWords(until.date as Part).replace("it’s ", "")}`;
  return `Wait until ${spanText(until.after_trigger)} after entry`;
}

/** What a code gives, by the step that asks for it or by what was made. */
export function discountWords(code: Record<string, unknown>): string {
  if (code.percent) return `${code.percent}% off`;
  if (typeof code.amount === "string") return `${code.amount} off`;
  if (code.amount) return "an amount off";
  if (code.free_gift) return `a free ${code.free_gift}`;
  return "free shipping";
}
