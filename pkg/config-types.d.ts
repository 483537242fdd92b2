/**
 * What a merchant saves: written by `npm run types` out of `schema/config.schema.json`. Do not edit.
 */

/**
 * A channel for messages.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Channel".
 */
export type Channel = "email" | "sms" | "push";
/**
 * What a form can ask for besides the email address. None of it is required.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "FormField".
 */
export type FormField = "first_name" | "birthday";
/**
 * What a form is for.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "FormKind".
 */
export type FormKind = "sign_up" | "back_in_stock";
/**
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Downgrade".
 */
export type Downgrade =
  | "at_once"
  | {
      /**
       * The calendar period at whose end tiers are reviewed, in the shop’s time zone.
       */
      review: Period;
      /**
       * How long before the review the customer is warned. Default: 0.
       */
      warn_before?: Duration;
    };
/**
 * A calendar period. Weeks start on Monday (ISO 8601).
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Period".
 */
export type Period = "day" | "week" | "month" | "quarter" | "year";
/**
 * A unit of time.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Unit".
 */
export type Unit =
  "seconds" | "minutes" | "hours" | "days" | "weeks" | "calendar_days" | "months" | "years";
/**
 * A time window. Default: all time.
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
 * A day in the shop’s time zone, such as 2026-11-27, or a time, such as 2026-11-27T09:00:00+01:00.
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
  | PreferencesChanged
  | SurveyAnswered
  | BackInStockNoticeRequested
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
  | PromotionEnded
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
 * The customer viewed a page of the shop.
 */
export type PageViewed = "page_viewed";
/**
 * The customer viewed a product.
 */
export type ProductViewed = "product_viewed";
/**
 * The customer viewed a collection or category.
 */
export type CollectionViewed = "product_list_viewed";
/**
 * The customer searched the shop.
 */
export type ShopSearched = "products_searched";
/**
 * A product was added to a cart.
 */
export type ProductAddedToCart = "product_added";
/**
 * A product was removed from a cart.
 */
export type ProductRemovedFromCart = "product_removed";
/**
 * The customer viewed the cart.
 */
export type CartViewed = "cart_viewed";
/**
 * The cart changed.
 */
export type CartChanged = "cart_updated";
/**
 * A checkout was started.
 */
export type CheckoutStarted = "checkout_started";
/**
 * A checkout changed, such as its address, email, or items.
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
 * An order was canceled.
 */
export type OrderCanceled = "order_cancelled";
/**
 * An order was refunded, in full or in part.
 */
export type OrderRefunded = "order_refunded";
/**
 * A package of an order was shipped, or its tracking changed.
 */
export type OrderShipped = "order_fulfilled";
/**
 * A carrier reported the status of a package.
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
 * A visitor was identified, by a Segment `identify` call or by signing in.
 */
export type VisitorIdentified = "customer_identified";
/**
 * Consent changed on one channel.
 */
export type MarketingConsentChanged = "consent_changed";
/**
 * The customer chose which marketing they want: topics, how often, or none for a while.
 */
export type PreferencesChanged = "preferences_changed";
/**
 * The customer answered a survey, or said why they unsubscribed.
 */
export type SurveyAnswered = "survey_answered";
/**
 * The customer asked to be told when a product is back in stock.
 */
export type BackInStockNoticeRequested = "back_in_stock_requested";
/**
 * Tags were added to the customer.
 */
export type TagAdded = "tags_added";
/**
 * Tags were removed from the customer.
 */
export type TagRemoved = "tags_removed";
/**
 * The customer’s tier changed. Created by the engine.
 */
export type TierChanged = "tier_changed";
/**
 * The customer will lose their tier at the next review. Created by the engine.
 */
export type TierAtRisk = "tier_at_risk";
/**
 * The customer’s loyalty points changed. Created by the engine.
 */
export type PointsChanged = "points_changed";
/**
 * The customer’s lead score changed. Created by the engine.
 */
export type LeadScoreChanged = "score_changed";
/**
 * The customer entered a segment. Created by the engine.
 */
export type SegmentEntered = "segment_entered";
/**
 * The customer left a segment. Created by the engine.
 */
export type SegmentLeft = "segment_left";
/**
 * Fields of the customer’s profile changed. Created by the engine if a workflow uses it.
 */
export type ProfileChanged = "profile_changed";
/**
 * A message was delivered.
 */
export type MessageDelivered = "message_delivered";
/**
 * The customer opened a message.
 */
export type MessageOpened = "message_opened";
/**
 * The customer clicked a link in a message.
 */
export type MessageClicked = "message_clicked";
/**
 * A message bounced. If the address doesn’t exist, nothing more is sent to it.
 */
export type MessageBounced = "message_bounced";
/**
 * The customer marked a message as spam. Nothing more is sent to them on its channel.
 */
export type MessageMarkedAsSpam = "message_complained";
/**
 * The customer requested a return.
 */
export type ReturnRequested = "return_requested";
/**
 * The stock changed of a product that the customer viewed, added to a cart, or bought.
 */
export type BackInStockOrSoldOut = "stock_changed";
/**
 * The price changed of a product that the customer viewed, added to a cart, or bought.
 */
export type PriceChanged = "price_changed";
/**
 * A promotion for the customer started: one that the shop announced, or a sale of a product that
 * the customer viewed, added to a cart, or bought.
 */
export type PromotionStarted = "promotion_started";
/**
 * A promotion for the customer is over: it ended, or the shop called it off.
 */
export type PromotionEnded = "promotion_ended";
/**
 * A custom event that the shop’s developer tracks.
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
 * What a message is mostly about.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Content".
 */
export type Content = "educational" | "promotional";
/**
 * One block of an email.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Block".
 */
export type Block =
  | Logo
  | Heading
  | Text
  | Button
  | Image
  | SocialLinks
  | Product
  | CartOrOrder
  | CouponCode
  | Section
  | Columns
  | Line
  | Space
  | Footer
  | SavedBlock
  | HTMLOrMJML;
/**
 * Which side something is on.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Align".
 */
export type Align = "start" | "center" | "end";
/**
 * A condition on a customer’s data.
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
 * How a number or an amount is compared. `more_than` and `less_than` exclude the limit; `between` includes both limits.
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
 * How a date is compared.
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
 * A customer’s marketing consent on a channel.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Consent".
 */
export type Consent = "never_subscribed" | "pending" | "subscribed" | "unsubscribed";
/**
 * How much a customer needs to reach a tier.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Missing".
 */
export type Missing = Amount | number;
/**
 * The eleven standard RFM groups, by the score for recency (R) and the average of the scores for frequency and monetary value (FM), with halves rounded up.
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
 * How large a heading is.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Level".
 */
export type Level = "title" | "heading" | "small";
/**
 * How large text is.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "TextSize".
 */
export type TextSize = "small" | "normal" | "large";
/**
 * A network that shops have pages on.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Network".
 */
export type Network =
  | "instagram"
  | "tiktok"
  | "facebook"
  | "youtube"
  | "pinterest"
  | "x"
  | "linkedin"
  | "whatsapp"
  | "website";
/**
 * Which product a card shows.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ProductFrom".
 */
export type ProductFrom = "trigger" | "cart" | "order";
/**
 * Whose lines a list shows.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ItemsFrom".
 */
export type ItemsFrom = "cart" | "order";
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
 * The period of a cap.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Span".
 */
export type Span = Duration | ThisPeriod;
/**
 * What happens to a message over the cap.
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
 * What to do with a customer whose orders were all anonymized.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnAnonymized".
 */
export type OnAnonymized = "ask" | "keep" | "erase";
/**
 * What to do with a customer whose account was deleted.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnDeleted".
 */
export type OnDeleted = "keep" | "erase";
/**
 * What happens to customers in a workflow when you publish changes.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "InFlight".
 */
export type InFlight = "keep" | "move" | "stop";
/**
 * What happens to customers in a workflow while it is paused.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Inside".
 */
export type Inside = "keep" | "stop";
/**
 * How many times a customer can be in a workflow at once.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "OnePer".
 */
