/**
 * The engine's types, written by `cargo xtask types` out of the declarations in `src`. Do not edit.
 *
 * Times are milliseconds since 1970 UTC, money is minor units, ids are strings.
 */

/** A value that a condition saw. */
export type Seen = null | boolean | number | string | Seen[];

/** What an attribute or an event's property can hold. */
export type Value = boolean | number | string | string[];

/** What was seen of it. */
export interface AccountField {
  /** When the account was made. */
  made_at?: number | null;
  /** Whether that was while the shop was connected. */
  is_new?: boolean;
  /** Whether a yes from the start fills a blank. */
  fills_blank?: boolean;
  /** What was seen, sorted by version, of two in one version the yes first, so that it is no change; at most `AccountField::LIMIT`. */
  seen?: Sighting[];
}

/** A message that goes out. */
export interface Ahead {
  /** The moment. */
  at: number;
  /** The customer. */
  customer: CustomerId;
  /** The workflow that sends it. */
  workflow: WorkflowId;
  /** The step that sends it. */
  step: StepId;
  /** Its channel. */
  channel: Channel | null;
}

/** The answer to `Input::Release`, when the host is about to perform an effect. */
export type Answer =
  /** Perform it now. */
  | {
      type: "go";
      /** What exactly to do. */
      payload: Payload;
    }
  /** Not now: ask again at `until`. */
  | {
      type: "defer";
      /** When to ask again. */
      until: number;
      /** The reason. */
      reason: Reason;
    }
  /** Never: drop it from the outbox. */
  | {
      type: "withdraw";
      /** The reason. */
      reason: Reason;
    };

/** The period to backtest, and how. */
export interface BacktestQuestion {
  /** Decisions from here on count. What happened before is played too, so that earlier orders, consents and messages are known. */
  from?: number;
  /** The end: nothing after this moment is played or decided. */
  until?: number;
  /** Kinds of event that reach the engine this many milliseconds later than they did, to see what late webhooks would have changed. */
  late?: Record<string, number>;
  /** How many customers to name in each list, at most `Backtest::MAX_NAMED`. */
  named?: number;
}

/** Which two plans a backtest plays, and what is asked of it. */
export interface BacktestRequest {
  /** The plan that is live. */
  live: string;
  /** The draft's plan. */
  draft: string;
  /** What is true of the shop. */
  facts?: ShopFacts | null;
  /** What is asked. */
  question: BacktestQuestion;
}

/** How far a backtest is. */
export interface BacktestTold {
  /** How many customers it was told of. */
  customers: number;
  /** How many events of theirs. */
  events: number;
}

/** A branch in words. */
export interface BranchOutline {
  /** Its condition, to read after "the customer", where each branch has its own. */
  condition: Part[];
  /** Its name: `then`, a case's or variant's own. */
  name: string;
  /** The JSON path of its steps. */
  path: string;
  /** Its steps. */
  steps: StepOutline[];
}

/** One of the plan's frequency caps, and how much of it was used. */
export interface CapTally {
  /** The cap in words, for example "at most 4 SMS messages in 30 days". */
  said: string;
  /** Its channel; `null` for a cap on all channels together. */
  channel: Channel | null;
  /** How many messages it allows within its window. */
  at_most: number;
  /** How many customers had at most one message within the window, at most two, and so on. Nobody is beyond `at_most`, unless messages count that the cap doesn't stop, or the cap goes by the calendar and the customer moved: it is counted by their last time zone. */
  fullest: number[];
}

/** A cart or a checkout: what somebody is about to buy, as a whole, at one moment. */
export interface Cart {
  /** The platform's cart token (Shopify `token` of a cart, `cart_token` of a checkout). */
  cart_token?: string;
  /** The platform's checkout token; for WooCommerce the unplaced order, `order:<id>`. */
  checkout_token?: string;
  /** The platform's id of the checkout: all that Shopify names when one is deleted. */
  checkout_id?: string;
  /** What is in it. Empty: the cart was emptied. */
  items?: Item[];
  /** Its total, when the source has one. */
  total?: Money;
  /** Where the buyer gets back to it; http or https only. */
  url?: string;
  /** When it became an order. */
  completed_at?: number;
  /** Where the buyer wants to be written to about it, where that is not the account's own address. */
  email?: string;
}

/** One cart, with the checkout made from it. */
export interface CartFacts {
  /** The platform's cart token. */
  cart_token?: string | null;
  /** The platform's checkout token. */
  checkout_token?: string | null;
  /** The platform's id of the checkout, which is all that its deletion names. */
  checkout_id?: string | null;
  /** What is in it. */
  items?: LineFacts[];
  /** Its total. */
  total?: Money | null;
  /** The way back to it. */
  url?: string | null;
  /** The version that these values are from. */
  told_at?: number;
  /** The last time the buyer did anything with it. */
  active_at?: number;
  /** Whether it became an order or was deleted. */
  closed?: boolean;
  /** Whether a checkout was begun. */
  checkout?: boolean;
  /** As in `Cart::email`. */
  email?: string | null;
}

/** The carts, the most recently touched `Carts::LIMIT` of them. */
export interface Carts {
  /** In the order in which they were last touched, oldest first. */
  list?: CartFacts[];
}

/** What made a score or a segment membership change. */
export type Cause =
  | "event"
  | "time"
  | "definition"
  | "command"
  | "merge"
  | "reassigned"
  | "shop";

/** One customer's next change. Sorted by its moment, then by the customer. */
export interface Change {
  /** The moment. */
  at: number;
  /** The customer. */
  customer: CustomerId;
  /** Whether they come in, or leave. */
  enters: boolean;
}

/** The changes to come among the customers of one page. */
export interface Changes {
  /** How many pages there are. */
  pages: number;
  /** The earliest, by moment and customer. */
  list: Change[];
}

/** What is asked about the changes to come. A page at a time, so that a host can stop in between: everybody's facts are put together again for it, which takes longer than a count. */
export interface ChangesQuestion {
  /** The moment it is asked for, in milliseconds since 1970. */
  now?: number;
  /** Changes after this moment are not looked for. */
  until?: number;
  /** How many to name, the earliest; at most `Population::MAX_SAMPLE`. */
  most?: number;
  /** Which of the loaded pages, from 0 on. */
  page?: number;
}

/** A way to reach somebody. */
export type Channel =
  | "email"
  | "sms"
  | "push";

/** What is in force on one channel. */
export interface ChannelConsent {
  /** Which. */
  channel: Channel;
  /** What. */
  consent: Consent;
}

/** What the bodies of one checkout, and of the order it became, show of its box. */
export interface CheckoutBox {
  /** The checkout's token. */
  token?: string;
  /** When it began, by the earliest body. */
  began_at?: number;
  /** Whether only its order is known, so that it may have begun earlier. */
  began_before?: boolean;
  /** The latest version before the order was placed. */
  open?: Sighting | null;
  /** The earliest version of the placed order. */
  placed?: Sighting | null;
  /** Whether the shop may have filled it in, as of the earliest version. */
  prefill?: Prefill;
  /** That version. */
  told_at?: number;
}

/** Why a checkout or an order belongs to a customer. Of two claims the greater counts. */
export interface Claim {
  /** The platform's time of the change that shows it. */
  at: number;
  /** Whether it names an account and not only an address. */
  account: boolean;
}

/** A key that is somebody's by a claim. */
export interface Claimed {
  /** Which key, by position. */
  key: number;
  /** The claim from now on. */
  claim: Claim;
}

/** Two workflows that sent messages to the same customers within a day. */
export interface Collision {
  /** The one, the first by name. */
  one: WorkflowId;
  /** The other. */
  other: WorkflowId;
  /** The number of times. */
  times: number;
  /** To how many customers. */
  people: number;
  /** The first of them. */
  named: CustomerId[];
}

/** What somebody in the admin can do with one customer. */
export type Command =
  /** Suppress: send them nothing at all anymore. */
  | {
      type: "suppress";
    }
  /** End the suppression. */
  | {
      type: "unsuppress";
    }
  /** Send no marketing while a privacy request waits for an answer. */
  | {
      type: "hold_marketing";
    }
  /** The privacy request was answered. */
  | {
      type: "release_marketing";
    }
  /** Retry an effect that failed for good. */
  | {
      type: "retry";
      /** The effect. */
      effect: EffectId;
    }
  /** Drop a message that became ready while sending was stopped, and is too old by now. Nothing happens to one that went out already. */
  | {
      type: "skip";
      /** The effect. */
      effect: EffectId;
    }
  /** Give loyalty points. */
  | {
      type: "give_points";
      /** The number of points. */
      points: number;
      /** What for; the ledger shows it. */
      note: string;
    }
  /** Redeem loyalty points; refused when there are not enough. */
  | {
      type: "redeem_points";
      /** The number of points. */
      points: number;
      /** What for; the ledger shows it. */
      note: string;
    }
  /** Add them to a live workflow, without its trigger. Everything else that it asks of customers who enter still applies. */
  | {
      type: "enroll";
      /** The workflow. */
      workflow: WorkflowId;
      /** The name of the batch they are added with, such as the members of a segment on a day. Nobody enters twice in one batch. */
      batch: string;
    }
  /** Test a workflow on them, live or a draft. Its messages, and the coupon codes in them, are real, under all rules that protect the customer; nothing else in it is done. A test counts nowhere: not toward caps, not as an entry, not in metrics. */
  | {
      type: "test";
      /** The workflow. */
      workflow: WorkflowId;
      /** The test's name. The same name twice is one test. */
      batch: string;
    }
  /** Send the message of a step that went to the address given before a checkout or an order turned out to be this customer's. */
  | {
      type: "send_again";
      /** The workflow. */
      workflow: WorkflowId;
      /** The step. */
      step: StepId;
    }
  /** Put a tag on. */
  | {
      type: "add_tag";
      /** The tag. */
      tag: string;
    }
  /** Record a consent or a withdrawal that reached the merchant in another way. */
  | {
      type: "record_consent";
      /** The channel. */
      channel: Channel;
      /** `subscribed` or `unsubscribed`. */
      consent: Consent;
      /** The text that was agreed to, or where the proof is kept. A yes needs one. */
      proof: string;
      /** When it was given. A yes must be later than the customer's own withdrawal, if there is one. */
      given_at: number | null;
    }
  /** Take a tag off. */
  | {
      type: "remove_tag";
      /** The tag. */
      tag: string;
    };

/** A condition in words. */
export interface ConditionWords {
  /** What is wrong with it. */
  diagnostics: Diagnostic[];
  /** It in parts that lead to its fields; `null` where it has errors. */
  parts: Part[] | null;
  /** It in one sentence; `null` where it has errors. */
  sentence: string | null;
}

/** What a customer agreed to on one channel. */
export type Consent =
  | "never_subscribed"
  | "pending"
  | "subscribed"
  | "unsubscribed";

/** Consent given, withdrawn or otherwise changed on one channel. */
export interface ConsentChange {
  /** The channel. */
  channel: Channel;
  /** The state from now on. */
  consent: Consent;
  /** Where it was given: `shopify`, `one-click`, `checkout`, … Kept as proof. */
  origin?: string;
  /** The text that was agreed to, or another proof, where one was given. */
  proof?: string;
  /** How much it counts, where that is less than a dated statement of the customer or the platform. */
  weight?: ConsentWeight;
}

