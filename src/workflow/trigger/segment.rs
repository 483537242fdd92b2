//! The customer came into a segment, or left it.

use super::{Firing, Start};
use crate::condition::{Context, Reference};
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, SegmentName, Sentence};

declared! {
    /// Starts each time the customer enters the segment (`ENTERED` true) or leaves it, through an
    /// event or the passing of time. Saving or editing the segment doesn’t start it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SegmentChanged<const ENTERED: bool> beside ["type"] {
        /// The segment’s ID.
        segment: String = required(NAME),
    }
    listed in "Customer" as if ENTERED {
        "Customer enters a segment"
    } else {
        "Customer leaves a segment"
    };
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

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference::Segment(&self.segment))
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