export type OnePer = "customer" | "entry";
/**
 * Whether customers can enter a workflow again. A customer is never in a workflow twice at once
 * unless `one_per` is `entry`, and the same cart or order never starts it twice.
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
  | AddOrderNote
  | CreateTicket
  | AddToAdAudience
  | RemoveFromAdAudience
  | SyncToCRM
  | CallAWebhook;
/**
 * The kind of message. Marketing needs consent. A transactional message is part of something the
 * customer asked for, such as an order, and must not contain an offer.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "MessageKind".
 */
export type MessageKind = "marketing" | "transactional";
/**
 * When a wait ends: exactly one of `after_trigger`, `time_of_day`, and `date`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Until".
 */
export type Until = {
  /**
   * The time after the workflow started.
   */
  after_trigger?: Duration;
  /**
   * A date in the customer’s profile.
   */
  date?: {
    /**
     * The time of day. Default: `09:00`.
     */
    at?: TimeOfDay;
    /**
     * Days after the date. Default: 0.
     */
    days_after?: number;
    /**
     * Days before the date. Default: 0.
     */
    days_before?: number;
    /**
     * Whether each anniversary counts instead of the date itself. February 29 becomes February 28 in common years. Default: true, except for custom properties.
     */
    every_year?: boolean;
    /**
     * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or the name of a custom property that holds a date.
     */
    name: string;
  };
  /**
   * Only on these days of the week. Requires `time_of_day`. Default: any day.
   */
  days?: Weekday[];
  /**
   * The time of day in the customer’s time zone, such as `09:00`.
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
 * What an A/B split draws for.
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
 * Which occurrence of an event counts.
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
       * Its ID.
       */
      id: string;
      /**
       * The points: -10,000 to 10,000, but not 0.
       */
      points: number;
      /**
       * The condition.
       */
      while: Condition;
    }
  | {
      /**
       * The maximum number of times that count, latest first: 1 to 10,000. Default: no maximum.
       */
      at_most?: number;
      /**
       * The event that counts.
       */
      each: {
        /**
         * Only events about this: a product ID, a search term, a page, or the name of a custom event.
         */
        about?: string;
        /**
         * An event, such as `product_viewed`, or a list of 1 to 20 events.
         */
        event: OneOrMore;
        /**
         * Tests on the event’s properties. All must pass.
         */
        where?: PropertyPredicate[];
        /**
         * The time window. Default: all time.
         */
        window?: Window;
      };
      /**
       * How the points of each time decay. Default: they don’t.
       */
      fades?: Fading;
      /**
       * Its ID.
       */
      id: string;
      /**
       * The points: -10,000 to 10,000, but not 0.
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
 * A font that every mail program has.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Font".
 */
export type Font = "sans" | "serif" | "humanist" | "mono";
/**
 * What an order status means.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "StatusMeans".
 */
export type StatusMeans = "cart" | "placed" | "paid" | "cancelled" | "not_an_order";

/**
 * An Edgewise configuration: everything a shop defines.
 */
export interface Config {
  /**
   * The URL or path of this file’s JSON Schema, for editors.
   */
  $schema?: string;
  /**
   * Where the shop stores marketing consent. Fields not listed here never count as consent.
   */
  consent?: ConsentSources;
  /**
   * The version of this format. Always 1.
   */
  format: number;
  /**
   * Forms with which visitors sign up, or ask to be told when a product is back. Up to 50.
   *
   * @maxItems 50
   */
  forms?: SignUpForm[];
  /**
   * The rules of the loyalty program.
   */
  loyalty?: LoyaltyRules;
  /**
   * The messages that workflows send, by ID.
   */
  messages?: {
    [k: string]: Message;
  };
  /**
   * The language and look of the pages that customers see, and whether sign-ups are confirmed.
   */
  pages?: Pages;
  /**
   * Quiet hours, frequency caps, and other rules for sending.
   */
  policy?: Policy;
  /**
   * What to do when the shop anonymizes orders or deletes accounts.
   */
  privacy?: Privacy;
  /**
   * Earlier revisions of workflows that customers are still in. Managed by the host.
   */
  retired?: EdgewiseWorkflow[];
  /**
   * Blocks that are used in several emails, by name.
   */
  saved_blocks?: {
    [k: string]: Block;
  };
  /**
   * The rules for the lead score. Default: no score.
   */
  scoring?: Scoring;
  /**
   * The shop’s segments.
   */
  segments?: EdgewiseSegment[];
  /**
   * The shop’s details.
   */
  shop: Shop;
  /**
   * Surveys of one question, which messages link to. Up to 50.
   *
   * @maxItems 50
   */
  surveys?: Survey[];
  /**
   * How the shop’s emails look.
   */
  theme?: Theme;
  /**
   * The tiers of the loyalty program. All must use the same measure.
   */
  tiers?: Tier1[];
  /**
   * What customers can turn off one by one on their preference page. Up to 50.
   *
   * @maxItems 50
   */
  topics?: Topic[];
  /**
   * WooCommerce only: how to interpret orders and accounts.
   */
  woocommerce?: WooCommerceRules;
  /**
   * The shop’s workflows.
   */
  workflows?: EdgewiseWorkflow[];
}
/**
 * Where the shop stores marketing consent. Fields not listed here never count as consent.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentSources".
 */
export interface ConsentSources {
  /**
   * WooCommerce: the order and customer fields that hold consent.
   */
  fields?: ConsentField[];
  /**
   * The traits in Segment calls that hold consent. They count only with the server key.
   */
  traits?: ConsentTrait[];
}
/**
 * An order or customer field that holds consent.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentField".
 */
export interface ConsentField {
  /**
   * The channel that a yes gives consent to.
   */
  channel: Channel;
  /**
   * The `meta_data` key, such as `_wc_other/mill/newsletter`. For a checkout field, `mill/newsletter` is enough.
   */
  key: string;
  /**
   * The values that mean yes. Case doesn’t matter. Default: `1`, `true`, `yes`, and `on`. Other values leave consent unchanged.
   *
   * @minItems 1
   */
  yes?: string[];
}
/**
 * A Segment trait that holds consent.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ConsentTrait".
 */
export interface ConsentTrait {
  /**
   * The channel that a yes gives consent to.
   */
  channel: Channel;
  /**
   * The name of the trait.
   */
  name: string;
  /**
   * The values that mean yes. Case doesn’t matter. Default: `1`, `true`, `yes`, and `on`. Other values leave consent unchanged.
   *
   * @minItems 1
   */
  yes?: string[];
}
/**
 * A form for visitors, on a page of its own or embedded in the shop.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "SignUpForm".
 */
export interface SignUpForm {
  /**
   * What visitors agree to, in your words. It is shown above the button, and what they saw is kept as proof.
   */
  agrees_to: string;
  /**
   * What it asks for besides the email address.
   */
  asks?: FormField[];
  /**
   * The text of the button.
   */
  button?: string;
  /**
   * Its ID, which stands in its address. Don’t change it later.
   */
  id: string;
  /**
   * A paragraph below the heading.
   */
  intro?: string;
  /**
   * Its heading.
   */
  title: string;
  /**
   * What it is for. Default: `sign_up`.
   */
  type?: FormKind;
}
/**
 * The rules of the loyalty program.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "LoyaltyRules".
 */
export interface LoyaltyRules {
  /**
   * When a customer loses a tier. Default: `at_once`.
   */
  downgrade?: Downgrade;
  /**
   * The time window that tiers are based on. Default: all time.
   */
  over?: Window;
  /**
   * How customers earn points.
   */
  points?: Earning;
}
/**
 * A length of time.
 *
 * Units from seconds to weeks are exact: a day is 24 hours, so “1 day” across a clock change ends
 * at a different time of day. Calendar days, months, and years are counted on the calendar of a
 * time zone and keep the time of day. Months are shortened to their last day: one month after
 * January 31 is February 28 (or 29).
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Duration".
 */
export interface Duration {
  /**
   * The number of units: 0 to 10,000.
   */
  amount: number;
  /**
   * The unit of time.
   */
  unit: Unit;
}
/**
 * How customers earn points.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Earning".
 */
export interface Earning {
  /**
   * Points for each full amount spent, net of refunds.
   */
  per_amount?: PerAmount;
  /**
   * Points for actions.
   */
  rules?: EarningRule[];
}
/**
 * Points for each full amount spent, net of refunds.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "PerAmount".
 */
export interface PerAmount {
  /**
   * The amount in the shop’s currency, such as `"1.00"`.
   */
  amount: Amount;
  /**
   * The points for each full amount: 1 to 10,000.
   */
  points: number;
}
/**
 * Points for an action.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "EarningRule".
 */
export interface EarningRule {
  /**
   * The event that earns them.
   */
  each: {
    /**
     * Only events about this: a product ID, a search term, a page, or the name of a custom event.
     */
    about?: string;
    /**
     * An event, such as `product_viewed`, or a list of 1 to 20 events.
     */
    event: OneOrMore;
    /**
     * Tests on the event’s properties. All must pass.
     */
    where?: PropertyPredicate[];
  };
  /**
   * Its ID, which the points history shows as the cause.
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
   * The comparison.
   */
  is: Operator;
  /**
   * The property. A `custom` event may have any; others have those that their kind of event has. Events about products also have the catalog's `collections`, `tags`, `available` and `current_price`.
   */
  property: string;
  /**
   * The value to compare with. Not used by `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * A message that workflows can send. Its texts are Liquid templates, rendered by the host.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Message".
 */
export interface Message {
  /**
   * The channel. Default: `email`.
   */
  channel?: Channel;
  /**
   * What it is mostly about: checks of a series go by it. Default: nothing is said.
   */
  content?: Content;
  /**
   * An email made of blocks, instead of `html`.
   */
  design?: Design;
  /**
   * The body of an email: a Liquid template in HTML of up to 100,000 characters.
   */
  html?: string;
  /**
   * The preview text that inboxes show after the subject: a Liquid template of up to 500 characters.
   */
  preheader?: string;
  /**
   * Where replies to an email go. Default: where replies to all the shop’s emails go.
   */
  reply_to?: string;
  /**
   * The subject of an email: a Liquid template of up to 500 characters.
   */
  subject?: string;
  /**
   * The plain-text body of an email, or the whole text of an SMS or push notification: a Liquid template of up to 100,000 characters.
   */
  text?: string;
  /**
   * Its topic: the ID of one under `topics`. Default: the workflow’s topic.
   */
  topic?: string;
  /**
   * The message in other languages, by language: each customer gets it in theirs, if it’s here.
   */
  translations?: {
    [k: string]: Translation;
  };
}
/**
 * An email made of blocks.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Design".
 */
export interface Design {
  /**
   * The blocks, from top to bottom: 1 to 100.
   *
   * @minItems 1
   * @maxItems 100
   */
  blocks: Block[];
}
/**
 * The shop’s logo.
 */
export interface Logo {
  /**
   * Where it stands. Default: `center`.
   */
  align?: Align;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * The shop’s logo.
   */
  type: "logo";
}
/**
 * Compares the number of orders.
 */
export interface NumberOfOrders {
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The number of orders: 0 to 100,000.
   */
  count: number;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * Compares the number of orders.
   */
  type: "order_count";
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * Compares the amount spent.
 */
export interface AmountSpent {
  /**
   * The amount in the shop’s currency, such as `"500.00"`.
   */
  amount: Amount;
  /**
   * The upper limit, for “between”.
   */
  and?: Amount;
  /**
   * The comparison. `more_than` excludes the amount itself.
   */
  is: Comparison;
  /**
   * Compares the amount spent.
   */
  type: "spend";
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * Compares the number of orders that contain certain products.
 */
export interface ProductsBought {
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The number of orders: 0 to 100,000. Default: 1.
   */
  count?: number;
  /**
   * The comparison. Default: `at_least`.
   */
  is?: Comparison;
  /**
   * Compares the number of orders that contain certain products.
   */
  type: "bought";
  /**
   * Tests on a line item. One line item must pass all of them.
   */
  where: ItemPredicate[];
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * A test on one property of a product, such as “vendor is Acme”.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ItemPredicate".
 */
export interface ItemPredicate {
  /**
   * The comparison.
   */
  is: Operator;
  /**
   * `product_id`, `variant_id`, `title`, `variant_title`, `price`, `quantity`, `sku`, `vendor`, or `category`; or, from the shop’s catalog, `collections`, `tags`, `available` (quantity in stock), `current_price`, or `price_change` (the current price minus the price the customer saw; negative if it dropped).
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
   * The value to compare with. Not used by `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Compares how many times the customer did something.
 */
export interface DidSomething {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The number of times: 0 to 100,000. Default: 1.
   */
  count?: number;
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * The comparison. Default: `at_least`.
   */
  is?: Comparison;
  /**
   * Compares how many times the customer did something.
   */
  type: "performed";
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * True when the customer didn’t do something.
 */
export interface DidnTDoSomething {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * True when the customer didn’t do something.
   */
  type: "not_performed";
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * Compares a sum, average, or other figure computed from an event’s property.
 */
export interface SumOrAverageOfAnEventSProperty {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * The figure to compute.
   */
  figure: Figure;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * The property to compute it from, such as `price`.
   */
  property: string;
  /**
   * Compares a sum, average, or other figure computed from an event’s property.
   */
  type: "aggregate";
  /**
   * The number to compare with. Money is in major units, such as `49.5`.
   */
  value: number;
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
  /**
   * The time window. Default: all time.
   */
  window?: Window;
}
/**
 * Compares the value of the cart.
 */
export interface ValueOfTheCart {
  /**
   * The amount in the shop’s currency, such as `"50.00"`.
   */
  amount: Amount;
  /**
   * The upper limit, for “between”.
   */
  and?: Amount;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * Compares the value of the cart.
   */
  type: "cart_value";
}
/**
 * Compares the number of items in the cart.
 */
export interface ContentsOfTheCart {
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The quantity: 0 to 100,000. Default: 1.
   */
  count?: number;
  /**
   * The comparison. Default: `at_least`.
   */
  is?: Comparison;
  /**
   * Compares the number of items in the cart.
   */
  type: "cart_contains";
  /**
   * Tests on each line item. All must pass. Default: every item counts.
   */
  where?: ItemPredicate[];
}
/**
 * Tests the product that the workflow is about.
 */
export interface ProductItSAbout {
  /**
   * Only a product that the customer asked to be told about, since it last sold out or came back. Default: false.
   */
  requested?: boolean;
  /**
   * Tests the product that the workflow is about.
   */
  type: "product_is";
  /**
   * The tests. Without `requested`, add at least one.
   */
  where?: ItemPredicate[];
}
/**
 * Tests a field or custom property of the customer’s profile.
 */
export interface ProfileField {
  /**
   * The comparison.
   */
  is: Operator;
  /**
   * `email`, `phone`, `first_name`, `last_name`, `language`, `time_zone`, `country`, `region`, or the name of a custom property.
   */
  name: string;
  /**
   * Tests a field or custom property of the customer’s profile.
   */
  type: "attribute";
  /**
   * The value to compare with. Not used by `set` and `not_set`.
   */
  value?: {
    [k: string]: unknown;
  };
}
/**
 * Tests whether the customer has a tag.
 */
export interface Tag {
  /**
   * True for customers with the tag, false for everyone else. Default: true.
   */
  has?: boolean;
  /**
   * The tag. Case doesn’t matter.
   */
  tag: string;
  /**
   * Tests whether the customer has a tag.
   */
  type: "tag";
}
/**
 * Tests whether the customer is in a segment.
 */
export interface Segment {
  /**
   * True for customers in the segment, false for everyone else. Default: true.
   */
  member?: boolean;
  /**
   * The segment’s ID.
   */
  segment: string;
  /**
   * Tests whether the customer is in a segment.
   */
  type: "segment";
}
/**
 * Tests a date in the customer’s profile, such as a birthday.
 */
export interface DateInTheProfile {
  /**
   * The later limit, for “between”.
   */
  and?: DayOrMoment;
  /**
   * The comparison.
   */
  is: DateComparison;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or the name of a custom property that holds a date.
   */
  name: string;
  /**
   * The length of time, back or ahead.
   */
  span?: Duration;
  /**
   * Tests a date in the customer’s profile, such as a birthday.
   */
  type: "date";
  /**
   * A day, such as `2026-11-27`, or a time with its offset.
   */
  value?: DayOrMoment;
}
/**
 * Tests the customer’s marketing consent on a channel.
 */
export interface MarketingConsent {
  /**
   * The channel.
   */
  channel: Channel;
  /**
   * The consent.
   */
  is: Consent;
  /**
   * Tests the customer’s marketing consent on a channel.
   */
  type: "consent";
}
/**
 * Tests whether the customer is on the suppression list.
 */
export interface Suppressed {
  /**
   * True for suppressed customers, false for everyone else. Default: true.
   */
  is?: boolean;
  /**
   * Tests whether the customer is on the suppression list.
   */
  type: "suppressed";
}
/**
 * Tests which loyalty tier the customer is in.
 */
export interface Tier {
  /**
   * The tier’s ID, such as `gold`.
   */
  tier: string;
  /**
   * Tests which loyalty tier the customer is in.
   */
  type: "tier";
}
/**
 * Compares how much the customer needs to reach the next tier.
 */
export interface DistanceToTheNextTier {
  /**
   * The upper limit, for “between”.
   */
  and?: Missing;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * How much is missing, in the measure the shop’s tiers are based on: an amount such as `"50.00"`, or a number of orders or points.
   */
  missing: Missing;
  /**
   * Only if this is the next tier. Default: any tier.
   */
  tier?: string;
  /**
   * Compares how much the customer needs to reach the next tier.
   */
  type: "to_next_tier";
}
/**
 * Compares the customer’s loyalty points.
 */
export interface Points {
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * The number of points.
   */
  points: number;
  /**
   * Compares the customer’s loyalty points.
   */
  type: "points";
}
/**
 * Compares the customer’s lead score.
 */
export interface LeadScore {
  /**
   * The upper limit, for “between”.
   */
  and?: number;
  /**
   * The comparison.
   */
  is: Comparison;
  /**
   * The score. Can be negative.
   */
  points: number;
  /**
   * Compares the customer’s lead score.
   */
  type: "score";
}
/**
 * Tests how recently, how often, and for how much the customer bought, relative to other customers.
 */
export interface RFMRecencyFrequencyValue {
  /**
   * The frequency scores, 1 to 5; 5 is the most frequent. Default: any.
   */
  frequency?: number[];
  /**
   * The groups. Default: any.
   */
  groups?: RfmGroup[];
  /**
   * The monetary scores, 1 to 5; 5 is the highest spend. Default: any.
   */
  monetary?: number[];
  /**
   * The recency scores, 1 to 5; 5 is the most recent. Default: any.
   */
  recency?: number[];
  /**
   * Tests how recently, how often, and for how much the customer bought, relative to other customers.
   */
  type: "rfm";
}
/**
 * Tests whether the current date is within a range.
 */
export interface DateRange {
  /**
   * The start: a day (from midnight in the shop’s time zone) or a time. Default: no start.
   */
  from?: DayOrMoment;
  /**
   * Tests whether the current date is within a range.
   */
  type: "during";
  /**
   * The end, not included: a day (until midnight at its start) or a time. Default: no end.
   */
  until?: DayOrMoment;
}
/**
 * Selects a fixed, random share of customers.
 */
export interface RandomShare {
  /**
   * The start of the range, in percent, included: 0 to 100. Default: 0.
   */
  from?: number;
  /**
   * The name of the draw. A different name draws anew.
   */
  name: string;
  /**
   * Selects a fixed, random share of customers.
   */
  type: "random_bucket";
  /**
   * The end of the range, in percent, not included: 0 to 100.
   */
  until: number;
}
/**
 * True when all conditions are true, or there are none.
 */
export interface AllOfTheseAreTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * True when all conditions are true, or there are none.
   */
  type: "all";
}
/**
 * True when at least one condition is true.
 */
export interface AnyOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * True when at least one condition is true.
   */
  type: "any";
}
/**
 * True when no condition is true.
 */
export interface NoneOfTheseIsTrue {
  /**
   * The conditions.
   */
  of: Condition[];
  /**
   * True when no condition is true.
   */
  type: "none";
}
/**
 * A heading.
 */
export interface Heading {
  /**
   * Where it stands. Default: `start`.
   */
  align?: Align;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Its size. Default: `heading`.
   */
  level?: Level;
  /**
   * The text: Liquid, with `<b>`, `<i>`, and links.
   */
  text: string;
  /**
   * A heading.
   */
  type: "heading";
}
/**
 * Text with bold, italic, links, and lists.
 */
export interface Text {
  /**
   * Where it stands. Default: `start`.
   */
  align?: Align;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Its size. Default: `normal`.
   */
  size?: TextSize;
  /**
   * The text: Liquid, with `<b>`, `<i>`, `<u>`, `<s>`, `<a href="…">`, `<ul>`, `<ol>`, and `<li>`. A new line is a new line; an empty line begins a paragraph.
   */
  text: string;
  /**
   * Text with bold, italic, links, and lists.
   */
  type: "text";
}
/**
 * A button.
 */
export interface Button {
  /**
   * Where it stands. Default: `center`.
   */
  align?: Align;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * What is on it.
   */
  label: string;
  /**
   * Where it leads: an address, or Liquid such as `{{ cart.url }}`.
   */
  link: string;
  /**
   * A button.
   */
  type: "button";
  /**
   * Whether it’s as wide as the email. Default: false.
   */
  wide?: boolean;
}
/**
 * An image.
 */
export interface Image {
  /**
   * Where it stands. Default: `center`.
   */
  align?: Align;
  /**
   * What it shows, for people who don’t see it.
   */
  alt?: string;
  /**
   * Whether it’s only decoration, which needs no description and is read out to nobody. Default: false.
   */
  decoration?: boolean;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Where it leads.
   */
  link?: string;
  /**
   * Its address: a JPEG, PNG, or GIF.
   */
  src: string;
  /**
   * An image.
   */
  type: "image";
  /**
   * Its width in pixels: 20 to 800. Default: as wide as it can be.
   */
  width?: number;
}
/**
 * Links to the shop’s social media.
 */
export interface SocialLinks {
  /**
   * Where they stand. Default: `center`.
   */
  align?: Align;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * The links: 1 to 10.
   *
   * @minItems 1
   * @maxItems 10
   */
  links: SocialLink[];
  /**
   * Links to the shop’s social media.
   */
  type: "social";
}
/**
 * A link to one of the shop’s pages elsewhere.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "SocialLink".
 */
export interface SocialLink {
  /**
   * The address of the shop’s page there.
   */
  link: string;
  /**
   * The network.
   */
  network: Network;
}
/**
 * A product with its image, name, price, and a button.
 */
export interface Product {
  /**
   * Where it stands. Default: `center`.
   */
  align?: Align;
  /**
   * Which product the workflow is about. Leave it out to choose one yourself.
   */
  from?: ProductFrom;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * What the button says. Default: no button.
   */
  label?: string;
  /**
   * The address of its page.
   */
  link?: string;
  /**
   * Its price, as it should be read.
   */
  price?: string;
  /**
   * Whether it shows the price. Default: true.
   */
  prices?: boolean;
  /**
   * The address of its image.
   */
  src?: string;
  /**
   * The name of the product you choose.
   */
  title?: string;
  /**
   * A product with its image, name, price, and a button.
   */
  type: "product";
}
/**
 * What is in the customer’s cart, or what they ordered.
 */
export interface CartOrOrder {
  /**
   * Whether it lists the cart or the order. Default: `cart`.
   */
  from?: ItemsFrom;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Whether it shows images. Default: true.
   */
  images?: boolean;
  /**
   * How many lines it shows at most: 1 to 20. Default: 5.
   */
  most?: number;
  /**
   * Whether it shows prices. Default: true.
   */
  prices?: boolean;
  /**
   * What stands before the total, such as “Total”. Default: no total.
   */
  total?: string;
  /**
   * What is in the customer’s cart, or what they ordered.
   */
  type: "cart_items";
}
/**
 * The coupon code that an earlier step created.
 */
export interface CouponCode {
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * What stands above the code.
   */
  label?: string;
  /**
   * What stands below the code, such as when it ends.
   */
  note?: string;
  /**
   * The coupon code that an earlier step created.
   */
  type: "coupon";
}
/**
 * Blocks on a background of their own.
 */
export interface Section {
  /**
   * The background. Default: the theme’s.
   */
  background?: string;
  /**
   * The blocks: 1 to 50, columns among them.
   *
   * @minItems 1
   * @maxItems 50
   */
  blocks: Block[];
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Blocks on a background of their own.
   */
  type: "section";
}
/**
 * Two to four columns, one below the other on phones.
 */
export interface Columns {
  /**
   * The columns.
   *
   * @minItems 2
   * @maxItems 4
   */
  columns: Column[];
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Two to four columns, one below the other on phones.
   */
  type: "columns";
}
/**
 * One of the columns side by side.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Column".
 */
export interface Column {
  /**
   * The blocks: up to 50, neither sections nor columns.
   *
   * @maxItems 50
   */
  blocks?: Block[];
  /**
   * Its share of the width in percent: 10 to 90. Default: an equal share of what is left.
   */
  width?: number;
}
/**
 * A line.
 */
export interface Line {
  /**
   * Its color. Default: the theme’s.
   */
  color?: string;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * A line.
   */
  type: "divider";
}
/**
 * Empty space.
 */
export interface Space {
  /**
   * Its height in pixels: 4 to 120. Default: 24.
   */
  height?: number;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * Empty space.
   */
  type: "spacer";
}
/**
 * The shop’s address and the link to unsubscribe.
 */
export interface Footer {
  /**
   * Where it stands. Default: `center`.
   */
  align?: Align;
  /**
   * Whether it links to the email in a browser, for mail programs that show it badly. Default: true.
   */
  browser_link?: boolean;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * What the link to unsubscribe says. Default: “Unsubscribe”, in the email’s language.
   */
  label?: string;
  /**
   * What stands above the address, such as why the customer gets this email: Liquid, with `<b>`, `<i>`, and links.
   */
  text?: string;
  /**
   * The shop’s address and the link to unsubscribe.
   */
  type: "footer";
}
/**
 * A block that is used in several emails.
 */
export interface SavedBlock {
  /**
   * Its name under `saved_blocks`.
   */
  block: string;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * A block that is used in several emails.
   */
  type: "saved";
}
/**
 * HTML or MJML of your own.
 */
export interface HTMLOrMJML {
  /**
   * HTML: Liquid of up to 100,000 characters.
   */
  html?: string;
  /**
   * Its ID, unique in the email. Needed for a condition and for translations.
   */
  id?: string;
  /**
   * Who sees the block. Default: everyone who gets the email.
   */
  if?: Condition;
  /**
   * MJML, from `<mj-section>` on: Liquid of up to 100,000 characters.
   */
  mjml?: string;
  /**
   * HTML or MJML of your own.
   */
  type: "raw";
}
/**
 * A message in another language. What isn’t here is as in the message itself.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Translation".
 */
export interface Translation {
  /**
   * The words of blocks, by the block’s ID.
   */
  blocks?: {
    [k: string]: BlockWords;
  };
  /**
   * The HTML of a message that isn’t made of blocks.
   */
  html?: string;
  /**
   * The preview text.
   */
  preheader?: string;
  /**
   * The subject.
   */
  subject?: string;
  /**
   * The plain text.
   */
  text?: string;
}
/**
 * The words of a block in another language: those that it has.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "BlockWords".
 */
export interface BlockWords {
  /**
   * What an image shows.
   */
  alt?: string;
  /**
   * What a button or a link says, or what stands above a coupon’s code.
   */
  label?: string;
  /**
   * Where a button, an image, or a product leads.
   */
  link?: string;
  /**
   * What stands below a coupon’s code.
   */
  note?: string;
  /**
   * A product’s price.
   */
  price?: string;
  /**
   * An image with words in it, in this language.
   */
  src?: string;
  /**
   * The text of a heading, a text, or a footer.
   */
  text?: string;
  /**
   * A product’s name.
   */
  title?: string;
  /**
   * What stands before a total.
   */
  total?: string;
}
/**
 * How the pages that customers see work. They speak the customer’s language, or the shop’s, and have the theme’s color.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Pages".
 */
export interface Pages {
  /**
   * Double opt-in: whether somebody who signs up with a form has to confirm it with a button behind a link in an email. Until then they get no marketing. Default: false.
   */
  double_opt_in?: boolean;
}
/**
 * The rules for sending. By default, SMS and push have quiet hours from 21:00 to 08:00, and a customer gets at most 4 SMS in 30 days.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Policy".
 */
export interface Policy {
  /**
   * Whether marketing by SMS also waits when the law of the customer’s country or state requires it. Default: true.
   */
  country_hours?: boolean;
  /**
   * How many marketing messages a customer may get.
   */
  frequency_caps?: FrequencyCap[];
  /**
   * If several workflows have marketing due on one channel within this time of each other, only the most important message is sent, and each waits this long. Default: 0, so only messages due at the same moment compete.
   */
  one_message_within?: Duration;
  /**
   * When marketing isn’t sent, by channel.
   */
  quiet_hours?: QuietHours[];
}
/**
 * The maximum number of messages to one customer in a period. Only marketing is capped; transactional messages are always sent, and count only with `counts_transactional`.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "FrequencyCap".
 */
export interface FrequencyCap {
  /**
   * The maximum number of messages: 1 to 100.
   */
  at_most: number;
  /**
   * The channel. Default: all channels together.
   */
  channel?: Channel;
  /**
   * Whether transactional messages count toward the maximum. Default: false.
   */
  counts_transactional?: boolean;
  /**
   * Whose messages count together. Default: all workflows.
   */
  of?: CountedTogether;
  /**
   * The period.
   */
  per: Span;
  /**
   * What to do with a message over the maximum. Default: `skip`.
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
 * Hours in which marketing isn’t sent on a channel, in the customer’s time zone. They may cross midnight. Messages due in quiet hours are sent when they end.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "QuietHours".
 */
export interface QuietHours {
  /**
   * The channel.
   */
  channel: Channel;
  /**
   * The days on which they start. Default: every day.
   */
  days?: Weekday[];
  /**
   * When they start, included, such as `21:00`.
   */
  from: TimeOfDay;
  /**
   * When they end, not included, such as `08:00`.
   */
  until: TimeOfDay;
}
/**
 * What to do when the shop anonymizes orders or deletes accounts. The host carries it out.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Privacy".
 */
export interface Privacy {
  /**
   * What to do when all orders of a customer were anonymized in the shop, but an account or consent remains. Default: `ask`.
   */
  anonymized_orders?: OnAnonymized;
  /**
   * What to do when an account is deleted in the shop. Marketing stops either way. Default: `keep`. With `erase`, you confirm first.
   */
  deleted_accounts?: OnDeleted;
}
/**
 * A workflow: what starts it, who may enter, and its steps.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Workflow".
 */
export interface EdgewiseWorkflow {
  /**
   * The URL or path of this file’s JSON Schema, for editors.
   */
  $schema?: string;
  /**
   * The condition that customers must meet to enter.
   */
  conditions?: Condition;
  /**
   * Events that make the customer exit at once.
   */
  exit_on?: EventName[];
  /**
   * Customers who meet this exit. Checked after each event and before each message.
   */
  exit_when?: Condition;
  /**
   * The condition that customers must meet to enter, and again before each message.
   */
  filter?: Condition;
  /**
   * What the workflow is for.
   */
  goal?: string;
  /**
   * The goal. Customers who meet it exit, which counts as a conversion.
   */
  goal_when?: Condition;
  /**
   * The holdout, in percent: 0 to 50. These customers go through the workflow without receiving anything, for comparison. Default: 0.
   */
  holdout?: number;
  /**
   * Its ID. Don’t change it later.
   */
  id: string;
  /**
   * What happens to customers in it when you publish changes. Default: `keep`.
   */
  in_flight?: InFlight;
  /**
   * When it was turned on, in milliseconds since 1970. Set by the host. Earlier events don’t start it.
   */
  live_since?: number;
  /**
   * How late an event may arrive and still start it. Default: 3 days.
   */
  max_event_age?: Duration;
  /**
   * The name you see in the admin.
   */
  name: string;
  /**
   * What happens to customers in it while it is paused. Default: `keep`.
   */
  on_pause?: Inside;
  /**
   * Whether a customer can be in it once at a time, or once for each cart, order, or event. Default: `customer`.
   */
  one_per?: OnePer;
  /**
   * The priority of its messages when several workflows have one due: 0 to 100. Default: 50.
   */
  priority?: number;
  /**
   * Whether customers can enter again.
   */
  reentry?: Reentry;
  /**
   * Its revision, set by the host when the workflow is saved. Customers finish the revision they started with.
   */
  revision?: number;
  /**
   * When customers can enter. Customers in it continue after the end. Default: always.
   */
  schedule?: Schedule;
  /**
   * Whether customers can enter it. Default: `draft`.
   */
  status?: Status;
  /**
   * Its steps, in order. Compiled into nodes, each of which names the next one.
   */
  steps: Step[];
  /**
   * The topic of its messages: the ID of one under `topics`. Customers who turned it off don’t get them.
   */
  topic?: string;
  /**
   * What starts it.
   */
  trigger: Trigger;
}
/**
 * When customers can enter a workflow. Customers in it continue after the end.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export interface Schedule {
  /**
   * The start: a day (from midnight in the shop’s time zone) or a time. Default: no start.
   */
  from?: DayOrMoment;
  /**
   * The end, not included: a day (until midnight at its start) or a time. Default: no end.
   */
  until?: DayOrMoment;
}
/**
 * Sends a message.
 */
export interface SendAMessage {
  id: string;
  /**
   * Whether it is marketing or transactional. A transactional message doesn’t need consent, so it must not contain an offer. Default: `marketing`.
   */
  kind?: MessageKind;
  /**
   * The ID of the message under `messages`.
   */
  message: string;
  /**
   * Sends a message.
   */
  type: "send";
}
/**
 * Unsubscribes the customer from marketing on a channel.
 */
export interface UnsubscribeFromAChannel {
  /**
   * The channel.
   */
  channel: Channel;
  id: string;
  /**
   * Unsubscribes the customer from marketing on a channel.
   */
  type: "unsubscribe";
}
/**
 * Waits for a length of time or until a certain time.
 */
export interface Wait {
  /**
   * How long to wait, counted from when the step was due.
   */
  for: Duration;
  id: string;
  /**
   * Waits for a length of time or until a certain time.
   */
  type: "wait";
}
/**
 * Waits for a length of time or until a certain time.
 */
export interface Wait1 {
  id: string;
  /**
   * Waits for a length of time or until a certain time.
   */
  type: "wait";
  /**
   * When the wait ends.
   */
  until: Until;
}
/**
 * Waits for an event, up to a maximum time.
 */
export interface WaitForAnEvent {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * The maximum wait, counted from when the step was due: 1 minute or more.
   */
  at_most: Duration;
  /**
   * The steps if it doesn’t.
   */
  else?: Step[];
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  id: string;
  /**
   * The steps if it happens in time.
   */
  then?: Step[];
  /**
   * Waits for an event, up to a maximum time.
   */
  type: "wait_for_event";
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
}
/**
 * Takes one branch when a condition is true, and the other when it isn’t.
 */
export interface IfOtherwise {
  /**
   * The steps if the condition isn’t true.
   */
  else?: Step[];
  id: string;
  /**
   * The condition.
   */
  if: Condition;
  /**
   * The steps if the condition is true.
   */
  then?: Step[];
  /**
   * Takes one branch when a condition is true, and the other when it isn’t.
   */
  type: "branch";
}
/**
 * Takes the branch of the first case that is true.
 */
export interface SeveralPaths {
  /**
   * The cases, checked in this order: 1 to 20.
   *
   * @minItems 1
   * @maxItems 20
   */
  cases: Case[];
  /**
   * The steps if no case is true.
   */
  else?: Step[];
  id: string;
  /**
   * Takes the branch of the first case that is true.
   */
  type: "switch";
}
/**
 * One case of a switch.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Case".
 */
export interface Case {
  /**
   * The condition.
   */
  if: Condition;
  /**
   * Its name, unique in the switch.
   */
  name: string;
  /**
   * The steps if this is the first case that is true.
   */
  steps?: Step[];
}
/**
 * Splits customers into variants at random.
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
   * What is drawn: the customer, who always gets the same variant, or each enrollment. Default: `customer`.
   */
  by?: Lot;
  id: string;
  /**
   * Splits customers into variants at random.
   */
  type: "split";
  /**
   * The variant that everyone gets from now on.
   */
  winner?: string;
}
/**
 * A variant and its steps.
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
   * Its share relative to the weights of the other variants: 1 to 1,000. Default: 1.
   */
  weight?: number;
}
/**
 * Exits the workflow.
 */
export interface StopHere {
  id: string;
  /**
   * Exits the workflow.
   */
  type: "exit";
}
/**
 * Creates a coupon for the messages that follow.
 */
export interface CreateCoupon {
  /**
   * The amount off, in the shop's currency.
   */
  amount?: Amount;
  /**
   * The ID of a free product.
   */
  free_gift?: string;
  /**
   * Whether shipping is free.
   */
  free_shipping?: true;
  id: string;
  /**
   * The percentage off: 1 to 100.
   */
  percent?: number;
  /**
   * The ID of a pool of codes that you made beforehand. Each code is given out once; the discount only says what they’re worth. Default: the code is created.
   */
  pool?: string;
  /**
   * The prefix of the code: up to 12 uppercase letters and digits. Default: `SAVE`.
   */
  prefix?: string;
  /**
   * The IDs of the products it applies to. Default: all products.
   */
  products?: string[];
  /**
   * Creates a coupon for the messages that follow.
   */
  type: "apply_coupon";
  /**
   * How long the coupon is valid. Default: it never expires.
   */
  valid_for?: Duration;
}
/**
 * Adds a tag.
 */
export interface AddTag {
  id: string;
  /**
   * The tag: up to 255 characters.
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
   * The tag: up to 255 characters.
   */
  tag: string;
  /**
   * Removes a tag.
   */
  type: "remove_tag";
}
/**
 * Gives the customer loyalty points.
 */
export interface GivePoints {
  /**
   * The reason shown in the points history: up to 200 characters.
   */
  cause: string;
  id: string;
  /**
   * The points: 1 to 1,000,000.
   */
  points: number;
  /**
   * Gives the customer loyalty points.
   */
  type: "add_points";
}
/**
 * Moves the customer to a loyalty tier.
 */
export interface MoveToTier {
  /**
   * How long the customer keeps the tier. Default: permanently.
   */
  for?: Duration;
  id: string;
  /**
   * The tier’s ID.
   */
  tier: string;
  /**
   * Moves the customer to a loyalty tier.
   */
  type: "change_tier";
}
/**
 * Shows an offer in the shop.
 */
export interface ShowOfferInTheShop {
  /**
   * How long it is shown. Default: until it is hidden.
   */
  for?: Duration;
  id: string;
  /**
   * The ID of the offer in the storefront.
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
   * The ID of the offer in the storefront.
   */
  offer: string;
  /**
   * Hides an offer.
   */
  type: "hide_offer";
}
/**
 * Assigns the customer to someone on your team.
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
   * Assigns the customer to someone on your team.
   */
  type: "assign";
}
/**
 * Creates a task for your team.
 */
export interface CreateTask {
  /**
   * When it is due, counted from the time of the step.
   */
  due_in?: Duration;
  id: string;
  /**
   * Details: up to 2,000 characters.
   */
  note?: string;
  /**
   * What to do: up to 200 characters.
   */
  title: string;
  /**
   * Who does it, by name or email address. Default: whoever the customer is assigned to.
   */
  to?: string;
  /**
   * Creates a task for your team.
   */
  type: "create_task";
}
/**
 * Adds a private note to the order.
 */
export interface AddOrderNote {
  id: string;
  /**
   * The note: up to 2,000 characters.
   */
  note: string;
  /**
   * Adds a private note to the order.
   */
  type: "add_order_note";
}
/**
 * Creates a ticket in your help desk.
 */
export interface CreateTicket {
  id: string;
  /**
   * Details: up to 2,000 characters.
   */
  note?: string;
  /**
   * The subject of the ticket: up to 200 characters.
   */
  subject: string;
  /**
   * Creates a ticket in your help desk.
   */
  type: "create_ticket";
  /**
   * The help desk’s URL. Must be https.
   */
  url: string;
}
/**
 * Adds the customer to an ad audience.
 */
export interface AddToAdAudience {
  /**
   * The name of the audience.
   */
  audience: string;
  id: string;
  /**
   * Adds the customer to an ad audience.
   */
  type: "add_to_audience";
  /**
   * The URL that manages the audience. Must be https.
   */
  url: string;
}
/**
 * Removes the customer from an ad audience.
 */
export interface RemoveFromAdAudience {
  /**
   * The name of the audience.
   */
  audience: string;
  id: string;
  /**
   * Removes the customer from an ad audience.
   */
  type: "remove_from_audience";
  /**
   * The URL that manages the audience. Must be https.
   */
  url: string;
}
/**
 * Sends the customer’s data to your CRM.
 */
export interface SyncToCRM {
  id: string;
  /**
   * Sends the customer’s data to your CRM.
   */
  type: "sync_customer";
  /**
   * The CRM’s URL. Must be https.
   */
  url: string;
}
/**
 * Sends the customer’s data to your own server.
 */
export interface CallAWebhook {
  id: string;
  /**
   * Sends the customer’s data to your own server.
   */
  type: "webhook";
  /**
   * The URL. Must be https.
   */
  url: string;
}
/**
 * Starts when a customer leaves a cart behind.
 */
export interface CartIsAbandoned {
  /**
   * How long the cart must be left alone: 1 minute or more.
   */
  after: Duration;
  /**
   * Only carts that reached the checkout. Default: false.
   */
  checkout_only?: boolean;
  /**
   * Starts when a customer leaves a cart behind.
   */
  type: "cart_abandoned";
}
/**
 * Starts when an order is placed.
 */
export interface OrderIsPlaced {
  /**
   * Only from this order number on: 2 excludes the first order.
   */
  from_ordinal?: number;
  /**
   * Only the customer’s orders with these numbers: `[1]` is the first order, `[5, 10, 20]` are milestones. Canceled orders don’t count. Default: every order.
   */
  ordinals?: number[];
  /**
   * Starts when an order is placed.
   */
  type: "order_placed";
  /**
   * Only orders with a certain total, in the shop’s currency.
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
   * The amount, such as `"250.00"`.
   */
  amount: Amount;
  /**
   * The upper limit, for “between”.
   */
  and?: Amount;
  /**
   * The comparison.
   */
  is: Comparison;
}
/**
 * Starts when an order is paid.
 */
export interface OrderIsPaid {
  /**
   * Only from this order number on: 2 excludes the first order.
   */
  from_ordinal?: number;
  /**
   * Only the customer’s orders with these numbers: `[1]` is the first order, `[5, 10, 20]` are milestones. Canceled orders don’t count. Default: every order.
   */
  ordinals?: number[];
  /**
   * Starts when an order is paid.
   */
  type: "order_completed";
  /**
   * Only orders with a certain total, in the shop’s currency.
   */
  worth?: Worth;
}
/**
 * Starts when a customer creates an account.
 */
export interface CustomerCreatesAnAccount {
  /**
   * Starts when a customer creates an account.
   */
  type: "customer_created";
}
/**
 * Starts when a tag is added to a customer.
 */
export interface TagIsAdded {
  /**
   * The tag. Case doesn’t matter.
   */
  tag: string;
  /**
   * Starts when a tag is added to a customer.
   */
  type: "tag_added";
}
/**
 * Starts when a customer enters a segment.
 */
export interface CustomerEntersASegment {
  /**
   * The segment’s ID.
   */
  segment: string;
  /**
   * Starts when a customer enters a segment.
   */
  type: "segment_entered";
}
/**
 * Starts when a customer leaves a segment.
 */
export interface CustomerLeavesASegment {
  /**
   * The segment’s ID.
   */
  segment: string;
  /**
   * Starts when a customer leaves a segment.
   */
  type: "segment_left";
}
/**
 * Starts when a customer reaches a tier.
 */
export interface CustomerReachesATier {
  /**
   * The tier’s ID, such as `gold`.
   */
  tier: string;
  /**
   * Starts when a customer reaches a tier.
   */
  type: "tier_reached";
}
/**
 * Starts when a customer is about to lose a tier.
 */
export interface CustomerIsAboutToLoseATier {
  /**
   * Only this tier. Default: any tier.
   */
  tier?: string;
  /**
   * Starts when a customer is about to lose a tier.
   */
  type: "tier_at_risk";
}
/**
 * Starts when a customer’s points reach a number.
 */
export interface PointsReachANumber {
  /**
   * The number of points. Reaching it exactly is enough.
   */
  at_least: number;
  /**
   * Starts when a customer’s points reach a number.
   */
  type: "points_reached";
}
/**
 * Starts when a customer’s lead score reaches a number.
 */
export interface LeadScoreReachesANumber {
  /**
   * The score. Reaching it exactly is enough.
   */
  at_least: number;
  /**
   * Starts when a customer’s lead score reaches a number.
   */
  type: "score_reached";
}
/**
 * Starts when a customer does something.
 */
export interface CustomerDoesSomething {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Whether to count separately for each product, collection, search, page, or order. Default: false.
   */
  same_thing?: boolean;
  /**
   * Only the Nth time. Default: each time.
   */
  times?: Times;
  /**
   * Starts when a customer does something.
   */
  type: "performed";
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
  /**
   * Only count events that are at most this old. Default: all.
   */
  within?: Duration;
}
/**
 * Starts when a customer does something, but doesn’t follow up with something else.
 */
export interface CustomerDoesSomethingButNotSomethingElse {
  /**
   * Only events about this: a product ID, a search term, a page, or the name of a custom event.
   */
  about?: string;
  /**
   * The events that count as following up. Default: `order_placed`.
   */
  by?: EventName[];
  /**
   * An event, such as `product_viewed`, or a list of 1 to 20 events.
   */
  event: OneOrMore;
  /**
   * Whether each product, collection, search, or page is tracked separately, so that an order only counts for the products in it. Default: false.
   */
  same_thing?: boolean;
  /**
   * Starts when a customer does something, but doesn’t follow up with something else.
   */
  type: "not_followed";
  /**
   * Tests on the event’s properties. All must pass.
   */
  where?: PropertyPredicate[];
  /**
   * How long the customer has to follow up: 1 minute or more.
   */
  within: Duration;
}
/**
 * Starts when a customer has been inactive for a time.
 */
export interface CustomerGoesQuiet {
  /**
   * The events that count as activity: 1 to 20.
   *
   * @minItems 1
   * @maxItems 20
   */
  activity: EventName[];
  /**
   * How long the customer must be inactive: 1 minute or more.
   */
  for: Duration;
  /**
   * Starts when a customer has been inactive for a time.
   */
  type: "inactive";
}
/**
 * Starts on a date in the customer’s profile, such as a birthday.
 */
export interface DateInTheCustomerSProfile {
  /**
   * The time of day. Default: `09:00`.
   */
  at?: TimeOfDay;
  /**
   * Days after the date. Default: 0.
   */
  days_after?: number;
  /**
   * Days before the date. Default: 0.
   */
  days_before?: number;
  /**
   * Whether each anniversary counts instead of the date itself. February 29 becomes February 28 in common years. Default: true, except for custom properties.
   */
  every_year?: boolean;
  /**
   * `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or the name of a custom property that holds a date.
   */
  name: string;
  /**
   * Starts on a date in the customer’s profile, such as a birthday.
   */
  type: "date";
}
/**
 * The rules for the lead score.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Scoring".
 */
export interface Scoring {
  /**
   * The score at which a customer becomes a marketing-qualified lead. Default: never.
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
 * Points that decay: they lose a share again and again, and what is left is rounded toward zero.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Fading".
 */
export interface Fading {
  /**
   * How often they lose a share, from the time they were given: 1 hour or more.
   */
  every: Duration;
  /**
   * The share of the remaining points that is lost each time, in percent: 1 to 100.
   */
  percent: number;
}
/**
 * A named group of customers, defined by a condition.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Segment".
 */
export interface EdgewiseSegment {
  /**
   * The URL or path of this file’s JSON Schema, for editors.
   */
  $schema?: string;
  /**
   * The condition that customers in the segment meet.
   */
  condition: Condition;
  /**
   * What the segment is for.
   */
  description?: string;
  /**
   * Its ID. Don’t change it later.
   */
  id: string;
  /**
   * The name you see in the admin.
   */
  name: string;
}
/**
 * The shop’s details.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Shop".
 */
export interface Shop {
  /**
   * Which messages get credit for an order.
   */
  attribution?: Attribution;
  /**
   * The shop’s country: an ISO 3166 code of two uppercase letters, such as `DE`.
   */
  country?: string;
  /**
   * The shop’s currency: an ISO 4217 code, such as `EUR`.
   */
  currency: Currency;
  /**
   * The shop’s ID, which is part of every ID created for it. Set by the host.
   */
  id?: string;
  /**
   * The language of the shop’s messages where they have no translation: a code of two or three letters, such as `de`. Default: `en`.
   */
  language?: string;
  /**
   * The shop’s name, as customers know it.
   */
  name: string;
  /**
   * The channels on which your provider reports opens and clicks, for example as Segment’s “Email Opened” event. On other channels, conditions on opens and clicks can’t be evaluated, except on clicks and opens that Edgewise counts itself (`tracking`).
   */
  observes?: Channel[];
  /**
   * The shop’s postal address, which marketing emails are required to include.
   */
  postal_address?: string;
  /**
   * The sender of the shop’s emails.
   */
  sender?: Sender;
  /**
   * Your team: up to 200 people who get tasks and customers. Tasks are emailed to people listed here and to nobody else.
   *
   * @maxItems 200
   */
  team?: TeamMember[];
  /**
   * The shop’s time zone: an IANA name, such as `Europe/Berlin`. Default: `UTC`.
   */
  time_zone?: TimeZone;
  /**
   * What emails count of what becomes of them, and how their links are marked.
   */
  tracking?: Tracking;
  /**
   * The shop’s web address, starting with `https://`.
   */
  url?: string;
}
/**
 * Which messages get credit for an order. A window starts at the click, open, or delivery, and the last one before the order counts. Whatever you change here also applies to past orders.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Attribution".
 */
export interface Attribution {
  /**
   * How long after a click in an email an order is credited to it: up to 60 days. Default: 5 days.
   */
  email_click_window?: Duration;
  /**
   * How long after the open, if opens count: up to 60 days. Default: 5 days.
   */
  email_open_window?: Duration;
  /**
   * Whether an order is also credited to an email that was opened but not clicked. Mail apps open emails by themselves, so this credits more than your emails earned. Default: false.
   */
  email_opens?: boolean;
  /**
   * How long after a click in a text message an order is credited to it: up to 60 days. Default: 5 days.
   */
  sms_click_window?: Duration;
  /**
   * Whether an order is also credited to a text message that was delivered but not clicked. Default: false.
   */
  sms_deliveries?: boolean;
  /**
   * How long after the delivery, if deliveries count: up to 60 days. Default: 12 hours.
   */
  sms_delivery_window?: Duration;
  /**
   * Whether revenue includes tax and shipping. Default: false.
   */
  tax_and_shipping?: boolean;
}
/**
 * The sender of the shop’s emails.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Sender".
 */
export interface Sender {
  /**
   * The sender’s email address.
   */
  email: string;
  /**
   * The sender’s name, as recipients see it.
   */
  name: string;
  /**
   * Where replies go. Default: the sender’s email address.
   */
  reply_to?: string;
}
/**
 * Someone on your team.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "TeamMember".
 */
export interface TeamMember {
  /**
   * Their email address.
   */
  email: string;
  /**
   * Their name, as workflow steps and tasks show it.
   */
  name: string;
}
/**
 * What emails count of what becomes of them, and how their links are marked.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Tracking".
 */
export interface Tracking {
  /**
   * Whether links lead through Edgewise, which counts clicks. Default: true.
   */
  clicks?: boolean;
  /**
   * A domain of yours through which links lead, such as `links.example.com`, once its DNS points here. Default: the address of Edgewise.
   */
  domain?: string;
  /**
   * Whether emails hold an invisible picture that counts opens. Mail apps load it by themselves, so it says little. Default: false.
   */
  opens?: boolean;
  /**
   * Whether links to your shop get UTM parameters. Yours are kept. Default: true.
   */
  utm?: boolean;
}
/**
 * A survey of one question. Messages link to it with `{{ survey_urls.<id> }}`; each answer is a `survey_answered` event.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Survey".
 */
export interface Survey {
  /**
   * The answers to choose from: 2 to 10.
   *
   * @minItems 2
   * @maxItems 10
   */
  answers: SurveyAnswer[];
  /**
   * Its ID. Don’t change it later.
   */
  id: string;
  /**
   * The question.
   */
  question: string;
  /**
   * What is shown after the answer.
   */
  thanks?: string;
}
/**
 * An answer to a survey.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "SurveyAnswer".
 */
export interface SurveyAnswer {
  /**
   * Its ID, which conditions name. Don’t change it later.
   */
  id: string;
  /**
   * What customers read.
   */
  text: string;
}
/**
 * How the shop’s emails look.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Theme".
 */
export interface Theme {
  /**
   * The colors.
   */
  colors?: Colors;
  /**
   * The colors where the reader’s mail program is dark. Default: none of its own, so mail programs choose.
   */
  dark?: Colors;
  /**
   * The font of text. Default: `sans`.
   */
  font?: Font;
  /**
   * The font of headings. Default: as text.
   */
  heading_font?: Font;
  /**
   * The logo.
   */
  logo?: ThemeLogo;
  /**
   * How round buttons and images are, in pixels: 0 to 30. Default: 6.
   */
  radius?: number;
  /**
   * How wide emails are, in pixels: 480 to 720. Default: 600.
   */
  width?: number;
}
/**
 * The colors of an email.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Colors".
 */
export interface Colors {
  /**
   * Buttons and links.
   */
  accent?: string;
  /**
   * Around the email.
   */
  background?: string;
  /**
   * Lines and frames.
   */
  line?: string;
  /**
   * Small print.
   */
  muted?: string;
  /**
   * What is written on buttons.
   */
  on_accent?: string;
  /**
   * Behind its text.
   */
  surface?: string;
  /**
   * Text.
   */
  text?: string;
}
/**
 * The shop’s logo in emails.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "ThemeLogo".
 */
export interface ThemeLogo {
  /**
   * Its address: a JPEG, PNG, or GIF.
   */
  src: string;
  /**
   * Its width in pixels: 20 to 400. Default: 140.
   */
  width?: number;
}
/**
 * One tier of the loyalty program.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Tier".
 */
export interface Tier1 {
  /**
   * Its ID, such as `gold`. Don’t change it later.
   */
  id: string;
  /**
   * The name customers see, such as `Gold`.
   */
  name: string;
  /**
   * The number of orders that reaches the tier.
   */
  orders_at_least?: number;
  /**
   * The points ever earned that reach the tier.
   */
  points_at_least?: number;
  /**
   * The spend that reaches the tier, in the shop’s currency, such as "500.00".
   */
  spend_at_least?: Amount;
}
/**
 * A topic: what customers can turn off by itself, such as “New arrivals”.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "Topic".
 */
export interface Topic {
  /**
   * What it is about, in a sentence below its name.
   */
  description?: string;
  /**
   * Its ID, which workflows and messages name. Don’t change it later.
   */
  id: string;
  /**
   * Its name on the preference page.
   */
  name: string;
}
/**
 * WooCommerce only: how to interpret orders and accounts.
 *
 * This interface was referenced by `Config`'s JSON-Schema
 * via the `definition` "WooCommerceRules".
 */
export interface WooCommerceRules {
  /**
   * Whether the status “completed” means the order was shipped. Downloads are never shipped. Default: false.
   */
  completed_is_shipped?: boolean;
  /**
   * The account roles that are customers. Accounts with other roles are staff until they order. Default: `customer` and `subscriber`.
   */
  customer_roles?: string[];
  /**
   * What custom order statuses mean, by status without `wc-`. With a status that isn’t listed, an order counts as placed if no payment is due.
   */
  statuses?: {
    [k: string]: StatusMeans;
  };
  /**
   * The order fields (keys in `meta_data`) that hold tracking numbers: a number, or a list as shipment plugins keep it, such as `_wc_shipment_tracking_items`. Each new number is a shipped order.
   */
  tracking_fields?: string[];
}
