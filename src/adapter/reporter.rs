//! What each way in which a store is connected reports by itself.

use crate::event::{EventName, EventNames, WooCommerceRules};
use crate::json::words;

/// A way in which a store is connected. Beside these, a merchant can report any event themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// Shopify's webhooks.
    Shopify,
    /// Shopify's web pixel.
    ShopifyPixel,
    /// WooCommerce's own webhooks.
    Woocommerce,
    /// The Edgewise plugin in a WooCommerce store: what its server and its script report.
    WoocommercePlugin,
}

words!(Reporter {
    Shopify = "shopify",
    ShopifyPixel = "shopify-pixel",
    Woocommerce = "woocommerce",
    WoocommercePlugin = "woocommerce-plugin",
});

impl Reporter {
    /// The kinds of events that it reports by itself in a shop with these rules. What follows from
    /// them, such as a changed price, is among them.
    #[must_use]
    pub const fn reports(self, rules: &WooCommerceRules) -> EventNames {
        let always = self.reports_always();
        if matches!(self, Self::Woocommerce) && rules.reports_shipping() {
            always.and(EventNames::of(&[EventName::OrderFulfilled]))
        } else {
            always
        }
    }

    const fn reports_always(self) -> EventNames {
        use EventName as E;
        EventNames::of(match self {
            Self::Shopify => &[
                E::CartUpdated,
                E::CheckoutStarted,
                E::CheckoutUpdated,
                E::CheckoutDeleted,
                E::OrderPlaced,
                E::OrderCompleted,
                E::OrderUpdated,
                E::OrderCancelled,
                E::OrderRefunded,
                E::OrderDeleted,
                E::OrderFulfilled,
                E::ShipmentUpdated,
                E::ReturnRequested,
                E::CustomerCreated,
                E::CustomerUpdated,
                E::CustomerDeleted,
                E::CustomerIdentified,
                E::ProductUpdated,
                E::ProductDeleted,
                E::InventoryChanged,
                E::StockChanged,
                E::PriceChanged,
                E::CouponUpdated,
            ],
            Self::ShopifyPixel => &[
                E::PageViewed,
                E::ProductViewed,
                E::ProductListViewed,
                E::ProductsSearched,
                E::ProductAdded,
                E::ProductRemoved,
                E::CartViewed,
                E::CheckoutStarted,
                E::CheckoutUpdated,
                E::CustomerIdentified,
            ],
            // A block checkout is an order in the making.
            Self::Woocommerce => &[
                E::CheckoutStarted,
                E::CheckoutUpdated,
                E::OrderPlaced,
                E::OrderCompleted,
                E::OrderUpdated,
                E::OrderCancelled,
                E::OrderRefunded,
                E::OrderDeleted,
                E::CustomerCreated,
                E::CustomerUpdated,
                E::CustomerDeleted,
                E::CustomerIdentified,
                E::ProductUpdated,
                E::ProductDeleted,
                E::InventoryChanged,
                E::StockChanged,
                E::PriceChanged,
                E::CouponUpdated,
                E::CouponDeleted,
            ],
            Self::WoocommercePlugin => &[
                E::CartUpdated,
                E::CheckoutStarted,
                E::CheckoutUpdated,
                E::CustomerIdentified,
                E::PageViewed,
                E::ProductViewed,
                E::ProductListViewed,
                E::ProductsSearched,
            ],
        })
    }
}

/// What happens inside Edgewise, is imported, or comes from whoever the merchant has report it, so
/// that no platform decides whether it can happen.
const OF_NO_PLATFORM: EventNames = EventNames::of(&[
    EventName::ConsentChanged,
    EventName::ConsentFieldSeen,
    EventName::PreferencesChanged,
    EventName::SurveyAnswered,
    EventName::BackInStockRequested,
    EventName::TagsAdded,
    EventName::TagsRemoved,
    EventName::TierChanged,
    EventName::TierAtRisk,
    EventName::PointsChanged,
    EventName::ScoreChanged,
    EventName::SegmentEntered,
    EventName::SegmentLeft,
    EventName::ProfileChanged,
    EventName::MessageDelivered,
    EventName::MessageOpened,
    EventName::MessageClicked,
    EventName::MessageScanned,
    EventName::MessageBounced,
    EventName::MessageComplained,
    EventName::PromotionStarted,
    EventName::PromotionEnded,
    EventName::Custom,
]);

/// The kinds of events that can happen in a shop that is connected in these ways.
#[must_use]
pub fn can_happen(reporters: &[Reporter], rules: &WooCommerceRules) -> EventNames {
    let reported = reporters.iter().map(|reporter| reporter.reports(rules));
    reported.fold(OF_NO_PLATFORM, EventNames::and)
}
