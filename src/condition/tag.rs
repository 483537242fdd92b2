//! Tests whether the customer has a tag.

use super::attribute::PROFILE_EVENTS;
use super::{Answer, Condition, Context, Leaf, Scope};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence, Word};
use crate::trace::Seen;

declared! {
    /// True for customers with the tag (or, with `"has": false`, for everyone else).
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HasTag beside ["type"] {
        /// The tag. Case doesn’t matter.
        tag: String = required(text(255)),
        /// True for customers with the tag, false for everyone else. Default: true.
        has: bool = or(true, BOOLEAN),
    }
    listed in "Customer" as "Tag";
}

impl Leaf for HasTag {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.tags.has(&self.tag) == self.has)
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Flag(context.customer.tags.has(&self.tag))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        let has = *seen == Seen::Flag(true);
        to.say(if has { "has it" } else { "doesn’t have it" }, &[]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(PROFILE_EVENTS);
        scope.moved_by(EventNames::of(&[
            EventName::TagsAdded,
            EventName::TagsRemoved,
        ]));
    }

    fn cost(&self) -> u32 {
        1
    }

    fn is_negative(&self) -> bool {
        !self.has
    }

    fn excludes(&self, other: &Condition) -> bool {
        matches!(other, Condition::HasTag(other) if other.has != self.has && other.tag.eq_ignore_ascii_case(&self.tag))
    }
}

impl Said for HasTag {
    fn say(&self, to: &mut Sentence<'_>) {
        let has = Word(if self.has { "has" } else { "doesn’t have" });
        to.say(
            "{has} the tag “{tag}”",
            &[("has", &has), ("tag", &self.tag)],
        );
    }
}
