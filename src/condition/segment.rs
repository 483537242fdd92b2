//! Tests whether the customer is in a segment.

use super::{Answer, Condition, Context, Leaf, Reference, Scope};
use crate::document::declared;
use crate::sentence::{Said, SegmentName, Sentence, Word};
use crate::trace::Seen;

declared! {
    /// True for customers in a segment (or, with `"member": false`, for everyone else).
    ///
    /// The segment’s condition is evaluated on the spot, so a segment never needs to be recomputed
    /// first. The compiler rejects segments that depend on themselves.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct InSegment beside ["type"] {
        /// The segment’s ID.
        segment: String = required(NAME),
        /// True for customers in the segment, false for everyone else. Default: true.
        member: bool = or(true, BOOLEAN),
    }
    listed in "Customer" as "Segment";
}

impl InSegment {
    fn membership(&self, context: &Context<'_>) -> Option<Answer> {
        let segment = context.definitions.segment(&self.segment)?;
        // A segment is the same everywhere, whatever enrollment uses it.
        let context = context.outside_workflows();
        // Under a negation, the answer must be certain.
        let context = if self.member {
            context
        } else {
            context.in_doubt()
        };
        Some(segment.evaluate(&context))
    }
}

impl Leaf for InSegment {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let answer = self.membership(context).unwrap_or(Answer::settled(false));
        Answer {
            matched: answer.matched == self.member,
            ..answer
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Flag(matches!(
            self.membership(context),
            Some(Answer { matched: true, .. })
        ))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        let member = *seen == Seen::Flag(true);
        to.say(if member { "a member" } else { "not a member" }, &[]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.asks_segment(&self.segment);
    }

    fn cost(&self) -> u32 {
        20
    }

    fn is_negative(&self) -> bool {
        !self.member
    }

    fn excludes(&self, other: &Condition) -> bool {
        matches!(other, Condition::InSegment(other) if other.member != self.member && other.segment == self.segment)
    }

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference::Segment(&self.segment))
    }
}

impl Said for InSegment {
    fn say(&self, to: &mut Sentence<'_>) {
        let member = Word(if self.member { "is in" } else { "isn’t in" });
        let segment = SegmentName(&self.segment);
        to.say(
            "{member} segment “{segment}”",
            &[("member", &member), ("segment", &segment)],
        );
    }
}
