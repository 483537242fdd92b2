//! The parts of a plan that conditions may use.

use super::{Condition, Ladder, Scope};
use crate::sorted_map::SortedMap;

/// The conditions of all segments, by name, and the tiers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Definitions {
    segments: SortedMap<String, Condition>,
    /// The tiers of the loyalty program.
    pub ladder: Ladder,
}

impl Definitions {
    /// A configuration without tiers and segments.
    pub const NONE: Self = Self {
        segments: SortedMap::new(),
        ladder: Ladder::EMPTY,
    };

    /// The condition of the segment called `name`.
    #[must_use]
    pub fn segment(&self, name: &str) -> Option<&Condition> {
        self.segments.get(name)
    }

    /// Adds the segment called `name`.
    pub fn add_segment(&mut self, name: String, condition: Condition) {
        self.segments.insert(name, condition);
    }

    /// Extends a scope with everything its segments and tiers depend on.
    #[must_use]
    pub fn whole(&self, mut scope: Scope) -> Scope {
        let mut next = 0;
        // Each segment is looked at once, so this ends even where one leads back to itself.
        while let Some(name) = scope.segments.get(next).cloned() {
            next += 1;
            if let Some(inner) = self.segment(&name) {
                scope.join(inner.scope());
            }
        }
        if scope.tiers {
            self.ladder.over.scope(&mut scope);
        }
        scope
    }
}
