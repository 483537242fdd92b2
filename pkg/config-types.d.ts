/**
 * What a merchant saves: written by `npm run types` out of `schema/config.schema.json`. Do not edit.
 */

/**
 * A way to reach somebody.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Channel".
 */
export type Channel = "email" | "sms" | "push";
/**
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Downgrade".
 */
export type Downgrade =
  | "at_once"
  | {
      /**
       * The period of the shop's calendar at whose end tiers are reviewed.
       */
      review: Period;
      /**
       * How long before the review the customer is warned.
       */
      warn_before?: Duration;
    };
/**
 * A stretch of the calendar with a name of its own: "this month" is one, "the last 30 days" is not. Weeks begin on Monday (ISO 8601).
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Period".
 */
export type Period = "day" | "week" | "month" | "quarter" | "year";
/**
 * The unit of a length of time.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Unit".
 */
export type Unit =
  "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
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
        | DayOrMoment
        | {
            event: EventName;
          };
    }
  | {
      from?: DayOrMoment;
      until?: DayOrMoment;
    };
/**
 * A day of the shop's calendar, 2026-11-27, or a moment, 2026-11-27T09:00:00+01:00.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "DayOrMoment".
 */
export type DayOrMoment = string;
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
 * The cart changed.
 */
export type CartChanged = "cart_updated";
/**
 * A checkout was begun.
 */
export type CheckoutStarted = "checkout_started";
/**
 * A checkout changed: an address, an email, another item.
 */
export type CheckoutChanged = "checkout_updated";
/**
 * An order was placed, paid or not.
 */
export type OrderPlaced = "order_placed";
/**
 * An order was paid in full.
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
 * A parcel of an order was handed to a carrier, or its tracking changed.
 */
export type OrderShipped = "order_fulfilled";
/**
 * A carrier reported the status of a parcel.
 */
export type DeliveryStatusChanged = "shipment_updated";
/**
 * An account was created in the shop.
 */
export type AccountCreated = "customer_created";
/**
 * An account changed in the shop.
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
 * Tags were added to the customer.
 */
export type TagAdded = "tags_added";
/**
 * Tags were removed from the customer.
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
 * The customer entered a segment. Made by the engine.
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
 * A message bounced. After a permanent bounce nothing more is sent to the customer.
 */
export type MessageBounced = "message_bounced";
/**
 * The customer marked a message as spam. Nothing more is sent to them.
 */
export type MessageMarkedAsSpam = "message_complained";
/**
 * The customer asked to return something from an order.
 */
export type ReturnRequested = "return_requested";
/**
 * The stock of a product changed that the customer viewed, put into a cart or bought.
 */
export type BackInStockOrSoldOut = "stock_changed";
/**
 * The price of a product changed that the customer viewed, put into a cart or bought.
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
 * In which time a cap counts.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Span".
 */
export type Span = Duration | ThisPeriod;
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
/**
 * A day of the week.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Weekday".
 */
export type Weekday =
  "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
/**
 * A time of day, from 00:00 to 23:59.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "TimeOfDay".
 */
export type TimeOfDay = string;
/**
 * What happens to a customer whose orders were all anonymized.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnAnonymized".
 */
export type OnAnonymized = "ask" | "keep" | "erase";
/**
 * What happens to a customer whose account was deleted.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnDeleted".
 */
export type OnDeleted = "keep" | "erase";
/**
 * A test on a customer's facts.
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
 * How a counted or summed value is compared. "More than 500.00" is strict: 500.00 is out. "Between" takes in both ends.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Comparison".
 */
export type Comparison = "more_than" | "at_least" | "less_than" | "at_most" | "exactly" | "between";
/**
 * A figure computed from several values.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Figure".
 */
export type Figure = "sum" | "average" | "minimum" | "maximum" | "first" | "last" | "distinct";
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
 * What a customer agreed to on one channel.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Consent".
 */
export type Consent = "never_subscribed" | "pending" | "subscribed" | "unsubscribed";
/**
 * What is missing to a tier.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Missing".
 */
export type Missing = Amount | number;
/**
 * The eleven customary groups, by the score of recency (R) and the mean of frequency and monetary value, halves rounded up (FM).
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
 * What becomes of those who are inside a workflow when a newer revision of it is saved.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "InFlight".
 */
export type InFlight = "keep" | "move" | "stop";
/**
 * What becomes of those who are inside a workflow while it is paused.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Inside".
 */
export type Inside = "keep" | "stop";
/**
 * How often a customer may be in a workflow at a time.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnePer".
 */
export type OnePer = "customer" | "entry";
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
      /**
       * Counted from the last entry.
       */
      span: Duration;
      type: "after";
    };
/**
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Status".
 */
export type Status = "draft" | "live" | "paused";
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
 * Why a message is sent. Marketing needs consent; a transactional message belongs to something
 * the customer did (an order, a delivery) and must not carry an offer.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "MessageKind".
 */
