//! A set of kinds of event.

use super::EventName;

/// Some of the kinds of event, as bits: what can change a condition's answer, for example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct EventNames(u128);

impl EventNames {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// Every kind of event.
    pub const ALL: Self = Self(u128::MAX);

    /// The set of these kinds of events.
    #[must_use]
    pub const fn of(names: &[EventName]) -> Self {
        let mut bits = 0;
        let mut rest = names;
        while let [first, others @ ..] = rest {
            bits |= Self::bit(*first);
            rest = others;
        }
        Self(bits)
    }

    /// The kinds in either set.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any kind is in both sets.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether `name` is in the set.
    #[must_use]
    pub const fn has(self, name: EventName) -> bool {
        self.0 & Self::bit(name) != 0
    }

    const fn bit(name: EventName) -> u128 {
        1 << (name as u32)
    }
}

// A bit for each kind.
const _: () = assert!(EventName::ALL.len() <= 128);
