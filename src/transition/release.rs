//! The host's questions and reports about effects.

use super::outcome::Answer;
use super::turn::Turn;
use crate::customer::IssuedCode;
use crate::effect::Outcome;
use crate::event::{Channel, MessageKind, SentBy};
use crate::id::EffectId;
use crate::intent::Verdict;
use crate::reason::Reason;
use crate::state::{Pending, State};
use crate::trace::{Decision, Detail};
use crate::workflow::{Action, Coupon, Delivery, PayloadRequest};

impl Turn<'_, '_> {
    /// Answers whether an effect may be done now. Asked at each lease, so a retry hours later
    /// obeys consent, quiet hours, caps and exits like the first try.
    pub(super) fn release(&mut self, effect: &EffectId) {
        let known = self.state.pending(effect).filter(|pending| !pending.failed);
        let Some(pending) = known.cloned() else {
            self.answer = Some(Answer::Withdraw {
                reason: Reason::AlreadyDecided,
            });
            return;
        };
        if let (Some(until), Some(reason)) = (pending.held_until, pending.held_because) {
            // Held back since it was put into the outbox; the wake that ends this comes first.
            self.answer = Some(Answer::Defer {
                until: until.max(self.now),
                reason,
            });
            return;
        }
        let intent = self.intent_of(&pending);
        match self.plan.policy.judge_one(&self.situation(), &intent) {
            Verdict::Suppress {
                reason,
                saw,
                winner,
            } => {
                self.suppress(&intent, reason, saw, winner);
                self.answer = Some(Answer::Withdraw { reason });
            }
            Verdict::Defer { until, reason } => {
                self.note_held(&intent, until, reason);
                self.answer = Some(Answer::Defer { until, reason });
            }
            Verdict::Allow if self.waits_for_coupon(&pending) => {
                let until = self.now.plus_millis(COUPON_PATIENCE_MS);
                self.answer = Some(Answer::Defer {
                    until,
                    reason: Reason::CouponNotReady,
                });
            }
            Verdict::Allow => {
                self.state.ledger.released(effect, self.now);
                self.go(&pending);
            }
        }
    }

    /// Folds in what became of an effect. A second report of the same effect changes nothing.
    pub(super) fn receive(&mut self, effect: &EffectId, outcome: Outcome) {
        let known = |pending: &Pending| pending.effect == *effect && !pending.failed;
        let Some(position) = self.state.pending.iter().position(known) else {
            return;
        };
        let pending = self.state.pending.remove(position);
        match &outcome {
            Outcome::Sent => self.state.ledger.sent(effect, self.now),
            Outcome::Unknown { .. } => {
                // It counts as sent until somebody knows that it wasn’t.
                self.state.ledger.sent(effect, self.now);
                self.keep_failed(pending);
            }
            Outcome::Failed { .. } => {
                self.state.ledger.remove(effect);
                self.fail_coupon(effect);
                self.keep_failed(pending);
            }
            Outcome::Done { code } => {
                self.remember_code(&pending, code.as_deref());
                if let Some(coupon) = self.coupon_mut(effect) {
                    coupon.code.clone_from(code);
                    coupon.failed = coupon.code.is_none();
                }
            }
        }
        self.note(
            self.now,
            Decision::Reported {
                effect: effect.clone(),
                outcome,
            },
        );
        self.look_at_messages();
        self.follow_messages();
        self.drain_queue();
    }

    /// Remembers a code that was made for the customer: an order placed with it is that workflow's. A test's
    /// is nobody's.
    fn remember_code(&mut self, pending: &Pending, code: Option<&str>) {
        let run = self.state.enrollment(&pending.enrollment);
        let (Some(code), Some(Action::ApplyCoupon(coupon)), Some(false)) =
            (code, self.action_of(pending), run.map(|run| run.test))
        else {
            return;
        };
        let lasts = coupon.valid_for;
        let expires_at = lasts.map(|span| span.after(pending.due, self.zone()));
        let of = SentBy {
            effect: pending.effect.clone(),
            workflow: pending.workflow.clone(),
            step: pending.step.clone(),
            sent_at: self.now,
        };
        let issued = IssuedCode::new(code, expires_at, of);
        self.state.customer.touches.issue(issued);
    }

    /// Puts an effect that failed for good, or that somebody knows never arrived, back into the outbox.
    /// It is judged like any other when the host is about to do it.
    pub(super) fn retry(&mut self, effect: &EffectId) {
        let failed = |pending: &&mut Pending| pending.effect == *effect && pending.failed;
        let Some(pending) = self.state.pending.iter_mut().find(failed) else {
            return;
        };
        pending.failed = false;
        pending.released = false;
        let pending = pending.clone();
        self.state.ledger.remove(effect);
        if let Some(coupon) = self.coupon_mut(effect) {
            coupon.failed = false;
        }
        let intent = self.intent_of(&pending);
        self.allow(intent);
    }

