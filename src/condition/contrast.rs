//! What can be said of conditions without anybody's facts: which exclude each other, which deny.

use super::{Condition, index};

impl Condition {
    /// Whether it and `other` can never hold at one moment, as far as two leaves show it.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        let says = |one: &Self, other: &Self| one.leaf().is_some_and(|leaf| leaf.excludes(other));
        says(self, other) || says(other, self) || index::exclude_each_other(self, other)
    }

    /// Whether it is negative: true when something isn’t the case or wasn’t done.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            Self::None(_) => true,
            other => other.leaf().is_some_and(super::Leaf::is_negative),
        }
    }

    /// The relative cost of evaluating it for many customers; a test of one value is 1. Of several
    /// conditions, the cheapest is evaluated first.
    #[must_use]
    pub fn cost(&self) -> u32 {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                group.of.iter().map(Self::cost).sum()
            }
            leaf => leaf.leaf().map_or(0, super::Leaf::cost),
        }
    }
}
