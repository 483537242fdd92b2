//! Entering a workflow.

use super::call::refusal;
use super::turn::Turn;
use crate::event::Event;
use crate::id::EnrollmentId;
use crate::time::Timestamp;
use crate::trace::{Decision, Observation};
use crate::workflow::{Enrollment, Entry, Workflow};

impl<'p> Turn<'p, '_> {
    /// Lets the customer into the workflows that an event starts, and notes why not into the
    /// others.
    pub(super) fn enter_by_event(&mut self, event: &Event) {
        let Some(index) = self.plan.started_by(event.kind.name()) else {
            return;
        };
        let mut call = self.call(index, event);
        let mut looked = None;
        let mut from = 0;
        loop {
            let mut refused = Vec::new();
            let next = self.first_open(&call, from, &mut looked, &mut refused);
            self.trace.append(&mut refused);
            let Some((place, workflow, entry, saw)) = next else {
                return;
            };
            let before = cfg!(debug_assertions).then(|| self.state.customer.clone());
            self.enter(workflow, entry, entry.anchor, saw);
            call.known.insert(place);
            if workflow.changes_facts() {
                // The workflows that follow are evaluated again.
                looked = None;
            } else {
                debug_assert!(before.is_none_or(|before| before == self.state.customer));
            }
            from = place + 1;
        }
    }

    /// Lets the customer into the workflow that time starts, or remembers that it did not: the
    /// entry would come up again.
    pub(super) fn enter_by_time(&mut self, place: usize, entry: &Entry, due: Timestamp) {
        let index = self.plan.started_by_time();
        let Some(workflow) = self.plan.behind(index).nth(place) else {
            return;
        };
        let context = self.context(due);
        if let Some(reason) = workflow.trigger.cannot_be_known(entry, &context) {
            self.trace.push(refusal(workflow, due, reason, Vec::new()));
            return self.remember(workflow, entry, due, false);
        }
        let mut only = index.none();
        only.insert(place);
        let mut look = self.look(index, &only, entry, due, None);
        let asked = self.ask(&self.admission(workflow, entry, due), place, &mut look);
        match asked {
            Ok(saw) => self.enter(workflow, entry, due, saw),
            Err((reason, saw)) => {
                self.trace.push(refusal(workflow, due, reason, saw));
                self.remember(workflow, entry, due, false);
            }
        }
    }

    pub(super) fn enter(
        &mut self,
        workflow: &Workflow,
        entry: &Entry,
        due: Timestamp,
        saw: Vec<Observation>,
    ) {
        let enrollment = self.enroll(workflow, entry, due);
        self.remember(workflow, entry, due, true);
        self.begin(workflow, enrollment, due, saw);
    }

    /// Remembers that the customer was let in, or not: the entry is settled.
    fn remember(&mut self, workflow: &Workflow, entry: &Entry, due: Timestamp, entered: bool) {
        self.timers.considered(self.plan, &workflow.id);
        let entries = &mut self.state.entries;
        entries.remember(&workflow.id, entry, due, entered);
    }

    /// Lets an enrollment begin.
    pub(super) fn begin(
        &mut self,
        workflow: &Workflow,
        enrollment: Enrollment,
        due: Timestamp,
        saw: Vec<Observation>,
    ) {
        let decision = Decision::Entered {
            workflow: workflow.id.clone(),
            revision: workflow.revision,
            enrollment: enrollment.id.clone(),
            anchor: enrollment.anchor,
            saw,
            test: enrollment.test,
            held_out: (workflow.holdout > 0).then_some(enrollment.held_out),
        };
        self.note(due, decision);
        let id = enrollment.id.clone();
        self.add_enrollment(enrollment);
        self.walk(workflow, &id, workflow.start(), due);
    }

    pub(super) fn enroll(&self, workflow: &Workflow, entry: &Entry, due: Timestamp) -> Enrollment {
        let entry_key = entry.keys.first().cloned().unwrap_or_default();
        let customer = &self.state.customer.id;
        let shop = &self.plan.shop.id;
        Enrollment {
            id: EnrollmentId::derive(shop, &workflow.id, customer, &entry_key, &entry.fact),
            begun_by: customer.clone(),
            workflow: workflow.id.clone(),
            revision: workflow.revision,
            entry_key: entry_key.to_string(),
            entry_fact: entry.known_as(),
            anchor: entry.anchor,
            entered_at: due,
            cart: entry.cart.clone(),
            order: entry.order.clone(),
            held_out: workflow.holds_out(&self.state.customer.id),
            ..Enrollment::default()
        }
    }
}
