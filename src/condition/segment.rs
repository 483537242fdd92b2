//! Whether the customer is in another segment.

use super::{Answer, Condition, Context, Leaf, Reference, Scope};
use crate::document::declared;
use crate::sentence::{Said, SegmentName, Sentence, Word};
use crate::trace::Seen;

declared! {
    /// Holds for the members of a segment (or for all others, with `"member": false`).
    ///
    /// The segment's own condition is asked, at the very moment the answer is for; so there is no
    /// order in which segments would have to be brought up to date. That no segment leads back to
    /// itself is checked when the configuration is compiled.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct InSegment beside ["type"] {
        /// The segment's name.
        segment: String = required(NAME),
        /// Whether they must be a member. True when left out.
        member: bool = or(true, BOOLEAN),
    }
    listed in "Customer" as "Segment";
}

impl InSegment {
    fn membership(&self, context: &Context<'_>) -> Option<Answer> {
        let segment = context.definitions.segment(&self.segment)?;
        // A segment is the same for everyone who asks: the run that asks does not matter.
        let context = context.outside_runs();
        // What is asked not to be so must be certain not to be.
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