/** A marketing checkbox or field, as one body of the platform shows it. By itself it is nobody's act: the customer's facts decide whether the buyer ticked it (`customer::ConsentLedger`). */
export interface ConsentField {
  /** Which channel it is about. */
  channel: Channel;
  /** Whether it is ticked. Anything else is silence. */
  ticked: boolean;
  /** The checkout or order it stands in; `null` for a field of the customer's account. */
  checkout?: FieldOfCheckout;
  /** The account it stands in; `null` for a field of a checkout. */
  account?: FieldOfAccount;
}

/** The consent in force on each channel; `never_subscribed` where there is no statement. */
export interface ConsentLedger {
  /** The records, by channel. */
  channels?: Record<string, ConsentRecord>;
}

/** The consent on one channel with its proof, and every statement that may still count. */
export interface ConsentRecord {
  /** What is in force. */
  consent?: Consent;
  /** When it came into force. */
  at?: number;
  /** Where it was given: `shopify`, `checkout`, `one-click`. */
  origin?: string | null;
  /** The text that was agreed to, or another proof, where one was given. */
  proof?: string | null;
  /** The latest dated statement other than a withdrawal. */
  told?: ConsentWord | null;
  /** The latest withdrawal. */
  withdrawn?: ConsentWord | null;
  /** The platform's own record, as last seen, where it has one. */
  platform?: Sighting | null;
  /** A statement that counts only while there is no other. */
  blank?: ConsentWord | null;
  /** The boxes of checkouts and orders; at most `ConsentRecord::BOXES`. */
  boxes?: CheckoutBox[];
  /** What the fields of their accounts showed, by account. */
  accounts?: Record<string, AccountField>;
}

/** One name, and which of its values mean yes to which channel. */
export interface ConsentSource {
  /** The name: `_wc_other/mill/newsletter`, or `mill/newsletter` for the same field. */
  name: string;
  /** Which channel a yes is for. */
  channel: Channel;
  /** The values that mean yes, compared without regard to case. Any other value is silence. */
  yes: string[];
}

/** The fields and traits that mean consent. Nothing is guessed: without names from the merchant, none is read. */
export interface ConsentSources {
  /** Fields of WooCommerce's orders and customers, by their key in `meta_data`. */
  fields?: ConsentSource[];
  /** Traits in Segment's calls, which count with the server key only. */
  traits?: ConsentSource[];
}

/** How much a statement about consent counts, other than by its time. */
export type ConsentWeight =
  | "fills_blank"
  | "undated"
  | "follows";

/** One statement about consent. */
export interface ConsentWord {
  /** The consent. */
  consent?: Consent;
  /** The moment it counts from. */
  at?: number;
  /** Where it was given: `shopify`, `checkout`, `one-click`. */
  origin?: string | null;
  /** The text that was agreed to, or another proof. */
  proof?: string | null;
}

/** One entry that was considered. */
export interface Considered {
  /** Fingerprints of the keys it goes by. */
  keys?: number[];
  /** The moment it counts from: a cart that is touched again is considered again. */
  anchor?: number;
  /** Whether it was let in. */
  entered?: boolean;
}

/** A coupon made for a run. */
export interface Coupon {
  /** The effect that makes it. */
  effect?: EffectId;
  /** The code, once it is made. */
  code?: string | null;
  /** How much off, in percent. */
  percent?: number;
  /** Or so much. */
  amount?: Money | null;
  /** Or nothing to pay for shipping. */
  free_shipping?: boolean;
  /** Or this product as a gift. */
  free_gift?: string | null;
  /** It could not be made. */
  failed?: boolean;
}

/** Everything known about one customer. */
export interface Customer {
  /** The customer's id. */
  id?: CustomerId;
  /** When they first became known. */
  first_seen?: number;
  /** Name, email address, phone number, language, traits. */
  profile?: ProfileFacts;
  /** Their consent, by channel. */
  consent?: ConsentLedger;
  /** Since when they have been suppressed: nothing is sent to them, whatever their consent. */
  suppressed?: number | null;
  /** Their tags. */
  tags?: CustomerTags;
  /** Their tier, as last computed. */
  tier?: string | null;
  /** When the tier is next reviewed. */
  standing?: TierStanding;
  /** Their loyalty points. */
  points?: Points;
  /** The offers that the storefront shows them, each with its end; `null` until it is hidden. */
  offers?: Record<string, number | null>;
  /** Their lead score, as last computed. */
  score?: ScoreFacts;
  /** The carts and checkouts they left behind. */
  carts?: Carts;
  /** Their orders. */
  orders?: Orders;
  /** What they did, by kind of event. */
  history?: CustomerHistory;
  /** When the shop deleted their account, unless they were active later. They get no marketing meanwhile. */
  account_deleted?: number | null;
  /** Since when a privacy request waits for an answer. They get no marketing meanwhile. */
  privacy_hold?: number | null;
  /** Checkouts and orders that turned out to be other customers', by identity key, with their owner. Later events about them change nothing here. */
  given_up?: Record<string, CustomerId>;
}

/**
 * The moments of each kind of event, oldest first.
 * Bounded, because a state must stay small: the newest `History::LIMIT` of a kind are kept. The newest dropped moment is remembered, so that a condition reaching further back is answered with "unknown" instead of a wrong count.
 */
export interface CustomerHistory {
  /** The events, by kind. */
  kinds?: Record<string, ([at: number, fact: number, subject: string | null, properties?: Record<string, Value>])[]>;
  /** The newest moment that was dropped, by kind of event. */
  dropped?: Record<string, number>;
  /** How many were dropped, by kind of event. */
  dropped_count?: Record<string, number>;
}

/** A customer. Derived from the delivery that first mentioned them, never from an email address. */
export type CustomerId = string;

/** All tags ever received, present or removed, by lower-cased name. */
export interface CustomerTags {
  /** The tags, by lower-cased name. At most `Tags::LIMIT`. */
  names?: Record<string, TagFacts>;
}

/** How many customers were told of so far. */
export interface CustomersTold {
  /** How many. */
  customers: number;
}

/** How much is known of a kind of event. */
export interface Data {
  /** When the first one happened. */
  since: number;
  /** When the last one did. */
  until: number;
  /** How many there are. */
  count: number;
}

/** What happened on one day. */
export interface DayTally {
  /** How many enrollments began. */
  entered: number;
  /** How many messages were sent, by channel. */
  sent: Record<string, number>;
}

/** The kinds of decision. */
export type Decision =
  /** An event changed the customer's facts. */
  | {
      type: "recorded";
      /** The kind of event. */
      event: EventName;
      /** The fact's key. */
      fact: string;
    }
  /** An event changed nothing. */
  | {
      type: "ignored";
      /** The kind of event. */
      event: EventName;
      /** The fact's key. */
      fact: string;
      /** The reason. */
      reason: Reason;
    }
  /** The customer's tier changed. */
  | {
      type: "tier-changed";
      /** The tier from now on. */
      tier: string | null;
      /** The tier before. */
      previous: string | null;
    }
  /** The customer's tier will be lost at the next review. */
  | {
      type: "tier-at-risk";
      /** The tier. */
      tier: string;
      /** When it will be lost. */
      review_at: number;
    }
  /** Loyalty points were given or taken. */
  | {
      type: "points-changed";
      /** How many; negative when they were taken. */
      points: number;
      /** The balance from now on. */
      balance: number;
      /** What they were for: an order, a workflow step, a note of the merchant. */
      cause: string;
    }
  /** A redemption of points was refused. */
  | {
      type: "points-refused";
      /** The number of points. */
      points: number;
      /** The balance. */
      balance: number;
      /** The reason. */
      reason: Reason;
    }
  /** The customer's lead score changed. */
  | {
      type: "score-changed";
      /** The score from now on. */
      score: number;
      /** The score before. */
      previous: number;
      /** What set off the change. */
      cause: Cause;
      /** What each scoring rule adds or subtracts now. */
      saw: Observation[];
    }
  /** The customer entered or left a segment. */
  | {
      type: "segment-changed";
      /** The segment. */
      segment: SegmentId;
      /** Whether they entered it; otherwise they left. */
      entered: boolean;
      /** What set off the change. */
      cause: Cause;
      /** What the segment's conditions saw. */
      saw: Observation[];
    }
  /** A workflow was entered. */
  | {
      type: "entered";
      /** The workflow. */
      workflow: WorkflowId;
      /** The revision, which the enrollment keeps to the end. */
      revision: number;
      /** The new enrollment. */
      enrollment: EnrollmentId;
      /** The moment its offsets are counted from. */
      anchor: number;
      /** The conditions as they were evaluated. */
      saw: Observation[];
      /** Whether it is somebody's test. */
      test?: boolean;
    }
  /** A workflow was not entered although its trigger fired. */
  | {
      type: "not-entered";
      /** The workflow. */
      workflow: WorkflowId;
      /** The reason. */
      reason: Reason;
      /** The conditions as they were evaluated. */
      saw: Observation[];
    }
  /** An enrollment waits. */
  | {
      type: "waiting";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The step it waits at. */
      step: StepId;
      /** When the wait ends. */
      until: number;
    }
  /** An enrollment was moved to the workflow's current revision. */
  | {
      type: "moved";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The revision from now on. */
      revision: number;
      /** The step it waits at. */
      step: StepId;
      /** When the wait ends; `null` if it has no end of its own. */
      until: number | null;
    }
  /** An enrollment got an id of its own, because an early release made ids without the customer. */
  | {
      type: "renamed";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment's id from now on. */
      enrollment: EnrollmentId;
      /** Its id before, which enrollments of other customers may have had as well. */
      was: EnrollmentId;
    }
  /** An enrollment came to a fork. */
  | {
      type: "branched";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The fork. */
      step: StepId;
      /** Whether the condition held, so the first way was taken. */
      matched: boolean;
      /** The conditions as they were evaluated. */
      saw: Observation[];
      /** The revision that asked, where it is not the workflow's current one. */
      revision?: number;
    }
  /** An enrollment came to a switch (by conditions) or an A/B split (by chance). */
  | {
      type: "way-taken";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The fork. */
      step: StepId;
      /** The case or variant it took. */
      way: string;
      /** The conditions as they were seen; none when chance decided. */
      saw: Observation[];
      /** The revision that asked, where it is not the workflow's current one. */
      revision?: number;
    }
  /** An enrollment came to a fork and took none of its ways, because what decides can't be known. It continues after the fork. */
  | {
      type: "no-way-taken";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The fork. */
      step: StepId;
      /** Why it can't be known. */
      reason: Reason;
      /** The conditions as they were evaluated. */
      saw: Observation[];
      /** The revision that asked, where it is not the workflow's current one. */
      revision?: number;
    }
  /** An effect passed the policy, and goes to the outbox. */
  | {
      type: "allowed";
      /** The effect. */
      effect: EffectId;
      /** Its kind. */
      kind: EffectKind;
      /** For a message: its channel. */
      channel: Channel | null;
      /** The workflow that wanted it. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The step. */
      step: StepId;
      /** The filter as it was seen. */
      saw: Observation[];
    }
  /** A message is held back. */
  | {
      type: "deferred";
      /** The effect. */
      effect: EffectId;
      /** The workflow that wanted it. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The step. */
      step: StepId;
      /** When the message is tried again. */
      until: number;
      /** The reason. */
      reason: Reason;
    }
  /** A message will never be sent. */
  | {
      type: "suppressed";
      /** The effect. */
      effect: EffectId;
      /** The workflow that wanted it. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The step. */
      step: StepId;
      /** The reason. */
      reason: Reason;
      /** What the conditions or caps saw. */
      saw: Observation[];
      /** The workflow whose message went out instead. */
      winner?: WorkflowId;
      /** The revision that asked, where it is not the workflow's current one. */
      revision?: number;
    }
  /** A release was granted: the host performs the effect now. */
  | {
      type: "released";
      /** The effect. */
      effect: EffectId;
    }
  /** The host reported what became of an effect. */
  | {
      type: "reported";
      /** The effect. */
      effect: EffectId;
      /** The outcome it reported. */
      outcome: Outcome;
    }
  /** An enrollment ended. */
  | {
      type: "exited";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The reason. */
      reason: Reason;
      /** The event that ended it. */
      event?: EventName;
    }
  /** A late event would have stopped a message that was already sent. That can't be undone, so it is recorded. */
  | {
      type: "too-late";
      /** The message that was already sent. */
      effect: EffectId;
      /** The event that came too late. */
      event: EventName;
      /** When it had happened. */
      happened_at: number;
    }
  /** A checkout or an order turned out to be another customer's. */
  | {
      type: "gave-up";
      /** The purchase, by its identity key. */
      purchase: string;
      /** The customer it belongs to. */
      customer: string;
      /** Loyalty points that it earned here and that stay here. */
      points?: number;
      /** Coupon codes that were created for it and stay valid. */
      codes?: string[];
    }
  /** A message about a purchase was sent before the purchase turned out to be another customer's. */
  | {
      type: "sent-astray";
      /** The effect. */
      effect: EffectId;
      /** The purchase, by its identity key. */
      purchase: string;
    }
  /** A checkout or an order came from another customer. */
  | {
      type: "took-over";
      /** The purchase, by its identity key. */
      purchase: string;
      /** The customer who had it. */
      customer: string;
    }
  /** Two customers became one. */
  | {
      type: "merged";
      /** The customer that was merged into this one. */
      loser: string;
    }
  /** Marketing is held back because of a privacy request, or no longer. */
  | {
      type: "marketing-held";
      /** Whether it is held from now on. */
      held: boolean;
    }
  /** The suppression list was changed by hand. */
  | {
      type: "suppression-changed";
      /** Whether the customer is on it from now on. */
      suppressed: boolean;
    };