export type MessageKind = "marketing" | "transactional";
/**
 * The moment at which a wait ends: one of `after_trigger`, `time_of_day` and `date`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Until".
 */
export type Until = {
  /**
   * How long after the workflow started.
   */
  after_trigger?: Duration;
  /**
   * A date of the customer's.
   */
  date?: {
    /**
     * The time of day. 09:00 when left out.
     */
    at?: TimeOfDay;
    /**
     * How many days after it.
     */
    days_after?: number;
    /**
     * How many days before the date.
     */
    days_before?: number;
    /**
     * Whether each anniversary is meant and not the date itself. True when left out, but for a trait. 29 February is the 28th in common years.
     */
    every_year?: boolean;
    /**
     * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that holds a date by its own name.
     */
    name: string;
  };
  /**
   * Only on these days of the week; on any when left out.
   */
  days?: Weekday[];
  /**
   * The time of day where the customer is.
   */
  time_of_day?: TimeOfDay;
} & Until1;
export type Until1 =
  | {
      days?: never;
    }
  | {
      [k: string]: unknown;
    };
/**
 * What a split draws a lot for.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Lot".
 */
export type Lot = "customer" | "enrollment";
/**
 * What starts a workflow.
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
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ScoreRule".
 */
export type ScoreRule =
  | {
      /**
       * Its name in the file.
       */
      id: string;
      /**
       * The points. Negative ones lower the score.
       */
      points: number;
      /**
       * The condition.
       */
      while: Condition;
    }
  | {
      /**
       * How many times count at most; the latest do.
       */
      at_most?: number;
      /**
       * What is counted.
       */
      each: {
        /**
         * Only about this: a product's id, a search, a page, a custom event's name.
         */
        about?: string;
        /**
         * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
         */
        event: OneOrMore;
        /**
         * Tests on the event's properties; all must pass.
         */
        where?: PropertyPredicate[];
        /**
         * The time over which it is counted; all that is known when left out.
         */
        window?: Window;
      };
      /**
       * How the points of each time fade.
       */
      fades?: Fading;
      /**
       * Its name in the file.
       */
      id: string;
      /**
       * The points. Negative ones lower the score.
       */
      points: number;
    };
/**
 * An ISO 4217 currency code, such as EUR.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Currency".
 */
export type Currency = string;
/**
 * An IANA time zone, such as Europe/Berlin.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "TimeZone".
 */
export type TimeZone = string;
/**
 * What an order's status means.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "StatusMeans".
 */
export type StatusMeans = "cart" | "placed" | "paid" | "cancelled" | "not_an_order";

/**
 * A configuration that is well-formed.
 */
export interface Config {
  /**
   * Where the schema of this file is.
   */
  $schema?: string;
  /**
   * Where the shop keeps what its customers agreed to. Nothing is guessed: what is not named here means nothing.
   */
  consent?: ConsentSources;
  /**
   * The version of this format: 1.
   */
  format: number;
  /**
   * The rules of the loyalty program.
   */
  loyalty?: LoyaltyRules;
  /**
   * The messages that workflows send, by name.
   */
  messages?: {
    [k: string]: Message;
  };
  /**
   * The rules for everything that is sent.
   */
  policy?: Policy;
  /**
   * What to do when the shop anonymizes orders or deletes accounts.
   */
  privacy?: Privacy;
  /**
   * Older revisions, kept by the host for those in them.
   */
  retired?: EdgewiseWorkflow[];
  /**
   * How customers are scored.
   */
  scoring?: Scoring;
  /**
   * The segments.
   */
  segments?: EdgewiseSegment[];
  /**
   * The shop.
   */
  shop: Shop;
  /**
   * The tiers of the loyalty program, all held by the same measure.
   */
  tiers?: Tier1[];
  /**
   * WooCommerce only: how orders and accounts are read.
   */
  woocommerce?: WooCommerceRules;
  /**
   * The workflows.
   */
  workflows?: EdgewiseWorkflow[];
}
/**
 * Where the shop keeps what its customers agreed to. Nothing is guessed: what is not named here means nothing.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentSources".
 */
export interface ConsentSources {
  /**
   * WooCommerce: the fields of orders and customers that mean consent.
   */
  fields?: ConsentField[];
  /**
   * The traits of Segment's calls that mean consent. They count with the server key only.
   */
  traits?: ConsentTrait[];
}
/**
 * A field of orders and customers.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentField".
 */
export interface ConsentField {
  /**
   * Which channel a yes is for.
   */
  channel: Channel;
  /**
   * The key in meta_data: _wc_other/mill/newsletter, or mill/newsletter for the same checkout field.
   */
  key: string;
  /**
   * The values that mean yes, in any case of letters: 1, true, yes, and on when left out. Everything else is silence.
   *
   * @minItems 1
   * @maxItems 100
   */
  yes?: string[];
}
/**
 * A trait.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentTrait".
 */
