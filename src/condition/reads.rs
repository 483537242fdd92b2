//! Which of a customer's facts a condition reads.

use super::{Behavior, Condition, Window};
use crate::event::EventNames;

/// The parts of a customer’s facts that a condition reads, so that column storage only reassembles
/// those.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reads {
    /// Profile, tags, consent, tier, points and score.
    pub person: bool,
    /// Whether carts are read.
    pub cart: bool,
    /// Whether orders are read.
    pub orders: bool,
    /// The history of these events.
    pub events: EventNames,
}

impl Reads {
    /// All parts of a customer’s facts.
    pub const ALL: Self = Self {
        person: true,
        cart: true,
        orders: true,
        events: EventNames::ALL,
    };

    /// Only the customer’s ID.
    pub const NOTHING: Self = Self {
        person: false,
        cart: false,
        orders: false,
        events: EventNames::NONE,
    };

    /// Only the carts.
    pub const CART: Self = Self {
        cart: true,
        ..Self::NOTHING
    };

    /// The orders in a window.
    pub(super) const fn orders(window: &Window) -> Self {
        Self {
            orders: true,
            events: window.reads(),
            ..Self::NOTHING
        }
    }

    /// What was done, and the beginning of its window.
    pub(super) fn behavior(what: &Behavior) -> Self {
        Self {
            events: what.reads().and(what.window.reads()),
            ..Self::NOTHING
        }
    }

    /// What either reads.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            person: self.person || other.person,
            cart: self.cart || other.cart,
            orders: self.orders || other.orders,
            events: self.events.and(other.events),
        }
    }
}

impl Condition {
    /// What it reads of a customer. A group reads what its conditions read; one with a segment
    /// reads everything.
    #[must_use]
    pub fn reads(&self) -> Reads {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                let of = group.of.iter().map(Self::reads);
                of.fold(Reads::NOTHING, Reads::and)
            }
            leaf => leaf.leaf().map_or(Reads::ALL, super::Leaf::reads),
        }
    }
}
