//! Which segments ask which others, read once for the checks that follow those references.

use std::collections::BTreeMap;

use super::Config;
use crate::condition::{Condition, Reference};

/// The segments of a configuration and which other segments each of them uses, by position.
pub(super) struct SegmentsAsked<'c> {
    positions: BTreeMap<&'c str, usize>,
    asked: Vec<Vec<usize>>,
}

impl<'c> SegmentsAsked<'c> {
    pub(super) fn new(config: &'c Config) -> Self {
        let mut positions = BTreeMap::new();
        for (position, segment) in config.segments.iter().enumerate() {
            // Of two with one name the first counts; the second is reported elsewhere.
            positions.entry(segment.id.as_str()).or_insert(position);
        }
        let mut this = Self {
            positions,
            asked: Vec::new(),
        };
        let conditions = config.segments.iter().map(|segment| &segment.condition);
        this.asked = conditions.map(|one| this.asked_by(one)).collect();
        this
    }

    /// The position of the segment with this ID.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The segments that the one at `position` uses, once per use.
    pub(super) fn of(&self, position: usize) -> &[usize] {
        self.asked.get(position).map_or(&[], Vec::as_slice)
    }

    /// The segments that a condition uses directly, once per use. Unknown ones are left out.
    pub(super) fn asked_by(&self, condition: &Condition) -> Vec<usize> {
        let mut asked = Vec::new();
        condition.visit("", &mut |inner, _| {
            if let Some(Reference::Segment(id)) = inner.reference() {
                asked.extend(self.position(id));
            }
        });
        asked
    }
}