export interface ConsentTrait {
  /**
   * Which channel a yes is for.
   */
  channel: Channel;
  /**
   * The trait's name.
   */
  name: string;
  /**
   * The values that mean yes, in any case of letters: 1, true, yes, and on when left out. Everything else is silence.
   *
   * @minItems 1
   * @maxItems 100
   */
  yes?: string[];
}
/**
 * The rules of the loyalty program.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "LoyaltyRules".
 */
export interface LoyaltyRules {
  /**
   * When a tier is lost; at once when left out.
   */
  downgrade?: Downgrade;
  /**
   * The time over which what holds a tier is counted; all that is known when left out.
   */
  over?: Window;
  /**
   * How points are earned.
   */
  points?: Earning;
}
/**
 * A length of time as a merchant writes it.
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
   * The unit.
   */
  unit: Unit;
}
/**
 * How points are earned.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Earning".
 */
export interface Earning {
  /**
   * For money spent: points for each full amount that was paid, net of refunds.
   */
  per_amount?: PerAmount;
  /**
   * For things done.
   */
  rules?: EarningRule[];
}
/**
 * Points for each full amount that was paid, net of refunds.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "PerAmount".
 */
export interface PerAmount {
  /**
   * The amount.
   */
  amount: Amount;
  /**
   * The points for each full amount: 1 to 10,000.
   */
  points: number;
}
/**
 * Points for something done.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "EarningRule".
 */
export interface EarningRule {
  /**
   * What earns them.
   */
  each: {
    /**
     * Only about this: a product's id, a search, a page, a custom event's name.
     */
    about?: string;
    /**
     * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
     */
    event: OneOrMore;
    /**
     * Tests on the event's properties; all must pass.
     */
    where?: PropertyPredicate[];
  };
  /**
   * Its name in the file; the ledger names it as the cause.
   */
  id: string;
  /**
   * The points each time: 1 to 1,000,000.
   */
  points: number;
}
/**
 * A test on one property of an event, such as “price is more than 50”.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "PropertyPredicate".
 */
