//! When a customer must be looked at again.

use crate::json::{object, words};
use crate::time::Timestamp;

/// The earliest moment at which something is due without any event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wake {
    /// When. Never before the `now` of the transition that asked for it.
    pub at: Timestamp,
    /// What for.
    pub reason: WakeReason,
}

object!(Wake { at, reason });

/// What a [`Wake`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WakeReason {
    /// A wait in a workflow ends.
    WaitEnds,
    /// A cart will have been left alone for long enough.
    CartAbandoned,
    /// What starts a workflow by time alone will have come.
    TriggerDue,
    /// A message that was held back may go.
    DeferralEnds,
    /// Time alone may change the customer's score, or bring them into a segment or out of one.
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
    /// The earlier of two wakes; at the same moment the first reason in the list.
    #[must_use]
    pub fn earliest(left: Option<Self>, right: Option<Self>) -> Option<Self> {
        match (left, right) {
            (Some(left), Some(right)) => Some(left.min(right)),
            (one, None) | (None, one) => one,
        }
    }
}
