//! Taking in a shop's past, from before it was connected.
//!
//! What is imported is known like anything else: tier, score and segments are what they ought to be, and
//! what the customer is inside of hears of it. But it is no news. It starts nothing and earns nothing, and
//! neither does a moment that it brings and that is over.

use super::turn::Turn;
use crate::customer::Folded;
use crate::event::{Event, EventName, EventNames};
use crate::trace::Cause;

impl Turn<'_, '_> {
    /// Takes in imported events that follow one another, and then looks once at what follows.
    pub(super) fn take_in_past(&mut self, events: &[Event]) {
        if self.state.imported_at < Some(self.now) {
            self.state.imported_at = Some(self.now);
            self.timers.forget();
        }
        self.chain = 0;
        let (noted, consent) = (self.trace.len(), self.consent());
        let mut moved = EventNames::NONE;
        for event in events {
            moved = moved.and(EventNames::of(&[event.kind.name()]));
            if self.fold(event) == Folded::Recorded {
                self.report_unknown_zone(event);
                self.pass_to_enrollments(event, self.now);
            }
        }
        if self.consent() != consent {
            moved = moved.and(EventNames::of(&[EventName::ConsentChanged]));
        }
        let latest = events.iter().map(Event::effective_at).max();
        self.settle_tier(latest.unwrap_or(self.now), self.now, None);
        self.follow_quietly(moved, noted, Cause::Import);
        // What an enrollment did because of it.
        self.drain_queue();
        self.run_due();
    }
}