/** One person's events out of a request, or the shop's own; the events themselves stand in a line of their own. */
export interface DeliveryHead {
  /** Whom it concerns. */
  scope: Scope;
  /** By what the person can be found; empty for the shop. */
  keys: IdentityKey[];
  /** The kinds of its events, in their order. */
  kinds: EventName[];
  /** The products they are about, by the platform's ids. */
  products: string[];
  /** It makes nobody a customer who is not one. */
  only_known: boolean;
  /** The platform's own word for how far an order is, where Edgewise has none for it. */
  status: string | null;
  /** It proves nothing by itself: the platform must be asked before any of it is folded. */
  question: Question | null;
  /** The latest moment that the body itself names. */
  happened_at: number | null;
}

/** One finding about a configuration. */
export interface Diagnostic {
  /** Stable name of the kind of finding, for example `unknown-key`. */
  code: string;
  /** Whether it keeps the configuration from being used. */
  severity: Severity;
  /** Where: `workflows[0].steps[2].until`; empty for the file as a whole. */
  path: string;
  /** What is wrong: what was expected and what was found. */
  message: string;
  /** How to fix it. */
  help: string;
}

/** Where a draft does something else than the live plan. */
export interface Difference {
  /** How many customers are treated differently. */
  people: number;
  /** How many effects only the draft has. */
  more: number;
  /** How many effects only the live plan has. */
  fewer: number;
  /** How many effects both have, for the same step of the same workflow, at another moment. */
  moved: number;
  /** The first of these customers, as many as were asked for. */
  named: Person[];
}

/** One thing to do, for the host's outbox. It holds no personal data: recipient and content come with the release, in the `Payload`. */
export interface Effect {
  /** Identifies it, and is its idempotency key at the provider. */
  id: EffectId;
  /** What is to be done. */
  type: EffectKind;
  /** For a message: its channel. */
  channel: Channel | null;
  /** For a message: why it is sent. */
  message_kind: MessageKind | null;
  /** The moment it was due; the actual moment may be later. */
  due: number;
  /** The workflow that wants it. */
  workflow: WorkflowId;
  /** The step that wants it. */
  step: StepId;
  /** The enrollment that wants it. */
  enrollment: EnrollmentId;
  /** Another effect that must be done first. */
  depends_on: EffectId | null;
}

/** One effect in the outside world; also its idempotency key there. */
export type EffectId = string;

/** The kinds of `Effect`. */
export type EffectKind =
  | "send"
  | "apply_coupon"
  | "add_tag"
  | "remove_tag"
  | "add_points"
  | "unsubscribe"
  | "change_tier"
  | "assign"
  | "create_ticket"
  | "add_to_audience"
  | "remove_from_audience"
  | "show_offer"
  | "hide_offer"
  | "sync_customer"
  | "create_task"
  | "webhook";

/** Which engine this is. Two artifacts with the same `engine` were built from the same sources and zone data. */
export interface EngineInfo {
  /** A hash of the engine's sources. */
  engine: string;
  /** The release. */
  version: string;
  /** The release of the time zone data. */
  tzdata: string;
  /** The form in which it writes states. */
  format: number;
}

/** One run. It is kept after its end for as long as something it wished for is on its way. */
export interface Enrollment {
  /** Its name; derived when it began, and never again. */
  id?: EnrollmentId;
  /** The customer who began it, of whom its name is made. A merge leaves it as it is. Empty in runs of the first release, which get a name of their own when they are read. */
  begun_by?: CustomerId;
  /** Through which workflow. */
  workflow?: WorkflowId;
  /** In which revision. */
  revision?: number;
  /** What may start the workflow once: the cart, the order. */
  entry_key?: string;
  /** Fingerprint of the fact that started it; the same fact does not end it. */
  entry_fact?: number;
  /** The moment its offsets are counted from. */
  anchor?: number;
  /** When it was entered. */
  entered_at?: number;
  /** The step it waits at. */
  step?: StepId | null;
  /** Since when it waits there; runs of releases before 0.2 do not know. */
  since?: number | null;
  /** When the wait ends. */
  due?: number | null;
  /** The cart it is about, by one of the cart's keys. */
  cart?: string | null;
  /** The order it is about. */
  order?: string | null;
  /** Nothing of it is done for the customer: they are held out. */
  held_out?: boolean;
  /** It is somebody's test: it counts nowhere. */
  test?: boolean;
  /** The coupon its messages speak of. */
  coupon?: Coupon | null;
  /** Why it ended, if it did. */
  ended?: Reason | null;
}

/** One enrollment: one customer's way through one workflow. */
export type EnrollmentId = string;

/** What the customer entered, and what was considered and refused, by workflow. */
export interface Entries {
  /** By workflow, oldest first, at most `Entries::LIMIT` each. */
  by_workflow?: Record<string, Considered[]>;
  /** When each was entered last. */
  last?: Record<string, number>;
}

/** One decision. Stored with the input that led to it. */
export interface Entry {
  /** The moment the decision belongs to: the due time for what was due, otherwise the time of the event. The host keeps the actual `now` beside it. */
  at: number;
  /** The decision. */
  is: Decision;
}

/** One fact, reported by one source. */
export interface Event {
  /** Identifies the fact when it is received again, or from another source: for example `shopify:order:4501:placed`. Built from the body's content, never from headers, which no signature covers. */
  fact_key: string;
  /** When it happened, according to the source. Conditions use this. */
  occurred_at: number;
  /** When it reached us. */
  received_at: number;
  /** The source that reported it. */
  source: Source;
  /** What happened, with its content. */
  kind: EventKind;
}

