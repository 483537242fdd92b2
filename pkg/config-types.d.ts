/**
 * What a merchant saves: written by `npm run types` out of `schema/config.schema.json`. Do not edit.
 */

/**
 * A stretch of the calendar with a name of its own: "this month" is one, "the last 30 days" is
 * not. Weeks begin on Monday (ISO 8601).
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Period".
 */
export type Period = "day" | "week" | "month" | "quarter" | "year";
/**
 * Over which time something is counted; all that is known when left out.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Window".
 */
export type Window =
  | {
      last: Duration;
    }
  | {
      before_last: Duration;
    }
  | {
      this: Period;
    }
  | {
      previous: Period;
    }
  | {
      since:
        | "entry"
        | string
        | {
            event: EventName;
          };
    }
  | {
      /**
       * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
       */
      from?: string;
      /**
       * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
       */
      until?: string;
    };
/**
 * Something that happened, such as an order that was placed.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "EventName".
 */
export type EventName =
  | PageViewed
  | ProductViewed
  | CollectionViewed
  | ShopSearched
  | ProductAddedToCart
  | ProductRemovedFromCart
  | CartViewed
  | CartChanged
  | CheckoutStarted
  | CheckoutChanged
  | "checkout_deleted"
  | OrderPlaced
  | OrderPaid
  | "order_updated"
  | OrderCanceled
  | OrderRefunded
  | "order_deleted"
  | "order_anonymized"
  | OrderShipped
  | DeliveryStatusChanged
  | AccountCreated
  | AccountChanged
  | "customer_deleted"
  | VisitorIdentified
  | MarketingConsentChanged
  | "consent_field_seen"
  | TagAdded
  | TagRemoved
  | TierChanged
  | TierAtRisk
  | PointsChanged
  | LeadScoreChanged
  | SegmentEntered
  | SegmentLeft
  | ProfileChanged
  | MessageDelivered
  | MessageOpened
  | MessageClicked
  | "message_scanned"
  | MessageBounced
  | MessageMarkedAsSpam
  | ReturnRequested
  | BackInStockOrSoldOut
  | PriceChanged
  | PromotionStarted
  | CustomEvent
  | "customer_data_requested"
  | "customer_redact_requested"
  | "shop_redact_requested"
  | "app_uninstalled"
  | "product_updated"
  | "product_deleted"
  | "inventory_changed"
  | "coupon_updated"
  | "coupon_deleted";
/**
 * A page of the shop was opened.
 */
export type PageViewed = "page_viewed";
/**
 * A product's page was opened.
 */
export type ProductViewed = "product_viewed";
/**
 * A collection or category was opened.
 */
export type CollectionViewed = "product_list_viewed";
/**
 * Somebody searched the shop.
 */
export type ShopSearched = "products_searched";
/**
 * Something was put into a cart.
 */
export type ProductAddedToCart = "product_added";
/**
 * Something was taken out of a cart.
 */
export type ProductRemovedFromCart = "product_removed";
/**
 * The cart page was opened.
 */
export type CartViewed = "cart_viewed";
/**
 * The cart changed; it is told as a whole.
 */
export type CartChanged = "cart_updated";
/**
 * A checkout was begun.
 */
export type CheckoutStarted = "checkout_started";
/**
 * A checkout went on: an address, an email, another item.
 */
export type CheckoutChanged = "checkout_updated";
/**
 * An order was placed, paid or not.
 */
export type OrderPlaced = "order_placed";
/**
 * An order was paid in full (Segment's word for it).
 */
export type OrderPaid = "order_completed";
/**
 * An order was cancelled.
 */
export type OrderCanceled = "order_cancelled";
/**
 * Money was given back on an order.
 */
export type OrderRefunded = "order_refunded";
/**
 * A parcel of an order left, or news about its tracking.
 */
export type OrderShipped = "order_fulfilled";
/**
 * A carrier's news about a parcel.
 */
export type DeliveryStatusChanged = "shipment_updated";
/**
 * An account was made.
 */
export type AccountCreated = "customer_created";
/**
 * An account changed.
 */
export type AccountChanged = "customer_updated";
/**
 * A visitor said who they are (Segment `identify`, a pixel with a signed-in buyer).
 */
export type VisitorIdentified = "customer_identified";
/**
 * Consent changed on one channel.
 */
export type MarketingConsentChanged = "consent_changed";
/**
 * Tags were put on the customer.
 */
export type TagAdded = "tags_added";
/**
 * Tags were taken off the customer.
 */
export type TagRemoved = "tags_removed";
/**
 * The customer moved into another tier. Made by the engine.
 */
export type TierChanged = "tier_changed";
/**
 * The customer's tier will be lost at the next review. Made by the engine.
 */
export type TierAtRisk = "tier_at_risk";
/**
 * The customer's balance of loyalty points changed. Made by the engine.
 */
export type PointsChanged = "points_changed";
/**
 * The customer's lead score changed. Made by the engine.
 */
export type LeadScoreChanged = "score_changed";
/**
 * The customer came into a segment. Made by the engine.
 */
export type SegmentEntered = "segment_entered";
/**
 * The customer left a segment. Made by the engine.
 */
export type SegmentLeft = "segment_left";
/**
 * Fields of the customer's profile changed. Made by the engine, where a workflow waits for it.
 */
export type ProfileChanged = "profile_changed";
/**
 * A message reached the customer's mailbox or telephone.
 */
export type MessageDelivered = "message_delivered";
/**
 * The customer opened a message.
 */
export type MessageOpened = "message_opened";
/**
 * The customer followed a link in a message.
 */
export type MessageClicked = "message_clicked";
/**
 * A message came back. For good, and nothing more is sent to the customer.
 */
export type MessageBounced = "message_bounced";
/**
 * The customer called a message spam. Nothing more is sent to them.
 */
export type MessageMarkedAsSpam = "message_complained";
/**
 * The customer asked to send something of an order back.
 */
export type ReturnRequested = "return_requested";
/**
 * Stock changed of a product that the customer looked at, carried or bought.
 */
export type BackInStockOrSoldOut = "stock_changed";
/**
 * The price changed of a product that the customer looked at, carried or bought.
 */
