//! When a customer must be looked at again.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The earliest moment at which something is due without any event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Wake {
    /// When. Never before the `now` of the transition that asked for it.
    pub at: Timestamp,
    /// What for.
    pub reason: WakeReason,
}

/// What a [`Wake`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WakeReason {
    /// A wait in a workflow ends.
    WaitEnds,
    /// A cart will have been left alone for long enough.
    CartAbandoned,
    /// A message that was held back may go.
    DeferralEnds,
    /// Time alone may change the customer's score, or bring them into a segment or out of one.
    FactsMayChange,
}

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