export interface PropertyPredicate {
  /**
   * How it is compared.
   */
  is: Operator;
  /**
   * The property. A `custom` event may have any; others have those that their kind of event has. Events about products also have the catalog's `collections`, `tags`, `available` and `current_price`.
   */
  property: string;
  /**
   * What it is compared with; left out for `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * The text of a message. The engine only needs to know its channel; the text is Liquid and is rendered by the shim, at send time and in the preview alike.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Message".
 */
export interface Message {
  /**
   * The channel it goes out by; `email` when left out.
   */
  channel?: Channel;
  /**
   * The body of an email, as Liquid in HTML.
   */
  html?: string;
  /**
   * The line that mail programs show after the subject, as Liquid.
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
 * The rules for everything that is sent. What is left out has its default: SMS and push rest from 21:00 to 08:00, and nobody gets more than 4 SMS in 30 days.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Policy".
 */
export interface Policy {
  /**
   * Whether marketing by SMS is held back as well when the customer's country or state forbids it. True when left out.
   */
  country_hours?: boolean;
  /**
   * How much marketing is enough.
   */
  frequency_caps?: FrequencyCap[];
  /**
   * Of marketing from different workflows that is due within this of each other on one channel, only the most important goes out; each waits that long for it. Only the very same moment, when left out.
   */
  one_message_within?: Duration;
  /**
   * When marketing is held back, by channel.
   */
  quiet_hours?: QuietHours[];
}
/**
 * At most so many messages to one customer. Marketing is capped; a transactional message never is, and counts only where the cap says so.
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
  channel?: Channel;
  /**
   * Whether transactional messages take up room. False when left out.
   */
  counts_transactional?: boolean;
  /**
   * Whose messages count together; those of all workflows when left out.
   */
  of?: CountedTogether;
  /**
   * In which time.
   */
  per: Span;
  /**
   * What becomes of one too many. `skip` when left out.
   */
  when_over?: WhenOver;
}
/**
 * A period of the calendar.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ThisPeriod".
 */
export interface ThisPeriod {
  /**
   * The one that holds the moment.
   */
  this: Period;
}
/**
 * A daily rest of one channel, from a time of day (included) until another (excluded). It may cross midnight. What falls into it goes out when it ends.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "QuietHours".
 */
export interface QuietHours {
  /**
   * Which channel rests.
   */
  channel: Channel;
  /**
   * On which days it begins; on every day when left out.
   */
  days?: Weekday[];
  /**
   * From when.
   */
  from: TimeOfDay;
  /**
   * Until when.
   */
  until: TimeOfDay;
}
/**
 * What to do when the shop anonymizes orders or deletes accounts. The host does it; the engine only checks the words.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Privacy".
 */
export interface Privacy {
  /**
   * What happens when all orders of a customer were anonymized in the shop, but an account or consent is still known. Asks you first when left out.
   */
  anonymized_orders?: OnAnonymized;
  /**
   * What happens when an account is deleted in the shop. Marketing stops either way. The profile is kept when left out; “erase” asks you to confirm first.
   */
  deleted_accounts?: OnDeleted;
}
/**
 * One revision of a workflow.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Workflow".
 */
export interface EdgewiseWorkflow {
  /**
   * Where the schema of this file is.
   */
  $schema?: string;
  /**
   * What must hold at entry.
   */
  conditions?: Condition;
  /**
   * Events that end it at once.
   */
  exit_on?: EventName[];
  /**
   * People who meet this leave; asked after every event and before every message.
   */
  exit_when?: Condition;
  /**
   * What must hold at entry and again before every message.
   */
  filter?: Condition;
  /**
   * What it is for, in your words.
   */
  goal?: string;
  /**
   * Its goal: people who meet this leave, and the exit counts as a success.
   */
  goal_when?: Condition;
  /**
   * The holdout, in percent: 0 to 50. These customers go through it without anything being done for them, for comparison. Nobody when left out.
   */
  holdout?: number;
  /**
   * Its name in files and addresses; never changes.
   */
  id: string;
  /**
   * Whether those in it go on in the revision they began with when this one is saved, move to it, or leave. They go on as they began when left out.
   */
  in_flight?: InFlight;
  /**
   * Since when it is live, in milliseconds since 1970; given by the host. What happened before does not start it.
   */
  live_since?: number;
  /**
   * How late an event may arrive and still start it; 3 days when left out.
   */
  max_event_age?: Duration;
  /**
   * Its name for people.
   */
  name: string;
  /**
   * Whether those in it go on while it is paused. They do when left out.
   */
  on_pause?: Inside;
  /**
   * Whether a customer is in it once at a time, or once for each cart, order or fact. Once when left out.
   */
  one_per?: OnePer;
  /**
   * How important its messages are beside others of the same moment: 0 to 100; 50 when left out.
   */
  priority?: number;
  /**
   * Whether people can enter again.
   */
  reentry?: Reentry;
  /**
   * Its revision, given by the host when the workflow is saved. An enrollment stays with the one it began with.
   */
  revision?: number;
  /**
   * When people can enter; always when left out. Those in it go on when it is over.
   */
  schedule?: Schedule;
  /**
   * Whether people enter it. Draft when left out.
   */
  status?: Status;
  /**
   * Its steps, the first first. Compiled into nodes, each of which says which comes next.
   */
  steps: Step[];
  /**
   * What starts it.
   */
  trigger: Trigger;
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
  is: Comparison;
  /**
   * How many orders were placed.
   */
  type: "order_count";
  /**
   * Over which time; all that is known when left out.
   */
  window?: Window;
}
/**
 * How much was spent.
 */
export interface AmountSpent {
  /**
   * With how much, in the shop's currency: `"500.00"`.
   */
  amount: Amount;
  /**
   * For “between”: the upper limit.
   */
  and?: Amount;
  /**
   * How it is compared; "more than 500.00" leaves 500.00 out.
   */
  is: Comparison;
  /**
   * How much was spent.
   */
  type: "spend";
  /**
   * Over which time; all that is known when left out.
   */
  window?: Window;
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
  is?: Comparison;
  /**
   * What was bought.
   */
  type: "bought";
  /**
   * Tests on a line: all must hold for the same one.
   */
  where: ItemPredicate[];
  /**
   * Over which time; all that is known when left out.
   */
  window?: Window;
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
  is: Operator;
  /**
   * `product_id`, `variant_id`, `title`, `variant_title`, `price`, `quantity`, `sku`, `vendor`, `category`, and from the shop's catalogue `collections`, `tags`, `available` (pieces that can be sold now), `current_price` and `price_change` (by how much that is above the price the customer saw; negative where it is cheaper now).
   */
  property:
    | "product_id"
    | "variant_id"
    | "title"
    | "variant_title"
    | "price"
    | "quantity"
    | "sku"
    | "vendor"
    | "category"
    | "collections"
    | "tags"
    | "available"
    | "current_price"
    | "price_change";
  /**
   * What it is compared with; left out for `set` and `not_set`.
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
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * How the number is compared. At least, when left out.
   */
  is?: Comparison;
  /**
   * Something was done, so often, in a window.
   */
  type: "performed";
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time over which it is counted; all that is known when left out.
   */
  window?: Window;
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
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Something was not done in a window.
   */
  type: "not_performed";
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time over which it is counted; all that is known when left out.
   */
  window?: Window;
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
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Which figure.
   */
  figure: Figure;
  /**
   * How it is compared.
   */
  is: Comparison;
  /**
   * Of which property.
   */
  property: string;
  /**
   * A figure computed from what was done.
   */
  type: "aggregate";
  /**
   * With what: a number; money in major units, `49.5`.
   */
  value: number;
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time over which it is counted; all that is known when left out.
   */
  window?: Window;
}
/**
 * What the cart is worth.
 */
export interface ValueOfTheCart {
  /**
   * With how much, in the shop's currency: `"50.00"`.
   */
  amount: Amount;
  /**
   * For “between”: the upper limit.
   */
  and?: Amount;
  /**
   * How it is compared.
   */
  is: Comparison;
  /**
   * What the cart is worth.
   */
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
  is?: Comparison;
  /**
   * What is in the cart.
   */
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
  /**
   * What the workflow's product is like now.
   */
  type: "product_is";
  /**
   * The tests: one at least.
   */
  where: ItemPredicate[];
}
/**
 * What the profile or a trait says.
 */
export interface ProfileField {
  /**
   * How it is compared.
   */
  is: Operator;
  /**
   * `email`, `phone`, `first_name`, `last_name`, `language`, `time_zone`, `country`, `region`, or any trait by its own name.
   */
  name: string;
  /**
   * What the profile or a trait says.
   */
  type: "attribute";
  /**
   * What it is compared with; left out for `set` and `not_set`.
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
  /**
   * Whether the customer has a tag.
   */
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
  /**
   * Whether the customer is in another segment.
   */
  type: "segment";
}
/**
 * A date of the customer's: a birthday, the day they joined.
 */
export interface DateInTheProfile {
  /**
   * For “between”: the later limit.
   */
  and?: DayOrMoment;
  /**
   * How it is compared.
   */
  is: DateComparison;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that holds a date by its own name.
   */
  name: string;
  /**
   * How long ago or how far ahead.
   */
  span?: Duration;
  /**
   * A date of the customer's: a birthday, the day they joined.
   */
  type: "date";
  /**
   * A day, `2026-11-27`, or a moment with its offset.
   */
  value?: DayOrMoment;
}
/**
 * What the customer agreed to on a channel.
 */
export interface MarketingConsent {
  /**
   * On which channel.
   */
  channel: Channel;
  /**
   * What is in force there.
   */
  is: Consent;
  /**
   * What the customer agreed to on a channel.
   */
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
  /**
   * Whether nothing may be sent to the customer.
   */
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
  /**
   * Which tier the customer is in.
   */
  type: "tier";
}
/**
 * How far the customer is from the next tier.
 */
export interface DistanceToTheNextTier {
  /**
   * For “between”: the upper limit.
   */
  and?: Missing;
  /**
   * How it is compared.
   */
  is: Comparison;
  /**
   * With how much, as the shop's tiers are held: an amount of money such as `"50.00"`, or a number of orders or points.
   */
  missing: Missing;
  /**
   * Only where the next tier is this one; whichever it is when left out.
   */
  tier?: string;
  /**
   * How far the customer is from the next tier.
   */
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
  is: Comparison;
  /**
   * With how many.
   */
  points: number;
  /**
   * How many loyalty points the customer has.
   */
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
  is: Comparison;
  /**
   * With what; may be negative.
   */
  points: number;
  /**
   * How high the customer's lead score is.
   */
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
  /**
   * How recently, often and for how much the customer bought, beside others.
   */
  type: "rfm";
}
/**
 * A period of the shop's calendar.
 */
export interface DateRange {
  /**
   * From when on: a day (from its midnight) or a moment. Always, when left out.
   */
  from?: DayOrMoment;
  /**
   * A period of the shop's calendar.
   */
  type: "during";
  /**
   * Until when, excluded: a day (until its midnight) or a moment. For ever, when left out.
   */
  until?: DayOrMoment;
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
  /**
   * A share of all customers, drawn once.
   */
  type: "random_bucket";
  /**
   * Up to which place, in percent, that place excluded.
   */
  until: number;
}
/**
 * Holds when every one holds, and also when there are none.
 */
export interface AllOfTheseAreTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * Holds when every one holds, and also when there are none.
   */
  type: "all";
}
/**
 * Holds when at least one holds.
 */
