//! A tag was added to the customer.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, Sentence};

declared! {
    /// Starts each time the tag is added to a customer who doesn’t have it, by the shop or by
    /// another workflow.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TagAdded beside ["type"] {
        /// The tag. Case doesn’t matter.
        tag: String = required(text(255)),
    }
    listed in "Customer" as "Tag is added";
}

impl Start for TagAdded {
    fn events(&self) -> &[EventName] {
        &[EventName::TagsAdded]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let EventKind::TagsAdded { tags } = &event.kind else {
            return Firing::Unrelated;
        };
        // A tag of another name, or one that was on already, is none of its business.
        if !tags
            .tags
            .iter()
            .any(|tag| is_same_tag(tag.trim(), &self.tag))
        {
            return Firing::Unrelated;
        }
        Firing::Fires
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let has = context.customer.tags.has(&self.tag);
        to.say(if has { "has it" } else { "doesn’t have it" }, &[]);
    }
}

impl Said for TagAdded {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("gets the tag “{tag}”", &[("tag", &self.tag)]);
    }
}

/// Whether two tags are the same without regard to case. Nearly all are ASCII, which needs no
/// copies.
fn is_same_tag(told: &str, wanted: &str) -> bool {
    if told.is_ascii() && wanted.is_ascii() {
        told.eq_ignore_ascii_case(wanted)
    } else {
        told.to_lowercase() == wanted.to_lowercase()
    }
}