export type PriceChanged = "price_changed";
/**
 * A promotion began that concerns the customer.
 */
export type PromotionStarted = "promotion_started";
/**
 * Anything else a shop's developer tracks.
 */
export type CustomEvent = "custom";
/**
 * An amount in the shop's currency, such as "500.00".
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Amount".
 */
export type Amount = string;
/**
 * A day of the week.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Weekday".
 */
export type Weekday =
  "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
/**
 * A test on a customer's facts. In JSON an object with `"type"`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Condition".
 */
export type Condition =
  | NumberOfOrders
  | AmountSpent
  | ProductsBought
  | DidSomething
  | DidnTDoSomething
  | SumOrAverageOfAnEventSProperty
  | ValueOfTheCart
  | ContentsOfTheCart
  | ProductItSAbout
  | ProfileField
  | Tag
  | Segment
  | DateInTheProfile
  | MarketingConsent
  | Suppressed
  | Tier
  | DistanceToTheNextTier
  | Points
  | LeadScore
  | RFMRecencyFrequencyValue
  | DateRange
  | RandomShare
  | AllOfTheseAreTrue
  | AnyOfTheseIsTrue
  | NoneOfTheseIsTrue;
/**
 * The words under `is`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "DateComparison".
 */
export type DateComparison =
  | "before"
  | "after"
  | "on"
  | "between"
  | "in_last"
  | "before_last"
  | "in_next"
  | "after_next"
  | "anniversary"
  | "anniversary_in_next"
  | "set"
  | "not_set";
/**
 * The eleven customary groups, by the score of recency (R) and the mean of frequency
 * and monetary value, halves rounded up (FM).
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "RfmGroup".
 */
export type RfmGroup =
  | "prospects"
  | "new"
  | "promising"
  | "active"
  | "loyal"
  | "champions"
  | "needs-attention"
  | "almost-lost"
  | "at-risk"
  | "previously-loyal"
  | "dormant";
/**
 * Who may enter a workflow again. Nobody is in the same workflow twice at a time,
 * unless it is one per entry, and the same cart or order never starts it twice.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Reentry".
 */
export type Reentry =
  | {
      type: "once";
    }
  | {
      type: "every_time";
    }
  | {
      span: Duration3;
      type: "after";
    };
/**
 * One step of a workflow.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Step".
 */
export type Step =
  | SendAMessage
  | UnsubscribeFromAChannel
  | Wait
  | Wait1
  | WaitForAnEvent
  | IfOtherwise
  | SeveralPaths
  | ABSplit
  | StopHere
  | CreateCoupon
  | AddTag
  | RemoveTag
  | GivePoints
  | MoveToTier
  | ShowOfferInTheShop
  | HideOffer
  | AssignToAColleague
  | CreateTask
  | CreateTicket
  | AddToAdAudience
  | RemoveFromAdAudience
  | SyncToCRM
  | CallAWebhook;
/**
 * What starts a workflow. In JSON an object with `"type"`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Trigger".
 */
export type Trigger =
  | CartIsAbandoned
  | OrderIsPlaced
  | OrderIsPaid
  | CustomerCreatesAnAccount
  | TagIsAdded
  | CustomerEntersASegment
  | CustomerLeavesASegment
  | CustomerReachesATier
  | CustomerIsAboutToLoseATier
  | PointsReachANumber
  | LeadScoreReachesANumber
  | CustomerDoesSomething
  | CustomerDoesSomethingButNotSomethingElse
  | CustomerGoesQuiet
  | DateInTheCustomerSProfile;
/**
 * A way to reach somebody.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Channel".
 */
export type Channel = "email" | "sms" | "push";
/**
 * How a counted or summed value is compared. "More than 500.00" is strict: 500.00 is out.
 * "Between" takes in both ends.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Comparison".
 */
export type Comparison = "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
/**
 * What a customer agreed to on one channel.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Consent".
 */
export type Consent = "never_subscribed" | "pending" | "subscribed" | "unsubscribed";
/**
 * Whose messages a cap counts together.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "CountedTogether".
 */
export type CountedTogether =
  | "all"
  | "each_workflow"
  | {
      workflow: string;
    };
/**
 * A figure computed from several values.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Figure".
 */
export type Figure = "sum" | "average" | "minimum" | "maximum" | "first" | "last" | "distinct";
/**
 * Why a message is sent. Marketing needs consent; a transactional message belongs to something
 * the customer did (an order, a delivery) and must not carry an offer.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "MessageKind".
 */
export type MessageKind = "marketing" | "transactional";
/**
 * What is missing to a tier.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Missing".
 */
export type Missing = string | number;
/**
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OneOrMore".
 */
export type OneOrMore = EventName | EventName[];
/**
 * How a value is compared.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Operator".
 */
export type Operator =
  | "equals"
  | "not_equals"
  | "one_of"
  | "not_one_of"
  | "contains"
  | "not_contains"
  | "starts_with"
  | "ends_with"
  | "more_than"
  | "at_least"
  | "less_than"
  | "at_most"
  | "between"
  | "contains_any"
  | "contains_all"
  | "contains_none"
  | "set"
  | "not_set";
/**
 * In which time a cap counts.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Span".
 */
export type Span = Duration1 | ThisPeriod;
/**
 * A time of day on the wall, `00:00` to `23:59`, written `HH:MM`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "TimeOfDay".
 */
export type TimeOfDay = string;
/**
 * Which of several like events is meant.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Times".
 */
export type Times =
  | {
      exactly: number;
    }
  | {
      every: number;
    };
/**
 * The unit of a length of time.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Unit".
 */
export type Unit =
  "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
/**
 * What becomes of a message that is one too many.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "WhenOver".
 */
export type WhenOver =
  | "skip"
  | "wait"
  | {
      wait_at_most: Duration;
    };

