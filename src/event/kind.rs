//! The closed list of kinds of events.

use super::{
    Cart, ConsentChange, ConsentField, Fulfillment, Item, MessageNews, Order, Preferences, Profile,
    Refund, Shipment, StockChange, StockItem, Tags,
};
use crate::json::{self, tagged};
use crate::money::Money;
use crate::sorted_map::SortedMap;
use crate::time::Timestamp;
use crate::value::Value;

/// Declares [`EventKind`] and [`EventName`] from one list, so that no kind can be without a name.
macro_rules! event_kinds {
    ($( $(#[$doc:meta])* $variant:ident $({ $($(#[$field_doc:meta])* $field:ident : $type:ty $(as $sparse:ident)?),+ $(,)? })? = $name:literal ),+ $(,)?) => {
        tagged! {
            /// What happened. In JSON an object with `"type"`, for example
            /// `{"type":"order_placed","order":{…}}`.
            #[derive(Clone, Debug, PartialEq)]
            pub enum EventKind {
                $( $(#[$doc])* $variant $({ $($(#[$field_doc])* $field: $type $(as $sparse)?),+ })? = $name ),+
            }
        }

        /// The name of an [`EventKind`] without its content: what conditions, exits and
        /// histories speak of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub enum EventName {
            $( $(#[$doc])* #[cfg_attr(test, schemars(rename = $name))] $variant ),+
        }

        json::words!(EventName { $( $variant = $name ),+ });

        impl EventKind {
            /// The name of this kind of event.
            #[must_use]
            pub const fn name(&self) -> EventName {
                match self { $( Self::$variant { .. } => EventName::$variant ),+ }
            }
        }

        impl EventName {
            /// Every name, in the order of the list.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The word used in files, for example `order_placed`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => const { $crate::json::Word::new($name).text } ),+ }
            }
        }

        impl $crate::sentence::Said for EventName {
            fn say(&self, to: &mut $crate::sentence::Sentence<'_>) {
                to.name(self.word());
            }
        }
    };
}

event_kinds! {
    /// The customer viewed a page of the shop.
    PageViewed {
        /// Its address.
        url: String,
    } = "page_viewed",
    /// The customer viewed a product.
    ProductViewed {
        /// The product.
        product: Item,
    } = "product_viewed",
    /// The customer viewed a collection or category.
    ProductListViewed {
        /// The platform's id of the collection.
        list_id: String,
        /// Its name.
        title: String,
    } = "product_list_viewed",
    /// The customer searched the shop.
    ProductsSearched {
        /// The search text.
        query: String,
    } = "products_searched",
    /// A product was added to a cart.
    ProductAdded {
        /// The line that was added.
        product: Item,
    } = "product_added",
    /// A product was removed from a cart.
    ProductRemoved {
        /// The line that was removed.
        product: Item,
    } = "product_removed",
    /// The customer viewed the cart.
    CartViewed {
        /// The cart.
        cart: Cart,
    } = "cart_viewed",
    /// The cart changed.
    CartUpdated {
        /// The whole cart as it is now.
        cart: Cart,
    } = "cart_updated",
    /// A checkout was started.
    CheckoutStarted {
        /// The checkout as it now is.
        cart: Cart,
    } = "checkout_started",
    /// A checkout changed, such as its address, email, or items.
    CheckoutUpdated {
        /// The checkout as it now is.
        cart: Cart,
    } = "checkout_updated",
    /// A checkout was deleted.
    CheckoutDeleted {
        /// As in [`Cart::checkout_token`]; one of the two is there.
        checkout_token: Option<String> as sparse,
        /// As in [`Cart::checkout_id`].
        checkout_id: Option<String> as sparse,
    } = "checkout_deleted",
    /// An order was placed, paid or not.
    OrderPlaced {
        /// The order.
        order: Order,
    } = "order_placed",
    /// An order was paid in full.
    OrderCompleted {
        /// The order.
        order: Order,
    } = "order_completed",
    /// An order changed in any other way.
    OrderUpdated {
        /// The order as it now is.
        order: Order,
    } = "order_updated",
    /// An order was canceled.
    OrderCancelled {
        /// The order as it now is.
        order: Order,
    } = "order_cancelled",
    /// An order was refunded, in full or in part.
    OrderRefunded {
        /// The refund.
        refund: Refund,
    } = "order_refunded",
    /// An order was deleted from the shop.
    OrderDeleted {
        /// As in [`Order::order_id`].
        order_id: String,
    } = "order_deleted",
    /// An order was anonymized in the shop. The order itself remains.
    OrderAnonymized {
        /// What is left of it.
        order: Order,
    } = "order_anonymized",
    /// A package of an order was shipped, or its tracking changed.
    OrderFulfilled {
        /// The parcel.
        fulfillment: Fulfillment,
    } = "order_fulfilled",
    /// A carrier reported the status of a package.
    ShipmentUpdated {
        /// The parcel and its status.
        shipment: Shipment,
    } = "shipment_updated",
    /// An account was created in the shop.
    CustomerCreated {
        /// The account's profile.
        profile: Profile,
    } = "customer_created",
    /// An account changed in the shop.
    CustomerUpdated {
        /// The account's profile as it is now.
        profile: Profile,
    } = "customer_updated",
    /// An account was deleted in the shop.
    CustomerDeleted = "customer_deleted",
    /// A visitor was identified, by a Segment `identify` call or by signing in.
    CustomerIdentified {
        /// Who they claim to be.
        profile: Profile,
    } = "customer_identified",
    /// Consent changed on one channel.
    ConsentChanged {
        /// The change.
        change: ConsentChange,
    } = "consent_changed",
    /// A marketing checkbox or field of the shop was reported, checked or not. Whether it changes
    /// the customer’s consent depends on the customer’s other facts.
    ConsentFieldSeen {
        /// The field.
        field: ConsentField,
    } = "consent_field_seen",
    /// The customer chose which marketing they want: topics, how often, or none for a while.
    PreferencesChanged {
        /// What they chose.
        preferences: Preferences,
    } = "preferences_changed",
    /// The customer answered a survey, or said why they unsubscribed.
    SurveyAnswered {
        /// The survey’s ID; `unsubscribe` for why they unsubscribed.
        survey: String,
        /// The ID of the answer they chose.
        answer: String,
    } = "survey_answered",
    /// The customer asked to be told when a product is back in stock.
    BackInStockRequested {
        /// The product.
        product: Item,
    } = "back_in_stock_requested",
    /// Tags were added to the customer.
    TagsAdded {
        /// The tags.
        tags: Tags,
    } = "tags_added",
    /// Tags were removed from the customer.
    TagsRemoved {
        /// The tags.
        tags: Tags,
    } = "tags_removed",
    /// The customer’s tier changed. Created by the engine.
    TierChanged {
        /// The tier from now on; `None` below the lowest.
        tier: Option<String>,
        /// The tier before.
        previous: Option<String>,
        /// Whether it is a higher one.
        upward: bool,
    } = "tier_changed",
    /// The customer will lose their tier at the next review. Created by the engine.
    TierAtRisk {
        /// The tier.
        tier: String,
        /// When it will be lost.
        review_at: Timestamp,
    } = "tier_at_risk",
    /// The customer’s loyalty points changed. Created by the engine.
    PointsChanged {
        /// The balance from now on.
        balance: i64,
        /// The balance before.
        previous: i64,
    } = "points_changed",
    /// The customer’s lead score changed. Created by the engine.
    ScoreChanged {
        /// The score from now on.
        score: i64,
        /// The score before.
        previous: i64,
    } = "score_changed",
    /// The customer entered a segment. Created by the engine.
    SegmentEntered {
        /// The segment.
        segment: String,
    } = "segment_entered",
    /// The customer left a segment. Created by the engine.
    SegmentLeft {
        /// The segment.
        segment: String,
    } = "segment_left",
    /// Fields of the customer’s profile changed. Created by the engine if a workflow uses it.
    ProfileChanged {
        /// Their names: `email`, `country`, a trait's own name.
        fields: Vec<String>,
    } = "profile_changed",
    /// A message was delivered.
    MessageDelivered {
        /// The message.
        news: MessageNews,
    } = "message_delivered",
    /// The customer opened a message.
    MessageOpened {
        /// The message.
        news: MessageNews,
    } = "message_opened",
    /// The customer clicked a link in a message.
    MessageClicked {
        /// The message.
        news: MessageNews,
    } = "message_clicked",
    /// A mail app or spam filter opened a message or its links automatically. It doesn’t count as
    /// the customer’s activity.
    MessageScanned {
        /// The message.
        news: MessageNews,
    } = "message_scanned",
    /// A message bounced. If the address doesn’t exist, nothing more is sent to it.
    MessageBounced {
        /// The message.
        news: MessageNews,
        /// Whether the address does not exist; otherwise the failure may pass, such as a full
        /// mailbox.
        permanent: bool,
    } = "message_bounced",
    /// The customer marked a message as spam. Nothing more is sent to them on its channel.
    MessageComplained {
        /// The message.
        news: MessageNews,
    } = "message_complained",
    /// The customer requested a return.
    ReturnRequested {
        /// As in [`Order::order_id`].
        order_id: String,
        /// Why, in the platform's words.
        reason: Option<String> as sparse,
    } = "return_requested",
    /// The stock changed of a product that the customer viewed, added to a cart, or bought.
    StockChanged {
        /// The change.
        stock: StockChange,
    } = "stock_changed",
    /// The price changed of a product that the customer viewed, added to a cart, or bought.
    PriceChanged {
        /// The product with its price now.
        product: Item,
        /// The price before.
        previous: Option<Money> as sparse,
    } = "price_changed",
    /// A promotion for the customer started: one that the shop announced, or a sale of a product that
    /// the customer viewed, added to a cart, or bought.
    PromotionStarted {
        /// Its name; for a sale the product’s.
        name: String,
        /// The product on sale: its price, and its list price before.
        product: Option<Item> as sparse,
    } = "promotion_started",
    /// A promotion for the customer is over: it ended, or the shop called it off.
    PromotionEnded {
        /// Its name.
        name: String,
        /// The fact that told the customer of its start.
        started: Option<String> as sparse,
    } = "promotion_ended",
    /// A custom event that the shop’s developer tracks.
    Custom {
        /// Its name, as tracked.
        event: String,
        /// Its properties.
        properties: SortedMap<String, Value>,
    } = "custom",
    /// The shop requested the customer’s data on their behalf.
    CustomerDataRequested {
        /// The platform's number of the request.
        request_id: String,
    } = "customer_data_requested",
    /// The platform requested the erasure of the customer.
    CustomerRedactRequested = "customer_redact_requested",
    /// The platform requested the erasure of all shop data.
    ShopRedactRequested = "shop_redact_requested",
    /// The merchant uninstalled the app.
    AppUninstalled = "app_uninstalled",
    /// A product was created or changed.
    ProductUpdated {
        /// The product.
        product: Item,
        /// Its tags.
        tags: Vec<String> as sparse,
        /// The collections it is in, by their handles; `None` where the source doesn't say.
        collections: Option<Vec<String>> as sparse,
        /// Its stock items, where the platform reports them with the product.
        stock_items: Vec<StockItem> as sparse,
    } = "product_updated",
    /// A product was deleted.
    ProductDeleted {
        /// The platform's product id.
        product_id: String,
    } = "product_deleted",
    /// Stock changed.
    InventoryChanged {
        /// The platform's inventory item (WooCommerce: product) id.
        inventory_item_id: String,
        /// The location; `None` where the number is the total of all locations.
        location: Option<String> as sparse,
        /// The quantity in stock; `None` if the platform doesn’t track it.
        available: Option<i64>,
    } = "inventory_changed",
    /// A discount code was created or changed.
    CouponUpdated {
        /// The code, as written.
        code: String,
    } = "coupon_updated",
    /// A discount code was deleted.
    CouponDeleted {
        /// The platform's coupon id.
        coupon_id: String,
    } = "coupon_deleted",
}

impl EventKind {
    /// Whether it is about a person instead of a checkout or an order.
    #[must_use]
    pub const fn is_about_a_person(&self) -> bool {
        match self {
            Self::ConsentFieldSeen { field } => field.checkout.is_none(),
            Self::CustomerIdentified { .. }
            | Self::CustomerUpdated { .. }
            | Self::CustomerCreated { .. }
            | Self::ConsentChanged { .. } => true,
            _ => false,
        }
    }
}

impl EventKind {
    /// Removes the personal data from an event about a checkout or an order.
    pub fn forget_person(&mut self) {
        match self {
            Self::CustomerIdentified { profile }
            | Self::CustomerCreated { profile }
            | Self::CustomerUpdated { profile } => *profile = Profile::default(),
            Self::OrderPlaced { order }
            | Self::OrderCompleted { order }
            | Self::OrderUpdated { order }
            | Self::OrderCancelled { order }
            | Self::OrderAnonymized { order } => order.email = None,
            Self::CheckoutStarted { cart }
            | Self::CheckoutUpdated { cart }
            | Self::CartUpdated { cart } => {
                cart.email = None;
                cart.url = None;
            }
            _ => {}
        }
    }
}
