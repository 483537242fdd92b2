//! The customer came into a segment, or left it.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, SegmentName, Sentence};

/// Fires each time the customer comes into the segment (`ENTERED` true) or leaves it, by what
/// they do or by time alone. Neither saving nor editing the segment fires it: that is nothing a
/// customer did.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "SegmentTrigger", deny_unknown_fields))]
pub struct SegmentChanged<const ENTERED: bool> {
    /// The segment's name.
    pub segment: String,
}

impl<const ENTERED: bool> Start for SegmentChanged<ENTERED> {
    fn events(&self) -> &[EventName] {
        if ENTERED {
            &[EventName::SegmentEntered]
        } else {
            &[EventName::SegmentLeft]
        }
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let (EventKind::SegmentEntered { segment } | EventKind::SegmentLeft { segment }) =
            &event.kind
        else {
            return Firing::Unrelated;
        };
        if *segment != self.segment {
            return Firing::Unrelated;
        }
        Firing::Fires
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let segment = context.definitions.segment(&self.segment);
        let member = segment.is_some_and(|one| one.evaluate(context).matched);
        to.say(if member { "in it now" } else { "not in it now" }, &[]);
    }
}

impl<const ENTERED: bool> Said for SegmentChanged<ENTERED> {
    fn say(&self, to: &mut Sentence<'_>) {
        let template = if ENTERED {
            "enters segment “{segment}”"
        } else {
            "leaves segment “{segment}”"
        };
        to.say(template, &[("segment", &SegmentName(&self.segment))]);
    }
}

impl<const ENTERED: bool> FromNode for SegmentChanged<ENTERED> {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "segment"])?;
        let segment = object.required("segment")?.name()?;
        Some(Self { segment })
    }
}