export interface AnyOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * Holds when at least one holds.
   */
  type: "any";
}
/**
 * Holds when not one holds.
 */
export interface NoneOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * Holds when not one holds.
   */
  type: "none";
}
/**
 * When a workflow takes people in. Those inside go on when it is over.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export interface Schedule {
  /**
   * From this day's midnight in the shop's zone, or from this moment on.
   */
  from?: DayOrMoment;
  /**
   * Until before this day's midnight in the shop's zone, or before this moment.
   */
  until?: DayOrMoment;
}
/**
 * Sends a message.
 */
export interface SendAMessage {
  id: string;
  /**
   * Why it is sent: `marketing` when left out. A transactional message needs no consent and so must not carry an offer.
   */
  kind?: MessageKind;
  /**
   * The message's name under `messages`.
   */
  message: string;
  /**
   * Sends a message.
   */
  type: "send";
}
/**
 * Ends marketing on a channel.
 */
export interface UnsubscribeFromAChannel {
  /**
   * The channel.
   */
  channel: Channel;
  id: string;
  /**
   * Ends marketing on a channel.
   */
  type: "unsubscribe";
}
/**
 * Waits.
 */
export interface Wait {
  /**
   * How long, counted from the moment the step was due.
   */
  for: Duration;
  id: string;
  /**
   * Waits.
   */
  type: "wait";
}
/**
 * Waits.
 */
