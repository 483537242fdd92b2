//! Who came into a segment and who left it.

use super::Turn;
use crate::event::{EventKind, EventName};
use crate::segment::Segment;
use crate::time::Timestamp;
use crate::trace::{Cause, Decision};

impl Turn<'_> {
    /// If the plan is another than the one the memberships were settled under, settles them all
    /// anew. An edit is not something a customer did: it starts no workflow.
    pub(super) fn adopt_segments(&mut self) {
        let known = !self.state.memberships.plan.is_empty();
        if !known || self.state.memberships.plan == self.plan.id {
            return;
        }
        self.settle_segments(Cause::Definition, self.now, |_| true);
        self.forget_segments();
    }

    /// Settles the segments whose condition the event may have changed; all, while none ever
    /// were.
    pub(super) fn follow_event(&mut self, event: EventName, at: Timestamp) {
        let first = self.state.memberships.plan.is_empty();
        // What this transition has seen of later moments stays seen.
        let at = at.max(self.segments_at);
        self.settle_segments(Cause::Event, at, |segment| {
            first || segment.scope.events.has(event)
        });
    }

    /// Settles the segments that time alone may have changed by `at`.
    pub(super) fn follow_time(&mut self, at: Timestamp) {
        let due: Vec<_> = self
            .state
            .memberships
            .of
            .iter()
            .filter(|(_, membership)| membership.look_at.is_some_and(|look| look <= at))
            .map(|(id, _)| id.clone())
            .collect();
        self.settle_segments(Cause::Time, at, |segment| due.contains(&segment.id));
        // A segment that is gone, or that cannot be judged now, is not waited for.
        for id in &due {
            if let Some(membership) = self.state.memberships.of.get_mut(id)
                && membership.look_at.is_some_and(|look| look <= at)
            {
                membership.look_at = None;
            }
        }
    }

    /// Settles those segments that are `wanted` at `at`, and tells of every change.
    pub(super) fn settle_segments(
        &mut self,
        cause: Cause,
        at: Timestamp,
        wanted: impl Fn(&Segment) -> bool,
    ) {
        if self.plan.segments().is_empty() {
            return;
        }
        self.segments_at = at;
        self.state.memberships.plan.clone_from(&self.plan.id);
        for segment in self.plan.segments().iter().filter(|one| wanted(one)) {
            let context = self.context(at);
            if !segment.can_be_judged(&context) {
                continue;
            }
            let answer = segment.evaluate(&context);
            let Some(change) = self.state.memberships.settle(&segment.id, answer, at) else {
                continue;
            };
            let (_, saw) = segment.condition.explain(&self.context(at).outside_runs());
            self.note(
                at,
                Decision::SegmentChanged {
                    segment: segment.id.clone(),
                    entered: change.entered,
                    cause,
                    saw,
                },
            );
            if cause != Cause::Definition {
                self.tell_segment(segment, change.entered, at);
            }
        }
    }

    fn tell_segment(&mut self, segment: &Segment, entered: bool, at: Timestamp) {
        let word = if entered { "entered" } else { "left" };
        let (customer, id) = (&self.state.customer.id, &segment.id);
        let fact = format!("edgewise:segment:{customer}:{id}:{word}:{}", at.as_millis());
        let segment = id.to_string();
        let kind = if entered {
            EventKind::SegmentEntered { segment }
        } else {
            EventKind::SegmentLeft { segment }
        };
        self.make_event(fact, kind, at);
    }

    /// Forgets segments that the plan does not have.
    fn forget_segments(&mut self) {
        let segments = self.plan.segments();
        self.state
            .memberships
            .of
            .retain(|id, _| segments.iter().any(|segment| segment.id == *id));
    }
}
