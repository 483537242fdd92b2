//! When a customer is next due.

use crate::json::{object, words};
use crate::time::Timestamp;

/// When something is next due without an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// The moment; never before the `now` of the transition that asked for it.
    pub at: Timestamp,
    /// The reason to wake.
    pub reason: WakeReason,
}

object!(Wake { at, reason });

/// The reason to wake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WakeReason {
    /// A wait in a workflow ends.
    WaitEnds,
    /// A cart will count as abandoned.
    CartAbandoned,
    /// A trigger that depends on time alone will fire.
    TriggerDue,
    /// A message that was held back may go.
    DeferralEnds,
    /// Time alone may change the customer's score or segments.
    FactsMayChange,
}

words!(WakeReason {
    WaitEnds = "wait-ends",
    CartAbandoned = "cart-abandoned",
    TriggerDue = "trigger-due",
    DeferralEnds = "deferral-ends",
    FactsMayChange = "facts-may-change",
});

impl Wake {
    /// The earlier of two wakes; at the same moment, the one whose reason comes first in
    /// [`WakeReason`].
    #[must_use]
    pub fn earliest(left: Option<Self>, right: Option<Self>) -> Option<Self> {
        match (left, right) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (one, None) | (None, one) => one,
        }
    }
}