/** What happened. */
export type EventKind =
  /** A page of the shop was opened. */
  | {
      type: "page_viewed";
      /** Its address. */
      url: string;
    }
  /** A product's page was opened. */
  | {
      type: "product_viewed";
      /** The product. */
      product: Item;
    }
  /** A collection or category was opened. */
  | {
      type: "product_list_viewed";
      /** The platform's id of the collection. */
      list_id: string;
      /** Its name. */
      title: string;
    }
  /** Somebody searched the shop. */
  | {
      type: "products_searched";
      /** The search text. */
      query: string;
    }
  /** Something was put into a cart. */
  | {
      type: "product_added";
      /** The line that was added. */
      product: Item;
    }
  /** Something was taken out of a cart. */
  | {
      type: "product_removed";
      /** The line that was removed. */
      product: Item;
    }
  /** The cart page was opened. */
  | {
      type: "cart_viewed";
      /** The cart. */
      cart: Cart;
    }
  /** The cart changed. */
  | {
      type: "cart_updated";
      /** The whole cart as it is now. */
      cart: Cart;
    }
  /** A checkout was begun. */
  | {
      type: "checkout_started";
      /** The checkout as it now is. */
      cart: Cart;
    }
  /** A checkout changed: an address, an email, another item. */
  | {
      type: "checkout_updated";
      /** The checkout as it now is. */
      cart: Cart;
    }
  /** A checkout was deleted. */
  | {
      type: "checkout_deleted";
      /** As in `Cart::checkout_token`; one of the two is there. */
      checkout_token?: string;
      /** As in `Cart::checkout_id`. */
      checkout_id?: string;
    }
  /** An order was placed, paid or not. */
  | {
      type: "order_placed";
      /** The order. */
      order: Order;
    }
  /** An order was paid in full. */
  | {
      type: "order_completed";
      /** The order. */
      order: Order;
    }
  /** An order changed in any other way. */
  | {
      type: "order_updated";
      /** The order as it now is. */
      order: Order;
    }
  /** An order was cancelled. */
  | {
      type: "order_cancelled";
      /** The order as it now is. */
      order: Order;
    }
  /** Money was given back on an order. */
  | {
      type: "order_refunded";
      /** The refund. */
      refund: Refund;
    }
  /** An order was deleted from the shop. */
  | {
      type: "order_deleted";
      /** As in `Order::order_id`. */
      order_id: string;
    }
  /** An order was anonymized in the shop, which keeps the order. */
  | {
      type: "order_anonymized";
      /** What is left of it. */
      order: Order;
    }
  /** A parcel of an order was handed to a carrier, or its tracking changed. */
  | {
      type: "order_fulfilled";
      /** The parcel. */
      fulfillment: Fulfillment;
    }
  /** A carrier reported the status of a parcel. */
  | {
      type: "shipment_updated";
      /** The parcel and its status. */
      shipment: Shipment;
    }
  /** An account was created in the shop. */
  | {
      type: "customer_created";
      /** The account's profile. */
      profile: Profile;
    }
  /** An account changed in the shop. */
  | {
      type: "customer_updated";
      /** The account's profile as it is now. */
      profile: Profile;
    }
  /** An account was deleted in the shop. */
  | {
      type: "customer_deleted";
    }
  /** A visitor said who they are (Segment `identify`, a pixel with a signed-in buyer). */
  | {
      type: "customer_identified";
      /** Who they claim to be. */
      profile: Profile;
    }
  /** Consent changed on one channel. */
  | {
      type: "consent_changed";
      /** The change. */
      change: ConsentChange;
    }
  /** A marketing checkbox or field of the shop was seen in a body, ticked or not. Whether it changes the consent in force follows from the customer's facts. */
  | {
      type: "consent_field_seen";
      /** The field. */
      field: ConsentField;
    }
  /** Tags were added to the customer. */
  | {
      type: "tags_added";
      /** The tags. */
      tags: EventTags;
    }
  /** Tags were removed from the customer. */
  | {
      type: "tags_removed";
      /** The tags. */
      tags: EventTags;
    }
  /** The customer moved into another tier. Made by the engine. */
  | {
      type: "tier_changed";
      /** The tier from now on; `null` below the lowest. */
      tier: string | null;
      /** The tier before. */
      previous: string | null;
      /** Whether it is a higher one. */
      upward: boolean;
    }
  /** The customer's tier will be lost at the next review. Made by the engine. */
  | {
      type: "tier_at_risk";
      /** The tier. */
      tier: string;
      /** When it will be lost. */
      review_at: number;
    }
  /** The customer's balance of loyalty points changed. Made by the engine. */
  | {
      type: "points_changed";
      /** The balance from now on. */
      balance: number;
      /** The balance before. */
      previous: number;
    }
  /** The customer's lead score changed. Made by the engine. */
  | {
      type: "score_changed";
      /** The score from now on. */
      score: number;
      /** The score before. */
      previous: number;
    }
  /** The customer entered a segment. Made by the engine. */
  | {
      type: "segment_entered";
      /** The segment. */
      segment: string;
    }
  /** The customer left a segment. Made by the engine. */
  | {
      type: "segment_left";
      /** The segment. */
      segment: string;
    }
  /** Fields of the customer's profile changed. Made by the engine, where a workflow waits for it. */
  | {
      type: "profile_changed";
      /** Their names: `email`, `country`, a trait's own name. */
      fields: string[];
    }
  /** A message reached the customer's mailbox or telephone. */
  | {
      type: "message_delivered";
      /** The message. */
      news: MessageNews;
    }
  /** The customer opened a message. */
  | {
      type: "message_opened";
      /** The message. */
      news: MessageNews;
    }
  /** The customer followed a link in a message. */
  | {
      type: "message_clicked";
      /** The message. */
      news: MessageNews;
    }
  /** A mail program or a filter opened a message or followed its links by itself: no sign of the customer. */
  | {
      type: "message_scanned";
      /** The message. */
      news: MessageNews;
    }
  /** A message bounced. After a permanent bounce nothing more is sent to the customer. */
  | {
      type: "message_bounced";
      /** The message. */
      news: MessageNews;
      /** Whether the address does not exist; otherwise the failure may pass, such as a full mailbox. */
      permanent: boolean;
    }
  /** The customer marked a message as spam. Nothing more is sent to them. */
  | {
      type: "message_complained";
      /** The message. */
      news: MessageNews;
    }
  /** The customer asked to return something from an order. */
  | {
      type: "return_requested";
      /** As in `Order::order_id`. */
      order_id: string;
      /** Why, in the platform's words. */
      reason?: string;
    }
  /** The stock of a product changed that the customer viewed, put into a cart or bought. */
  | {
      type: "stock_changed";
      /** The change. */
      stock: StockChange;
    }
  /** The price of a product changed that the customer viewed, put into a cart or bought. */
  | {
      type: "price_changed";
      /** The product with its price now. */
      product: Item;
      /** The price before. */
      previous?: Money;
    }
  /** A promotion began that concerns the customer. */
  | {
      type: "promotion_started";
      /** Its name. */
      name: string;
    }
  /** Anything else a shop's developer tracks. */
  | {
      type: "custom";
      /** Its name, as tracked. */
      event: string;
      /** Its properties. */
      properties: Record<string, Value>;
    }
  /** The shop asks for everything known about the customer, to hand it to them. */
  | {
      type: "customer_data_requested";
      /** The platform's number of the request. */
      request_id: string;
    }
  /** The platform asks to erase the customer. */
  | {
      type: "customer_redact_requested";
    }
  /** The platform asks to erase all data of the shop. */
  | {
      type: "shop_redact_requested";
    }
  /** The merchant removed the app. */
  | {
      type: "app_uninstalled";
    }
  /** A product was created or changed. */
  | {
      type: "product_updated";
      /** The product. */
      product: Item;
      /** Its tags. */
      tags?: string[];
      /** Its stock items, where the platform reports them with the product. */
      stock_items?: StockItem[];
    }
  /** A product was deleted. */
  | {
      type: "product_deleted";
      /** The platform's product id. */
      product_id: string;
    }
  /** Stock changed. */
  | {
      type: "inventory_changed";
      /** The platform's inventory item (WooCommerce: product) id. */
      inventory_item_id: string;
      /** The location; `null` where the number is the total of all locations. */
      location?: string;
      /** Pieces that can be sold; `null` when the platform does not count. */
      available: number | null;
    }
  /** A discount code was made or changed. */
  | {
      type: "coupon_updated";
      /** The code, as written. */
      code: string;
    }
  /** A discount code was deleted. */
  | {
      type: "coupon_deleted";
      /** The platform's coupon id. */
      coupon_id: string;
    };

/** The name of a kind of event. */
export type EventName =
  | "page_viewed"
  | "product_viewed"
  | "product_list_viewed"
  | "products_searched"
  | "product_added"
  | "product_removed"
  | "cart_viewed"
  | "cart_updated"
  | "checkout_started"
  | "checkout_updated"
  | "checkout_deleted"
  | "order_placed"
  | "order_completed"
  | "order_updated"
  | "order_cancelled"
  | "order_refunded"
  | "order_deleted"
  | "order_anonymized"
  | "order_fulfilled"
  | "shipment_updated"
  | "customer_created"
  | "customer_updated"
  | "customer_deleted"
  | "customer_identified"
  | "consent_changed"
  | "consent_field_seen"
  | "tags_added"
  | "tags_removed"
  | "tier_changed"
  | "tier_at_risk"
  | "points_changed"
  | "score_changed"
  | "segment_entered"
  | "segment_left"
  | "profile_changed"
  | "message_delivered"
  | "message_opened"
  | "message_clicked"
  | "message_scanned"
  | "message_bounced"
  | "message_complained"
  | "return_requested"
  | "stock_changed"
  | "price_changed"
  | "promotion_started"
  | "custom"
  | "customer_data_requested"
  | "customer_redact_requested"
  | "shop_redact_requested"
  | "app_uninstalled"
  | "product_updated"
  | "product_deleted"
  | "inventory_changed"
  | "coupon_updated"
  | "coupon_deleted";

/** Tags put on or taken off a customer. */
export interface EventTags {
  /** The tags, as written; compared without regard to case. */
  tags?: string[];
}

/** Something that should not have happened. The transition went on without the part it concerns; neighbors are not harmed. */
export interface Fault {
  /** Its kind, a stable word. */
  code: FaultCode;
  /** What happened, in words, without personal data. */
  message: string;
  /** The workflow it happened in. */
  workflow?: WorkflowId;
}

/** The kinds of `Fault`. */
export type FaultCode =
  | "cascade-limit"
  | "due-limit"
  | "message-missing"
  | "unknown-time-zone";

/** Whose account a field stands in. */
export interface FieldOfAccount {
  /** The account, because a person may have several: what one shows is no change of another. */
  of: string;
  /** When the account was created, if the platform reports it. */
  made_at?: number;
  /** Whether it was made while the shop was connected, so that a yes in it was given since. */
  is_new: boolean;
  /** Whether a yes that was there from the start counts while there is no other statement. */
  fills_blank: boolean;
}

/** Where in the checkouts a field stands. */
export interface FieldOfCheckout {
  /** As in `Cart::checkout_token`(super::Cart::checkout_token) and `Order::checkout_token`(super::Order::checkout_token). */
  token: string;
  /** When the checkout, or the order if only that is known, began. */
  began_at: number;
  /** Whether that is the checkout's own beginning, and not only the order's that came of it. */
  is_beginning: boolean;
  /** Whether the buyer can no longer change it: the order is placed. */
  placed: boolean;
  /** Whether the shop may have filled it in. */
  prefill: Prefill;
}

/** What a forecast looks at. */
export interface ForecastRequest {
  /** Under which plan. */
  plan: string;
  /** What is true of the shop. */
  facts?: ShopFacts | null;
  /** From when to when. */
  horizon: Horizon;
}

/** How far a forecast is. */
export interface ForecastTold {
  /** How many customers it was told of. */
  customers: number;
}

/** A customer found by a key. */
export interface Found {
  /** The customer. */
  customer: CustomerId;
  /** Whether they are known by a key that names a person, not only by a cart or a browser. */
  named: boolean;
  /** For the key of a checkout or an order: by which claim it is theirs. */
  claim?: Claim | null;
}

/** Goods of an order handed to a carrier. */
export interface Fulfillment {
  /** As in `Order::order_id`. */
  order_id?: string;
  /** Distinguishes the parcels of one order. */
  fulfillment_id?: string;
  /** The platform's status word (`success`, `cancelled`, …). */
  status?: string;
  /** The carrier. */
  carrier?: string;
  /** The tracking number, once there is one. */
  tracking_number?: string;
  /** Where to follow it; http or https only. */
  tracking_url?: string;
}

/** What a customer hands over with a checkout or an order. */
export interface HandedOver {
  /** What the other is told by `take_over`. */
  handover: Handover;
  /** Whether nothing is left of the customer but an address that was a mistake. */
  hollow: boolean;
  /** That address, by its identity key. */
  address: string | null;
}

/** What is handed over with a purchase from the customer who had it. */
export interface Handover {
  /** The purchase, by its identity key. */
  purchase?: string;
  /** The customers who had it, the latest last. */
  from?: CustomerId[];
  /** The order's facts. */
  order?: OrderFacts | null;
  /** The checkout's. */
  cart?: CartFacts | null;
  /** What the history holds of it, by kind of event. */
  records?: Record<string, ([at: number, fact: number, subject: string | null, properties?: Record<string, Value>])[]>;
  /** What was ticked in it. */
  consent?: TakenBack;
  /** The messages about it that were sent. */
  sent?: SentStep[];
}

/** The period to look at. */
export interface Horizon {
  /** Now. */
  from?: number;
  /** How far to look; at most `Forecast::FURTHEST` milliseconds ahead. */
  until?: number;
  /** How many messages to name, the first to go out; at most `Forecast::MAX_NAMED`. */
  named?: number;
}

/** The messages of one hour. */
export interface Hour {
  /** The moment the hour begins. */
  at: number;
  /** How many messages, by channel. */
  sent: Record<string, number>;
}

/** Something that identifies a person, such as `email:anna@example.com`. */
export interface IdentityKey {
  /** `<kind>:<value>`; email addresses are trimmed and lower-cased, telephone numbers keep `+` and digits only. */
  key: string;
  /** How far it can be trusted. */
  strength: KeyStrength;
  /** For a checkout or an order: when, by the platform's time of its last change, it belonged to the person that the delivery names. */
  claimed_at?: number;
}

