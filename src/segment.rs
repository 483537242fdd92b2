//! Segments, and who is in them.
//!
//! A segment is a saved [`Condition`]. Each customer's state remembers in which segments they
//! are, since when, and the next moment at which that may change without any event; so a
//! membership that time alone ends ("spent over $500 in the last 3 months") ends at its exact
//! second, and nothing polls.

mod rfm;

use crate::condition::{Answer, Condition, Context, Scope};
use crate::document::declared;
use crate::id::SegmentId;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

pub use rfm::{MIN_BUYERS, cuts};

declared! {
    /// A named group of customers, defined by a condition.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Segment beside ["$schema"] {
        /// Its ID. Don’t change it later.
        id: SegmentId = required(checked(NAME, |_, id| Some(SegmentId::new(id)))),
        /// The name you see in the admin.
        name: String = required(text(120)),
        /// What the segment is for.
        description: Option<String> = maybe(text(500)),
        /// The condition that customers in the segment meet.
        condition: Condition = required(typed()),
        /// What the condition depends on, including through other segments.
        scope in NO_KEYS: Scope = derived(condition.as_ref().map(Condition::scope)),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
    }
    schema {"title": "Edgewise segment"};
}

stored! {
    /// The segments a customer is in, and when to check again.
    pub struct Memberships {
        /// By segment: those the customer is in, and those the customer may enter as time passes.
        pub of: SortedMap<SegmentId, Membership>,
    }
}

stored! {
    /// A customer’s membership in a segment.
    pub struct Membership {
        /// When the customer entered it; `None` while they aren’t in it.
        pub since: Option<Timestamp>,
        /// When it may next change without an event.
        pub look_at: Option<Timestamp>,
        /// Whether the segment is new and couldn’t be evaluated yet because the shop’s facts were
        /// missing.
        pub unjudged: bool,
    }
}

impl Segment {
    /// How many segments a shop may have.
    pub const LIMIT: usize = 200;

    /// Whether the customer is in it, and until when that is certain.
    #[must_use]
    pub fn evaluate(&self, context: &Context<'_>) -> Answer {
        self.condition.evaluate(&context.outside_workflows())
    }

    /// Whether the shop’s facts that it uses were provided. If not, membership can’t be evaluated
    /// and stays as it is.
    #[must_use]
    pub const fn can_be_judged(&self, context: &Context<'_>) -> bool {
        !self.scope.rfm || context.facts.rfm.is_some()
    }
}

impl Memberships {
    /// Whether the customer is in the segment.
    #[must_use]
    pub fn is_member(&self, segment: &SegmentId) -> bool {
        self.of
            .get(segment)
            .is_some_and(|membership| membership.since.is_some())
    }

    /// The first moment at which any membership may change without an event.
    #[must_use]
    pub fn next_look(&self) -> Option<Timestamp> {
        self.of
            .values()
            .filter_map(|membership| membership.look_at)
            .min()
    }

    /// Remembers that a new segment could not be judged yet.
    pub fn await_facts(&mut self, segment: &SegmentId) {
        if !self.of.contains_key(segment) {
            self.of.or_default(segment.clone()).unjudged = true;
        }
    }

    /// Whether the segment is new and was never judged.
    #[must_use]
    pub fn awaits_facts(&self, segment: &SegmentId) -> bool {
        self.of.get(segment).is_some_and(|known| known.unjudged)
    }

    /// Records the customer’s membership at `now`; returns whether they entered (true) or left
    /// (false), if either.
    pub fn settle(&mut self, segment: &SegmentId, answer: Answer, now: Timestamp) -> Option<bool> {
        let look_at = (answer.stable_until < Timestamp::MAX).then_some(answer.stable_until);
        let mut entered = None;
        self.of.update(segment, |known| {
            let since = known.as_ref().and_then(|known| known.since);
            entered = match (since, answer.matched) {
                (None, true) => Some(true),
                (Some(_), false) => Some(false),
                _ => None,
            };
            let since = answer.matched.then(|| since.unwrap_or(now));
            (since.is_some() || look_at.is_some()).then(|| Membership {
                since,
                look_at,
                unjudged: false,
                ..known.unwrap_or_default()
            })
        });
        entered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_segment_waits_for_the_facts_once() {
        let segment = SegmentId::new("best");
        let mut memberships = Memberships::default();
        memberships.await_facts(&segment);
        assert!(memberships.awaits_facts(&segment) && !memberships.is_member(&segment));
        let now = Timestamp::from_millis(1);
        assert_eq!(
            memberships.settle(&segment, Answer::settled(true), now),
            Some(true)
        );
        assert!(!memberships.awaits_facts(&segment) && memberships.is_member(&segment));
        // Facts that are missing later change nothing.
        memberships.await_facts(&segment);
        assert!(memberships.is_member(&segment) && !memberships.awaits_facts(&segment));
    }
}
