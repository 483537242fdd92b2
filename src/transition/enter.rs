//! Entering a workflow.

use super::Turn;
use crate::condition::Context;
use crate::id::{EnrollmentId, fingerprint};
use crate::time::Timestamp;
use crate::trace::Decision;
use crate::workflow::{Admission, Enrollment, Entry, Workflow, admit};

impl Turn<'_> {
    /// Lets the customer in, or notes why not. `by_time`: the entry would come up again, so a
    /// refusal is remembered.
    pub(super) fn consider(
        &mut self,
        workflow: &Workflow,
        entry: &Entry,
        due: Timestamp,
        by_time: bool,
    ) {
        let context = self.context(due);
        let cart = entry
            .cart
            .as_deref()
            .and_then(|key| self.state.customer.carts.by_key(key));
        let admission = Admission {
            workflow,
            entry,
            due,
            context: Context {
                anchor: Some(entry.anchor),
                cart,
                ..context
            },
            now: self.now,
            entries: &self.state.entries,
            enrollments: &self.state.enrollments,
        };
        match admit(&admission) {
            Err((reason, saw)) => {
                self.note(
                    due,
                    Decision::NotEntered {
                        workflow: workflow.id.clone(),
                        reason,
                        saw,
                    },
                );
                if by_time {
                    self.state.entries.remember(&workflow.id, entry, due, false);
                }
            }
            Ok(saw) => {
                let run = self.enroll(workflow, entry, due);
                self.state.entries.remember(&workflow.id, entry, due, true);
                let decision = Decision::Entered {
                    workflow: workflow.id.clone(),
                    revision: workflow.revision,
                    enrollment: run.id.clone(),
                    anchor: run.anchor,
                    saw,
                };
                self.note(due, decision);
                let id = run.id.clone();
                self.state.enrollments.push(run);
                self.walk(workflow, &id, workflow.start(), due);
            }
        }
    }

    fn enroll(&self, workflow: &Workflow, entry: &Entry, due: Timestamp) -> Enrollment {
        let entry_key = entry.keys.first().cloned().unwrap_or_default();
        Enrollment {
            id: EnrollmentId::derive(&self.plan.shop.id, &workflow.id, &entry_key, &entry.fact),
            workflow: workflow.id.clone(),
            revision: workflow.revision,
            entry_key,
            entry_fact: fingerprint(&entry.fact),
            anchor: entry.anchor,
            entered_at: due,
            cart: entry.cart.clone(),
            order: entry.order.clone(),
            ..Enrollment::default()
        }
    }
}
