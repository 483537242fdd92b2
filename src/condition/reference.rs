//! What a condition refers to in the configuration.

use super::Condition;

/// Something in the configuration that a condition refers to by ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference<'c> {
    /// A segment's id.
    Segment(&'c str),
    /// A tier's id.
    Tier(&'c str),
}

impl Condition {
    /// What the condition itself refers to, if anything. For a group, see its conditions.
    #[must_use]
    pub fn reference(&self) -> Option<Reference<'_>> {
        self.leaf().and_then(super::Leaf::reference)
    }
}