export interface Wait1 {
  id: string;
  /**
   * Waits.
   */
  type: "wait";
  /**
   * The moment.
   */
  until: Until;
}
/**
 * Waits for something to be done, but not forever.
 */
export interface WaitForAnEvent {
  /**
   * Only about this: a product's id, a search, a page, a custom event's name.
   */
  about?: string;
  /**
   * How long at most, counted from the moment the step was due: 1 minute or more. What is done at the last moment is too late.
   */
  at_most: Duration;
  /**
   * The steps when it was not.
   */
  else?: Step[];
  /**
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  id: string;
  /**
   * The steps when it was done in time.
   */
  then?: Step[];
  /**
   * Waits for something to be done, but not forever.
   */
  type: "wait_for_event";
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
}
/**
 * Takes one branch when a condition holds and the other when it doesn't.
 */
export interface IfOtherwise {
  /**
   * The steps when it doesn't.
   */
  else?: Step[];
  id: string;
  /**
   * The condition.
   */
  if: Condition;
  /**
   * The steps when it holds.
   */
  then?: Step[];
  /**
   * Takes one branch when a condition holds and the other when it doesn't.
   */
  type: "branch";
}
/**
 * Takes the branch of the first case that holds.
 */
export interface SeveralPaths {
  /**
   * The cases, asked in this order: 1 to 20. The first that holds is taken.
   *
   * @minItems 1
   * @maxItems 20
   */
  cases: Case[];
  /**
   * The steps when none holds.
   */
  else?: Step[];
  id: string;
  /**
   * Takes the branch of the first case that holds.
   */
  type: "switch";
}
/**
 * One case of a [`Switch`].
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Case".
 */
export interface Case {
  /**
   * The condition that must hold.
   */
  if: Condition;
  /**
   * Its name, unique in the switch.
   */
  name: string;
  /**
   * The steps of its branch.
   */
  steps?: Step[];
}
/**
 * Sends each customer down one of several paths at random.
 */
export interface ABSplit {
  /**
   * The variants: 2 to 10.
   *
   * @minItems 2
   * @maxItems 10
   */
  arms: VariantSteps[];
  /**
   * What is drawn: the customer, who then always goes the same way, or each enrollment. The customer when left out.
   */
  by?: Lot;
  id: string;
  /**
   * Sends each customer down one of several paths at random.
   */
  type: "split";
  /**
   * The variant that everybody takes from now on.
   */
  winner?: string;
}
/**
 * A variant with its steps.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "VariantSteps".
 */
export interface VariantSteps {
  /**
   * Its name, unique in the split.
   */
  name: string;
  /**
   * Its steps.
   */
  steps?: Step[];
  /**
   * Its share, beside the weights of the others: 1 to 1,000; 1 when left out.
   */
  weight?: number;
}
/**
 * Ends the enrollment.
 */
export interface StopHere {
  id: string;
  /**
   * Ends the enrollment.
   */
  type: "exit";
}
/**
 * Creates a coupon code for the messages after it.
 */
export interface CreateCoupon {
  /**
   * The amount off, in the shop's currency.
   */
  amount?: Amount;
  /**
   * A product as a gift, by its id.
   */
  free_gift?: string;
  /**
   * Nothing to pay for shipping.
   */
  free_shipping?: true;
  id: string;
  /**
   * The percentage off: 1 to 100.
   */
  percent?: number;
  /**
   * How the code begins: up to 12 capital letters and digits. `SAVE` when left out.
   */
  prefix?: string;
  /**
   * On which products it counts, by their ids: a bundle names the one bought and the one to go with it. On all, when left out.
   */
  products?: string[];
  /**
   * Creates a coupon code for the messages after it.
   */
  type: "apply_coupon";
  /**
   * How long it is good for; for ever when left out.
   */
  valid_for?: Duration;
}
/**
 * Adds a tag.
 */
