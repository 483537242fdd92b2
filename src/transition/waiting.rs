//! Runs that wait: for a time, for a date of the customer's, for something to be done.

use super::turn::Turn;
use crate::condition::{Behavior, Bound, Window};
use crate::event::Event;
use crate::id::EnrollmentId;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{Decision, Observation, Seen};
use crate::workflow::{
    CustomerDate, Enrollment, InFlight, Node, NodeKind, Wait, WaitForEvent, Workflow,
};

impl<'p> Turn<'p, '_> {
    /// Goes on after the wait at which an enrollment stands, at the moment the wait ended.
    pub(super) fn resume(&mut self, id: &EnrollmentId, at: Timestamp) {
        let Some(enrollment) = self
            .state
            .enrollments
            .iter_mut()
            .find(|enrollment| enrollment.id == *id)
        else {
            return;
        };
        enrollment.due = None;
        let since = enrollment.since.take();
        let step = enrollment.step.take();
        let Some(workflow) = self
            .plan
            .workflow(&enrollment.workflow, enrollment.revision)
        else {
            return self.end_enrollment(id, Reason::WorkflowRemoved, None, at);
        };
        // The step is gone only if a revision changed under its own number: then it is over.
        let Some((_, node)) = step.and_then(|step| workflow.node(&step)) else {
            return self.end_enrollment(id, Reason::WorkflowRemoved, None, at);
        };
        match &node.kind {
            NodeKind::WaitForEvent {
                what, otherwise, ..
            } => {
                if let Some(reason) = self.cannot_have_arrived(id, what, since, at) {
                    let step = &node.id;
                    self.note_no_way(workflow, id, step, reason, Vec::new(), at);
                    return self.walk(workflow, id, node.next, at);
                }
                let saw = Observation::new(0, Seen::Nothing, false);
                let way = WaitForEvent::NOT_IN_TIME.to_owned();
                self.note_way(workflow, id, &node.id, way, vec![saw], at);
                self.walk(workflow, id, *otherwise, at);
            }
            _ => self.walk(workflow, id, node.next, at),
        }
    }

    /// Why it cannot be known whether something was done since a wait began, if so.
    fn cannot_have_arrived(
        &self,
        id: &EnrollmentId,
        what: &Behavior,
        since: Option<Timestamp>,
        at: Timestamp,
    ) -> Option<Reason> {
        let enrollment = self.state.enrollment(id)?;
        // What was sent before the wait may be opened in it.
        let since = since.map_or(enrollment.entered_at, |since| {
            since.min(enrollment.entered_at)
        });
        let asked = Behavior {
            window: Window::Since(Bound::Moment(since)),
            ..what.clone()
        };
        asked.cannot_be_known(&self.context_of(enrollment, at)).0
    }

    /// Passes an event to the enrollments that wait for it, and moves the end of waits for a date
    /// that the event moved.
    pub(super) fn pass_to_waiting(&mut self, event: &Event) {
        let waiting: Vec<EnrollmentId> = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_active() && self.is_awaited_by(enrollment, event))
            .map(|enrollment| enrollment.id.clone())
            .collect();
        for id in waiting {
            // What one of them did may have ended another.
            let Some(enrollment) = self.state.enrollment(&id) else {
                continue;
            };
            let Some((workflow, node)) = self.stands_at(enrollment) else {
                continue;
            };
            match &node.kind {
                NodeKind::WaitForEvent { what, then, .. }
                    if self.is_awaited(enrollment, what, event) =>
                {
                    self.go_on(workflow, &id, node, *then, event);
                }
                NodeKind::Wait(Wait::Date(date)) => self.follow_date(&id, date),
                _ => {}
            }
        }
    }

    /// Whether an enrollment stands at a wait that the event may end or move.
    pub(super) fn is_awaited_by(&self, enrollment: &Enrollment, event: &Event) -> bool {
        self.stands_at(enrollment)
            .is_some_and(|(_, node)| match &node.kind {
                NodeKind::WaitForEvent { what, .. } => what.events.contains(&event.kind.name()),
                NodeKind::Wait(Wait::Date(_)) => true,
                _ => false,
            })
    }

    /// Moves enrollments to the current revision of their workflow, where that says so.
    pub(super) fn move_to_current(&mut self) {
        let enrollments = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_active());
        let moving: Vec<(EnrollmentId, &'p Workflow)> = enrollments
            .filter_map(|enrollment| {
                let current = self.plan.current(&enrollment.workflow)?;
                let moves = current.in_flight == InFlight::Move;
                (moves && current.revision > enrollment.revision)
                    .then(|| (enrollment.id.clone(), current))
            })
            .collect();
        for (id, workflow) in moving {
            self.move_enrollment(&id, workflow);
        }
    }

    /// Lets an enrollment go on in another revision, from the step of the same name. Where that is no
    /// longer a wait, it goes on at once.
    fn move_enrollment(&mut self, id: &EnrollmentId, workflow: &'p Workflow) {
        let Some(enrollment) = self.state.enrollment(id) else {
            return;
        };
        let Some((step, (position, node))) = enrollment
            .step
            .as_ref()
            .and_then(|step| Some((step.clone(), workflow.node(step)?)))
        else {
            return self.end_enrollment(id, Reason::WorkflowEdited, None, self.now);
        };
        let since = enrollment.since.unwrap_or(enrollment.entered_at);
        let context = self.context_of(enrollment, self.now);
        let ends = match &node.kind {
            NodeKind::Wait(wait) => wait.ends(since, &context),
            NodeKind::WaitForEvent { at_most, .. } => Some(at_most.after(since, context.local)),
            _ => None,
        };
        // What has passed by now is due now, and not before.
        let until = ends.map(|until| until.max(self.now));
        if let Some(enrollment) = self
            .state
            .enrollments
            .iter_mut()
            .find(|enrollment| enrollment.id == *id)
        {
            enrollment.revision = workflow.revision;
            enrollment.due = until;
        }
        self.forget_what_is_heard();
        let decision = Decision::Moved {
            workflow: workflow.id.clone(),
            enrollment: id.clone(),
            revision: workflow.revision,
            step,
            until,
        };
        self.note(self.now, decision);
        match (&node.kind, until) {
            (NodeKind::Wait(_), None) => {
                self.end_enrollment(id, Reason::NoDateAhead, None, self.now)
            }
            (_, Some(_)) => {}
            (_, None) => {
                self.leave_wait(id);
                self.walk(workflow, id, Some(position), self.now);
            }
        }
    }

    /// The enrollment waits no longer.
    fn leave_wait(&mut self, id: &EnrollmentId) {
        if let Some(enrollment) = self
            .state
            .enrollments
            .iter_mut()
            .find(|enrollment| enrollment.id == *id)
        {
            enrollment.step = None;
            enrollment.since = None;
            enrollment.due = None;
        }
    }

    /// The node at which an enrollment waits.
    fn stands_at(&self, enrollment: &Enrollment) -> Option<(&'p Workflow, &'p Node)> {
        let workflow = self.workflow_of(enrollment)?;
        let (_, node) = workflow.node(enrollment.step.as_ref()?)?;
        Some((workflow, node))
    }

    /// Whether the event is what the enrollment waits for: it happened since, and before it was too late.
    fn is_awaited(&self, enrollment: &Enrollment, what: &Behavior, event: &Event) -> bool {
        let at = event.effective_at();
        enrollment.since.is_none_or(|since| since <= at)
            && enrollment.due.is_none_or(|due| at < due)
            && what.is_done(&event.kind, &self.state.customer)
    }

    fn go_on(
        &mut self,
        workflow: &'p Workflow,
        id: &EnrollmentId,
        node: &Node,
        next: Option<usize>,
        event: &Event,
    ) {
        self.leave_wait(id);
        let at = event.effective_at();
        let way = WaitForEvent::DONE.to_owned();
        self.note_way(workflow, id, &node.id, way, Vec::new(), at);
        self.walk(workflow, id, next, at);
    }

    /// The date an enrollment waits for may have changed.
    fn follow_date(&mut self, id: &EnrollmentId, date: &CustomerDate) {
        let Some(enrollment) = self.state.enrollment(id) else {
            return;
        };
        let since = enrollment.since.unwrap_or(enrollment.entered_at);
        let awaited = date.awaited(since, &self.context_of(enrollment, self.now));
        let (workflow, due) = (enrollment.workflow.clone(), enrollment.due);
        match awaited {
            None => self.end_enrollment(id, Reason::NoDateAhead, None, self.now),
            Some(until) if due != awaited => {
                let Some(enrollment) = self
                    .state
                    .enrollments
                    .iter_mut()
                    .find(|enrollment| enrollment.id == *id)
                else {
                    return;
                };
                // What has passed by now is due now, and not before.
                let until = until.max(self.now);
                enrollment.due = Some(until);
                let Some(step) = enrollment.step.clone() else {
                    return;
                };
                let enrollment = id.clone();
                let decision = Decision::Waiting {
                    workflow,
                    enrollment,
                    step,
                    until,
                };
                self.note(self.now, decision);
            }
            Some(_) => {}
        }
    }
}
