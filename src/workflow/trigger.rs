//! What starts a workflow. Each kind lives in a file of its own and is listed once.

mod cart_abandoned;
mod customer_created;
mod loyalty;
mod order;
mod score_reached;
mod segment;
mod tag_added;
mod tier_reached;

use crate::customer::Customer;
use crate::document::{Node, Read};
use crate::event::{Event, EventName};
use crate::money::Currency;
use crate::time::{Timestamp, Zone};
use crate::trace::Saw;

pub use cart_abandoned::CartAbandoned;
pub use customer_created::CustomerCreated;
pub use loyalty::{PointsReached, TierAtRisk};
pub use order::OrderFilter;
pub use score_reached::ScoreReached;
pub use segment::SegmentChanged;
pub use tag_added::TagAdded;
pub use tier_reached::TierReached;

/// One possible entry into a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What may start the workflow only once, such as `order:shopify:4501`; never empty. A cart
    /// goes by several keys, the first of which names the run.
    pub keys: Vec<String>,
    /// The key of the fact behind it.
    pub fact: String,
    /// The moment the workflow's offsets are counted from.
    pub anchor: Timestamp,
    /// The cart it is about.
    pub cart: Option<String>,
    /// The order it is about.
    pub order: Option<String>,
}

impl Entry {
    /// An entry for this very fact: the same kind of event may start the workflow again.
    #[must_use]
    pub fn of_fact(event: &Event) -> Self {
        Self {
            keys: vec![format!("fact:{}", event.fact_key)],
            fact: event.fact_key.clone(),
            anchor: event.effective_at(),
            cart: None,
            order: None,
        }
    }
}

/// What a trigger says to an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Firing {
    /// This is what it waits for.
    Fires,
    /// The right kind of event, but not the one it waits for.
    NotMet(Saw),
    /// None of its business.
    Unrelated,
}

/// What every trigger can do.
trait Start {
    /// Which events may start it.
    fn events(&self) -> &'static [EventName];

    /// Looks at an event that the facts already hold.
    fn fires(&self, event: &Event, customer: &Customer, currency: Currency) -> Firing;

    /// The entry that an event for which it fires asks for.
    fn entry(&self, event: &Event, customer: &Customer) -> Entry {
        let _ = customer;
        Entry::of_fact(event)
    }

    /// The entries that time alone will bring, each with its moment. Asked again after every
    /// change, so nothing needs to be taken back.
    fn upcoming(&self, customer: &Customer, zone: Zone) -> Vec<(Timestamp, Entry)> {
        let _ = (customer, zone);
        Vec::new()
    }
}

/// Declares [`Trigger`] from the list of its kinds.
macro_rules! triggers {
    ($( $(#[$doc:meta])* $variant:ident($kind:ty) = $word:literal ),+ $(,)?) => {
        /// What starts a workflow. In JSON an object with `"type"`.
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[cfg_attr(test, schemars(tag = "type"))]
        pub enum Trigger {
            $( $(#[$doc])* #[cfg_attr(test, schemars(rename = $word))] $variant($kind), )+
        }

        impl Trigger {
            /// The words under `"type"`.
            pub const WORDS: &'static [&'static str] = &[ $( $word ),+ ];

            /// The events that may start it.
            #[must_use]
            pub fn events(&self) -> &'static [EventName] {
                match self { $( Self::$variant(kind) => kind.events(), )+ }
            }

            /// What it says to an event that `customer`'s facts already hold.
            #[must_use]
            pub fn fires(&self, event: &Event, customer: &Customer, currency: Currency) -> Firing {
                if !self.events().contains(&event.kind.name()) {
                    return Firing::Unrelated;
                }
                match self { $( Self::$variant(kind) => kind.fires(event, customer, currency), )+ }
            }

            /// The entry that an event for which it fires asks for.
            #[must_use]
            pub fn entry(&self, event: &Event, customer: &Customer) -> Entry {
                match self { $( Self::$variant(kind) => kind.entry(event, customer), )+ }
            }

            /// The entries that time alone will bring if no event comes, each with its moment.
            #[must_use]
            pub fn upcoming(&self, customer: &Customer, zone: Zone) -> Vec<(Timestamp, Entry)> {
                match self { $( Self::$variant(kind) => kind.upcoming(customer, zone), )+ }
            }
        }

        impl Read for Trigger {
            fn read(node: &Node<'_>) -> Option<Self> {
                match node.kind()? {
                    $( $word => <$kind>::read(node).map(Self::$variant), )+
                    other => node.unknown_kind(other, Self::WORDS),
                }
            }
        }
    };
}

triggers! {
    /// A cart was left alone for a time.
    CartAbandoned(CartAbandoned) = "cart_abandoned",
    /// An order was placed.
    OrderPlaced(OrderFilter<false>) = "order_placed",
    /// An order was paid.
    OrderCompleted(OrderFilter<true>) = "order_completed",
    /// An account was made.
    CustomerCreated(CustomerCreated) = "customer_created",
    /// A tag was put on the customer.
    TagAdded(TagAdded) = "tag_added",
    /// The customer moved up into a tier.
    TierReached(TierReached) = "tier_reached",
    /// A tier will be lost at the next review.
    TierAtRisk(TierAtRisk) = "tier_at_risk",
    /// The balance of points reached a mark.
    PointsReached(PointsReached) = "points_reached",
    /// The lead score crossed a threshold upward.
    ScoreReached(ScoreReached) = "score_reached",
    /// The customer came into a segment.
    SegmentEntered(SegmentChanged<true>) = "segment_entered",
    /// The customer left a segment.
    SegmentLeft(SegmentChanged<false>) = "segment_left",
}