/** Why a message was ignored. Reads well after "ignored:". */
export type IgnoreReason =
  | "ping"
  | "not-json"
  | "unrecognised-shape"
  | "unsupported-topic"
  | "unsupported-channel"
  | "platform-error"
  | "told-elsewhere"
  | "merge-failed"
  | "draft"
  | "says-nothing"
  | "no-identity"
  | "in-the-future"
  | "not-proven"
  | "too-large";

/** A message that was left alone. */
export interface Ignored {
  /** Why. */
  reason: IgnoreReason;
  /** More about it, such as the topic. Never personal data. */
  detail: string;
}

/** One message as it reached the host, without its body. */
export interface IngestRequest {
  /** Who sent it, as the host verified. */
  source: Source;
  /** The platform's topic, such as `orders/create` or `order.updated`; empty where a platform has none. */
  topic?: string;
  /** The request's headers, names in lower case. */
  headers?: Record<string, string>;
  /** When it reached the host. */
  received_at: number;
  /** The shop it was sent for, as the host knows it. */
  shop: IngestShop;
}

/** What a reader needs to know about the shop. */
export interface IngestShop {
  /** Its domain, such as `toys.myshopify.com`. */
  domain: string;
  /** The currency it keeps its books in. */
  currency: string;
  /** Since when it has been connected, if the host says so. */
  connected_at?: number | null;
  /** Which of its fields hold consent; without it, no such field is read. */
  consent?: ConsentSources | null;
  /** How to read it, if it is a WooCommerce shop. */
  woocommerce?: WooCommerceRules | null;
  /** Its IANA time zone, if the host says so. Dates without a zone are read in it. */
  time_zone?: string | null;
}

/** What a transition decides about, besides plan, state and time. */
export type Input =
  /** Something happened. */
  | {
      type: "events";
      /** Whose events they are. For an existing state it must be that customer's id. */
      customer: CustomerId;
      /** The events of one delivery, in order. */
      events: Event[];
    }
  /** The moment of `crate::schedule::Wake` has come. Early, late and repeated wakes are harmless. */
  | {
      type: "wake";
    }
  /** The host is about to perform an effect, and asks whether it still may. */
  | {
      type: "release";
      /** The effect. */
      effect: EffectId;
    }
  /** The host reports what became of an effect. */
  | {
      type: "receipt";
      /** The effect. */
      effect: EffectId;
      /** The outcome. */
      outcome: Outcome;
    }
  /** Another plan is live than the last time. */
  | {
      type: "plan_changed";
    }
  /** A replay of the customer's past, because the plan now keeps properties of events that it did not keep when they were received. Nothing in it counts as new. */
  | {
      type: "retell";
      /** The events, in any order. */
      events: Event[];
    }
  /** The shop's facts changed: its catalog, or its customers' ranks. Wrapped in `knowing`. */
  | {
      type: "shop_changed";
    }
  /** Another customer turned out to be this one. */
  | {
      type: "merge";
      /** The other customer's state. */
      loser: State;
      /** Whether nothing is left of the other customer but an address that was a mistake; that address is then dropped. */
      hollow?: boolean;
    }
  /** A checkout or an order turned out to be another customer's. It leaves this one, together with everything it started that isn't done yet. */
  | {
      type: "give_up";
      /** Its identity key. */
      purchase: string;
      /** The customer it belongs to. */
      to: CustomerId;
      /** The effects that the host is handing over at this moment, which can't be withdrawn. */
      in_flight?: EffectId[];
    }
  /** Checkouts or orders move here from other customers, with the delivery that shows it. */
  | {
      type: "take_over";
      /** What the other customers' states knew of them. */
      handovers: Handover[];
      /** The delivery's events. */
      input: Input;
    }
  /** Any other input, with the shop's facts of the moment. */
  | {
      type: "knowing";
      /** The facts that conditions of the plan ask for. */
      facts: ShopFacts;
      /** The input; never another `knowing`. */
      input: Input;
    }
  /** Somebody in the admin changes this customer by hand. */
  | {
      type: "command";
      /** The command. */
      command: Command;
    };

/** One line of a cart or an order, or a product that was looked at. */
export interface Item {
  /** The platform's product id; empty when the source doesn't have it. */
  product_id?: string;
  /** The platform's variant (variation) id. */
  variant_id?: string;
  /** The product's name as the buyer sees it. */
  title?: string;
  /** The variant's name. */
  variant_title?: string;
  /** Pieces; 1 where a product was only looked at. */
  quantity?: number;
  /** Price of one piece, as the buyer saw it. */
  unit_price?: Money;
  /** Price of one piece before discounts, where it differs. */
  list_price?: Money;
  /** Stock keeping unit. */
  sku?: string;
  /** Brand or vendor. */
  vendor?: string;
  /** Product type or category. */
  category?: string;
  /** Address of a picture; http or https only. */
  image_url?: string;
  /** Address of the product's page; http or https only. */
  url?: string;
}

/** How far an `IdentityKey` can be trusted. */
export type KeyStrength =
  | "confirmed"
  | "claimed";

/** A language with a catalog of texts. */
export type Language =
  | "en"
  | "de";

/**
 * The messages allowed so far, oldest first, at most `Ledger::LIMIT`.
 * A message counts from the moment it is allowed, so that two planned in the same second see each other; it is taken out again if it is withdrawn or the provider refuses it.
 */
export interface Ledger {
  /** The messages. */
  sends?: SendRecord[];
}

/** What is kept of a line of a cart or an order: enough to show it and to ask for it. */
export interface LineFacts {
  /** The platform's product id. */
  product_id?: string;
  /** The platform's variant id. */
  variant_id?: string | null;
  /** The product's name. */
  title?: string;
  /** The variant's name. */
  variant_title?: string | null;
  /** Pieces. */
  quantity?: number;
  /** Price of one. */
  unit_price?: Money | null;
  /** Price of one before discounts, where that is another. */
  list_price?: Money | null;
  /** Address of a picture. */
  image_url?: string | null;
  /** Address of the product's page. */
  url?: string | null;
  /** Stock keeping unit. */
  sku?: string | null;
  /** Brand or vendor. */
  vendor?: string | null;
  /** Product type or category. */
  category?: string | null;
}

/** What came of compiling a configuration. */
export interface Loaded {
  /** The plan's id, by which it is asked for; `null` where the configuration has errors. */
  plan: string | null;
  /** Everything that is wrong with it, or could be better. */
  diagnostics: Diagnostic[];
}

/** Where a customer stands with one segment. */
export interface Membership {
  /** Since when they are in it; `null` while they are not. */
  since?: number | null;
  /** The first moment at which that may change without any event. */
  look_at?: number | null;
  /** The segment is new and could not be judged yet: the shop's facts were missing. */
  unjudged?: boolean;
}

/** The segments a customer is in, and when to look again. */
export interface Memberships {
  /** By segment: those the customer is in, and those that time alone may bring. */
  of?: Record<string, Membership>;
}

/** Why a message is sent. Marketing needs consent; a transactional message belongs to something the customer did (an order, a delivery) and must not carry an offer. */
export type MessageKind =
  | "marketing"
  | "transactional";

/** What became of a message. */
export interface MessageNews {
  /** Its channel; `null` where that isn't known. */
  channel?: Channel;
  /** The message, by its id in the configuration or at the provider. */
  message?: string;
  /** The link that was followed. */
  link?: string;
}

/** One transition of a simulation. */
export interface Moment {
  /** The virtual time. */
  now: number;
  /** The input. */
  input: Input;
  /** The decisions. */
  trace: Entry[];
  /** The effects it wants performed. */
  effects: Effect[];
  /** Its answer, where the input was a release. */
  answer: Answer | null;
  /** What was cut short. */
  faults: Fault[];
}

/**
 * An amount in a currency's minor units (cents for EUR, yen for JPY).
 * Amounts stay below 2^53 in either direction (`Money::MAX_MINOR`), so that JavaScript can hold them exactly; arithmetic saturates there. Amounts of different currencies are never added: `Money::plus` says so.
 */
export interface Money {
  /** Minor units (cents); negative for a refund. */
  minor: number;
  /** The currency. */
  currency: string;
}

/** A checkout or an order that leaves a customer. */
export interface Move {
  /** Its key, by position. */
  key: number;
  /** The customer who had it. */
  from: CustomerId;
  /** Whether they had it by an account. */
  account: boolean;
}

/** What a plan asks of its host. */
export interface Needs {
  /** Whether inputs must come with where the shop's buyers are cut into fifths. */
  rfm: boolean;
  /** Whether they must come with what the catalog says of the customer's products. */
  catalogue: boolean;
  /** Whether anything waits for news of stock, prices or promotions. */
  watches: boolean;
  /** The kinds of an unknown visitor's events that may wait until the visitor is known. */
  unasked: EventName[];
  /** The channels on which live workflows send marketing. */
  writes: Channel[];
  /** Where the shop keeps what its customers agreed to; handed over with each request. */
  consent: ConsentSources;
  /** How a WooCommerce shop is read; handed over with each request. */
  woocommerce: WooCommerceRules;
  /** The properties that histories keep, by kind of event. */
  kept: Record<string, string[]>;
}

/** One condition as it was evaluated. Which one is meant follows from the decision: the leaves of the conditions that it asks are counted from 0, in the order of the file. */
export interface Observation {
  /** The number of the leaf among all that the decision asks. */
  leaf?: number;
  /** The value it saw. What it means is known by the leaf: cents, a number of orders. */
  value?: Seen;
  /** Whether the leaf held. */
  matched: boolean;
  /** In journals of earlier releases, which stored sentences: the leaf in words. `value` is text then. */
  condition?: string;
}

/** An observation in words. */
export interface ObservedWords {
  /** The leaf, after "the customer". */
  condition: string;
  /** The value it saw. */
  value: string;
  /** Whether it held. */
  matched: boolean;
}

/** An order, as of the platform's latest version. */
export interface Order {
  /** `shopify:<id>` or `woocommerce:<id>` or `segment:<id>`: unique over all sources. */
  order_id?: string;
  /** The number the buyer knows, such as `#1042`. */
  number?: string;
  /** When the buyer placed it. */
  placed_at?: number;
  /** When it was paid in full. */
  paid_at?: number;
  /** When it was cancelled. */
  cancelled_at?: number;
  /** Its total when it was placed, in the shop's currency where the platform has that. */
  total?: Money;
  /** What was refunded so far, in the same currency; positive. */
  refunded?: Money;
  /** All refunds there are as of this version, where the platform lists them with the order. A refund that is missing was undone. */
  refunds?: Refunded[];
  /** Its lines. */
  items?: Item[];
  /** Codes the buyer used, as written. */
  discount_codes?: string[];
  /** The cart it came from. */
  cart_token?: string;
  /** The checkout it came from. */
  checkout_token?: string;
  /** `web`, `pos`, an app's id: where it was placed. */
  sales_channel?: string;
  /** A test order: kept out of counts and sums. */
  test?: boolean;
  /** When its restoration from the trash was reported. */
  restored_at?: number;
  /** The platform's time of the last change; the newest version of an order wins. */
  updated_at?: number;
  /** Where the buyer wants to be written to about it, where that is not the account's own address. */
  email?: string;
}