    /// Drops a message that waited while the merchant had stopped sending. It counts towards no cap:
    /// it was never sent.
    pub(super) fn skip(&mut self, effect: &EffectId) {
        let waiting = self.state.pending(effect);
        let Some(pending) = waiting.filter(|pending| !pending.failed).cloned() else {
            return;
        };
        self.drop_pending(effect, Reason::SkippedAfterStop);
        let decision = Decision::Suppressed {
            effect: pending.effect,
            workflow: pending.workflow,
            enrollment: pending.enrollment,
            step: pending.step,
            reason: Reason::SkippedAfterStop,
            saw: Vec::new(),
            winner: None,
            revision: None,
        };
        self.note(self.now, decision);
    }

    /// Keeps an effect that failed, or of which nobody knows whether it did, so that somebody can have it tried once more. The oldest go
    /// when there are too many.
    fn keep_failed(&mut self, pending: Pending) {
        self.state.pending.push(Pending {
            failed: true,
            ..pending
        });
        let failed = self.state.pending.iter().filter(|pending| pending.failed);
        if failed.count() > State::MAX_FAILED {
            let oldest = self.state.pending.iter().position(|pending| pending.failed);
            if let Some(oldest) = oldest {
                self.state.pending.remove(oldest);
            }
        }
    }

    fn go(&mut self, pending: &Pending) {
        let run = self.state.enrollment(&pending.enrollment);
        let ladder = &self.plan.definitions().ladder;
        let next_tier = match self.detail {
            Detail::Full => ladder.above(&self.context(self.now)),
            // Only the variables of messages speak of it.
            Detail::Outcome => None,
        };
        let payload = run.zip(self.action_of(pending)).and_then(|(run, action)| {
            let workflow = self.workflow_of(run)?;
            let shown_blocks = match (action, self.detail) {
                (Action::Send(send), Detail::Full) => {
                    let context = self.context_of(run, self.now);
                    self.plan.shown_blocks(&send.message, &context)
                }
                // Only the text of messages depends on it.
                _ => Vec::new(),
            };
            action.payload(&PayloadRequest {
                shop: &self.plan.shop,
                customer: &self.state.customer,
                next_tier: next_tier.as_ref(),
                workflow: &workflow.id,
                revision: workflow.revision,
                enrollment: run,
                channel: pending.channel,
                shown_blocks: &shown_blocks,
                delivery: self.delivery_of(pending),
                due: pending.due,
                zone: self.zone(),
                detail: self.detail,
            })
        });
        let Some(payload) = payload else {
            let intent = self.intent_of(pending);
            self.suppress(&intent, Reason::WorkflowRemoved, Vec::new(), None);
            self.answer = Some(Answer::Withdraw {
                reason: Reason::WorkflowRemoved,
            });
            return;
        };
        if let Some(pending) = self
            .state
            .pending
            .iter_mut()
            .find(|known| known.effect == pending.effect)
        {
            pending.released = true;
        }
        self.answer = Some(Answer::Go { payload });
        self.note(
            self.now,
            Decision::Released {
                effect: pending.effect.clone(),
            },
        );
    }

    /// What the delivery of a message is bound to: a carrier may hold a text message or a
    /// notification back for hours, so it's told when quiet hours begin.
    fn delivery_of(&self, pending: &Pending) -> Delivery {
        let (Some(channel), Some(MessageKind::Marketing), Detail::Full) =
            (pending.channel, pending.message_kind, self.detail)
        else {
            return Delivery::default();
        };
        if channel == Channel::Email {
            return Delivery::default();
        }
        let situation = self.situation();
        Delivery {
            until: self.plan.policy.rests_from(&situation, channel),
            first: situation.ledger.is_first(channel, &pending.effect),
        }
    }

    fn waits_for_coupon(&self, pending: &Pending) -> bool {
        let coupon = self
            .state
            .enrollment(&pending.enrollment)
            .and_then(|run| run.coupon.as_ref());
        pending.depends_on.is_some() && coupon.is_some_and(|coupon| coupon.code.is_none())
    }

    fn coupon_mut(&mut self, effect: &EffectId) -> Option<&mut Coupon> {
        let mut coupons = self
            .state
            .enrollments
            .iter_mut()
            .filter_map(|run| run.coupon.as_mut());
        coupons.find(|coupon| coupon.effect == *effect)
    }
}

/// How long a message waits before it asks again for its coupon. The host asks at once when the
/// coupon is made, so this is only a guard.
const COUPON_PATIENCE_MS: i64 = 30_000;
