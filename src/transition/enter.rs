//! Entering a workflow.

use super::Turn;
use crate::condition::{Context, Lookup, RuleSet};
use crate::event::Event;
use crate::id::EnrollmentId;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{self, Decision, Observation};
use crate::workflow::{Admission, Enrollment, Entry, Firing, TriggerIndex, Workflow, admit};

/// A trigger's answer to an event.
enum Verdict {
    Fires(Entry),
    NotMet(Observation),
    Unrelated,
}

/// Which workflows' conditions hold at a moment, and what there was to see.
struct Look<'c> {
    anchor: Timestamp,
    lookup: Lookup<'c>,
    open: RuleSet,
}

impl<'p> Turn<'p> {
    /// Lets the customer into the workflows that an event starts, and notes why not into the
    /// others.
    pub(super) fn enter_by_event(&mut self, event: &Event) {
        let Some(index) = self.plan.started_by(event.kind.name()) else {
            return;
        };
        let context = self.context(event.effective_at());
        let mut verdicts = Vec::new();
        let mut called = RuleSet::default();
        index.called(event, &context, &mut called, |trigger, firing| {
            verdicts.push(match firing {
                Firing::Fires => Verdict::Fires(trigger.entry(event, &context)),
                Firing::NotMet(saw) => Verdict::NotMet(saw),
                Firing::Unrelated => Verdict::Unrelated,
            });
        });
        let mut from = 0;
        loop {
            let mut refused = Vec::new();
            let at = event.effective_at();
            let next = self.first_open(index, &verdicts, &called, from, at, &mut refused);
            self.trace.append(&mut refused);
            let Some((place, workflow, entry, saw)) = next else {
                return;
            };
            // Entering may change the facts, so the workflows that follow are evaluated again.
            self.enter(workflow, entry, entry.anchor, saw);
            from = place + 1;
        }
    }

    /// From place `from` on the first workflow that lets the customer in; those before it are
    /// `refused`.
    fn first_open<'h>(
        &self,
        index: &'p TriggerIndex,
        verdicts: &'h [Verdict],
        called: &RuleSet,
        from: usize,
        at: Timestamp,
        refused: &mut Vec<trace::Entry>,
    ) -> Option<(usize, &'p Workflow, &'h Entry, Vec<Observation>)> {
        let mut look: Option<Look<'_>> = None;
        let behind = self.plan.behind(index).enumerate();
        for (place, workflow) in behind.skip(from) {
            let entry = match verdicts.get(index.group(place)) {
                Some(Verdict::Fires(entry)) => entry,
                Some(Verdict::NotMet(saw)) => {
                    let saw = vec![saw.clone()];
                    refused.push(refusal(workflow, at, Reason::TriggerNotMet, saw));
                    continue;
                }
                Some(Verdict::Unrelated) | None => continue,
            };
            if look.as_ref().is_none_or(|look| look.anchor != entry.anchor) {
                look = Some(self.look(index, called.clone(), entry, entry.anchor));
            }
            if let Some(look) = &mut look {
                match self.ask(workflow, entry, entry.anchor, place, look) {
                    Ok(saw) => return Some((place, workflow, entry, saw)),
                    Err((reason, saw)) => {
                        refused.push(refusal(workflow, entry.anchor, reason, saw));
                    }
                }
            }
        }
        None
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
            return self.state.entries.remember(&workflow.id, entry, due, false);
        }
        let mut only = index.none();
        only.insert(place);
        let mut look = self.look(index, only, entry, due);
        match self.ask(workflow, entry, due, place, &mut look) {
            Ok(saw) => self.enter(workflow, entry, due, saw),
            Err((reason, saw)) => {
                self.trace.push(refusal(workflow, due, reason, saw));
                self.state.entries.remember(&workflow.id, entry, due, false);
            }
        }
    }

    /// Finds out which of these workflows' conditions hold for an entry.
    fn look(
        &self,
        index: &'p TriggerIndex,
        mut open: RuleSet,
        entry: &Entry,
        due: Timestamp,
    ) -> Look<'_> {
        let carts = &self.state.customer.carts;
        let cart = entry.cart.as_deref().and_then(|key| carts.by_key(key));
        let lookup = index.lookup(Context {
            anchor: Some(entry.anchor),
            cart,
            entry: Some(entry.known_as()),
            ..self.context(due)
        });
        lookup.keep_holding(&mut open);
        Look {
            anchor: entry.anchor,
            lookup,
            open,
        }
    }

    /// Whether the customer may enter, with what there was to see; or the first reason against
    /// it: the workflow's own, then its conditions, then its filter.
    fn ask(
        &self,
        workflow: &Workflow,
        entry: &Entry,
        due: Timestamp,
        place: usize,
        look: &mut Look<'_>,
    ) -> Result<Vec<Observation>, (Reason, Vec<Observation>)> {
        let admission = Admission {
            workflow,
            entry,
            due,
            zone: self.plan.shop.zone,
            now: self.now,
            entries: &self.state.entries,
            enrollments: &self.state.enrollments,
        };
        admit(&admission).map_err(|reason| (reason, Vec::new()))?;
        let saw = look.lookup.explain(place);
        if look.open.has(place) {
            Ok(saw)
        } else {
            let context = look.lookup.context();
            let mut asked = workflow.asked_at_entry().into_iter();
            let unknown = asked.find_map(|condition| condition.cannot_be_known(&context));
            Err((unknown.unwrap_or(Reason::ConditionsNotMet), saw))
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
        self.state.entries.remember(&workflow.id, entry, due, true);
        self.begin(workflow, enrollment, due, saw);
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
        };
        self.note(due, decision);
        let id = enrollment.id.clone();
        self.state.enrollments.push(enrollment);
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
            entry_key,
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

pub(super) fn refusal(
    workflow: &Workflow,
    at: Timestamp,
    reason: Reason,
    saw: Vec<Observation>,
) -> trace::Entry {
    let workflow = workflow.id.clone();
    trace::Entry {
        at,
        decision: Decision::NotEntered {
            workflow,
            reason,
            saw,
        },
    }
}
