/**
 * The engine's types, written by `cargo generate types` out of the declarations in `src`. Do not edit.
 *
 * Times are milliseconds since 1970 UTC, money is minor units, ids are strings.
 */

/** A value that a condition saw. */
export type Seen = null | boolean | number | string | Seen[];

/** What an attribute or an event's property can hold. */
export type Value = boolean | number | string | string[];

/** What the host can do for a shop, and what it is told of it. */
export interface Abilities {
  /** The channels with somebody who delivers. */
  channels?: Channel[];
  /** The ways in which the store is connected. */
  reporters?: Reporter[];
  /** The kinds of events that were received, whoever reported them. */
  received?: EventName[];
  /** Whether a coupon code that is created is valid in the store. */
  codes?: boolean;
}

/** What the field showed, by account version. */
export interface AccountField {
  /** When the account was created. */
  made_at?: number | null;
  /** Whether the account was created while the shop was connected. */
  is_new?: boolean;
  /** Whether a yes that was there from the start counts if there is no other statement. */
  fills_blank?: boolean;
  /** What each version showed, sorted by version; at most `AccountField::LIMIT`. If one version showed both, the yes comes first, so that it isn’t a change. */
  seen?: Sighting[];
}

/** A message that goes out. */
export interface Ahead {
  /** When the effect is due. */
  at: number;
  /** The customer who gets it. */
  customer: CustomerId;
  /** The workflow that sends it. */
  workflow: WorkflowId;
  /** The step that sends it. */
  step: StepId;
  /** For a message: its channel. */
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

/** An arm of a phase. */
export interface ArmFigures {
  /** Its share, in the unit of all arms' shares. */
  share?: number;
  /** Everybody who was assigned to it. */
  customers?: number;
  /** Those among them who ordered since. */
  ordered?: number;
  /** What customers spent in the time before they were assigned, in minor units. Those who spent nothing before or after may be left out. */
  before?: number[];
  /** What the same customers, in the same order, spent after it. */
  after?: number[];
}

/** What chance assigned somebody to. */
export interface Assigned {
  /** The workflow. */
  workflow: WorkflowId;
  /** The A/B split; `null` for the workflow's holdout. */
  step?: StepId;
  /** The variant's name; for a holdout `HELD_OUT` or `TREATED`. */
  arm: string;
  /** When chance decided it. */
  at: number;
}

/** Which message each of a customer's orders is credited to. */
export interface Attributed {
  /** Every placed order that is kept one by one, in the order in which they were placed. */
  orders: AttributedOrder[];
  /** When the newest of those was placed that were summed up and don't appear. */
  summed_until: number | null;
  /** The rules it was asked under. */
  windows: Windows;
}

/** An order, with the message it is credited to or the reason why it is credited to none. */
export interface AttributedOrder {
  /** As in `Order::order_id`. */
  order: string;
  /** The number the buyer knows. */
  number?: string;
  /** When it was placed. */
  placed_at: number;
  /** What it came to: its goods after discounts, or all of it if tax and shipping count or the goods aren't known apart. */
  gross: Money;
  /** The same less the same share of it as of the order's total was refunded; never below zero. */
  net: Money;
  /** The discount it was given. */
  discount?: Money;
  /** What it is credited to. */
  credit?: Credit;
  /** Why it is credited to nothing. */
  without?: Without;
  /** With `outside_window`, the touch that came closest. */
  nearest?: Credit;
}

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
  /** The number of customers added. */
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
  /** The steps in order. */
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

/** A snapshot of a cart or checkout. */
export interface Cart {
  /** The platform's cart token (Shopify `token` of a cart, `cart_token` of a checkout). */
  cart_token?: string;
  /** The platform's checkout token; for WooCommerce the unplaced order, `order:<id>`. */
  checkout_token?: string;
  /** The platform's id of the checkout: all that Shopify names when one is deleted. */
  checkout_id?: string;
  /** Its line items. Empty if the cart was emptied. */
  items?: Item[];
  /** Its total, when the source has one. */
  total?: Money;
  /** The link that restores it; http or https only. */
  url?: string;
  /** When it became an order. */
  completed_at?: number;
  /** The email address given for this purchase, if it differs from the account’s. */
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
  /** Its line items. */
  items?: LineFacts[];
  /** The total of its items. */
  total?: Money | null;
  /** The link that restores it. */
  url?: string | null;
  /** The version these values are from. */
  told_at?: number;
  /** The buyer’s last activity in it. */
  active_at?: number;
  /** Whether it became an order or was deleted. */
  closed?: boolean;
  /** Whether a checkout was started. */
  checkout?: boolean;
  /** As in `Cart::email`. */
  email?: string | null;
}

/** The most recently active carts, at most `Carts::LIMIT`. */
export interface Carts {
  /** The carts by last activity, oldest first. */
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
  | "shop"
  | "import";

/** How much a lift is worth. */
export type Certainty =
  | "uneven"
  | "too_early"
  | "not_proven"
  | "proven";

/** One customer's next change. Sorted by its moment, then by the customer. */
export interface Change {
  /** When the membership changes. */
  at: number;
  /** The customer whose membership changes. */
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

/** A channel for messages. */
export type Channel =
  | "email"
  | "sms"
  | "push";

/** The consent on one channel. */
export interface ChannelConsent {
  /** The channel of the consent. */
  channel: Channel;
  /** The consent on the channel. */
  consent: Consent;
}

/** That nothing is sent to a customer on a channel. */
export interface ChannelSuppression {
  /** The channel. */
  channel: Channel;
  /** Why: `complained`, `address-bounced`, `address-keeps-bouncing`, or `suppressed` by the merchant. */
  reason: Reason;
  /** Since when nothing is sent to them. */
  since: number;
}

/** The marketing checkbox of one checkout, as reported with the checkout and the order it became. */
export interface CheckoutBox {
  /** The checkout's token. */
  token?: string;
  /** When the checkout started, according to the earliest report. */
  began_at?: number;
  /** Whether only the order is known, so the checkout may have started earlier. */
  began_before?: boolean;
  /** The latest version before the order was placed. */
  open?: Sighting | null;
  /** The earliest version of the placed order. */
  placed?: Sighting | null;
  /** Whether the shop may have filled it in, as of the earliest version. */
  prefill?: Prefill;
  /** The version that `prefill` is from. */
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
  /** The other workflow. */
  other: WorkflowId;
  /** The number of times. */
  times: number;
  /** To how many customers. */
  people: number;
  /** The first of them. */
  named: CustomerId[];
}

/** A change to one customer, made by a person in the admin. */
export type Command =
  /** Suppress the customer: send them nothing anymore. */
  | {
      type: "suppress";
    }
  /** End the suppression. */
  | {
      type: "unsuppress";
    }
  /** Pause marketing while a privacy request is open. */
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
  /** Drop a message that became ready while sending was stopped and is too old by now. A message that was already sent stays as it is. */
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
      /** The reason, shown in the points history. */
      note: string;
    }
  /** Redeem loyalty points. Refused if the balance is too low. */
  | {
      type: "redeem_points";
      /** The number of points. */
      points: number;
      /** The reason, shown in the points history. */
      note: string;
    }
  /** Add the customer to a live workflow without its trigger. All other entry rules still apply. */
  | {
      type: "enroll";
      /** The workflow. */
      workflow: WorkflowId;
      /** The name of the batch, such as a segment on a certain day. A customer enters at most once per batch. */
      batch: string;
    }
  /** Test a live or draft workflow with this customer. Messages and their coupon codes are real and follow all rules that protect the customer; other actions are skipped. A test doesn’t count toward caps, entries, or metrics. */
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
  /** Add a tag. */
  | {
      type: "add_tag";
      /** The tag. */
      tag: string;
    }
  /** Record a consent or an unsubscribe that the merchant received elsewhere. */
  | {
      type: "record_consent";
      /** The channel. */
      channel: Channel;
      /** `subscribed` or `unsubscribed`. */
      consent: Consent;
      /** The text the customer agreed to, or where the proof is kept. Required for a yes. */
      proof: string;
      /** When it was given. A yes must be later than the customer’s own unsubscribe, if there is one. */
      given_at: number | null;
    }
  /** Remove a tag. */
  | {
      type: "remove_tag";
      /** The tag. */
      tag: string;
    };

/** A stretch in which nothing changed that decides who is assigned, and to what. */
export interface ComparedPhase {
  /** The arm that got something. */
  treated: ArmFigures;
  /** The arm that didn't. */
  control: ArmFigures;
}

/** Two arms over the phases of an experiment. */
export interface Comparison {
  /** The phases, each within itself comparable. */
  phases: ComparedPhase[];
  /** For a look before the planned end: how many customers both arms were expected to have when it began. `null` for the one look at the end. */
  planned?: number | null;
}

/** An email that was made. */
export interface Composed {
  /** The whole document: Liquid, rendered for each customer; null if it can’t be made. */
  html: string | null;
  /** Why it can’t be made. Paths begin with `message`. */
  diagnostics: Diagnostic[];
}

/** A condition in words. */
export interface ConditionWords {
  /** What is wrong with it. */
  diagnostics: Diagnostic[];
  /** It in parts that lead to its fields; `null` where it has errors. */
  parts: Part[] | null;
  /** It in one sentence; `null` where it has errors. */
  sentence: string | null;
}

/** A customer’s marketing consent on a channel. */
export type Consent =
  | "never_subscribed"
  | "pending"
  | "subscribed"
  | "unsubscribed";

/** A change of consent on one channel. */
export interface ConsentChange {
  /** The channel it is about. */
  channel: Channel;
  /** The state from now on. */
  consent: Consent;
  /** Where it was given, such as `shopify`, `one-click`, or `checkout`. Kept as proof. */
  origin?: string;
  /** The text that was agreed to, or another proof, where one was given. */
  proof?: string;
  /** How much it counts, where that is less than a dated statement of the customer or the platform. */
  weight?: ConsentWeight;
  /** Whether the store's own copy of the customer has it already: the store wrote it down before it reported it. It is not written back. */
  in_store?: boolean;
}

/** A marketing checkbox or field, as the platform reported it once. On its own it proves nothing: the customer’s facts decide whether the buyer checked it (`customer::ConsentLedger`). */
export interface ConsentField {
  /** The channel it gives consent to. */
  channel: Channel;
  /** Whether it is checked. An unchecked field leaves consent unchanged. */
  ticked: boolean;
  /** The checkout or order it stands in; `null` for a field of the customer's account. */
  checkout?: FieldOfCheckout;
  /** The account it stands in; `null` for a field of a checkout. */
  account?: FieldOfAccount;
}

/** The current consent on each channel; `never_subscribed` if there is no statement. */
export interface ConsentLedger {
  /** The records, by channel. */
  channels?: Record<string, ConsentRecord>;
}

/** The consent on one channel with its proof, and every statement that may still count. */
export interface ConsentRecord {
  /** The current consent. */
  consent?: Consent;
  /** When it took effect. */
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
  /** The latest sign-up that is still to be confirmed: see `ConsentWeight::Asks`. */
  asked?: ConsentWord | null;
  /** The boxes of checkouts and orders; at most `ConsentRecord::BOXES`. */
  boxes?: CheckoutBox[];
  /** What the fields of their accounts showed, by account. */
  accounts?: Record<string, AccountField>;
  /** As in `ConsentChange::in_store`, of the current consent. */
  in_store?: boolean;
}

/** One name, and which of its values mean yes to which channel. */
export interface ConsentSource {
  /** The name: `_wc_other/mill/newsletter`, or `mill/newsletter` for the same field. */
  name: string;
  /** The channel that a yes gives consent to. */
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
  | "asks"
  | "follows";

/** One statement about consent. */
export interface ConsentWord {
  /** The consent it states. */
  consent?: Consent;
  /** The moment it counts from. */
  at?: number;
  /** Where it was given: `shopify`, `checkout`, `one-click`. */
  origin?: string | null;
  /** The text that was agreed to, or another proof. */
  proof?: string | null;
  /** As in `ConsentChange::in_store`. */
  in_store?: boolean;
}

/** One entry that was considered. */
export interface Considered {
  /** Fingerprints of the keys it goes by. */
  keys?: number[];
  /** The time it counts from. A cart with new activity is considered again. */
  anchor?: number;
  /** Whether the customer entered. */
  entered?: boolean;
}

/** Decisions of one kind, made once for each of some workflows. */
export interface Counted {
  /** `entered`, `not-entered/…`, `exited/…`, `deferred/…` or `suppressed/…`, with the reason. */
  what: string;
  /** The step, where it is about one. */
  step?: StepId;
  /** The workflows, one for each decision. */
  workflows: WorkflowId[];
}

/** A coupon created for an enrollment. */
export interface Coupon {
  /** The effect that creates it. */
  effect?: EffectId;
  /** The code, once it is created. */
  code?: string | null;
  /** The percentage off. */
  percent?: number;
  /** The amount off. */
  amount?: Money | null;
  /** Whether it gives free shipping. */
  free_shipping?: boolean;
  /** The ID of a free product. */
  free_gift?: string | null;
  /** Whether it couldn’t be created. */
  failed?: boolean;
}

/** What an order is credited to. */
export interface Credit {
  /** By what sign. */
  by: CreditBy;
  /** The channel of the message; `null` for a code, which several messages may have shown. */
  channel?: Channel;
  /** The workflow that sent the message, or had the code made. */
  workflow: WorkflowId;
  /** The step that did. */
  step: StepId;
  /** The effect that it was. */
  effect: EffectId;
  /** When the message was clicked, delivered or opened, or the code redeemed. */
  touched_at: number;
  /** When the message was sent, or the code made. */
  sent_at: number;
}

/** By what sign an order is credited. */
export type CreditBy =
  | "code"
  | "click"
  | "delivery"
  | "open";

/** Everything known about a customer. */
export interface Customer {
  /** The customer's id. */
  id?: CustomerId;
  /** When they first became known. */
  first_seen?: number;
  /** Name, email address, phone number, language, traits. */
  profile?: ProfileFacts;
  /** Their consent, by channel. */
  consent?: ConsentLedger;
  /** What they said about what they want to get. */
  preferences?: PreferenceFacts;
  /** Since when nothing is sent to them because the merchant said so, whatever their consent. Earlier releases also kept what came back as this. */
  suppressed?: number | null;
  /** What came back from their addresses, by channel. */
  returns?: Record<string, Returns>;
  /** The customer’s tags. */
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
  /** Their carts and checkouts. */
  carts?: Carts;
  /** The customer’s orders. */
  orders?: Orders;
  /** What may earn a message credit for their orders. */
  touches?: Touches;
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
 * The times of each kind of event, oldest first.
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

/** A part of a list of customers. */
export interface CustomerList {
  /** What is wrong with its condition. */
  diagnostics: Diagnostic[];
  /** The part that was asked for; `null` where the condition has errors. */
  list: Listing | null;
}

/** All tags ever received, present or removed, by lower-cased name. */
export interface CustomerTags {
  /** The tags, by lower-cased name. At most `Tags::LIMIT`. */
  names?: Record<string, TagFacts>;
}

/** The number of customers added so far. */
export interface CustomersTold {
  /** The number of customers loaded. */
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
      /** The number of points; negative if taken. */
      points: number;
      /** The balance from now on. */
      balance: number;
      /** The reason: an order, a workflow step, or the merchant’s note. */
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
      /** Whether they are in the workflow's holdout; `null` where it has none. */
      held_out?: boolean;
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
  /** An enrollment reached a branch. */
  | {
      type: "branched";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The branch step. */
      step: StepId;
      /** Whether the condition was true, so the first branch was taken. */
      matched: boolean;
      /** The conditions as they were evaluated. */
      saw: Observation[];
      /** The revision, if it isn’t the workflow’s current one. */
      revision?: number;
    }
  /** An enrollment reached a switch or an A/B split. */
  | {
      type: "way-taken";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The branch step. */
      step: StepId;
      /** The case or variant it took. */
      way: string;
      /** The conditions as evaluated; none for an A/B split. */
      saw: Observation[];
      /** The revision, if it isn’t the workflow’s current one. */
      revision?: number;
    }
  /** An enrollment reached a branch whose condition can’t be evaluated. It took no branch and continues after it. */
  | {
      type: "no-way-taken";
      /** The enrollment's workflow. */
      workflow: WorkflowId;
      /** The enrollment. */
      enrollment: EnrollmentId;
      /** The branch step. */
      step: StepId;
      /** Why it can’t be evaluated. */
      reason: Reason;
      /** The conditions as they were evaluated. */
      saw: Observation[];
      /** The revision, if it isn’t the workflow’s current one. */
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
      /** The filter as evaluated. */
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
      /** The revision, if it isn’t the workflow’s current one. */
      revision?: number;
    }
  /** A release was granted: the host performs the effect now. */
  | {
      type: "released";
      /** The effect. */
      effect: EffectId;
    }
  /** The host reported the outcome of an effect. */
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
  /** The code of the finding, such as `unknown-key`. Codes never change. */
  code: string;
  /** Whether it keeps the configuration from being used. */
  severity: Severity;
  /** The path, such as `workflows[0].steps[2].until`; empty for the whole file. */
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
  | "add_order_note"
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

/** One customer’s pass through one workflow. Kept after its end until the outcome of all its effects is known. */
export interface Enrollment {
  /** Its ID, derived when it started. */
  id?: EnrollmentId;
  /** The customer who started it, from whom its ID is derived. A merge doesn’t change it. Empty in enrollments of the first release, which get a new ID when they are read. */
  begun_by?: CustomerId;
  /** The workflow it is in. */
  workflow?: WorkflowId;
  /** The revision of the workflow. */
  revision?: number;
  /** The key of the cart or order that may start the workflow only once. */
  entry_key?: string;
  /** Fingerprint of the fact that started it; the same fact does not end it. */
  entry_fact?: number;
  /** The moment its offsets are counted from. */
  anchor?: number;
  /** When the customer entered. */
  entered_at?: number;
  /** The step it waits at. */
  step?: StepId | null;
  /** When the current wait started; unknown in enrollments of releases before 0.2. */
  since?: number | null;
  /** When the wait ends. */
  due?: number | null;
  /** The cart it is about, by one of the cart's keys. */
  cart?: string | null;
  /** The order it is about. */
  order?: string | null;
  /** Whether the customer is in the holdout and receives nothing. */
  held_out?: boolean;
  /** Whether it is a test, which doesn’t count anywhere. */
  test?: boolean;
  /** The coupon its messages use. */
  coupon?: Coupon | null;
  /** Why it ended, if it did. */
  ended?: Reason | null;
}

/** The ID of an enrollment: one customer’s pass through one workflow. */
export type EnrollmentId = string;

/** The workflows the customer entered, and the entries that were considered and refused. */
export interface Entries {
  /** By workflow, oldest first, at most `Entries::LIMIT` each. */
  by_workflow?: Record<string, Considered[]>;
  /** When the customer last entered each workflow. */
  last?: Record<string, number>;
}

/** One decision. Stored with the input that led to it. */
export interface Entry {
  /** The moment the decision belongs to: the due time for what was due, otherwise the time of the event. The host keeps the actual `now` beside it. */
  at: number;
  /** The decision itself. */
  is: Decision;
}

/** A difference with its interval, in whole numbers. */
export interface Estimate {
  /** What was seen. */
  difference: number;
  /** The interval's lower end. */
  low: number;
  /** The interval's upper end. */
  high: number;
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
  /** Whether it was read from the shop's records, from before the shop was connected. It is a fact like any other, and starts nothing. */
  imported?: boolean;
  /** What happened, with its content. */
  kind: EventKind;
}

/** What happened. */
export type EventKind =
  /** The customer viewed a page of the shop. */
  | {
      type: "page_viewed";
      /** Its address. */
      url: string;
    }
  /** The customer viewed a product. */
  | {
      type: "product_viewed";
      /** The product. */
      product: Item;
    }
  /** The customer viewed a collection or category. */
  | {
      type: "product_list_viewed";
      /** The platform's id of the collection. */
      list_id: string;
      /** Its name. */
      title: string;
    }
  /** The customer searched the shop. */
  | {
      type: "products_searched";
      /** The search text. */
      query: string;
    }
  /** A product was added to a cart. */
  | {
      type: "product_added";
      /** The line that was added. */
      product: Item;
    }
  /** A product was removed from a cart. */
  | {
      type: "product_removed";
      /** The line that was removed. */
      product: Item;
    }
  /** The customer viewed the cart. */
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
  /** A checkout was started. */
  | {
      type: "checkout_started";
      /** The checkout as it now is. */
      cart: Cart;
    }
  /** A checkout changed, such as its address, email, or items. */
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
  /** An order was canceled. */
  | {
      type: "order_cancelled";
      /** The order as it now is. */
      order: Order;
    }
  /** An order was refunded, in full or in part. */
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
  /** An order was anonymized in the shop. The order itself remains. */
  | {
      type: "order_anonymized";
      /** What is left of it. */
      order: Order;
    }
  /** A package of an order was shipped, or its tracking changed. */
  | {
      type: "order_fulfilled";
      /** The parcel. */
      fulfillment: Fulfillment;
    }
  /** A carrier reported the status of a package. */
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
  /** A visitor was identified, by a Segment `identify` call or by signing in. */
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
  /** A marketing checkbox or field of the shop was reported, checked or not. Whether it changes the customer’s consent depends on the customer’s other facts. */
  | {
      type: "consent_field_seen";
      /** The field. */
      field: ConsentField;
    }
  /** The customer chose which marketing they want: topics, how often, or none for a while. */
  | {
      type: "preferences_changed";
      /** What they chose. */
      preferences: Preferences;
    }
  /** The customer answered a survey, or said why they unsubscribed. */
  | {
      type: "survey_answered";
      /** The survey’s ID; `unsubscribe` for why they unsubscribed. */
      survey: string;
      /** The ID of the answer they chose. */
      answer: string;
    }
  /** The customer asked to be told when a product is back in stock. */
  | {
      type: "back_in_stock_requested";
      /** The product. */
      product: Item;
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
  /** The customer’s tier changed. Created by the engine. */
  | {
      type: "tier_changed";
      /** The tier from now on; `null` below the lowest. */
      tier: string | null;
      /** The tier before. */
      previous: string | null;
      /** Whether it is a higher one. */
      upward: boolean;
    }
  /** The customer will lose their tier at the next review. Created by the engine. */
  | {
      type: "tier_at_risk";
      /** The tier. */
      tier: string;
      /** When it will be lost. */
      review_at: number;
    }
  /** The customer’s loyalty points changed. Created by the engine. */
  | {
      type: "points_changed";
      /** The balance from now on. */
      balance: number;
      /** The balance before. */
      previous: number;
    }
  /** The customer’s lead score changed. Created by the engine. */
  | {
      type: "score_changed";
      /** The score from now on. */
      score: number;
      /** The score before. */
      previous: number;
    }
  /** The customer entered a segment. Created by the engine. */
  | {
      type: "segment_entered";
      /** The segment. */
      segment: string;
    }
  /** The customer left a segment. Created by the engine. */
  | {
      type: "segment_left";
      /** The segment. */
      segment: string;
    }
  /** Fields of the customer’s profile changed. Created by the engine if a workflow uses it. */
  | {
      type: "profile_changed";
      /** Their names: `email`, `country`, a trait's own name. */
      fields: string[];
    }
  /** A message was delivered. */
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
  /** The customer clicked a link in a message. */
  | {
      type: "message_clicked";
      /** The message. */
      news: MessageNews;
    }
  /** A mail app or spam filter opened a message or its links automatically. It doesn’t count as the customer’s activity. */
  | {
      type: "message_scanned";
      /** The message. */
      news: MessageNews;
    }
  /** A message bounced. If the address doesn’t exist, nothing more is sent to it. */
  | {
      type: "message_bounced";
      /** The message. */
      news: MessageNews;
      /** Whether the address does not exist; otherwise the failure may pass, such as a full mailbox. */
      permanent: boolean;
    }
  /** The customer marked a message as spam. Nothing more is sent to them on its channel. */
  | {
      type: "message_complained";
      /** The message. */
      news: MessageNews;
    }
  /** The customer requested a return. */
  | {
      type: "return_requested";
      /** As in `Order::order_id`. */
      order_id: string;
      /** Why, in the platform's words. */
      reason?: string;
    }
  /** The stock changed of a product that the customer viewed, added to a cart, or bought. */
  | {
      type: "stock_changed";
      /** The change. */
      stock: StockChange;
    }
  /** The price changed of a product that the customer viewed, added to a cart, or bought. */
  | {
      type: "price_changed";
      /** The product with its price now. */
      product: Item;
      /** The price before. */
      previous?: Money;
    }
  /** A promotion for the customer started: one that the shop announced, or a sale of a product that the customer viewed, added to a cart, or bought. */
  | {
      type: "promotion_started";
      /** Its name; for a sale the product’s. */
      name: string;
      /** The product on sale: its price, and its list price before. */
      product?: Item;
    }
  /** A promotion for the customer is over: it ended, or the shop called it off. */
  | {
      type: "promotion_ended";
      /** Its name. */
      name: string;
      /** The fact that told the customer of its start. */
      started?: string;
    }
  /** A custom event that the shop’s developer tracks. */
  | {
      type: "custom";
      /** Its name, as tracked. */
      event: string;
      /** Its properties. */
      properties: Record<string, Value>;
    }
  /** The shop requested the customer’s data on their behalf. */
  | {
      type: "customer_data_requested";
      /** The platform's number of the request. */
      request_id: string;
    }
  /** The platform requested the erasure of the customer. */
  | {
      type: "customer_redact_requested";
    }
  /** The platform requested the erasure of all shop data. */
  | {
      type: "shop_redact_requested";
    }
  /** The merchant uninstalled the app. */
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
      /** The collections it is in, by their handles; `null` where the source doesn't say. */
      collections?: string[];
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
      /** The quantity in stock; `null` if the platform doesn’t track it. */
      available: number | null;
    }
  /** A discount code was created or changed. */
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
  | "preferences_changed"
  | "survey_answered"
  | "back_in_stock_requested"
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
  | "promotion_ended"
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

/** Tags added to or removed from a customer. */
export interface EventTags {
  /** The tags, as written; compared without regard to case. */
  tags?: string[];
}

/** Something that should not have happened. The transition continued without the affected part. */
export interface Fault {
  /** The kind of fault. Codes never change. */
  code: FaultCode;
  /** What happened, without personal data. */
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

/** The account that a field belongs to. */
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

/** The checkout that a field belongs to. */
export interface FieldOfCheckout {
  /** As in `Cart::checkout_token` and `Order::checkout_token`. */
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
  /** The number of customers added. */
  customers: number;
}

/** A customer found by a key. */
export interface Found {
  /** The customer that the key belongs to. */
  customer: CustomerId;
  /** Whether they are known by a key that names a person, not only by a cart or a browser. */
  named: boolean;
  /** For the key of a checkout or an order: by which claim it is theirs. */
  claim?: Claim | null;
}

/** What a message finds in every workflow that sends it. */
export interface FoundByMessage {
  /** The message’s ID. */
  message: string;
  /** Which of `cart`, `coupon`, `order` and `trigger` there are. */
  names: string[];
}

/** How often a customer wants marketing, on all channels together. */
export type Frequency =
  | "all"
  | "weekly"
  | "monthly";

/** A shipment of items from an order. */
export interface Fulfillment {
  /** As in `Order::order_id`. */
  order_id?: string;
  /** The platform’s ID of the shipment. */
  fulfillment_id?: string;
  /** The platform's status word (`success`, `cancelled`, …). */
  status?: string;
  /** The carrier’s name. */
  carrier?: string;
  /** The tracking number, once there is one. */
  tracking_number?: string;
  /** The tracking link; http or https only. */
  tracking_url?: string;
}

/** What a customer hands over with a checkout or an order. */
export interface HandedOver {
  /** What the other customer receives with `take_over`. */
  handover: Handover;
  /** Whether nothing is left of the customer but an address that was a mistake. */
  hollow: boolean;
  /** That address, by its identity key. */
  address: string | null;
}

/** What moves with a purchase from the customer who had it before. */
export interface Handover {
  /** The purchase, by its identity key. */
  purchase?: string;
  /** The customers who had it before, latest last. */
  from?: CustomerId[];
  /** The order's facts. */
  order?: OrderFacts | null;
  /** The facts of the checkout. */
  cart?: CartFacts | null;
  /** The events about it in the history, by kind. */
  records?: Record<string, ([at: number, fact: number, subject: string | null, properties?: Record<string, Value>])[]>;
  /** The consent given in it. */
  consent?: TakenBack;
  /** The messages about it that were sent. */
  sent?: SentStep[];
}

/** The period to look at. */
export interface Horizon {
  /** The start of the forecast: now. */
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
  /** Why it was ignored. */
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
  /** Where the body was not sent but read from the shop's records: when the shop was connected. What is about somebody and began before that is [imported](Event::imported). */
  imported_before?: number | null;
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
  /** Whether its Edgewise plugin reports carts. Then a draft of a checkout says nothing more, and would pass for a second one. */
  reports_carts?: boolean;
}

/** The input of a transition, besides plan, state, and time. */
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
  /** The host is about to perform an effect and asks whether it still may. */
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
  /** The plan changed. */
  | {
      type: "plan_changed";
    }
  /** A replay of the customer's past, because the plan now keeps properties of events that it did not keep when they were received. Nothing in it counts as new. */
  | {
      type: "retell";
      /** The events, in any order. */
      events: Event[];
    }
  /** The shop’s facts changed: its catalog or its RFM cuts. Wrapped in `knowing`. */
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
      /** The facts that the plan’s conditions use. */
      facts: ShopFacts;
      /** The input; never another `knowing`. */
      input: Input;
    }
  /** A person changes this customer in the admin. */
  | {
      type: "command";
      /** The command. */
      command: Command;
    };

/** Workflows that a customer is inside, in one of their revisions. */
export interface Inside {
  /** The revision. */
  revision: number;
  /** The workflows, one for each enrollment. */
  workflows: WorkflowId[];
}

/** A line item of a cart or an order, or a product that was viewed. */
export interface Item {
  /** The platform's product id; empty when the source doesn't have it. */
  product_id?: string;
  /** The platform's variant (variation) id. */
  variant_id?: string;
  /** The product's name as the buyer sees it. */
  title?: string;
  /** The variant's name. */
  variant_title?: string;
  /** The quantity; 1 for a product that was only viewed. */
  quantity?: number;
  /** The unit price the buyer saw. */
  unit_price?: Money;
  /** The unit price before discounts, if it differs. */
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
  /** The messages, oldest first. */
  sends?: SendRecord[];
}

/** What an arm adds over the one it is compared with. */
export interface Lift {
  /** What may be said of it. */
  certainty: Certainty;
  /** Customers who order, more of a million: 19,000 are 1.9 points. */
  rate: Estimate;
  /** The same relative to the other arm's rate, in thousandths; `null` where nobody ordered there. */
  relative: number | null;
  /** Orders that would be missing without it, among those who got it. */
  orders: Estimate;
  /** How likely a difference as large is without any effect, of a million. */
  p: number;
  /** Revenue per 1,000 customers, in minor units, without what was known of them before. */
  revenue: Estimate | null;
  /** The same with the largest 0.5 % pulled down. */
  without_largest: Estimate | null;
}

/** What is stored of a line item: enough to show it and to test it. */
export interface LineFacts {
  /** The platform's product id. */
  product_id?: string;
  /** The platform's variant id. */
  variant_id?: string | null;
  /** The product's name. */
  title?: string;
  /** The variant's name. */
  variant_title?: string | null;
  /** The number of units. */
  quantity?: number;
  /** The unit price. */
  unit_price?: Money | null;
  /** The unit price before discounts, if it differs. */
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

/** What a list of customers is sorted by. Those who lack it come last, whichever way it is sorted. */
export type ListOrder =
  | "decided"
  | "spent"
  | "orders"
  | "last_order"
  | "name";

/** Which part of a list is wanted. */
export interface ListQuestion {
  /** The moment it is asked for, in milliseconds since 1970. */
  now?: number;
  /** What it is sorted by; those that are equal stand in the order of their ids. */
  order?: ListOrder;
  /** Whether the greatest come first. */
  descending?: boolean;
  /** How many to pass over. */
  skip?: number;
  /** How many to name behind those. */
  take?: number;
}

/** A customer in a list, with what they are sorted by: one of the two, or neither where they lack it. */
export interface Listed {
  /** The customer who stands here. */
  customer: CustomerId;
  /** A moment, a count, or minor units. */
  number: number | null;
  /** What they are called, in lower case. */
  text: string | null;
}

/** A part of a list. */
export interface Listing {
  /** How many customers were asked. */
  asked: number;
  /** How many are in the list. */
  count: number;
  /** The part that was wanted, in its order. */
  list: Listed[];
}

/** What came of compiling a configuration. */
export interface Loaded {
  /** The plan's id, by which it is asked for; `null` where the configuration has errors. */
  plan: string | null;
  /** Everything that is wrong with it, or could be better. */
  diagnostics: Diagnostic[];
}

/** For which customers a condition holds. */
export interface Matching {
  /** What is wrong with it. */
  diagnostics: Diagnostic[];
  /** A truth for each customer; `null` where the condition has errors. */
  matches: boolean[] | null;
}

/** A customer’s membership in a segment. */
export interface Membership {
  /** When the customer entered it; `null` while they aren’t in it. */
  since?: number | null;
  /** When it may next change without an event. */
  look_at?: number | null;
  /** Whether the segment is new and couldn’t be evaluated yet because the shop’s facts were missing. */
  unjudged?: boolean;
}

/** The segments a customer is in, and when to check again. */
export interface Memberships {
  /** By segment: those the customer is in, and those the customer may enter as time passes. */
  of?: Record<string, Membership>;
}

/** The kind of message. Marketing needs consent. A transactional message is part of something the customer asked for, such as an order, and must not contain an offer. */
export type MessageKind =
  | "marketing"
  | "transactional";

/** What happened to a message. */
export interface MessageNews {
  /** Its channel; `null` where that isn't known. */
  channel?: Channel;
  /** The message, by its id in the configuration or at the provider. */
  message?: string;
  /** The link that was clicked. */
  link?: string;
  /** The address it was sent to, where that is known. Never whoever opened or clicked it: a message may be forwarded. */
  address?: string;
  /** What speaks against a person having opened or clicked it, in a word each. */
  signs?: string[];
  /** What sent it, where Edgewise did, to a customer and not as a test. Only what a person may have done, and a delivery, says so: it may earn the message credit for an order. */
  of?: SentBy;
}

/** One transition of a simulation. */
export interface Moment {
  /** The virtual time. */
  now: number;
  /** The input of the transition. */
  input: Input;
  /** The decisions in order. */
  trace: Entry[];
  /** The effects it wants performed. */
  effects: Effect[];
  /** Its answer, where the input was a release. */
  answer: Answer | null;
  /** What went wrong. */
  faults: Fault[];
}

/**
 * An amount in a currency's minor units (cents for EUR, yen for JPY).
 * Amounts stay below 2^53 in either direction (`Money::MAX_MINOR`), so that JavaScript can hold them exactly; arithmetic saturates there. Amounts of different currencies are never added: `Money::plus` says so.
 */
export interface Money {
  /** Minor units (cents); negative for a refund. */
  minor: number;
  /** The currency of the amount. */
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

/** What a host acts on after a move: the first line of what `transition_bytes` returns. What may be left out is left out where there is none. */
export interface MoveHead {
  /** How many bytes the summary has, which stands in the next line. The state stands in the last. */
  summary: number;
  /** New rows for the outbox. */
  effects?: Effect[];
  /** The answer to a release. */
  answer?: Answer;
  /** Rows that must not be performed anymore. */
  withdrawn?: Withdrawn[];
  /** When to wake the customer if nothing else happens. */
  wake: Wake | null;
  /** Whether the state differs from the one that came in. */
  changed: boolean;
  /** The channels on which marketing may be sent to the customer from now on. */
  reach: Channel[];
  /** The workflows that the customer is inside from now on, tests not counted; `null` where nobody entered, left or moved. */
  inside?: Inside[];
  /** The segments that the customer entered or left, in order. */
  segments?: SegmentMove[];
  /** The events that changed the facts, in order. */
  recorded?: RecordedEvent[];
  /** What was decided of workflows, to be counted; tests are not. */
  counts?: Counted[];
  /** Who was assigned to what, where chance decided; tests are left out. */
  assigned?: Assigned[];
  /** Whether what a connected store keeps of the customer, a `StoreCopy`, may have changed. */
  store?: boolean;
  /** Whether which messages their orders are credited to, an `Attributed`, may have changed, of a customer with anything that could earn a message credit. */
  credits?: boolean;
}

/** A part with its name. */
export interface NamedPart {
  /** Which part it is: `consent/email`, `tags`. A customer has each once. */
  name: string;
  /** Whether it says what a store that was never told anything shows anyway. */
  blank?: boolean;
  /** What the store keeps. */
  part: StorePart;
}

/** What an arm shows so far, and which lift is to be found beside it. */
export interface NeededRequest {
  /** Customers of the arm that is compared with. */
  customers: number;
  /** Those among them who ordered. */
  ordered: number;
  /** The lift that is to be found, in thousandths. */
  lift: number;
  /** The arm's share, in percent: 1 to 99. */
  share: number;
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
  /** The pools from which live workflows take coupon codes, each once. */
  pools: string[];
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
  /** The line items. */
  items?: Item[];
  /** Codes the buyer used, as written. */
  discount_codes?: string[];
  /** What its goods came to after discounts, without tax and shipping, in the currency of `total`. */
  goods?: Money;
  /** The discount it was given, in the same currency. */
  discount?: Money;
  /** The order that this one is a part of, as in `order_id`: a marketplace splits one purchase. */
  parent?: string;
  /** The cart it came from. */
  cart_token?: string;
  /** The checkout it came from. */
  checkout_token?: string;
  /** `web`, `pos`, an app's id: where it was placed. */
  sales_channel?: string;
  /** Whether it is a test order, which never counts. */
  test?: boolean;
  /** When its restoration from the trash was reported. */
  restored_at?: number;
  /** The platform's time of the last change; the newest version of an order wins. */
  updated_at?: number;
  /** The email address given for this purchase, if it differs from the account’s. */
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
  /** What attribution needs of it, as of the newest version that says it. */
  sale?: [version: number, goods: number | null, discount: number | null, codes: string[], parent: string | null] | null;
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
  /** The version these values are from. */
  updated_at?: number;
  /** Whether it became known by an import of the time before the shop was connected. It earns no points, now or later. */
  imported?: boolean;
}

/** The points from one order. */
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
  /** The number of older orders that were summed up. */
  folded_count?: number;
  /** The number of those that were paid. */
  folded_paid?: number;
  /** The total of those, net of refunds. */
  folded_spend?: Money | null;
  /** When the newest of those was placed. */
  folded_until?: number | null;
  /** Marks of those orders, the newest last; at most `Orders::MARKS`. One that is received again is counted already. */
  folded_marks?: number[];
}

/** The outcome of an effect, as reported by the host. */
export type Outcome =
  /** The provider accepted the message. */
  | {
      type: "sent";
    }
  /** The effect was performed. For a coupon, the code was created. */
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
  /** It is unknown whether it happened. It counts as sent, and is retried only on the word of somebody who knows that it didn’t. */
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
  /** The segments of the configuration. */
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
  /** The text of the part. */
  text: string;
  /** The JSON path of the field, such as `workflows[0].steps[2].for`; none for the words between. */
  field?: string;
}

/** What exactly to do, given to the host when it is about to do it. */
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
      /** The template’s variables: personal data. */
      variables: Record<string, unknown>;
      /** The time zone of its dates. */
      zone: string;
      /** The blocks that are shown only to some and to this customer. */
      shown_blocks?: string[];
      /** Whether it is a test, which the host marks in the subject. */
      test?: boolean;
      /** For marketing that a carrier may hold back: when the next quiet hours begin, after which it must not be delivered anymore. */
      valid_until?: number;
      /** Whether it is the first marketing that they get on this channel. */
      first?: boolean;
    }
  /** Create a coupon code, and report it in the receipt. */
  | {
      type: "apply_coupon";
      /** Percent off, from 1 to 100; 0 where the coupon gives something else. */
      percent: number;
      /** An amount off. */
      amount?: Money;
      /** The same as a decimal, such as `10.00`, which is how a shop takes it. */
      amount_off?: string;
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
      /** The address of the customer, who alone may use it: personal data. `null` where there is none. */
      email?: string;
      /** The pool that the code is taken from; `null` if it is created. */
      pool?: string;
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
      /** The reason: an order, a workflow step, or the merchant’s note. */
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
      /** The end; `null` if permanent. */
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
      /** The end; `null` until it is hidden. */
      until: number | null;
    }
  /** Record that an offer is no longer shown. */
  | {
      type: "hide_offer";
      /** The offer's id. */
      offer: string;
    }
  /** Add a task to the merchant’s list. */
  | {
      type: "create_task";
      /** The task, in the merchant's words. */
      title: string;
      /** Details. */
      note: string;
      /** When it is due. */
      due_at: number | null;
      /** Who does it: a name, or whatever the customer is assigned to. */
      to?: string;
      /** Their email address, where they are on the shop's team. */
      email?: string;
    }
  /** Add a private note to an order. */
  | {
      type: "add_order_note";
      /** The order, as in `crate::event::Order::order_id`; `null` if the enrollment is about none. */
      order: string | null;
      /** The note, in the merchant's words. */
      note: string;
    }
  /** Post `body` to `url`. */
  | {
      type: "webhook";
      /** The URL; https only. */
      url: string;
      /** The JSON body. */
      body: Record<string, unknown>;
    };

/** An effect whose outcome is not known yet: held back, in the host's outbox, or being performed. */
export interface Pending {
  /** The effect's id. */
  effect?: EffectId;
  /** The kind of effect. */
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
  /** When it is checked again; `null` once it is in the outbox. */
  held_until?: number | null;
  /** Why it is held back. */
  held_because?: Reason | null;
  /** Whether it was released to the host. */
  released?: boolean;
  /** Whether it failed for good, or nobody knows; kept so that the merchant can retry it. */
  failed?: boolean;
  /** Another effect that must be done first. */
  depends_on?: EffectId | null;
}

/** A number of customers, and some of them as examples. */
export interface People {
  /** The number of people. */
  people: number;
  /** The first of them. */
  named: CustomerId[];
}

/** A customer for whom two plans differ. */
export interface Person {
  /** The customer the difference is about. */
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
  /** The input of the transition. */
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
  /** The points that can be redeemed. */
  balance?: number;
  /** The points ever earned. Redeeming doesn’t reduce it. */
  earned?: number;
  /** The newest entries, oldest first; at most `Points::LIMIT`. */
  entries?: PointsEntry[];
  /** The points from each order so far, newest orders last. */
  of_orders?: OrderPoints[];
}

/** One entry of the ledger. */
export interface PointsEntry {
  /** When the points were given or taken. */
  at?: number;
  /** The number of points; negative if taken. */
  points?: number;
  /** The reason: a rule’s ID, `order:…`, `step:…`, or a note from the admin. */
  cause?: string;
}

/** One rule of the policy in words. */
export interface PolicyRuleOutline {
  /** Whether it holds because the configuration doesn't say otherwise. */
  is_default: boolean;
  /** The rule. Its parts have no fields where it is a default. */
  parts: Part[];
}

/** The latest word on each topic, on how often, and on a pause. */
export interface PreferenceFacts {
  /** Topics by their IDs: whether they want to hear of each. At most `PreferenceFacts::MAX_TOPICS`. */
  topics?: Record<string, [value: boolean, at: number, confirmed: boolean]>;
  /** How often they want marketing. */
  frequency?: [value: Frequency, at: number, confirmed: boolean] | null;
  /** Until when they want none. */
  paused_until?: [value: number, at: number, confirmed: boolean] | null;
}

/** What a customer chose on their preference page. What is left out stays as it was. */
export interface Preferences {
  /** Topics by their IDs: whether they want to hear of each. */
  topics?: Record<string, boolean>;
  /** How often they want marketing. */
  frequency?: Frequency;
  /** Until when they want none. A moment that is over ends a pause. */
  paused_until?: number;
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
  /** The product’s tags. */
  tags?: string[];
  /** Its brand or vendor. */
  vendor?: string;
  /** Its type or category. */
  category?: string;
  /** Its price now. */
  price?: Money;
  /** The quantity in stock; `null` if the shop doesn’t track it. */
  available?: number;
}

/** What a source reports about a person. `null` means that the source doesn't report it, not that it is empty. */
export interface Profile {
  /** Email address, trimmed, as written. */
  email?: string;
  /** Telephone number as written. */
  phone?: string;
  /** The given name. */
  first_name?: string;
  /** The family name. */
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
  /** When the account was created. */
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
  /** The given name. */
  first_name?: [value: string, at: number, confirmed: boolean] | null;
  /** The family name. */
  last_name?: [value: string, at: number, confirmed: boolean] | null;
  /** Language tag, as received. */
  language?: [value: string, at: number, confirmed: boolean] | null;
  /** IANA zone name as received, valid or not. */
  time_zone?: [value: string, at: number, confirmed: boolean] | null;
  /** ISO 3166 country code. */
  country?: [value: string, at: number, confirmed: boolean] | null;
  /** State or province code. */
  region?: [value: string, at: number, confirmed: boolean] | null;
  /** Date of birth. */
  birth_date?: [value: string, at: number, confirmed: boolean] | null;
  /** When the account was created. */
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
  | "consent-unconfirmed"
  | "consent-withdrawn"
  | "topic-declined"
  | "paused-by-customer"
  | "frequency-asked-for"
  | "suppressed"
  | "complained"
  | "address-bounced"
  | "address-keeps-bouncing"
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

/** An event that changed the facts. */
export interface RecordedEvent {
  /** Its kind. */
  event: EventName;
  /** When it happened. */
  at: number;
}

/** A refund of an order. */
export interface Refund {
  /** As in `Order::order_id`. */
  order_id: string;
  /** Distinguishes the refunds of one order. */
  refund_id: string;
  /** The amount in the shop’s currency, positive; `null` if the platform reports none. */
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

/** A way in which a store is connected. Beside these, a merchant can report any event themselves. */
export type Reporter =
  | "shopify"
  | "shopify-pixel"
  | "woocommerce"
  | "woocommerce-plugin";

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

/** What came back from one address. */
export interface ReturnedFrom {
  /** The address, in lower case; `null` where the report names none: then it stands for all of theirs. */
  address?: string | null;
  /** The first complaint. */
  complained?: number | null;
  /** The last bounce because the address is nobody's. */
  bounced?: number | null;
  /** Days (UTC) on which a message bounced for a passing reason, each with its first, the oldest first; at most `Returns::SOFT_KEPT`. So tries of one message count once. */
  soft?: number[];
  /** Bounces up to this moment don't count: the merchant said so. */
  lifted?: number | null;
}

/** What came back on one channel. */
export interface Returns {
  /** When a message last arrived, as far as is reported. */
  reached?: number | null;
  /** What came back, by address; at most `Returns::ADDRESSES`. */
  addresses?: ReturnedFrom[];
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
  /** The cuts by time of the last order, in milliseconds since 1970, ascending. */
  recency: number[];
  /** The cuts by number of orders, ascending. */
  frequency: number[];
  /** The cuts by spend, in minor units of the shop’s currency, ascending. */
  monetary: number[];
}

/** What is scored: see `RfmFigures::of`. */
export interface RfmFigures {
  /** When the last order was placed, in milliseconds since 1970. */
  recency: number;
  /** The number of orders. */
  frequency: number;
  /** The amount spent, net of refunds, in minor units. */
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
  /** What each message that is sent finds in every workflow that sends it. */
  found: FoundByMessage[];
}

/** What the host knows that speaks for or against saving a configuration. */
export interface SavingRequest {
  /** The workflows that are live already. */
  live_before?: string[];
  /** The texts that the host adds to the variables. */
  given?: string[];
  /** The merge fields that each part of each message speaks of. */
  fields?: UsedFields[];
  /** What the host can do for the shop, where it knows: then workflows that can't work are found. */
  able?: Abilities | null;
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
  /** The score as last computed. */
  value?: number;
  /** Since when the customer has been a marketing-qualified lead. */
  qualified_since?: number | null;
  /** When the score may next change without an event. */
  look_at?: number | null;
}

/** A segment: the name in the merchant's file, such as `big-spenders`. */
export type SegmentId = string;

/** A segment that was entered or left. */
export interface SegmentMove {
  /** The segment. */
  segment: SegmentId;
  /** Whether it was entered; otherwise it was left. */
  entered: boolean;
  /** The moment it belongs to. */
  at: number;
}

/** A segment in words. */
export interface SegmentOutline {
  /** Its condition, to read after "the customer"; empty where it can't be read. */
  condition: Part[];
  /** The ID in the configuration. */
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

/** A message that was sent or allowed to be sent. */
export interface SendRecord {
  /** The effect that sent it. */
  effect?: EffectId;
  /** The enrollment that sent it. */
  enrollment?: EnrollmentId;
  /** The workflow that sent it. */
  workflow?: WorkflowId;
  /** The step; empty in records of the first release. */
  step?: StepId;
  /** The order it is about. */
  order?: string | null;
  /** The cart it is about, by one of its keys. */
  cart?: string | null;
  /** The workflow’s priority. */
  priority?: number;
  /** The channel of the message. */
  channel?: Channel | null;
  /** Marketing or transactional. */
  kind?: MessageKind;
  /** When it was last allowed, and finally when it was sent. */
  at?: number;
  /** Whether it was sent. */
  sent?: boolean;
}

/** What sent a message. */
export interface SentBy {
  /** The effect that it was. */
  effect: EffectId;
  /** The workflow that sent it. */
  workflow: WorkflowId;
  /** The step that sent it. */
  step: StepId;
  /** When it was handed over. */
  sent_at: number;
}

/** A step whose message was sent. */
export interface SentStep {
  /** The workflow that sent it. */
  workflow?: WorkflowId;
  /** The step that sent it. */
  step?: StepId;
}

/** The severity of a `Diagnostic`. */
export type Severity =
  | "error"
  | "warning";

/** The status of a shipment, as its carrier reports it. */
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
  /** The version that showed it. */
  at?: number;
  /** Whether it was checked. */
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

/** A customer’s current status. */
export interface Standing {
  /** What is in force on each channel. */
  consents: ChannelConsent[];
  /** What the customer chose to get. Topics that they said nothing about aren’t listed. */
  preferences: Preferences;
  /** The channels on which nothing is sent to them, each with its cause. */
  suppressions: ChannelSuppression[];
  /** The number of orders, without test, deleted, and canceled orders, as conditions count them. */
  orders: number;
  /** When the newest of those was placed. */
  last_order_at: number | null;
  /** The total of paid orders in the shop’s currency, net of refunds. */
  spent: Money;
  /** The offers the storefront shows the customer now. */
  offers: string[];
  /** Loyalty points. */
  points: number;
  /** Since when the customer has been a marketing-qualified lead. */
  qualified_since: number | null;
  /** The lead score. */
  score: number;
  /** The points each rule adds or subtracts now. */
  score_rules: ObservedWords[];
  /** The tier's id. */
  tier: string | null;
  /** When the customer loses the tier unless they earn enough before. */
  tier_review_at: number | null;
  /** The tiers, lowest first. */
  tiers: TierAhead[];
}

/** Everything the engine remembers about one customer. It is passed in and out by value, and the engine itself keeps nothing. The host stores it as it is written, as JSON or packed. */
export interface State {
  /** The format it is written in: `State::FORMAT`. States of all earlier formats stay readable. */
  format?: number;
  /** The customer’s facts. */
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
  /** Checkouts and orders that belonged to another customer before, latest last; at most `State::MAX_TAKEN_OVER`. */
  taken_over?: TakenOver[];
  /** When something from before the shop was connected was last imported. Time starts no workflow at a moment until then that was not decided already. */
  imported_at?: number | null;
}

/** What an order status means. */
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
  /** The ID in the configuration. */
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

/** A change of a product’s stock. */
export interface StockChange {
  /** The platform's product id. */
  product_id?: string;
  /** Its name, where that is known. */
  title?: string;
  /** The variant it is about; `null` for the whole product. */
  variant_id?: string;
  /** The quantity in stock. */
  available?: number;
  /** The quantity in stock before. */
  previous?: number;
}

/** A stock item: a variant, or a product without variants. */
export interface StockItem {
  /** The platform's id of it, as stock webhooks name it. */
  inventory_item_id?: string;
  /** The quantity in stock at all locations; `null` if the platform doesn’t track it. */
  available?: number;
}

/** What a store keeps of a customer. */
export interface StoreCopy {
  /** The address that their account has: personal data. `null` where none is known. */
  email?: string;
  /** The parts, in a fixed order. A consent that the store has by itself is left out. */
  parts: NamedPart[];
}

/** One part of what a store keeps of a customer. */
export type StorePart =
  /** The consent on a channel. */
  | {
      type: "consent";
      /** The channel of the consent. */
      channel: Channel;
      /** The consent in force; `never_subscribed` if there is none anymore. */
      consent: Consent;
      /** When it took effect. */
      at: number;
      /** Where it was given. */
      origin?: string;
      /** The text that was agreed to, or another proof. */
      proof?: string;
    }
  /** The tags that the customer has. */
  | {
      type: "tags";
      /** As they are written. */
      tags: string[];
    }
  /** The loyalty points that can be redeemed. */
  | {
      type: "points";
      /** The balance. */
      balance: number;
    }
  /** The loyalty tier. */
  | {
      type: "tier";
      /** The tier's id; `null` below the lowest. */
      tier: string | null;
      /** The name that customers see. */
      name?: string;
    };

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
  /** Rows that must not be performed anymore. */
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

/** A tag, with when and by whom it was added or removed. */
export interface TagFacts {
  /** As it was first written. */
  written?: string;
  /** Whether it was removed. Kept, so that an older event can’t add it again. */
  removed?: boolean;
  /** When it was last added or removed. */
  at?: number;
  /** Whether a workflow added it, so the platform’s list doesn’t have it yet. */
  ours?: boolean;
}

/** The consent given in one checkout, moved away from a customer: see `ConsentLedger::take_back`. */
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

/** How much a customer needs to reach a tier. */
export interface TierAhead {
  /** The tier's id. */
  id: string;
  /** Its name. */
  name: string;
  /** How much is missing, in minor units, orders, or points; 0 once the tier is reached. */
  missing: number;
  /** The same in words. */
  said: string;
}

/** When the tier is next reviewed. */
export interface TierStanding {
  /** When the tier may next change without an event. */
  look_at?: number | null;
  /** The review at which the customer loses the tier unless they earn enough before. */
  review_at?: number | null;
  /** Whether the event `tier_at_risk` was made for this review. */
  warned?: boolean;
  /** A tier that a workflow moved the customer to. */
  lifted_to?: string | null;
  /** When it ends; `null` if it doesn't. */
  lifted_until?: number | null;
}

/**
 * What may earn a message credit for an order.
 * Bounded, because a state must stay small. Beyond `Touches::LIMIT` the oldest touch goes that is not the last of its kind before any order that is kept, or before the next: under no rules could it be the one that counts, unless an order comes to light that was placed in between. Only where every touch is such a last one, the oldest goes.
 */
export interface Touches {
  /** The touches, the one that counts least first. */
  kept?: ([at: number, kind: "open" | "delivery" | "click", channel: Channel, of: SentBy])[];
  /** The newest `Touches::CODES` codes, oldest first. */
  codes?: ([code: string, expires_at: number | null, of: SentBy])[];
}

/** A trace in words, entry by entry. */
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

/** When something is next due without an event. */
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
  /** The workflow’s name. */
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

/** How long each kind of touch counts, in milliseconds; `null` where it doesn't. */
export interface Windows {
  /** After a click in an email. */
  email_click: number;
  /** After an email was opened. */
  email_open: number | null;
  /** After a click in a text message. */
  sms_click: number;
  /** After a text message was delivered. */
  sms_delivery: number | null;
}

/** An effect that was withdrawn. */
export interface Withdrawn {
  /** The effect that was withdrawn. */
  effect: EffectId;
  /** Why it was withdrawn. */
  reason: Reason;
}

/** Why an order is credited to nothing. */
export type Without =
  | "test"
  | "deleted"
  | "cancelled"
  | "part_of_other"
  | "zero"
  | "no_touch"
  | "outside_window";

/** How a WooCommerce shop is read. */
export interface WooCommerceRules {
  /** What the statuses of plugins mean, by the status without `wc-`. A status that isn't listed is judged by whether a payment is due. */
  statuses?: Record<string, StatusMeans>;
  /** Whether `completed` means that the goods were shipped. */
  completed_is_shipped?: boolean;
  /** Roles of accounts that are customers; `customer` and `subscriber` where none is named. Everybody else is staff until they order. */
  customer_roles?: string[];
  /** The fields of orders, by their key in `meta_data`, that hold tracking numbers. */
  tracking_fields?: string[];
}

/** A workflow: the name in the merchant's file, such as `cart-abandonment-recovery`. */
export type WorkflowId = string;

/** A workflow in words. */
export interface WorkflowOutline {
  /** The events of which one must be received for it to start; none where a date or the engine itself starts it. */
  events: EventName[];
  /** The ID in the configuration. */
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
