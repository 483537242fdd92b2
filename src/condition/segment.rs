//! Whether the customer is in another segment.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, SegmentName, Sentence, Word};
use crate::trace::Seen;

/// Holds for the members of a segment (or for all others, with `"member": false`).
///
/// The segment's own condition is asked, at the very moment the answer is for; so there is no
/// order in which segments would have to be brought up to date. That no segment leads back to
/// itself is checked when the configuration is compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct InSegment {
    /// The segment's name.
    pub segment: String,
    /// Whether they must be a member. True when left out.
    #[cfg_attr(test, schemars(default = "super::when_left_out"))]
    pub member: bool,
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

impl FromNode for InSegment {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "segment", "member"])?;
        let segment = object.required("segment").and_then(|node| node.name());
        let member = object.or("member", true, Node::boolean);
        Some(Self {
            segment: segment?,
            member: member?,
        })
    }
}