/** One order, as of its newest version. */
export interface OrderFacts {
  /** As in `Order::order_id`. */
  order_id?: string;
  /** The number the buyer knows. */
  number?: string | null;
  /** When it was placed; `null` while only other events about it have come. */
  placed_at?: number | null;
  /** When it was paid. */
  paid_at?: number | null;
  /** When it was cancelled. */
  cancelled_at?: number | null;
  /** Its total when it was placed. */
  total?: Money | null;
  /** What was refunded, according to the order itself. */
  refunded?: Money | null;
  /** The version whose own list of refunds counts. Where there is one, news of single refunds change nothing. */
  refunds_listed?: number | null;
  /** When that version came. */
  refunds_came?: number | null;
  /** What was refunded according to single refunds, by refund id, in minor units. */
  refunds?: Record<string, number>;
  /** Its lines; at most `LineFacts::LIMIT`. */
  items?: LineFacts[];
  /** The cart it came from. */
  cart_token?: string | null;
  /** The checkout it came from. */
  checkout_token?: string | null;
  /** As in `Order::email`. */
  email?: string | null;
  /** Whether it was anonymized in the shop. */
  anonymized?: boolean;
  /** A test order. */
  test?: boolean;
  /** Deleted in the shop, at least once. */
  deleted?: boolean;
  /** When that was last reported; `null` beside `deleted` in states of the first release. */
  deleted_at?: number | null;
  /** When its restoration was last reported. */
  restored_at?: number | null;
  /** The version that these values are from. */
  updated_at?: number;
}

/** What one order has given. */
export interface OrderPoints {
  /** The order's id. */
  order?: string;
  /** The number of points. */
  points?: number;
}

/** All orders, by id; beyond `Orders::LIMIT` the oldest are summed up. */
export interface Orders {
  /** The orders, by id. */
  by_id?: Record<string, OrderFacts>;
  /** How many older ones were summed up. */
  folded_count?: number;
  /** How many of those were paid. */
  folded_paid?: number;
  /** What those came to, net of refunds. */
  folded_spend?: Money | null;
  /** When the newest of those was placed. */
  folded_until?: number | null;
}

/** What became of an effect, as the host reports it in a receipt. */
export type Outcome =
  /** The provider accepted the message. */
  | {
      type: "sent";
    }
  /** It is done; a coupon has its code. */
  | {
      type: "done";
      /** The coupon's code. */
      code?: string;
    }
  /** It failed for good, and is not tried again. */
  | {
      type: "failed";
      /** Why, in the provider's words. */
      detail?: string;
    }
  /** Nobody knows whether it happened; it is not tried again and counts as sent. */
  | {
      type: "unknown";
      /** What the provider reported. */
      detail?: string;
    };

/** A configuration in words. */
export interface Outline {
  /** The rules for everything that is sent: those in effect, defaults included. */
  policy: PolicyRuleOutline[];
  /** The rules of the score. */
  scoring: Part[][];
  /** Its segments. */
  segments: SegmentOutline[];
  /** Its workflows, in the order of the file. */
  workflows: WorkflowOutline[];
}

/** How two segments share their members. */
export interface Overlap {
  /** How many are in the other one. */
  other: number;
  /** How many are in both. */
  both: number;
}

/** A piece of text, and the field of the configuration whose value it shows. */
export interface Part {
  /** The words. */
  text: string;
  /** The JSON path of the field, such as `workflows[0].steps[2].for`; none for the words between. */
  field?: string;
}

/** What exactly to do. The answer to a release, when the host is about to do it. */
export type Payload =
  /** Render message `message` with `variables` and send it. */
  | {
      type: "send";
      /** The channel. */
      channel: Channel;
      /** Marketing or transactional. */
      kind: MessageKind;
      /** The address: personal data. */
      to: string;
      /** The message's id in the configuration. */
      message: string;
      /** What the template may speak of: personal data. */
      variables: Record<string, unknown>;
      /** The zone its dates are printed in. */
      zone: string;
      /** Whether it is somebody's test; the host says so in the subject. */
      test?: boolean;
    }
  /** Create a coupon code, and report it in the receipt. */
  | {
      type: "apply_coupon";
      /** Percent off, from 1 to 100; 0 where the coupon gives something else. */
      percent: number;
      /** An amount off. */
      amount?: Money;
      /** Free shipping. */
      free_shipping?: boolean;
      /** A product as a free gift, by the platform's id. */
      free_gift?: string;
      /** The products it is valid for, by the platform's ids; all if empty. */
      products?: string[];
      /** What the code starts with. */
      prefix: string;
      /** How long it is valid, in milliseconds; `null` if it doesn't expire. */
      valid_for_ms: number | null;
    }
  /** Record that the tag was added. */
  | {
      type: "add_tag";
      /** The tag. */
      tag: string;
    }
  /** Record that the tag was removed. */
  | {
      type: "remove_tag";
      /** The tag. */
      tag: string;
    }
  /** Record that points were given. */
  | {
      type: "add_points";
      /** The number of points. */
      points: number;
      /** What they were for: an order, a workflow step, a note of the merchant. */
      cause: string;
    }
  /** Record that marketing on this channel ended. */
  | {
      type: "unsubscribe";
      /** The channel. */
      channel: Channel;
    }
  /** Record that a tier is held. */
  | {
      type: "change_tier";
      /** The tier's id. */
      tier: string;
      /** Until when; `null`: for good. */
      until: number | null;
    }
  /** Record to whom the customer is assigned. */
  | {
      type: "assign";
      /** The assignee, as the configuration names them. */
      to: string;
    }
  /** Record that an offer is shown. */
  | {
      type: "show_offer";
      /** The offer's id. */
      offer: string;
      /** Until when; `null`: until it is hidden. */
      until: number | null;
    }
  /** Record that an offer is no longer shown. */
  | {
      type: "hide_offer";
      /** The offer's id. */
      offer: string;
    }
  /** Put a task on the merchant's list. */
  | {
      type: "create_task";
      /** The task, in the merchant's words. */
      title: string;
      /** More about it. */
      note: string;
      /** When it is due. */
      due_at: number | null;
    }
  /** Post `body` to `url`. */
  | {
      type: "webhook";
      /** Where to; https only. */
      url: string;
      /** The JSON body. */
      body: Record<string, unknown>;
    };

/** An effect whose outcome is not known yet: held back, in the host's outbox, or being performed. */
export interface Pending {
  /** The effect's id. */
  effect?: EffectId;
  /** Its kind. */
  kind?: EffectKind;
  /** For a message: its channel. */
  channel?: Channel | null;
  /** For a message: marketing or transactional. */
  message_kind?: MessageKind | null;
  /** The workflow that wants it. */
  workflow?: WorkflowId;
  /** The enrollment that wants it. */
  enrollment?: EnrollmentId;
  /** The step that wants it. */
  step?: StepId;
  /** When it was due. */
  due?: number;
  /** Held back until then; `null` once it is in the outbox. */
  held_until?: number | null;
  /** Why it is held back. */
  held_because?: Reason | null;
  /** Whether it was released to the host. */
  released?: boolean;
  /** Whether it failed for good; kept so that the merchant can retry it. */
  failed?: boolean;
  /** Another effect that must be done first. */
  depends_on?: EffectId | null;
}

/** Some customers. */
export interface People {
  /** The number of people. */
  people: number;
  /** The first of them. */
  named: CustomerId[];
}

/** A customer for whom two plans differ. */
export interface Person {
  /** The customer. */
  customer: CustomerId;
  /** How many effects only the draft has. */
  more: number;
  /** How many effects only the live plan has. */
  fewer: number;
  /** How many effects both have, at another moment. */
  moved: number;
}

/** An input and its moment. */
export interface Planned {
  /** When it reaches the engine. */
  at: number;
  /** The input. */
  input: Input;
}

/** How the outside world behaves in a simulation. */
export interface Play {
  /** The moment at which the simulation begins. */
  from?: number;
  /** The moment after which nothing more is simulated. */
  until?: number;
  /** Kinds of effect that fail; all others succeed. */
  failing?: EffectKind[];
  /** Kinds of effect whose outcome takes this many milliseconds; all others succeed at once. */
  slow?: Record<string, number>;
  /** The shop's facts, where the plan asks for them. As a host does, the simulation adds them to every input; stock and price changes among the inputs update them. */
  facts?: ShopFacts | null;
}

/** The points a customer has, and where they came from. */
export interface Points {
  /** How many there are to redeem. */
  balance?: number;
  /** How many were ever given; redeeming does not lower it. */
  earned?: number;
  /** The newest entries, oldest first; at most `Points::LIMIT`. */
  entries?: PointsEntry[];
  /** What each order has given so far, newest orders last. */
  of_orders?: OrderPoints[];
}

/** One entry of the ledger. */
export interface PointsEntry {
  /** The moment. */
  at?: number;
  /** How many; negative when they were taken. */
  points?: number;
  /** What for: a rule's name, `order:…`, `step:…`, or what somebody in the admin wrote. */
  cause?: string;
}

/** One rule of the policy in words. */
export interface PolicyRuleOutline {
  /** Whether it holds because the configuration doesn't say otherwise. */
  is_default: boolean;
  /** The rule. Its parts have no fields where it is a default. */
  parts: Part[];
}

/** Whether the shop may have filled in a checkout's box before the buyer saw it. */
export type Prefill =
  | "never"
  | "from_record"
  | "from_account";

/** Who a condition holds for. */
export interface Preview {
  /** How many customers were asked. */
  asked: number;
  /** For how many it holds. */
  count: number;
  /** Some of them. */
  sample: CustomerId[];
  /** The other segment, where one was named and the plan has it. */
  beside: Overlap | null;
  /** The customer that was asked about, where they are in the population. */
  why: Why | null;
}

/** What is asked of a population besides the condition. */
export interface PreviewQuestion {
  /** The moment it is asked for, in milliseconds since 1970. */
  now?: number;
  /** How many members to name, the first by id; at most `Population::MAX_SAMPLE`. */
  sample?: number;
  /** A segment of the plan, to count who is in both. */
  beside?: string | null;
  /** A customer, to say why they are in or out. */
  why?: CustomerId | null;
  /** The language of that explanation; English when left out. */
  language?: Language;
}

/** One product of the catalog. */
export interface ProductFacts {
  /** The collections or categories it is in, by the platform's handle or name. */
  collections?: string[];
  /** Its tags. */
  tags?: string[];
  /** Its brand or vendor. */
  vendor?: string;
  /** Its type or category. */
  category?: string;
  /** Its price now. */
  price?: Money;
  /** Pieces that can be sold now; `null` where the shop does not count. */
  available?: number;
}

/** What a source reports about a person. `null` means that the source doesn't report it, not that it is empty. */
export interface Profile {
  /** Email address, trimmed, as written. */
  email?: string;
  /** Telephone number as written. */
  phone?: string;
  /** Given name. */
  first_name?: string;
  /** Family name. */
  last_name?: string;
  /** Language tag such as `en` or `de-AT`. */
  language?: string;
  /** IANA zone name, as written. */
  time_zone?: string;
  /** ISO 3166 country code, upper case. */
  country?: string;
  /** State or province code. */
  region?: string;
  /** Date of birth. */
  birth_date?: string;
  /** When the account was made. */
  joined_at?: number;
  /** Tags the platform keeps on the customer; `null` when the body has no tags at all, as Shopify's since 2025-01. */
  tags?: string[];
  /** Everything else that was reported, by name. */
  traits?: Record<string, Value>;
}

