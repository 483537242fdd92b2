//! Which properties events have, by name.

use super::EventName;

/// What kind of value a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyKind {
    /// Text.
    Text,
    /// A number; money in major units of the shop's currency.
    Number,
    /// Several texts.
    List,
    /// Yes or no.
    Boolean,
}

impl EventName {
    /// The properties that events of this name have. `None` for `custom`, whose properties are
    /// the shop's own.
    #[must_use]
    pub const fn properties(self) -> Option<&'static [(&'static str, PropertyKind)]> {
        use PropertyKind::{Boolean, List, Number, Text};
        Some(match self {
            Self::PageViewed => &[("url", Text)],
            Self::ProductViewed
            | Self::ProductAdded
            | Self::ProductRemoved
            | Self::BackInStockRequested
            | Self::ProductUpdated => ITEM,
            Self::PreferencesChanged => &[("frequency", Text), ("paused", Boolean)],
            Self::SurveyAnswered => &[("survey", Text), ("answer", Text)],
            Self::ProductListViewed => &[("list_id", Text), ("title", Text)],
            Self::ProductsSearched => &[("query", Text)],
            Self::CartViewed
            | Self::CartUpdated
            | Self::CheckoutStarted
            | Self::CheckoutUpdated => &[("total", Number), ("pieces", Number)],
            Self::OrderPlaced
            | Self::OrderCompleted
            | Self::OrderUpdated
            | Self::OrderCancelled => &[
                ("order_id", Text),
                ("number", Text),
                ("total", Number),
                ("pieces", Number),
                ("discount_codes", List),
                ("sales_channel", Text),
                ("product_ids", List),
                ("skus", List),
                ("vendors", List),
                ("categories", List),
            ],
            Self::OrderRefunded => &[("order_id", Text), ("amount", Number)],
            Self::OrderDeleted => &[("order_id", Text)],
            Self::OrderFulfilled => &[
                ("order_id", Text),
                ("status", Text),
                ("carrier", Text),
                ("tracking_number", Text),
                ("tracking_url", Text),
            ],
            Self::ShipmentUpdated => &[("order_id", Text), ("status", Text)],
            Self::ConsentChanged => &[("channel", Text), ("consent", Text), ("origin", Text)],
            Self::ProfileChanged => &[("fields", List)],
            Self::MessageDelivered
            | Self::MessageOpened
            | Self::MessageClicked
            | Self::MessageScanned
            | Self::MessageComplained => MESSAGE,
            Self::MessageBounced => &[
                ("channel", Text),
                ("message", Text),
                ("link", Text),
                ("permanent", Boolean),
            ],
            Self::ReturnRequested => &[("order_id", Text), ("reason", Text)],
            Self::StockChanged => &[
                ("product_id", Text),
                ("variant_id", Text),
                ("title", Text),
                ("available", Number),
                ("previous", Number),
            ],
            Self::PriceChanged => &[
                ("product_id", Text),
                ("variant_id", Text),
                ("title", Text),
                ("price", Number),
                ("previous_price", Number),
                ("percent_off", Number),
            ],
            Self::PromotionStarted => &[
                ("name", Text),
                ("product_id", Text),
                ("variant_id", Text),
                ("title", Text),
                ("price", Number),
                ("percent_off", Number),
                ("vendor", Text),
                ("category", Text),
            ],
            Self::PromotionEnded => &[("name", Text)],
            Self::TagsAdded | Self::TagsRemoved => &[("tags", List)],
            Self::TierAtRisk => &[("tier", Text)],
            Self::PointsChanged => &[("balance", Number), ("previous", Number)],
            Self::TierChanged => &[("tier", Text), ("previous", Text), ("upward", Boolean)],
            Self::ScoreChanged => &[("score", Number), ("previous", Number)],
            Self::SegmentEntered | Self::SegmentLeft => &[("segment", Text)],
            Self::Custom => return None,
            _ => &[],
        })
    }
}

/// The properties of news about a message.
const MESSAGE: &[(&str, PropertyKind)] = &[
    ("channel", PropertyKind::Text),
    ("message", PropertyKind::Text),
    ("link", PropertyKind::Text),
];

/// The properties of one product in an event, a cart or an order.
pub const ITEM: &[(&str, PropertyKind)] = &[
    ("product_id", PropertyKind::Text),
    ("variant_id", PropertyKind::Text),
    ("title", PropertyKind::Text),
    ("variant_title", PropertyKind::Text),
    ("price", PropertyKind::Number),
    ("quantity", PropertyKind::Number),
    ("sku", PropertyKind::Text),
    ("vendor", PropertyKind::Text),
    ("category", PropertyKind::Text),
];
