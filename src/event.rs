//! What happened, in one model for every platform.
//!
//! Adapters turn webhooks, pixel batches and API calls into [`Event`]s; the rest of the engine
//! knows no platform, but for what a [link](cart_link) to a cart may hold. Kinds keep the words of Segment's e-commerce specification where it has
//! them; `order_placed` is ours, because a shop may ship before it is paid.

pub mod cart_link;
mod commerce;
mod consent_field;
mod consent_source;
mod delivery;
mod kind;
mod message;
mod name;
mod name_set;
mod person;
mod preference;
mod property;
mod property_names;
mod woocommerce_rules;

use crate::id::FactKey;
use crate::json::{object, words};
use crate::time::Timestamp;

pub use commerce::{Cart, Fulfillment, Item, Order, Refund, Refunded, Shipment};
pub use consent_field::{ConsentField, FieldOfAccount, FieldOfCheckout, Prefill};
pub use consent_source::{ConsentSource, ConsentSources};
pub use delivery::{Delivery, IdentityKey, KeyStrength, Question, Scope, Subject};
pub use kind::{EventKind, EventName};
pub use message::{MessageNews, Observed, SentBy, StockChange, StockItem};
pub use name_set::EventNames;
pub use person::{Channel, Consent, ConsentChange, ConsentWeight, MessageKind, Profile, Tags};
pub use preference::{Frequency, Preferences};
pub use property::major;
pub use property_names::{ITEM, PropertyKind};
pub use woocommerce_rules::{StatusMeans, WooCommerceRules};

/// One fact, reported by one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Identifies the fact when it is received again, or from another source: for example
    /// `shopify:order:4501:placed`. Built from the body's content, never from headers, which no
    /// signature covers.
    pub fact_key: FactKey,
    /// When it happened, according to the source. Conditions use this.
    pub occurred_at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// The source that reported it.
    pub source: Source,
    /// Whether it was read from the shop's records, from before the shop was connected. It is a fact
    /// like any other, and starts nothing.
    pub imported: bool,
    /// What happened, with its content.
    pub kind: EventKind,
}

object!(Event or at_hand {
    fact_key,
    occurred_at,
    received_at,
    source,
    imported: sparse,
    kind
});

impl Event {
    /// The moment from which the event counts: when it happened according to the source, but never
    /// later than when it was received. Nothing is reported before it happens, and a wrong clock
    /// must not push a customer's waits into the future.
    #[must_use]
    pub fn effective_at(&self) -> Timestamp {
        self.occurred_at.min(self.received_at)
    }

    /// The event as it would have been received if the shop had been connected then. Only what was
    /// imported was received otherwise.
    #[must_use]
    pub fn as_it_happened(self) -> Self {
        if !self.imported {
            return self;
        }
        Self {
            received_at: self.effective_at(),
            imported: false,
            ..self
        }
    }
}

/// Who reported an event. See [`Source::is_confirmed`] for how far each is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// A Shopify webhook, signed.
    Shopify,
    /// A WooCommerce webhook, signed.
    Woocommerce,
    /// Shopify's web pixel: the buyer's browser, which anyone can imitate.
    ShopifyPixel,
    /// A call in Segment's shape with the shop's public write key.
    Segment,
    /// A call in Segment's shape with the shop's secret server key.
    SegmentServer,
    /// Edgewise itself: an unsubscribe link, the admin, a workflow's own step.
    Edgewise,
}

words!(Source { Shopify = "shopify", Woocommerce = "woocommerce", ShopifyPixel = "shopify-pixel", Segment = "segment", SegmentServer = "segment-server", Edgewise = "edgewise" });

impl Source {
    /// Whether the shop's server or Edgewise itself reported it. What a browser reports never
    /// creates consent, and never makes an address mailable.
    #[must_use]
    pub const fn is_confirmed(self) -> bool {
        matches!(
            self,
            Self::Shopify | Self::Woocommerce | Self::SegmentServer | Self::Edgewise
        )
    }
}