/** The profile, each field with the moment it was reported. */
export interface ProfileFacts {
  /** Email address. Only ever from the shop's server: an address that a browser claims must not become mailable. */
  email?: [value: string, at: number, confirmed: boolean] | null;
  /** Telephone number; like the email address. */
  phone?: [value: string, at: number, confirmed: boolean] | null;
  /** Given name. */
  first_name?: [value: string, at: number, confirmed: boolean] | null;
  /** Family name. */
  last_name?: [value: string, at: number, confirmed: boolean] | null;
  /** Language tag. */
  language?: [value: string, at: number, confirmed: boolean] | null;
  /** IANA zone name as received, valid or not. */
  time_zone?: [value: string, at: number, confirmed: boolean] | null;
  /** ISO 3166 country code. */
  country?: [value: string, at: number, confirmed: boolean] | null;
  /** State or province code. */
  region?: [value: string, at: number, confirmed: boolean] | null;
  /** Date of birth. */
  birth_date?: [value: string, at: number, confirmed: boolean] | null;
  /** When the account was made. */
  joined_at?: [value: number, at: number, confirmed: boolean] | null;
  /** Everything else, by name. At most `ProfileFacts::MAX_TRAITS`. */
  traits?: Record<string, [value: Value, at: number, confirmed: boolean]>;
}

/** What the platform must be asked before a delivery counts: is this thing gone? */
export interface Question {
  /** What is claimed to be gone. */
  about: Subject;
  /** Its id on the platform; the shop's own for the shop. */
  id: string;
}

/** The messages ahead. */
export interface Queue {
  /** How many customers were added. */
  customers: number;
  /** How many of them get a message. */
  people: number;
  /** How many messages go out. */
  messages: number;
  /** How many messages go out, by workflow. */
  workflows: Record<string, number>;
  /** How many go out, by hour of the shop's clock, in order; hours without any are left out. */
  hours: Hour[];
  /** The first of them. */
  next: Ahead[];
}

/** What a workflow would find missing among customers. */
export interface ReadinessReport {
  /** How many customers were looked at. */
  customers: number;
  /** What is missing. */
  findings: Diagnostic[];
}

/** Why something was decided as it was. */
export type Reason =
  | "already-known"
  | "history-truncated"
  | "not-confirmed"
  | "reassigned"
  | "never-placed"
  | "account-deleted"
  | "privacy-request-open"
  | "consent-not-proven"
  | "not-enough-points"
  | "trigger-not-met"
  | "conditions-not-met"
  | "already-enrolled"
  | "already-entered"
  | "reentry-too-soon"
  | "event-too-old"
  | "reactions-not-observable"
  | "nothing-delivered"
  | "not-live"
  | "workflow-paused"
  | "before-going-live"
  | "outside-schedule"
  | "sent-before-reassigned"
  | "goal-met"
  | "exit-condition"
  | "workflow-edited"
  | "reached-end"
  | "ordered-since-entry"
  | "exit-event"
  | "exit-step"
  | "no-date-ahead"
  | "workflow-removed"
  | "customer-merged"
  | "no-consent"
  | "consent-withdrawn"
  | "suppressed"
  | "no-address"
  | "filter-not-met"
  | "held-out"
  | "test-run"
  | "inside-quiet-hours"
  | "over-frequency-cap"
  | "lost-to-higher-priority"
  | "more-important-may-come"
  | "coupon-not-ready"
  | "coupon-failed"
  | "skipped-after-stop"
  | "already-decided";

/** Money given back on an order. */
export interface Refund {
  /** As in `Order::order_id`. */
  order_id: string;
  /** Distinguishes the refunds of one order. */
  refund_id: string;
  /** How much, positive, in the shop's currency; `null` when the platform has no amount. */
  amount?: Money;
}

/** One refund in an order's own list. */
export interface Refunded {
  /** As in `Refund::refund_id`. */
  refund_id: string;
  /** As in `Refund::amount`. */
  amount?: Money;
}

/** A call that was not carried out; nothing has changed. */
export interface Refusal {
  /** The kind of error. */
  code: RefusalCode;
  /** Which argument, or which place in it. */
  path: string;
  /** What is wrong, without personal data. */
  message: string;
}

/** The kinds of `Refusal`. */
export type RefusalCode =
  | "bad-request"
  | "unknown-plan"
  | "bad-state"
  | "state-too-large"
  | "bad-snapshot"
  | "wrong-customer";

/** What is known of somebody whose orders were anonymized in the shop. */
export type Remains =
  | "nothing"
  | "an-order"
  | "something-else";

/** One customer's history under both plans. */
export interface Replayed {
  /** Under the plan that is live. */
  live: Simulation;
  /** Under the draft. */
  draft: Simulation;
}

/** The result of a backtest: sums of the engine's decisions, never an estimate of revenue. */
export interface Report {
  /** How many customers were added. */
  customers: number;
  /** How many events they had in the period. */
  events: number;
  /** The data there is for each kind of event. A workflow that starts from a kind without data is entered by nobody, which says nothing about the workflow. */
  data: Record<string, Data>;
  /** What the live plan did. */
  live: Tally;
  /** What the draft did. */
  draft: Tally;
  /** Where the two differ. */
  difference: Difference;
}

/** What to do with a delivery. */
export interface Resolution {
  /** Whose events they are. */
  customer: CustomerId;
  /** Whether that customer is new. */
  created: boolean;
  /** Whether they are known by name from now on. */
  named: boolean;
  /** Which keys (by position) the index must point to this customer from now on. */
  link: number[];
  /** Those of them that stand for one account, checkout or order forever: what is remembered of somebody who is erased. */
  lasting: number[];
  /** Customers who turn out to be this one. */
  merge: CustomerId[];
  /** Checkouts and orders that are this customer's by the delivery's word: to be remembered with their keys. */
  claims: Claimed[];
  /** Those of them that another customer had until now. */
  moves: Move[];
  /** It is about somebody who was erased, and makes nobody new. */
  forgotten: boolean;
  /** The delivery names a customer to whom its checkout or order no longer belongs. It goes to the present owner, and nothing that it says about the person counts. */
  outdated: boolean;
}

/** What the host knows about a delivery's keys. */
export interface ResolveRequest {
  /** The shop's id. */
  shop: string;
  /** The delivery's id; a new customer is named after it. */
  inbox: string;
  /** The delivery's keys. */
  keys: IdentityKey[];
  /** The customer that the index has for each key, in the same order. */
  found: (Found | null)[];
  /** The keys, by position, that were somebody's who was erased. */
  forgotten?: number[] | null;
}

/** Buyers with the same two scores, in one group. */
export interface RfmCell {
  /** The score of recency, 1 to 5. */
  recency: number;
  /** The score of frequency, 1 to 5. */
  frequency: number;
  /** The group, which hangs on what was spent as well; in the word that files use. */
  group: string;
  /** The number of customers. */
  count: number;
}

/**
 * Where the customers of a shop are cut into fifths by recency, frequency and monetary value.
 * A customer's score on a scale is 1 plus the number of cuts that their value reaches, so equal values have equal scores whatever the shop's size.
 */
export interface RfmCuts {
  /** Moments of the last order, in milliseconds since 1970, rising. */
  recency: number[];
  /** Numbers of orders, rising. */
  frequency: number[];
  /** Spend in minor units of the shop's currency, rising. */
  monetary: number[];
}

/** What is scored: see `RfmFigures::of`. */
export interface RfmFigures {
  /** When the last order was placed, in milliseconds since 1970. */
  recency: number;
  /** How many orders were placed. */
  frequency: number;
  /** What was spent, net of refunds, in minor units. */
  monetary: number;
}

/** How the buyers are spread over the scores of recency and frequency. */
export interface RfmGrid {
  /** How many have ordered. */
  buyers: number;
  /** Where they are cut into fifths: the shop's own cuts where they are at hand, else those of the buyers here. `null` while there are fewer than `crate::segment::MIN_BUYERS`. */
  cuts: RfmCuts | null;
  /** The cells somebody is in, by recency, frequency and group. */
  cells: RfmCell[];
}

/** What speaks against saving a configuration. */
export interface SavingReport {
  /** What is wrong. */
  diagnostics: Diagnostic[];
  /** What a template finds for somebody made up, of whom everything is known. */
  sample: Record<string, unknown>;
}

/** What the host knows that speaks for or against saving a configuration. */
export interface SavingRequest {
  /** The workflows that are live already. */
  live_before?: string[];
  /** The texts that the host adds to the variables. */
  given?: string[];
  /** The merge fields that each part of each message speaks of. */
  fields?: UsedFields[];
}

/** Whether a delivery is about one customer or the shop. */
export type Scope =
  | "customer"
  | "shop";

/** Customers whose lead scores are alike. */
export interface ScoreBand {
  /** Their lowest score; the highest is `ScoreBand::WIDTH` - 1 more. */
  from: number;
  /** The number of customers. */
  people: number;
  /** How many of them ordered. */
  ordered: number;
}

/** The score and when it may change. */
export interface ScoreFacts {
  /** The score. */
  value?: number;
  /** Since when it has been at the shop's threshold or above: a marketing-qualified lead. */
  qualified_since?: number | null;
  /** The first moment at which the score may change without any event. */
  look_at?: number | null;
}

/** A segment: the name in the merchant's file, such as `big-spenders`. */
export type SegmentId = string;

/** A segment in words. */
export interface SegmentOutline {
  /** Its condition, to read after "the customer"; empty where it can't be read. */
  condition: Part[];
  /** Its id. */
  id: string;
}

/** A condition that is being written, asked of everybody. */
export interface SegmentPreview {
  /** What is wrong with it. */
  diagnostics: Diagnostic[];
  /** It in one sentence; `null` where it has errors. */
  sentence: string | null;
  /** For whom it holds; `null` where it has errors. */
  preview: Preview | null;
}

/** One message. */
export interface SendRecord {
  /** Which. */
  effect?: EffectId;
  /** Of which run. */
  enrollment?: EnrollmentId;
  /** Of which workflow. */
  workflow?: WorkflowId;
  /** Of which step; empty in records of the first release. */
  step?: StepId;
  /** The order it is about. */
  order?: string | null;
  /** The cart it is about, by one of its keys. */
  cart?: string | null;
  /** How important that workflow was. */
  priority?: number;
  /** By which channel. */
  channel?: Channel | null;
  /** Marketing or transactional. */
  kind?: MessageKind;
  /** When it was allowed; from then on when the host was last told to hand it over, and at last when it was. */
  at?: number;
  /** Whether it was handed over. */
  sent?: boolean;
}

/** A step whose message was sent. */
export interface SentStep {
  /** The workflow. */
  workflow?: WorkflowId;
  /** The step. */
  step?: StepId;
}

/** How bad a `Diagnostic` is. */
export type Severity =
  | "error"
  | "warning";

/** The status of a parcel, as its carrier reports it. */
export interface Shipment {
  /** As in `Order::order_id`. */
  order_id?: string;
  /** As in `Fulfillment::fulfillment_id`. */
  fulfillment_id?: string;
  /** The carrier's status: `in_transit`, `out_for_delivery`, `delivered`, `failure`, … */
  status?: string;
}