export interface AddTag {
  id: string;
  /**
   * The tag, up to 255 characters (Shopify's limit).
   */
  tag: string;
  /**
   * Adds a tag.
   */
  type: "add_tag";
}
/**
 * Removes a tag.
 */
export interface RemoveTag {
  id: string;
  /**
   * The tag.
   */
  tag: string;
  /**
   * Removes a tag.
   */
  type: "remove_tag";
}
/**
 * Gives loyalty points.
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
  /**
   * Gives loyalty points.
   */
  type: "add_points";
}
/**
 * Moves the customer to a tier for a time.
 */
export interface MoveToTier {
  /**
   * For how long; for good, when left out.
   */
  for?: Duration;
  id: string;
  /**
   * The tier's id.
   */
  tier: string;
  /**
   * Moves the customer to a tier for a time.
   */
  type: "change_tier";
}
/**
 * Shows an offer in the shop.
 */
export interface ShowOfferInTheShop {
  /**
   * For how long; until it is hidden, when left out.
   */
  for?: Duration;
  id: string;
  /**
   * The offer's name in the storefront.
   */
  offer: string;
  /**
   * Shows an offer in the shop.
   */
  type: "show_offer";
}
/**
 * Hides an offer.
 */
export interface HideOffer {
  id: string;
  /**
   * The offer's name in the storefront.
   */
  offer: string;
  /**
   * Hides an offer.
   */
  type: "hide_offer";
}
/**
 * Assigns the customer to a colleague.
 */
export interface AssignToAColleague {
  id: string;
  /**
   * The people, by name or email address: 1 to 50.
   *
   * @minItems 1
   * @maxItems 50
   */
  to: string[];
  /**
   * Assigns the customer to a colleague.
   */
  type: "assign";
}
/**
 * Creates a task for a colleague.
 */
export interface CreateTask {
  /**
   * By when, counted from the moment the step is due.
   */
  due_in?: Duration;
  id: string;
  /**
   * More about it, up to 2,000 characters.
   */
  note?: string;
  /**
   * What to do, up to 200 characters.
   */
  title: string;
  /**
   * Creates a task for a colleague.
   */
  type: "create_task";
}
/**
 * Creates a ticket at the helpdesk.
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
  /**
   * Creates a ticket at the helpdesk.
   */
  type: "create_ticket";
  /**
   * The helpdesk's address; https only.
   */
  url: string;
}
/**
 * Adds the customer to an ad audience.
 */
export interface AddToAdAudience {
  /**
   * The audience's name there.
   */
  audience: string;
  id: string;
  /**
   * Adds the customer to an ad audience.
   */
  type: "add_to_audience";
  /**
   * The address that keeps the audience; https only.
   */
  url: string;
}
/**
 * Removes the customer from an ad audience.
 */
export interface RemoveFromAdAudience {
  /**
   * The audience's name there.
   */
  audience: string;
  id: string;
  /**
   * Removes the customer from an ad audience.
   */
  type: "remove_from_audience";
  /**
   * The address that keeps the audience; https only.
   */
  url: string;
}
/**
 * Sends what is known of the customer to a CRM.
 */
export interface SyncToCRM {
  id: string;
  /**
   * Sends what is known of the customer to a CRM.
   */
  type: "sync_customer";
  /**
   * The CRM's address; https only.
   */
  url: string;
}
/**
 * Calls the merchant's own server.
 */
export interface CallAWebhook {
  id: string;
  /**
   * Calls the merchant's own server.
   */
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
  /**
   * How long it must be left alone: 1 minute or more.
   */
  after: Duration;
  /**
   * Only carts that came as far as the checkout. False when left out.
   */
  checkout_only?: boolean;
  /**
   * A cart was left alone for a time.
   */
  type: "cart_abandoned";
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
   * Only the customer's orders with these numbers: `[1]` is the first, `[5, 10, 20]` are milestones. Cancelled orders are not counted. Every order when left out.
   */
  ordinals?: number[];
  /**
   * An order was placed.
   */
  type: "order_placed";
  /**
   * Only orders of this worth, in the shop's currency.
   */
  worth?: Worth;
}
/**
 * A comparison with an amount of money.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Worth".
 */
export interface Worth {
  /**
   * With how much: `"250.00"`.
   */
  amount: Amount;
  /**
   * For “between”: the upper limit.
   */
  and?: Amount;
  /**
   * How it is compared.
   */
  is: Comparison;
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
   * Only the customer's orders with these numbers: `[1]` is the first, `[5, 10, 20]` are milestones. Cancelled orders are not counted. Every order when left out.
   */
  ordinals?: number[];
  /**
   * An order was paid.
   */
  type: "order_completed";
  /**
   * Only orders of this worth, in the shop's currency.
   */
  worth?: Worth;
}
/**
 * An account was made.
 */
