//! Whether the customer has a tag.

use super::attribute::PROFILE_EVENTS;
use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence, Word};
use crate::trace::Seen;

/// Holds for customers who have the tag (or do not, with `"has": false`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct HasTag {
    /// The tag; compared without regard to case.
    pub tag: String,
    /// Whether they must have it. True when left out.
    #[cfg_attr(test, schemars(default = "super::when_left_out"))]
    pub has: bool,
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

impl FromNode for HasTag {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "tag", "has"])?;
        let tag = object.required("tag").and_then(|node| node.text(255));
        let has = object.or("has", true, Node::boolean);
        Some(Self {
            tag: tag?,
            has: has?,
        })
    }
}
