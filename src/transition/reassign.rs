//! A checkout or an order that turns out to be another customer's.
//!
//! What the platform reports now is true: the purchase leaves one customer, with everything that it
//! started and that is not done yet, and moves to the other. It is no new event there. A workflow
//! starts where the fact itself still would start it, and no message is sent a second time.

use super::turn::Turn;
use crate::customer::{Handover, Purchase, SentStep};
use crate::event::{Event, EventKind, EventName, Source};
use crate::id::{CustomerId, EffectId, EnrollmentId, FactKey, StepId, WorkflowId};
use crate::input::Input;
use crate::reason::Reason;
use crate::state::{State, TakenOver};
use crate::trace::{Cause, Decision};
use crate::workflow::{Enrollment, NodeKind};

impl Turn<'_, '_> {
    /// Gives the purchase called `key` up to customer `to`.
    /// What the host is handing over at this moment can't be taken back; what it failed to hand
    /// over and would try again can.
    pub(super) fn give_up(&mut self, key: &str, to: &CustomerId, in_flight: &[EffectId]) {
        let Some(purchase) = Purchase::of_key(key) else {
            return;
        };
        let mut codes = Vec::new();
        for id in self.runs_about(&purchase) {
            let run = self.state.enrollment(&id);
            let code = run.and_then(|run| run.coupon.as_ref()?.code.clone());
            codes.extend(code);
            for pending in &mut self.state.pending {
                if pending.enrollment == id {
                    pending.released = in_flight.contains(&pending.effect);
                }
            }
            self.end_enrollment(&id, Reason::Reassigned, None, self.now);
        }
        for effect in self.sent_about(&purchase, in_flight) {
            let purchase = key.to_owned();
            self.note(self.now, Decision::SentAstray { effect, purchase });
        }
        let points = purchase.order();
        let points = points.map_or(0, |order| self.state.customer.points.of_order(order));
        let _ = self.state.give_up(key, to, in_flight);
        let decision = Decision::GaveUp {
            purchase: key.to_owned(),
            customer: to.to_string(),
            points,
            codes,
        };
        self.note(self.now, decision);
        self.settle_tier(self.now, self.now, None);
        self.follow_all(Cause::Reassigned);
        self.drain_queue();
    }

    /// Takes purchases over from other customers, with the delivery that says so: what was sent
    /// already is known before its events start anything, and what only they had received comes
    /// last.
    pub(super) fn take_over(&mut self, handovers: Vec<Handover>, input: Input) {
        for handover in &handovers {
            self.state.customer.given_up.remove(&handover.purchase);
            self.remember_taken_over(handover);
            let decision = Decision::TookOver {
                purchase: handover.purchase.clone(),
                customer: handover
                    .from
                    .last()
                    .map_or_else(String::new, CustomerId::to_string),
            };
            self.note(self.now, decision);
        }
        if let Input::Events { customer, events } = input {
            self.take_in_all(&customer, &events);
        }
        for handover in &handovers {
            self.emit_what_was_received(handover);
        }
        for handover in handovers {
            self.state.customer.take_over(handover);
        }
        self.settle_tier(self.now, self.now, None);
        self.follow_all(Cause::Reassigned);
        self.drain_queue();
    }

    /// Makes the events of an order's placing and payment that only its previous owner received, so
    /// that workflows start from them here.
    fn emit_what_was_received(&mut self, handover: &Handover) {
        let Some(order) = &handover.order else {
            return;
        };
        for (what, name) in [
            ("placed", EventName::OrderPlaced),
            ("paid", EventName::OrderCompleted),
        ] {
            let fact_key = FactKey::from(format!("{}:{what}", handover.purchase));
            let fact = fact_key.fingerprint();
            let records = handover.records.get(&name).map_or(&[][..], Vec::as_slice);
            let Some(record) = records.iter().find(|record| record.fact.is_of(&fact_key)) else {
                continue;
            };
            if self.state.customer.history.find(fact).is_some() {
                continue;
            }
            let order = order.as_received();
            let kind = match name {
                EventName::OrderPlaced => EventKind::OrderPlaced { order },
                _ => EventKind::OrderCompleted { order },
            };
            self.take_in(&Event {
                fact_key,
                occurred_at: record.at,
                received_at: self.now,
                source: Source::Edgewise,
                imported: false,
                kind,
            });
        }
    }