/** A snapshot of the shop's facts. */
export interface ShopFacts {
  /** Products by the platform's product id: those that the decision may refer to. */
  products?: Record<string, ProductFacts>;
  /** Where the shop's customers are cut into fifths; `null` before this was first computed. */
  rfm?: RfmCuts;
}

/** What one version of a field showed. */
export interface Sighting {
  /** The version. */
  at?: number;
  /** Whether it showed a yes. */
  ticked?: boolean;
}

/** What is played, and how the outside behaves. */
export interface SimulateRequest {
  /** A stored state to go on from; `null` for somebody new. */
  state?: State | null;
  /** Who that is. */
  customer: CustomerId;
  /** What happens from outside, in order. */
  inputs: Planned[];
  /** From when to when, and how the outside behaves. */
  play: Play;
}

/** A simulation's outcome. */
export interface Simulation {
  /** Every transition, in order. */
  moments: Moment[];
  /** The state at the end. */
  state: State;
  /** When the engine would be called next. */
  wake: Wake | null;
  /** Whether it stopped at `MAX_MOMENTS` instead of the end. */
  cut_short: boolean;
}

/** Who reported an event. See `Source::is_confirmed` for how far each is trusted. */
export type Source =
  | "shopify"
  | "woocommerce"
  | "shopify-pixel"
  | "segment"
  | "segment-server"
  | "edgewise";

/** Where a customer stands. */
export interface Standing {
  /** What is in force on each channel. */
  consents: ChannelConsent[];
  /** How many orders count: placed, no test, not deleted. */
  orders: number;
  /** What the paid ones came to in the shop's currency, net of refunds. */
  spent: Money;
  /** The offers that the storefront may show them now. */
  offers: string[];
  /** Loyalty points. */
  points: number;
  /** Since when the score makes them a marketing-qualified lead. */
  qualified_since: number | null;
  /** The lead score. */
  score: number;
  /** What each rule gives or takes now. */
  score_rules: ObservedWords[];
  /** The tier's id. */
  tier: string | null;
  /** When the tier will be lost, unless enough comes together before. */
  tier_review_at: number | null;
  /** From low to high. */
  tiers: TierAhead[];
}

/** Everything the engine remembers about one customer. It is passed in and out by value, and the engine itself keeps nothing. The host stores its JSON text as it is. */
export interface State {
  /** The format it is written in: `State::FORMAT`. States of all earlier formats stay readable. */
  format?: number;
  /** The facts. */
  customer?: Customer;
  /** The workflows the customer is in. */
  enrollments?: Enrollment[];
  /** The workflows the customer entered before. */
  entries?: Entries;
  /** Effects whose outcome is not known yet. */
  pending?: Pending[];
  /** The messages that were sent, for frequency caps. */
  ledger?: Ledger;
  /** The id of the plan under which score and memberships were last computed; empty before that. */
  settled_under?: string;
  /** The segments the customer is in. */
  memberships?: Memberships;
  /** Checkouts and orders that belonged to another customer before, the latest last; at most `State::MAX_TAKEN_OVER`. */
  taken_over?: TakenOver[];
}

/** What an order's status means. */
export type StatusMeans =
  | "cart"
  | "placed"
  | "paid"
  | "cancelled"
  | "not_an_order";

/** A step of a workflow: the name written in the workflow's file, never its position. */
export type StepId = string;

/** A step in words. */
export interface StepOutline {
  /** The branches that lead on from a fork. */
  branches: BranchOutline[];
  /** Its id. */
  id: string;
  /** What it does, as an instruction; empty where it can't be read. */
  parts: Part[];
  /** Its JSON path, such as `workflows[0].steps[2].then[0]`. */
  path: string;
}

/** What one step did. */
export interface StepTally {
  /** The kind of effect; `null` if it never got that far. */
  kind: EffectKind | null;
  /** For a message: by which channel. */
  channel: Channel | null;
  /** How many times it was done. */
  done: number;
  /** Why it was held back for a while. */
  deferred: Record<string, number>;
  /** Why it was not done. */
  suppressed: Record<string, number>;
  /** Which workflows' messages went out instead. */
  lost_to: Record<string, number>;
}

/** A quantity of a product that can be sold, as it became known. */
export interface StockChange {
  /** The platform's product id. */
  product_id?: string;
  /** Its name, where that is known. */
  title?: string;
  /** The variant it is about; `null` for the whole product. */
  variant_id?: string;
  /** Pieces that can be sold now. */
  available?: number;
  /** Pieces that could be sold before. */
  previous?: number;
}

/** One thing that is kept in stock: a product's variant, or all of a product without any. */
export interface StockItem {
  /** The platform's id of it, as stock webhooks name it. */
  inventory_item_id?: string;
  /** Pieces that can be sold, at all places together; `null` where the platform does not count. */
  available?: number;
}

/** What a `Question` is about. */
export type Subject =
  | "installation"
  | "shop-data"
  | "customer"
  | "order"
  | "product"
  | "coupon";

/** What one transition decided: the first line of what `transition` returns. */
export interface Summary {
  /** The customer. */
  customer: CustomerId;
  /** New rows for the outbox. */
  effects: Effect[];
  /** The answer to a release. */
  answer: Answer | null;
  /** Rows that must not be performed any more. */
  withdrawn: Withdrawn[];
  /** When to wake the customer if nothing else happens. */
  wake: Wake | null;
  /** What went wrong on the way. */
  faults: Fault[];
  /** Every decision, in the order in which it was made. */
  trace: Entry[];
  /** Whether the state differs from the one that came in. */
  changed: boolean;
}

/** One tag. */
export interface TagFacts {
  /** As it was first written. */
  written?: string;
  /** Taken off again; kept, so that an older event cannot put it back. */
  removed?: boolean;
  /** When it was last put on or taken off. */
  at?: number;
  /** Whether we put it on ourselves: the platform's own list does not know it yet. */
  ours?: boolean;
}

/** What somebody ticked in one checkout, taken back from them: see `ConsentLedger::take_back`. */
export interface TakenBack {
  /** The boxes, by channel. */
  boxes?: Record<string, CheckoutBox[]>;
}

/** A checkout or an order that belonged to another customer before. */
export interface TakenOver {
  /** Its identity key. */
  purchase?: string;
  /** The customers it belonged to. */
  from?: CustomerId[];
  /** The messages about it that were sent to them, and are not sent again. */
  sent?: SentStep[];
}

/** What a plan did to all customers. */
export interface Tally {
  /** How many transitions were made. */
  decisions: number;
  /** How many customers got a message. */
  reached: number;
  /** How many messages were sent. */
  sent: number;
  /** How many messages were sent before an event arrived that would have stopped them. */
  too_late: number;
  /** How many customers' histories were too long to be played to the end. */
  cut_short: number;
  /** What each workflow did. */
  workflows: Record<string, WorkflowTally>;
  /** What happened on each day of the shop's calendar; days without anything are left out. */
  days: Record<string, DayTally>;
  /** How many customers got one message, two, and so on; the last place, the `Tally::MOST_COUNTED`th, is for all who got that many or more. */
  messages_per_person: number[];
  /** The plan's frequency caps, and how much of each was used. */
  caps: CapTally[];
  /** Workflows whose messages reached somebody within a day of each other. */
  collisions: Collision[];
  /** How many customers of each score bought, from low scores to high; empty without lead scoring. A customer's score is the highest before their first order in the period, or the highest of all if they didn't order. */
  scores: ScoreBand[];
}

/** How far a customer is from a tier. */
export interface TierAhead {
  /** The tier's id. */
  id: string;
  /** What it is called. */
  name: string;
  /** What is missing, in minor units, orders or points; 0 from the moment on at which enough was reached. */
  missing: number;
  /** The same in words. */
  said: string;
}

/** When the tier is next reviewed. */
export interface TierStanding {
  /** The first moment at which the tier may change without any event. */
  look_at?: number | null;
  /** The review at which the tier will be lost, unless enough comes together before. */
  review_at?: number | null;
  /** Whether the event `tier_at_risk` was made for this review. */
  warned?: boolean;
  /** A tier that a workflow moved the customer to. */
  lifted_to?: string | null;
  /** When it ends; `null` if it doesn't. */
  lifted_until?: number | null;
}

/** A trace in words: one of each for each entry. */
export interface TraceInWords {
  /** The conditions that were asked, and what they saw. */
  saw: ObservedWords[][];
  /** What was decided. */
  sentences: string[];
}

/** The merge fields that one part of a message speaks of. */
export interface UsedFields {
  /** Where the part stands. */
  path?: string;
  /** The fields, as segments without positions in lists. */
  names?: string[][];
}

/** The earliest moment at which something is due without any event. */
export interface Wake {
  /** The moment; never before the `now` of the transition that asked for it. */
  at: number;
  /** The reason to wake. */
  reason: WakeReason;
}

/** The reason to wake. */
export type WakeReason =
  | "wait-ends"
  | "cart-abandoned"
  | "trigger-due"
  | "deferral-ends"
  | "facts-may-change";

/** Why one customer is in or out. */
export interface Why {
  /** Whether they are in. */
  member: boolean;
  /** The first moment at which that may change without any event; `null`: never. */
  until: number | null;
  /** Each condition with what it saw, in words. */
  saw: ObservedWords[];
}

/** About which workflow somebody asks why a customer is not in it. */
export interface WhyNotRequest {
  /** Which workflow. */
  workflow?: string;
  /** At which moment. */
  now?: number;
  /** What is true of the shop; nothing where it is left out. */
  facts?: ShopFacts | null;
  /** The zone of the times in the sentences; the shop's where it is left out. */
  zone?: string | null;
  /** Their language; English where it is left out. */
  language?: Language;
}

/** An effect that was withdrawn. */
export interface Withdrawn {
  /** The effect. */
  effect: EffectId;
  /** The reason. */
  reason: Reason;
}

/** How a WooCommerce shop is read. */
export interface WooCommerceRules {
  /** What the statuses of plugins mean, by the status without `wc-`. A status that isn't listed is judged by whether a payment is due. */
  statuses?: Record<string, StatusMeans>;
  /** Whether `completed` means that the goods were shipped. */
  completed_is_shipped?: boolean;
  /** Roles of accounts that are customers; `customer` and `subscriber` where none is named. Everybody else is staff until they order. */
  customer_roles?: string[];
}

/** A workflow: the name in the merchant's file, such as `cart-abandonment-recovery`. */
export type WorkflowId = string;

/** A workflow in words. */
export interface WorkflowOutline {
  /** Its id. */
  id: string;
  /** Its other rules, one sentence each. */
  rules: Part[][];
  /** Its steps, in order. */
  steps: StepOutline[];
  /** Its trigger, to read after "the customer"; empty where it can't be read. */
  trigger: Part[];
}

/** What one workflow did. */
export interface WorkflowTally {
  /** How many times it was entered. */
  entered: number;
  /** How many customers entered it. */
  people: number;
  /** The first of them. */
  named: CustomerId[];
  /** How many customers got a message from it. */
  reached: number;
  /** Why it was not entered although its trigger fired, with counts. */
  not_entered: Record<string, number>;
  /** Why its enrollments ended, with counts. */
  exited: Record<string, number>;
  /** The customers behind each reason that is counted here or at a step. */
  given: Record<string, People>;
  /** What each of its steps did. */
  steps: Record<string, StepTally>;
}
