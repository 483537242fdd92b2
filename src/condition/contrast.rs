//! What can be said of conditions without anybody's facts: which exclude each other, which deny.

use super::{Condition, index};

impl Condition {
    /// Whether it and `other` can never hold at one moment, as far as two leaves show it.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::HasTag(one), Self::HasTag(other)) => {
                one.has != other.has && one.tag.eq_ignore_ascii_case(&other.tag)
            }
            (Self::TierIs(one), Self::TierIs(other)) => one.tier != other.tier,
            (Self::ConsentIs(one), Self::ConsentIs(other)) => {
                one.channel == other.channel && one.is != other.is
            }
            (Self::InSegment(one), Self::InSegment(other)) => {
                one.member != other.member && one.segment == other.segment
            }
            (Self::Performed(did), Self::NotPerformed(not))
            | (Self::NotPerformed(not), Self::Performed(did)) => {
                did.what == not.what && !did.holds(0)
            }
            _ => index::exclude_each_other(self, other),
        }
    }

    /// Whether it asks that something is not so, or was not done.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match self {
            Self::NotPerformed(_) | Self::None(_) => true,
            Self::HasTag(leaf) => !leaf.has,
            Self::InSegment(leaf) => !leaf.member,
            Self::OrderCount(leaf) => leaf.holds(0) && !leaf.holds(1),
            Self::Performed(leaf) => leaf.holds(0) && !leaf.holds(1),
            _ => false,
        }
    }
}