export interface CustomerCreatesAnAccount {
  /**
   * An account was made.
   */
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
  /**
   * A tag was put on the customer.
   */
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
  /**
   * The customer came into a segment.
   */
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
  /**
   * The customer left a segment.
   */
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
  /**
   * The customer moved up into a tier.
   */
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
  /**
   * A tier will be lost at the next review.
   */
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
  /**
   * The balance of points reached a mark.
   */
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
  /**
   * The lead score crossed a threshold upward.
   */
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
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Whether only those count that are about the same thing: the same product, collection, search, page, order. False when left out.
   */
  same_thing?: boolean;
  /**
   * Only when it is done for so many times; each time, when left out.
   */
  times?: Times;
  /**
   * Something was done, so often.
   */
  type: "performed";
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
  /**
   * Whether only those count that are at most so old; all that are known, when left out.
   */
  within?: Duration;
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
   * The event that counts, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Whether it is waited for each thing by itself, and an order answers only to what is in it: each product, collection, search, page. False when left out.
   */
  same_thing?: boolean;
  /**
   * Something was done, and something else was not done after it.
   */
  type: "not_followed";
  /**
   * Tests on the event's properties; all must pass.
   */
  where?: PropertyPredicate[];
  /**
   * How long it may take: 1 minute or more.
   */
  within: Duration;
}
/**
 * Nothing was done for a time.
 */
export interface CustomerGoesQuiet {
  /**
   * What counts as activity: 1 to 20 names of events.
   *
   * @minItems 1
   * @maxItems 20
   */
  activity: EventName[];
  /**
   * How long none of it was done: 1 minute or more.
   */
  for: Duration;
  /**
   * Nothing was done for a time.
   */
  type: "inactive";
}
/**
 * A date came: a birthday, an anniversary, a renewal.
 */
export interface DateInTheCustomerSProfile {
  /**
   * The time of day. 09:00 when left out.
   */
  at?: TimeOfDay;
  /**
   * How many days after it.
   */
  days_after?: number;
  /**
   * How many days before the date.
   */
  days_before?: number;
  /**
   * Whether each anniversary is meant and not the date itself. True when left out, but for a trait. 29 February is the 28th in common years.
   */
  every_year?: boolean;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that holds a date by its own name.
   */
  name: string;
  /**
   * A date came: a birthday, an anniversary, a renewal.
   */
  type: "date";
}
/**
 * How a shop scores its customers.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Scoring".
 */
export interface Scoring {
  /**
   * From which score on somebody is a marketing-qualified lead; nobody is, when left out.
   */
  qualified_from?: number;
  /**
   * The rules.
   *
   * @maxItems 100
   */
  rules: ScoreRule[];
}
/**
 * Points lose a share of themselves again and again; what is left is a whole number, rounded towards nothing.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Fading".
 */
export interface Fading {
  /**
   * How often, counted from the moment the points were given.
   */
  every: Duration;
  /**
   * How much of what is left goes each time, in percent: 1 to 100.
   */
  percent: number;
}
/**
 * A segment, as the merchant wrote it.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Segment".
 */
export interface EdgewiseSegment {
  /**
   * Where the schema of this file is.
   */
  $schema?: string;
  /**
   * The condition that its members meet.
   */
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
}
/**
 * What the engine and its messages know of the shop.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Shop".
 */
export interface Shop {
  /**
   * Its country: the ISO 3166 code, upper case.
   */
  country?: string;
  /**
   * The currency of its amounts: three letters, such as EUR.
   */
  currency: Currency;
  /**
   * The host's name for it; part of every id made for it. Given by the host.
   */
  id?: string;
  /**
   * Its name for people.
   */
  name: string;
  /**
   * The channels on which something tells Edgewise what is opened and clicked, such as an event “Email Opened” sent with the server key. On others, conditions about reactions can’t be known.
   */
  observes?: Channel[];
  /**
   * Its postal address, which the law wants in marketing email.
   */
  postal_address?: string;
  /**
   * Who its emails are from.
   */
  sender?: Sender;
  /**
   * Its time zone: an IANA name, such as Europe/Berlin; UTC when left out.
   */
  time_zone?: TimeZone;
  /**
   * Its address on the web.
   */
  url?: string;
}
/**
 * Who a shop's emails are from.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Sender".
 */
export interface Sender {
  /**
   * The email address.
   */
  email: string;
  /**
   * The name shown.
   */
  name: string;
}
/**
 * One tier of the programme.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Tier".
 */
export interface Tier1 {
  /**
   * Its name in files: `gold`.
   */
  id: string;
  /**
   * Its name for people: `Gold`.
   */
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
   * The spend from which it is held, such as "500.00".
   */
  spend_at_least?: Amount;
}
/**
 * WooCommerce only: how orders and accounts are read.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "WooCommerceRules".
 */
export interface WooCommerceRules {
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
    [k: string]: StatusMeans;
  };
}