    /// Folds in the events of a delivery.
    pub(super) fn take_in_all(&mut self, customer: &CustomerId, events: &[Event]) {
        if self.state.customer.id.as_str().is_empty() {
            self.state.customer.id = customer.clone();
        }
        for some in events.chunk_by(|one, next| one.imported && next.imported) {
            match some {
                [first, ..] if first.imported => self.take_in_past(some),
                events => events.iter().for_each(|event| self.take_in(event)),
            }
        }
    }

    /// Sends the message of a step that went to the address given before, to this customer after
    /// all. The merchant says so, because it is a second message.
    pub(super) fn send_again(&mut self, workflow: &WorkflowId, step: &StepId) {
        let known = self.plan.current(workflow);
        let node = known.and_then(|known| known.node(step));
        let place = self.state.taken_over.iter().position(|one| {
            let sent = |sent: &SentStep| sent.workflow == *workflow && sent.step == *step;
            one.sent.iter().any(sent)
        });
        let (Some(known), Some((_, node)), Some(place)) = (known, node, place) else {
            let decision = Decision::NotEntered {
                workflow: workflow.clone(),
                reason: Reason::AlreadyDecided,
                saw: Vec::new(),
            };
            return self.note(self.now, decision);
        };
        let NodeKind::Action(action) = &node.kind else {
            return;
        };
        let Some(one) = self.state.taken_over.get_mut(place) else {
            return;
        };
        one.sent
            .retain(|sent| sent.workflow != *workflow || sent.step != *step);
        let key = one.purchase.clone();
        let Some(purchase) = Purchase::of_key(&key) else {
            return;
        };
        let (shop, customer) = (&self.plan.shop.id, self.state.customer.id.clone());
        let fact = format!("again:{step}:{key}");
        let run = Enrollment {
            id: EnrollmentId::derive(shop, workflow, &customer, &key, &fact),
            begun_by: customer,
            workflow: workflow.clone(),
            revision: known.revision,
            entry_key: key,
            anchor: self.now,
            entered_at: self.now,
            order: purchase.order().map(str::to_owned),
            cart: purchase.cart_key(),
            // It is this one message and nothing after it.
            ended: Some(Reason::ReachedEnd),
            ..Enrollment::default()
        };
        let id = run.id.clone();
        self.add_enrollment(run);
        self.wish(known, &id, step, action, self.now);
    }

    fn remember_taken_over(&mut self, handover: &Handover) {
        let taken = &mut self.state.taken_over;
        taken.retain(|one| one.purchase != handover.purchase);
        taken.push(TakenOver {
            purchase: handover.purchase.clone(),
            from: handover.from.clone(),
            sent: handover.sent.clone(),
            ..TakenOver::default()
        });
        if taken.len() > State::MAX_TAKEN_OVER {
            taken.remove(0);
        }
    }

    fn runs_about(&self, purchase: &Purchase) -> Vec<EnrollmentId> {
        let wanted = self.state.enrollments.iter().filter(|run| run.is_wanted());
        let about = wanted.filter(|run| {
            let (order, cart) = (run.order.as_deref(), run.cart.as_deref());
            purchase.is_about(&self.state.customer, order, cart)
        });
        about.map(|run| run.id.clone()).collect()
    }

    fn sent_about(&self, purchase: &Purchase, in_flight: &[EffectId]) -> Vec<EffectId> {
        let sends = self.state.ledger.sends.iter();
        let astray = sends.filter(|send| {
            let (order, cart) = (send.order.as_deref(), send.cart.as_deref());
            let went_out = send.sent || in_flight.contains(&send.effect);
            went_out && purchase.is_about(&self.state.customer, order, cart)
        });
        astray.map(|send| send.effect.clone()).collect()
    }
}
