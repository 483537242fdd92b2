//! Entering a workflow by hand from the admin, for real or as a test.

use super::call::refusal;
use super::turn::Turn;
use crate::id::WorkflowId;
use crate::reason::Reason;
use crate::trace::Decision;
use crate::workflow::{Enrollment, Entry, Workflow, admit};

impl<'p> Turn<'p, '_> {
    /// Lets the customer into a workflow with a batch of others, such as all who are in a segment
    /// on the day it goes live.
    pub(super) fn enroll_by_hand(&mut self, id: &WorkflowId, batch: &str) {
        let Some(workflow) = self.known(id) else {
            return;
        };
        let entry = self.entry_by_hand(workflow, "enrolled", batch);
        let admission = self.admission(workflow, &entry, self.now);
        if let Err(reason) = admit(&admission) {
            return self
                .trace
                .push(refusal(workflow, self.now, reason, Vec::new()));
        }
        let run = self.enroll(workflow, &entry, self.now);
        let context = self.context_of(&run, self.now);
        let mut saw = Vec::new();
        let mut holds = true;
        for condition in workflow.asked_at_entry() {
            holds &= condition.explain_after(&context, &mut saw).matched;
        }
        if holds {
            self.enter(workflow, &entry, self.now, saw);
            self.drain_queue();
        } else {
            let reason = Reason::ConditionsNotMet;
            self.trace.push(refusal(workflow, self.now, reason, saw));
        }
    }

    /// Begins a test. The merchant chose the customer, so nothing is checked at entry but whether a
    /// test of it is under way.
    pub(super) fn test_by_hand(&mut self, id: &WorkflowId, batch: &str) {
        let Some(workflow) = self.known(id) else {
            return;
        };
        let runs = &self.state.enrollments;
        if runs
            .iter()
            .any(|run| run.workflow == *id && run.test && run.is_active())
        {
            let reason = Reason::AlreadyEnrolled;
            return self
                .trace
                .push(refusal(workflow, self.now, reason, Vec::new()));
        }
        let entry = self.entry_by_hand(workflow, "test", batch);
        let run = Enrollment {
            test: true,
            held_out: false,
            ..self.enroll(workflow, &entry, self.now)
        };
        self.begin(workflow, run, self.now, Vec::new());
        self.drain_queue();
    }

    fn known(&mut self, id: &WorkflowId) -> Option<&'p Workflow> {
        let workflow = self.plan.current(id);
        if workflow.is_none() {
            let decision = Decision::NotEntered {
                workflow: id.clone(),
                reason: Reason::WorkflowRemoved,
                saw: Vec::new(),
            };
            self.note(self.now, decision);
        }
        workflow
    }

    /// What an enrollment that begins by hand is about: the cart that is open, and the latest order, so
    /// that its messages have something to speak of.
    fn entry_by_hand(&self, workflow: &Workflow, how: &str, batch: &str) -> Entry {
        let customer = &self.state.customer;
        let cart = customer.carts.latest_open(&customer.orders);
        let orders = customer.orders.by_id.iter();
        let latest = orders.max_by_key(|(_, order)| order.placed_at);
        let key = format!("{how}:{batch}");
        Entry {
            fact: format!("edgewise:{key}:{}:{}", workflow.id, customer.id).into(),
            keys: vec![key.into()],
            record: None,
            anchor: self.now,
            cart: cart.and_then(|cart| cart.keys().next()),
            order: latest.map(|(id, _)| id.to_owned()),
        }
    }
}
