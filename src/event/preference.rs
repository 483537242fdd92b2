//! What customers say about what they want to get.

use crate::json::{object, words};
use crate::sorted_map::SortedMap;
use crate::time::{Duration, Timestamp, Unit};

/// What a customer chose on their preference page. What is left out stays as it was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preferences {
    /// Topics by their IDs: whether they want to hear of each.
    pub topics: SortedMap<String, bool>,
    /// How often they want marketing.
    pub frequency: Option<Frequency>,
    /// Until when they want none. A moment that is over ends a pause.
    pub paused_until: Option<Timestamp>,
}

object!(Preferences or default {
    topics: sparse,
    frequency: sparse,
    paused_until: sparse
});

/// How often a customer wants marketing, on all channels together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Frequency {
    /// As often as the shop writes.
    #[default]
    All,
    /// At most one message in 7 days.
    Weekly,
    /// At most one message in 30 days.
    Monthly,
}

words!(Frequency or default { All = "all", Weekly = "weekly", Monthly = "monthly" });

impl Frequency {
    /// The word used in files: `all`, `weekly`, `monthly`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// The time in which they want one message at most; `None` without a limit.
    #[must_use]
    pub const fn span(self) -> Option<Duration> {
        match self {
            Self::All => None,
            Self::Weekly => Some(Duration::new(7, Unit::Days)),
            Self::Monthly => Some(Duration::new(30, Unit::Days)),
        }
    }
}