export interface Config {
  $schema?: string;
  /**
   * Where the shop keeps what its customers agreed to. Nothing is guessed: what is not named here means nothing.
   */
  consent?: {
    /**
     * WooCommerce: the fields of orders and customers that mean consent.
     */
    fields?: {
      /**
       * Which channel a yes is for.
       */
      channel: "email" | "sms" | "push";
      /**
       * The key in meta_data: _wc_other/mill/newsletter, or mill/newsletter for the same checkout field.
       */
      key: string;
      /**
       * The values that mean yes, in any case of letters: 1, true, yes and on when left out. Everything else is silence.
       *
       * @minItems 1
       */
      yes?: [string, ...string[]];
    }[];
    /**
     * The traits of Segment's calls that mean consent. They count with the server key only.
     */
    traits?: {
      /**
       * Which channel a yes is for.
       */
      channel: "email" | "sms" | "push";
      /**
       * The trait's name.
       */
      name: string;
      /**
       * The values that mean yes, in any case of letters: 1, true, yes and on when left out. Everything else is silence.
       *
       * @minItems 1
       */
      yes?: [string, ...string[]];
    }[];
  };
  format: 1;
  /**
   * The rules of the loyalty programme.
   */
  loyalty?: {
    /**
     * When a tier is lost; at once when left out.
     */
    downgrade?:
      | "at_once"
      | {
          review: Period;
          warn_before?: Duration;
        };
    over?: Window;
    /**
     * How points are earned.
     */
    points?: {
      /**
       * So many points for each full amount that was paid, net of refunds.
       */
      per_amount?: {
        amount: Amount;
        points: number;
      };
      rules?: {
        each: Behavior;
        id: string;
        points: number;
      }[];
    };
  };
  /**
   * The messages that workflows send, by name.
   */
  messages?: {
    [k: string]: Message;
  };
  /**
   * The rules for everything that is sent. What is left out has its default: SMS and push rest from 21:00 to 08:00, and nobody gets more than 4 SMS in 30 days.
   */
  policy?: {
    /**
     * Whether marketing by SMS is held back as well when the customer's country or state forbids it. True when left out.
     */
    country_hours?: boolean;
    frequency_caps?: FrequencyCap[];
    one_message_within?: Duration2;
    quiet_hours?: QuietHours[];
  };
  /**
   * What to do when the shop anonymizes orders or deletes accounts.
   */
  privacy?: {
    /**
     * When all orders of a customer were anonymized in the shop, but an account or consent is still known. Asks you first when left out.
     */
    anonymized_orders?: "ask" | "keep" | "erase";
    /**
     * When an account is deleted in the shop. Marketing stops either way. The profile is kept when left out; “erase” asks you to confirm first.
     */
    deleted_accounts?: "keep" | "erase";
  };
  /**
   * Older revisions, kept by the host for those inside them.
   */
  retired?: {
    $schema?: string;
    conditions?: Condition;
    /**
     * Events that end it at once.
     */
    exit_on?: EventName[];
    /**
     * A test on a customer's facts. In JSON an object with `"type"`.
     */
    exit_when?:
      | NumberOfOrders
      | AmountSpent
      | ProductsBought
      | DidSomething
      | DidnTDoSomething
      | SumOrAverageOfAnEventSProperty
      | ValueOfTheCart
      | ContentsOfTheCart
      | ProductItSAbout
      | ProfileField
      | Tag
      | Segment
      | DateInTheProfile
      | MarketingConsent
      | Suppressed
      | Tier
      | DistanceToTheNextTier
      | Points
      | LeadScore
      | RFMRecencyFrequencyValue
      | DateRange
      | RandomShare
      | AllOfTheseAreTrue
      | AnyOfTheseIsTrue
      | NoneOfTheseIsTrue;
    filter?: Condition;
    /**
     * What it is for, in your words.
     */
    goal?: string;
    /**
     * A test on a customer's facts. In JSON an object with `"type"`.
     */
    goal_when?:
      | NumberOfOrders
      | AmountSpent
      | ProductsBought
      | DidSomething
      | DidnTDoSomething
      | SumOrAverageOfAnEventSProperty
      | ValueOfTheCart
      | ContentsOfTheCart
      | ProductItSAbout
      | ProfileField
      | Tag
      | Segment
      | DateInTheProfile
      | MarketingConsent
      | Suppressed
      | Tier
      | DistanceToTheNextTier
      | Points
      | LeadScore
      | RFMRecencyFrequencyValue
      | DateRange
      | RandomShare
      | AllOfTheseAreTrue
      | AnyOfTheseIsTrue
      | NoneOfTheseIsTrue;
    /**
     * How many of a hundred customers go through it without anything being done for them, for comparison. Nobody when left out.
     */
    holdout?: number;
    /**
     * Its name in files and addresses; never changes.
     */
    id: string;
    /**
     * Whether those inside go on in the revision they began with when this one is saved, are moved to it, or leave. They go on as they began when left out.
     */
    in_flight?: "keep" | "move" | "stop";
    /**
     * Since when it is live, in milliseconds since 1970; given by the host.
     */
    live_since?: number;
    max_event_age?: Duration;
    /**
     * Its name for people.
     */
    name: string;
    /**
     * Whether those inside go on while it is paused. They do when left out.
     */
    on_pause?: "keep" | "stop";
    /**
     * Whether a customer is in it once at a time, or once for each cart, order or fact. Once when left out.
     */
    one_per?: "customer" | "entry";
    /**
     * How important its messages are beside others of the same moment; 50 when left out.
     */
    priority?: number;
    reentry?: Reentry;
    /**
     * Given by the host when the workflow is saved.
     */
    revision?: number;
    /**
     * When it takes people in; always when left out. Those inside go on when it is over.
     */
    schedule?: {
      /**
       * A day (from its midnight in the shop's zone) or a moment.
       */
      from?: string;
      /**
       * A day (until its midnight) or a moment, excluded.
       */
      until?: string;
    };
    /**
     * Draft when left out.
     */
    status?: "draft" | "live" | "paused";
    /**
     * @minItems 1
     */
    steps: [Step, ...Step[]];
    trigger: Trigger;
  }[];
  /**
   * How customers are scored.
   */
  scoring?: {
    /**
     * From which score on somebody is a marketing-qualified lead.
     */
    qualified_from?: number;
    /**
     * @maxItems 100
     */
    rules: (
      | {
          id: string;
          /**
           * Negative ones lower the score.
           */
          points: number;
          while: Condition;
        }
      | {
          /**
           * How often at most; the latest times count.
           */
          at_most?: number;
          each: Behavior1;
          fades?: Fading;
          id: string;
          /**
           * Negative ones lower the score.
           */
          points: number;
        }
    )[];
  };
  segments?: {
    $schema?: string;
    condition: Condition;
    /**
     * What it is for, in your words.
     */
    description?: string;
    /**
     * Its name in files and addresses; never changes.
     */
    id: string;
    /**
     * Its name for people.
     */
    name: string;
  }[];
  shop: {
    country?: string;
    /**
     * Three letters, such as EUR.
     */
    currency: string;
    /**
     * Given by the host.
     */
    id?: string;
    name: string;
    /**
     * The channels on which something tells Edgewise what is opened and clicked, such as an event “Email Opened” sent with the server key. On others conditions about reactions cannot be known.
     */
    observes?: ("email" | "sms" | "push")[];
    /**
     * The law wants it in marketing email.
     */
    postal_address?: string;
    /**
     * Who its emails are from.
     */
    sender?: {
      email: string;
      name: string;
    };
    /**
     * An IANA name, such as Europe/Berlin; UTC when left out.
     */
    time_zone?: string;
    url?: string;
  };
  tiers?: {
    id: string;
    name: string;
    /**
     * The number of orders from which it is held.
     */
    orders_at_least?: number;
    /**
     * The points ever earned from which it is held.
     */
    points_at_least?: number;
    /**
     * An amount in the shop's currency, such as "500.00".
     */
    spend_at_least?: string;
  }[];
  /**
   * WooCommerce only: how orders and accounts are read.
   */
  woocommerce?: {
    /**
     * Whether “completed” means the goods were sent. Not when left out. Downloads are never sent.
     */
    completed_is_shipped?: boolean;
    /**
     * Account roles that are customers: customer and subscriber when left out. Everybody else is staff until they order.
     */
    customer_roles?: string[];
    /**
     * What the order statuses of plugins mean, by the status without wc-. Where none is named here, an order without payment due is placed.
     */
    statuses?: {
      [k: string]: "cart" | "placed" | "paid" | "cancelled" | "not_an_order";
    };
  };
  workflows?: {
    $schema?: string;
    conditions?: Condition;
    /**
     * Events that end it at once.
     */
    exit_on?: EventName[];
    /**
     * A test on a customer's facts. In JSON an object with `"type"`.
     */
    exit_when?:
      | NumberOfOrders
      | AmountSpent
      | ProductsBought
      | DidSomething
      | DidnTDoSomething
      | SumOrAverageOfAnEventSProperty
      | ValueOfTheCart
      | ContentsOfTheCart
      | ProductItSAbout
      | ProfileField
      | Tag
      | Segment
      | DateInTheProfile
      | MarketingConsent
      | Suppressed
      | Tier
      | DistanceToTheNextTier
      | Points
      | LeadScore
      | RFMRecencyFrequencyValue
      | DateRange
      | RandomShare
      | AllOfTheseAreTrue
      | AnyOfTheseIsTrue
      | NoneOfTheseIsTrue;
    filter?: Condition;
    /**
     * What it is for, in your words.
     */
    goal?: string;
    /**
     * A test on a customer's facts. In JSON an object with `"type"`.
     */
    goal_when?:
      | NumberOfOrders
      | AmountSpent
      | ProductsBought
      | DidSomething
      | DidnTDoSomething
      | SumOrAverageOfAnEventSProperty
      | ValueOfTheCart
      | ContentsOfTheCart
      | ProductItSAbout
      | ProfileField
      | Tag
      | Segment
      | DateInTheProfile
      | MarketingConsent
      | Suppressed
      | Tier
      | DistanceToTheNextTier
      | Points
      | LeadScore
      | RFMRecencyFrequencyValue
      | DateRange
      | RandomShare
      | AllOfTheseAreTrue
      | AnyOfTheseIsTrue
      | NoneOfTheseIsTrue;
    /**
     * How many of a hundred customers go through it without anything being done for them, for comparison. Nobody when left out.
     */
    holdout?: number;
    /**
     * Its name in files and addresses; never changes.
     */
    id: string;
    /**
     * Whether those inside go on in the revision they began with when this one is saved, are moved to it, or leave. They go on as they began when left out.
     */
    in_flight?: "keep" | "move" | "stop";
    /**
     * Since when it is live, in milliseconds since 1970; given by the host.
     */
    live_since?: number;
    max_event_age?: Duration;
    /**
     * Its name for people.
     */
    name: string;
    /**
     * Whether those inside go on while it is paused. They do when left out.
     */
    on_pause?: "keep" | "stop";
    /**
     * Whether a customer is in it once at a time, or once for each cart, order or fact. Once when left out.
     */
    one_per?: "customer" | "entry";
    /**
     * How important its messages are beside others of the same moment; 50 when left out.
     */
    priority?: number;
    reentry?: Reentry;
    /**
     * Given by the host when the workflow is saved.
     */
    revision?: number;
    /**
     * When it takes people in; always when left out. Those inside go on when it is over.
     */
    schedule?: {
      /**
       * A day (from its midnight in the shop's zone) or a moment.
       */
      from?: string;
      /**
       * A day (until its midnight) or a moment, excluded.
       */
      until?: string;
    };
    /**
     * Draft when left out.
     */
    status?: "draft" | "live" | "paused";
    /**
     * @minItems 1
     */
    steps: [Step, ...Step[]];
    trigger: Trigger;
  }[];
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Duration".
 */
export interface Duration {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Something that a customer does.
 */
export interface Behavior {
  window?: never;
}
/**
 * The text of a message. The engine only needs to know its channel; the text is Liquid and is
 * rendered by the shim, at send time and in the preview alike.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Message".
 */
export interface Message {
  /**
   * By which channel it goes out; `email` when left out.
   */
  channel?: "email" | "sms" | "push";
  /**
   * The body of an email, as Liquid in HTML.
   */
  html?: string;
  /**
   * The line mail programs show after the subject, as Liquid.
   */
  preheader?: string;
  /**
   * The subject of an email, as Liquid; up to 500 characters.
   */
  subject?: string;
  /**
   * The body as plain text, as Liquid; the whole of an SMS.
   */
  text?: string;
}
/**
 * At most so many messages to one customer. Marketing is capped; a transactional message never
 * is, and counts only where the cap says so.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "FrequencyCap".
 */
export interface FrequencyCap {
  /**
   * How many: 1 to 100.
   */
  at_most: number;
  /**
   * On which channel; over all channels together when left out.
   */
  channel?: "email" | "sms" | "push";
  /**
   * Whether transactional messages take up room. False when left out.
   */
  counts_transactional?: boolean;
  /**
   * Whose messages count together; those of all workflows when left out.
   */
  of?:
    | "all"
    | "each_workflow"
    | {
        workflow: string;
      };
  /**
   * In which time.
   */
  per: Duration1 | ThisPeriod;
  /**
   * What becomes of one too many. `skip` when left out.
   */
  when_over?:
    | "skip"
    | "wait"
    | {
        wait_at_most: Duration;
      };
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration1 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * A period of the calendar where the customer is: at its end all counting begins anew, so a
 * message late in one day and one early in the next are in different days.
 */
export interface ThisPeriod {
  /**
   * A stretch of the calendar with a name of its own: "this month" is one, "the last 30 days" is
   * not. Weeks begin on Monday (ISO 8601).
   */
  this: "day" | "week" | "month" | "quarter" | "year";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration2 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * A daily rest of one channel, from a time of day (included) until another (excluded). It may
 * cross midnight. What falls into it goes out when it ends.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "QuietHours".
 */
export interface QuietHours {
  /**
   * Which channel rests.
   */
  channel: "email" | "sms" | "push";
  /**
   * On which days it begins; on every day when left out.
   */
  days?: Weekday[];
  /**
   * From when.
   */
  from: string;
  /**
   * Until when.
   */
  until: string;
}
/**
 * How many orders were placed.
 */
export interface NumberOfOrders {
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * With how many: 0 to 100,000.
   */
  count: number;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "order_count";
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * How much was spent.
 */
export interface AmountSpent {
  /**
   * With how much, in the shop's currency: `"500.00"`.
   */
  amount: string;
  /**
   * For “between”: the upper limit.
   */
  and?: string;
  /**
   * How it is compared; "more than 500.00" leaves 500.00 out.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "spend";
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * What was bought.
 */
export interface ProductsBought {
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * With how many. 1 when left out.
   */
  count?: number;
  /**
   * How the number of orders is compared. At least, when left out.
   */
  is?: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "bought";
  /**
   * Tests on a line: all must hold for the same one.
   */
  where: ItemPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * A test on one property of a product, such as "the vendor is Acme".
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ItemPredicate".
 */
export interface ItemPredicate {
  /**
   * How it is compared.
   */
  is:
    | "equals"
    | "not_equals"
    | "one_of"
    | "not_one_of"
    | "contains"
    | "not_contains"
    | "starts_with"
    | "ends_with"
    | "more_than"
    | "at_least"
    | "less_than"
    | "at_most"
    | "between"
    | "contains_any"
    | "contains_all"
    | "contains_none"
    | "set"
    | "not_set";
  /**
   * `product_id`, `variant_id`, `title`, `variant_title`, `price`, `quantity`, `sku`,
   * `vendor`, `category`, and from the shop's catalogue `collections`, `tags`, `available`
   * (pieces that can be sold now), `current_price` and `price_change` (by how much that is above
   * the price the customer saw; negative where it is cheaper now).
   */
  property: string;
  /**
   * With what; left out for `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Something was done, so often, in a window.
 */
export interface DidSomething {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * With how many. 1 when left out.
   */
  count?: number;
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  /**
   * How the number is compared. At least, when left out.
   */
  is?: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "performed";
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * A test on one property of an event, such as "the price is more than 50".
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "PropertyPredicate".
 */
export interface PropertyPredicate {
  /**
   * How it is compared.
   */
  is:
    | "equals"
    | "not_equals"
    | "one_of"
    | "not_one_of"
    | "contains"
    | "not_contains"
    | "starts_with"
    | "ends_with"
    | "more_than"
    | "at_least"
    | "less_than"
    | "at_most"
    | "between"
    | "contains_any"
    | "contains_all"
    | "contains_none"
    | "set"
    | "not_set";
  /**
   * Its name; for `custom` events any, otherwise one that the kind of event has. Events
   * about products also have the catalogue's `collections`, `tags`, `available` and
   * `current_price`.
   */
  property: string;
  /**
   * With what; left out for `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Something was not done in a window.
 */
export interface DidnTDoSomething {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  type: "not_performed";
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * A figure computed from what was done.
 */
export interface SumOrAverageOfAnEventSProperty {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  /**
   * Which figure.
   */
  figure: "sum" | "average" | "minimum" | "maximum" | "first" | "last" | "distinct";
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  /**
   * Of which property.
   */
  property: string;
  type: "aggregate";
  /**
   * With what: a number; money in major units, `49.5`.
   */
  value: number;
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * What the cart is worth.
 */
export interface ValueOfTheCart {
  /**
   * With how much, in the shop's currency: `"50.00"`.
   */
  amount: string;
  /**
   * For “between”: the upper limit.
   */
  and?: string;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "cart_value";
}
/**
 * What is in the cart.
 */
export interface ContentsOfTheCart {
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * With how many. 1 when left out.
   */
  count?: number;
  /**
   * How the number of pieces is compared. At least, when left out.
   */
  is?: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  type: "cart_contains";
  /**
   * Tests on each line; any piece counts when left out.
   */
  where?: ItemPredicate[];
}
/**
 * What the workflow's product is like now.
 */
export interface ProductItSAbout {
  type: "product_is";
  /**
   * The tests: one at least.
   *
   * @minItems 1
   */
  where: [ItemPredicate, ...ItemPredicate[]];
}
/**
 * What the profile or a trait says.
 */
export interface ProfileField {
  /**
   * How it is compared.
   */
  is:
    | "equals"
    | "not_equals"
    | "one_of"
    | "not_one_of"
    | "contains"
    | "not_contains"
    | "starts_with"
    | "ends_with"
    | "more_than"
    | "at_least"
    | "less_than"
    | "at_most"
    | "between"
    | "contains_any"
    | "contains_all"
    | "contains_none"
    | "set"
    | "not_set";
  /**
   * `email`, `phone`, `first_name`, `last_name`, `language`, `time_zone`, `country`,
   * `region`, or any trait by its own name.
   */
  name: string;
  type: "attribute";
  /**
   * With what; left out for `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Whether the customer has a tag.
 */
export interface Tag {
  /**
   * Whether they must have it. True when left out.
   */
  has?: boolean;
  /**
   * The tag; compared without regard to case.
   */
  tag: string;
  type: "tag";
}
/**
 * Whether the customer is in another segment.
 */
export interface Segment {
  /**
   * Whether they must be a member. True when left out.
   */
  member?: boolean;
  /**
   * The segment's name.
   */
  segment: string;
  type: "segment";
}
/**
 * A date of the customer's: a birthday, the day they joined.
 */
export interface DateInTheProfile {
  and?: string;
  is: DateComparison;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait
   * that holds a date by its own name.
   */
  name: string;
  span?: Duration;
  type: "date";
  value?: string;
}
/**
 * What the customer agreed to on a channel.
 */
export interface MarketingConsent {
  /**
   * On which channel.
   */
  channel: "email" | "sms" | "push";
  /**
   * What is in force there.
   */
  is: "never_subscribed" | "pending" | "subscribed" | "unsubscribed";
  type: "consent";
}
/**
 * Whether nothing may be sent to the customer.
 */
export interface Suppressed {
  /**
   * Whether they must be suppressed. True when left out.
   */
  is?: boolean;
  type: "suppressed";
}
/**
 * Which tier the customer is in.
 */
export interface Tier {
  /**
   * The tier's id, such as `gold`.
   */
  tier: string;
  type: "tier";
}
/**
 * How far the customer is from the next tier.
 */
export interface DistanceToTheNextTier {
  /**
   * For “between”: the upper limit.
   */
  and?: string | number;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  /**
   * With how much, as the shop's tiers are held: an amount of money such as `"50.00"`, or a
   * number of orders or points.
   */
  missing: string | number;
  /**
   * Only where the next tier is this one; whichever it is when left out.
   */
  tier?: string;
  type: "to_next_tier";
}
/**
 * How many loyalty points the customer has.
 */
export interface Points {
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * How they are compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  /**
   * With how many.
   */
  points: number;
  type: "points";
}
/**
 * How high the customer's lead score is.
 */
export interface LeadScore {
  /**
   * For “between”: the upper limit.
   */
  and?: number;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
  /**
   * With what; may be negative.
   */
  points: number;
  type: "score";
}
/**
 * How recently, often and for how much the customer bought, beside others.
 */
export interface RFMRecencyFrequencyValue {
  /**
   * Scores of frequency, 1 to 5; 5 buys most often.
   */
  frequency?: number[];
  /**
   * The groups; any when left out.
   */
  groups?: RfmGroup[];
  /**
   * Scores of monetary value, 1 to 5; 5 spent most.
   */
  monetary?: number[];
  /**
   * Scores of recency, 1 to 5; 5 bought most recently. Any when left out.
   */
  recency?: number[];
  type: "rfm";
}
/**
 * A period of the shop's calendar.
 */
export interface DateRange {
  /**
   * From when on: a day (from its midnight) or a moment. Always, when left out.
   */
  from?: string;
  type: "during";
  /**
   * Until when, excluded: a day (until its midnight) or a moment. For ever, when left out.
   */
  until?: string;
}
/**
 * A share of all customers, drawn once.
 */
export interface RandomShare {
  /**
   * From which place on, in percent, that place included. 0 when left out.
   */
  from?: number;
  /**
   * The draw's name: another name is another draw.
   */
  name: string;
  type: "random_bucket";
  /**
   * Up to which place, in percent, that place excluded.
   */
  until: number;
}
/**
 * Holds when every one of `of` holds; so also when `of` is empty.
 */
export interface AllOfTheseAreTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  type: "all";
}
/**
 * Holds when at least one of `of` holds.
 */
export interface AnyOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  type: "any";
}
/**
 * Holds when not one of `of` holds.
 */
export interface NoneOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  type: "none";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration3 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Sends a message of the configuration; the message says by which channel.
 */
export interface SendAMessage {
  id: string;
  /**
   * Why it is sent: `marketing` when left out. A transactional message needs no consent and
   * so must not carry an offer.
   */
  kind?: "marketing" | "transactional";
  /**
   * The message's name under `messages`.
   */
  message: string;
  type: "send";
}
/**
 * Withdraws the customer's consent to marketing on a channel, as the last step for those who
 * never answer. It counts at once; only the customer can give it again.
 */
export interface UnsubscribeFromAChannel {
  /**
   * The channel.
   */
  channel: "email" | "sms" | "push";
  id: string;
  type: "unsubscribe";
}
export interface Wait {
  for: Duration;
  id: string;
  type: "wait";
}
export interface Wait1 {
  id: string;
  type: "wait";
  until: (
    | {
        days?: never;
      }
    | {
        [k: string]: unknown;
      }
  ) & {
    after_trigger?: Duration;
    date?: CustomerDate;
    /**
     * Only on these days of the week; on any when left out.
     */
    days?: Weekday[];
    time_of_day?: string;
  };
}
/**
 * A time of day on a date of the customer's, or so long before or after it, where the customer
 * is. Each year, or once.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "CustomerDate".
 */
export interface CustomerDate {
  /**
   * At which time of day. 09:00 when left out.
   */
  at?: string;
  /**
   * So many days after it.
   */
  days_after?: number;
  /**
   * So many days before the date.
   */
  days_before?: number;
  /**
   * Whether each anniversary is meant and not the date itself. True when left out, but for a
   * trait. 29 February is the 28th in common years.
   */
  every_year?: boolean;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that
   * holds a date by its own name.
   */
  name: string;
}
export interface WaitForAnEvent {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  at_most: Duration;
  else?: Step[];
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  id: string;
  then?: Step[];
  type: "wait_for_event";
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
}
export interface IfOtherwise {
  else?: Step[];
  id: string;
  if: Condition;
  then?: Step[];
  type: "branch";
}
export interface SeveralPaths {
  /**
   * The first that holds is taken.
   *
   * @minItems 1
   * @maxItems 20
   */
  cases:
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ]
    | [
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        },
        {
          if: Condition;
          name: string;
          steps?: Step[];
        }
      ];
  else?: Step[];
  id: string;
  type: "switch";
}
export interface ABSplit {
  /**
   * @minItems 2
   * @maxItems 10
   */
  arms:
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ]
    | [
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        },
        {
          name: string;
          steps?: Step[];
          /**
           * Its share, beside the weights of the others; 1 when left out.
           */
          weight?: number;
        }
      ];
  /**
   * What the draw is of: the customer, who then always goes the same way, or each run. The customer when left out.
   */
  by?: "customer" | "enrollment";
  id: string;
  type: "split";
  /**
   * The arm that everybody takes from now on.
   */
  winner?: string;
}
export interface StopHere {
  id: string;
  type: "exit";
}
/**
 * Makes a code that is this customer's alone. It is made when the step is reached, not when
 * the workflow is entered; the same run and step always give the same code. The messages
 * after it wait for it and may speak of `coupon.code`.
 */
export interface CreateCoupon {
  /**
   * So much off, in the shop's currency.
   */
  amount?: string;
  /**
   * A product as a gift, by its id.
   */
  free_gift?: string;
  /**
   * Nothing to pay for shipping.
   */
  free_shipping?: boolean;
  id: string;
  /**
   * So many percent off: 1 to 100.
   */
  percent?: number;
  /**
   * How the code begins: up to 12 capital letters and digits. `SAVE` when left out.
   */
  prefix?: string;
  /**
   * On which products it counts, by their ids: a bundle names the one bought and the one to go
   * with it. On all, when left out.
   */
  products?: string[];
  type: "apply_coupon";
  valid_for?: Duration4;
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration4 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Puts a tag on the customer. It counts at once, for every workflow and condition.
 */
export interface AddTag {
  id: string;
  /**
   * The tag, up to 255 characters (Shopify's limit).
   */
  tag: string;
  type: "add_tag";
}
/**
 * Takes a tag off the customer.
 */
export interface RemoveTag {
  id: string;
  /**
   * The tag.
   */
  tag: string;
  type: "remove_tag";
}
/**
 * Gives the customer points. The ledger holds them at once, with what they were for.
 */
export interface GivePoints {
  /**
   * What for, as the ledger says it: up to 200 characters.
   */
  cause: string;
  id: string;
  /**
   * How many: 1 to 1,000,000.
   */
  points: number;
  type: "add_points";
}
/**
 * Lifts the customer into a tier they have not reached: for a time, or for good. Whoever has
 * reached a higher one by themselves keeps that. When the time is over they are in the tier they
 * deserve; a lower one is told like any other.
 */
export interface MoveToTier {
  for?: Duration5;
  id: string;
  /**
   * The tier's id.
   */
  tier: string;
  type: "change_tier";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration5 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Lets the storefront show the customer an offer, for a time or until it is hidden. Which offers
 * are shown to whom is asked of the admin API.
 */
export interface ShowOfferInTheShop {
  for?: Duration6;
  id: string;
  /**
   * The offer's name in the storefront.
   */
  offer: string;
  type: "show_offer";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration6 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Lets the storefront show an offer no more.
 */
export interface HideOffer {
  id: string;
  /**
   * The offer's name in the storefront.
   */
  offer: string;
  type: "hide_offer";
}
/**
 * Assigns the customer to one of some people of the shop: always the same one for the same
 * customer, and about as many to each. Whom is kept as the trait `assigned_to`, which conditions
 * and messages may ask for; whoever is assigned already stays where they are.
 */
export interface AssignToAColleague {
  id: string;
  /**
   * The people, by name or email address: 1 to 50.
   */
  to: string[];
  type: "assign";
}
/**
 * Puts a task on the merchant's list, with the customer and the cause.
 */
export interface CreateTask {
  due_in?: Duration7;
  id: string;
  /**
   * More about it, up to 2,000 characters.
   */
  note?: string;
  /**
   * What to do, up to 200 characters.
   */
  title: string;
  type: "create_task";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration7 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Posts a ticket to the merchant's helpdesk, signed like any other call.
 */
export interface CreateTicket {
  id: string;
  /**
   * More about it, up to 2,000 characters.
   */
  note?: string;
  /**
   * What it is about, up to 200 characters.
   */
  subject: string;
  type: "create_ticket";
  /**
   * The helpdesk's address; https only.
   */
  url: string;
}
/**
 * Puts the customer into (`IN` true) or takes them out of an audience, by a signed call to the
 * address that keeps it: with what is in their cart, so that the very things can be shown.
 */
export interface AddToAdAudience {
  /**
   * The audience's name there.
   */
  audience: string;
  id: string;
  type: "add_to_audience";
  /**
   * The address that keeps the audience; https only.
   */
  url: string;
}
/**
 * Puts the customer into (`IN` true) or takes them out of an audience, by a signed call to the
 * address that keeps it: with what is in their cart, so that the very things can be shown.
 */
export interface RemoveFromAdAudience {
  /**
   * The audience's name there.
   */
  audience: string;
  id: string;
  type: "remove_from_audience";
  /**
   * The address that keeps the audience; https only.
   */
  url: string;
}
/**
 * Posts the customer as they are now to the merchant's CRM, signed like any other call.
 */
export interface SyncToCRM {
  id: string;
  type: "sync_customer";
  /**
   * The CRM's address; https only.
   */
  url: string;
}
/**
 * Posts what is known of the customer and the run to an address of the merchant's, signed.
 */
export interface CallAWebhook {
  id: string;
  type: "webhook";
  /**
   * Where to; https only.
   */
  url: string;
}
/**
 * A cart was left alone for a time.
 */
export interface CartIsAbandoned {
  after: Duration8;
  /**
   * Only carts that came as far as the checkout. False when left out.
   */
  checkout_only?: boolean;
  type: "cart_abandoned";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration8 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * An order was placed.
 */
export interface OrderIsPlaced {
  /**
   * Only from this ordinal on: 2 leaves the first order out.
   */
  from_ordinal?: number;
  /**
   * Only the customer's orders with these numbers: `[1]` is the first, `[5, 10, 20]` are
   * milestones. Cancelled orders are not counted. Every order when left out.
   */
  ordinals?: number[];
  type: "order_placed";
  worth?: Worth;
}
/**
 * Only orders of this worth, in the shop's currency.
 */
export interface Worth {
  /**
   * With how much: `"250.00"`.
   */
  amount: string;
  /**
   * For “between”: the upper limit.
   */
  and?: string;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
}
/**
 * An order was paid.
 */
export interface OrderIsPaid {
  /**
   * Only from this ordinal on: 2 leaves the first order out.
   */
  from_ordinal?: number;
  /**
   * Only the customer's orders with these numbers: `[1]` is the first, `[5, 10, 20]` are
   * milestones. Cancelled orders are not counted. Every order when left out.
   */
  ordinals?: number[];
  type: "order_completed";
  worth?: Worth1;
}
/**
 * Only orders of this worth, in the shop's currency.
 */
export interface Worth1 {
  /**
   * With how much: `"250.00"`.
   */
  amount: string;
  /**
   * For “between”: the upper limit.
   */
  and?: string;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
}
/**
 * An account was made.
 */
export interface CustomerCreatesAnAccount {
  type: "customer_created";
}
/**
 * A tag was put on the customer.
 */
export interface TagIsAdded {
  /**
   * The tag; compared without regard to case.
   */
  tag: string;
  type: "tag_added";
}
/**
 * The customer came into a segment.
 */
export interface CustomerEntersASegment {
  /**
   * The segment's name.
   */
  segment: string;
  type: "segment_entered";
}
/**
 * The customer left a segment.
 */
export interface CustomerLeavesASegment {
  /**
   * The segment's name.
   */
  segment: string;
  type: "segment_left";
}
/**
 * The customer moved up into a tier.
 */
export interface CustomerReachesATier {
  /**
   * The tier's id, such as `gold`.
   */
  tier: string;
  type: "tier_reached";
}
/**
 * A tier will be lost at the next review.
 */
export interface CustomerIsAboutToLoseATier {
  /**
   * Only this tier; any when left out.
   */
  tier?: string;
  type: "tier_at_risk";
}
/**
 * The balance of points reached a mark.
 */
export interface PointsReachANumber {
  /**
   * The balance; reaching it exactly is enough.
   */
  at_least: number;
  type: "points_reached";
}
/**
 * The lead score crossed a threshold upward.
 */
export interface LeadScoreReachesANumber {
  /**
   * The threshold; reaching it exactly is enough.
   */
  at_least: number;
  type: "score_reached";
}
/**
 * Something was done, so often.
 */
export interface CustomerDoesSomething {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  /**
   * Whether only those count that are about the same thing: the same product, collection,
   * search, page, order. False when left out.
   */
  same_thing?: boolean;
  /**
   * Only when it is done for so many times; each time, when left out.
   */
  times?:
    | {
        exactly: number;
      }
    | {
        every: number;
      };
  type: "performed";
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  within?: Duration9;
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration9 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Something was done, and something else was not done after it.
 */
export interface CustomerDoesSomethingButNotSomethingElse {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * What would have been the answer to it. An order, when left out.
   */
  by?: EventName[];
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  /**
   * Whether it is waited for each thing by itself, and an order answers only to what is in it:
   * each product, collection, search, page. False when left out.
   */
  same_thing?: boolean;
  type: "not_followed";
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  within: Duration10;
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration10 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * Nothing was done for a time.
 */
export interface CustomerGoesQuiet {
  /**
   * What counts as activity: 1 to 20 names of events.
   */
  activity: EventName[];
  for: Duration11;
  type: "inactive";
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration11 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * A date came: a birthday, an anniversary, a renewal.
 */
export interface DateInTheCustomerSProfile {
  /**
   * At which time of day. 09:00 when left out.
   */
  at?: string;
  /**
   * So many days after it.
   */
  days_after?: number;
  /**
   * So many days before the date.
   */
  days_before?: number;
  /**
   * Whether each anniversary is meant and not the date itself. True when left out, but for a
   * trait. 29 February is the 28th in common years.
   */
  every_year?: boolean;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that
   * holds a date by its own name.
   */
  name: string;
  type: "date";
}
/**
 * Something that a customer does.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Behavior".
 */
export interface Behavior1 {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * What: the name of an event, such as `product_viewed`, or a list of names.
   */
  event: EventName | EventName[];
  /**
   * Tests on the event's properties; all must hold.
   */
  where?: PropertyPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?:
    | {
        last: Duration;
      }
    | {
        before_last: Duration;
      }
    | {
        this: Period;
      }
    | {
        previous: Period;
      }
    | {
        since:
          | "entry"
          | string
          | {
              event: EventName;
            };
      }
    | {
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        from?: string;
        /**
         * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
         */
        until?: string;
      };
}
/**
 * Points lose a share of themselves again and again; what is left is a whole number, rounded
 * towards nothing.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Fading".
 */
export interface Fading {
  every: Duration12;
  /**
   * How much of what is left goes each time, in percent: 1 to 100.
   */
  percent: number;
}
/**
 * A length of time as a merchant says it.
 *
 * Seconds to weeks are exact: a day is 24 hours, so "1 day" over a clock change ends at
 * another time of day. Calendar days, months and years are counted on the wall calendar of a
 * zone and keep the time of day; the day is clamped at the end of the month, so one month
 * after 31 January is 28 (or 29) February.
 */
export interface Duration12 {
  /**
   * How many units: 0 to 10,000.
   */
  amount: number;
  /**
   * Of what.
   */
  unit: "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
}
/**
 * A period of the calendar.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ThisPeriod".
 */
export interface ThisPeriod1 {
  /**
   * A stretch of the calendar with a name of its own: "this month" is one, "the last 30 days" is
   * not. Weeks begin on Monday (ISO 8601).
   */
  this: "day" | "week" | "month" | "quarter" | "year";
}
/**
 * A comparison with an amount of money.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Worth".
 */
export interface Worth2 {
  /**
   * With how much: `"250.00"`.
   */
  amount: string;
  /**
   * For “between”: the upper limit.
   */
  and?: string;
  /**
   * How it is compared.
   */
  is: "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
}
