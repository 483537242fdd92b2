//! Runs that wait: for a time, for a date of the customer's, for something to be done.

use super::Turn;
use crate::condition::{Behavior, Bound, Window};
use crate::event::Event;
use crate::id::EnrollmentId;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{Decision, Observation, Seen};
use crate::workflow::{
    CustomerDate, Enrollment, InFlight, Node, NodeKind, Wait, WaitForEvent, Workflow,
};

impl<'p> Turn<'p> {
    /// Goes on after the wait at which a run stands, at the moment the wait ended.
    pub(super) fn resume(&mut self, id: &EnrollmentId, at: Timestamp) {
        let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) else {
            return;
        };
        run.due = None;
        let since = run.since.take();
        let step = run.step.take();
        let Some(workflow) = self.plan.workflow(&run.workflow, run.revision) else {
            return self.end_run(id, Reason::WorkflowRemoved, None, at);
        };
        // The step is gone only if a revision changed under its own number: then it is over.
        let Some((_, node)) = step.and_then(|step| workflow.node(&step)) else {
            return self.end_run(id, Reason::WorkflowRemoved, None, at);
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
        let run = self.state.enrollment(id)?;
        // What was sent before the wait may be opened in it.
        let since = since.map_or(run.entered_at, |since| since.min(run.entered_at));
        let asked = Behavior {
            window: Window::Since(Bound::Moment(since)),
            ..what.clone()
        };
        asked.cannot_be_known(&self.context_of(run, at)).0
    }

    /// Passes an event to the enrollments that wait for it, and moves the end of waits for a date
    /// that the event moved.
    pub(super) fn pass_to_waiting(&mut self, event: &Event) {
        let waiting: Vec<EnrollmentId> = self
            .state
            .enrollments
            .iter()
            .filter(|run| run.is_active() && run.step.is_some())
            .map(|run| run.id.clone())
            .collect();
        for id in waiting {
            let Some(run) = self.state.enrollment(&id) else {
                continue;
            };
            let Some((workflow, node)) = self.stands_at(run) else {
                continue;
            };
            match &node.kind {
                NodeKind::WaitForEvent { what, then, .. } if self.is_awaited(run, what, event) => {
                    self.go_on(workflow, &id, node, *then, event);
                }
                NodeKind::Wait(Wait::Date(date)) => self.follow_date(&id, date),
                _ => {}
            }
        }
    }

    /// Moves runs to the current revision of their workflow, where that says so.
    pub(super) fn move_to_current(&mut self) {
        let runs = self.state.enrollments.iter().filter(|run| run.is_active());
        let moving: Vec<(EnrollmentId, &'p Workflow)> = runs
            .filter_map(|run| {
                let current = self.plan.current(&run.workflow)?;
                let moves = current.in_flight == InFlight::Move;
                (moves && current.revision > run.revision).then(|| (run.id.clone(), current))
            })
            .collect();
        for (id, workflow) in moving {
            self.move_run(&id, workflow);
        }
    }

    /// Lets a run go on in another revision, from the step of the same name. Where that is no
    /// longer a wait, it goes on at once.
    fn move_run(&mut self, id: &EnrollmentId, workflow: &'p Workflow) {
        let Some(run) = self.state.enrollment(id) else {
            return;
        };
        let Some((step, (position, node))) = run
            .step
            .as_ref()
            .and_then(|step| Some((step.clone(), workflow.node(step)?)))
        else {
            return self.end_run(id, Reason::WorkflowEdited, None, self.now);
        };
        let since = run.since.unwrap_or(run.entered_at);
        let context = self.context_of(run, self.now);
        let ends = match &node.kind {
            NodeKind::Wait(wait) => wait.ends(since, &context),
            NodeKind::WaitForEvent { at_most, .. } => Some(at_most.after(since, context.local)),
            _ => None,
        };
        // What has passed by now is due now, and not before.
        let until = ends.map(|until| until.max(self.now));
        if let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) {
            run.revision = workflow.revision;
            run.due = until;
        }
        let decision = Decision::Moved {
            workflow: workflow.id.clone(),
            enrollment: id.clone(),
            revision: workflow.revision,
            step,
            until,
        };
        self.note(self.now, decision);
        match (&node.kind, until) {
            (NodeKind::Wait(_), None) => self.end_run(id, Reason::NoDateAhead, None, self.now),
            (_, Some(_)) => {}
            (_, None) => {
                self.leave_wait(id);
                self.walk(workflow, id, Some(position), self.now);
            }
        }
    }

    /// The run waits no longer.
    fn leave_wait(&mut self, id: &EnrollmentId) {
        if let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) {
            run.step = None;
            run.since = None;
            run.due = None;
        }
    }

    /// The node at which a run waits.
    fn stands_at(&self, run: &Enrollment) -> Option<(&'p Workflow, &'p Node)> {
        let workflow = self.workflow_of(run)?;
        let (_, node) = workflow.node(run.step.as_ref()?)?;
        Some((workflow, node))
    }

    /// Whether the event is what the run waits for: it happened since, and before it was too late.
    fn is_awaited(&self, run: &Enrollment, what: &Behavior, event: &Event) -> bool {
        let at = event.effective_at();
        run.since.is_none_or(|since| since <= at)
            && run.due.is_none_or(|due| at < due)
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

    /// The date a run waits for may have changed.
    fn follow_date(&mut self, id: &EnrollmentId, date: &CustomerDate) {
        let Some(run) = self.state.enrollment(id) else {
            return;
        };
        let since = run.since.unwrap_or(run.entered_at);
        let awaited = date.awaited(since, &self.context_of(run, self.now));
        let (workflow, due) = (run.workflow.clone(), run.due);
        match awaited {
            None => self.end_run(id, Reason::NoDateAhead, None, self.now),
            Some(until) if due != awaited => {
                let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) else {
                    return;
                };
                // What has passed by now is due now, and not before.
                let until = until.max(self.now);
                run.due = Some(until);
                let Some(step) = run.step.clone() else {
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
