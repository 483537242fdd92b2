//! Policy over all intents of the moment.

use super::turn::Turn;
use crate::effect::EffectKind;
use crate::id::EffectId;
use crate::intent::{Intent, Verdict};
use crate::policy::{SendRecord, Situation};
use crate::reason::Reason;
use crate::state::Pending;
use crate::time::Timestamp;
use crate::trace::{Decision, Observation};
use crate::workflow::{Action, Enrollment, NodeKind};

impl Turn<'_, '_> {
    /// Asks policy about every intent of this transition and everything that was held back until
    /// now, and acts on the verdicts.
    pub(super) fn settle(&mut self) {
        let mut intents = std::mem::take(&mut self.intents);
        let ripe = self
            .state
            .pending
            .iter()
            .filter(|pending| pending.held_until.is_some_and(|at| at <= self.now));
        let ripe: Vec<Intent> = ripe.map(|pending| self.intent_of(pending)).collect();
        intents.extend(ripe);
        if intents.is_empty() {
            return;
        }
        for intent in &mut intents {
            let enrollment = self.state.enrollment(&intent.enrollment);
            intent.guard = self.guard(enrollment, &intent.step, intent.kind, intent.message);
        }
        let held = self.held_beside(&intents);
        let situation = Situation {
            held: &held,
            ..self.situation()
        };
        let judged = self.plan.policy.judge(&situation, intents);
        let judged = coupons_follow_messages(judged);
        for (intent, verdict) in judged {
            match verdict {
                Verdict::Allow => self.allow(intent),
                Verdict::Defer { until, reason } => self.hold(&intent, until, reason),
                Verdict::Suppress {
                    reason,
                    saw,
                    winner,
                } => self.suppress(&intent, reason, saw, winner),
            }
        }
    }

    /// What is held back beside `asked`, where one of them may have to make way for it.
    fn held_beside(&self, asked: &[Intent]) -> Vec<Intent> {
        if self.plan.policy.one_message_within.amount == 0 {
            return Vec::new();
        }
        let held = self.state.pending.iter().filter(|pending| {
            pending.held_until.is_some()
                && !asked.iter().any(|intent| intent.effect == pending.effect)
        });
        held.map(|pending| self.intent_of(pending)).collect()
    }

    /// The customer and the moment that policy judges.
    pub(super) fn situation(&self) -> Situation<'_> {
        Situation {
            customer: &self.state.customer,
            ledger: &self.state.ledger,
            held: &[],
            now: self.now,
            zone: self.zone(),
        }
    }

    /// The intent behind a pending effect.
    pub(super) fn intent_of(&self, pending: &Pending) -> Intent {
        let message = pending.channel.zip(pending.message_kind);
        let enrollment = self.state.enrollment(&pending.enrollment);
        let workflow = enrollment.and_then(|enrollment| self.workflow_of(enrollment));
        let priority = workflow.map_or(0, |workflow| workflow.priority);
        let action = workflow.zip(self.action_of(pending));
        let topic = action.and_then(|(workflow, action)| self.plan.topic_of(workflow, action));
        Intent {
            effect: pending.effect.clone(),
            workflow: pending.workflow.clone(),
            enrollment: pending.enrollment.clone(),
            step: pending.step.clone(),
            priority,
            about: enrollment.map(Enrollment::about).unwrap_or_default(),
            kind: pending.kind,
            due: pending.due,
            message,
            topic: topic.map(str::to_owned),
            test: enrollment.is_some_and(|enrollment| enrollment.test),
            guard: self.guard(enrollment, &pending.step, pending.kind, message),
        }
    }

    /// The step's action that an intent came from.
    pub(super) fn action_of(&self, pending: &Pending) -> Option<&Action> {
        let enrollment = self.state.enrollment(&pending.enrollment)?;
        match &self.workflow_of(enrollment)?.node(&pending.step)?.1.kind {
            NodeKind::Action(action) => Some(action),
            _ => None,
        }
    }

    /// Puts an allowed intent into the outbox.
    pub(super) fn allow(&mut self, intent: Intent) {
        let pending = self.put_pending(&intent, None);
        if let Some((channel, kind)) = intent.message
            && !intent.test
        {
            self.state
                .ledger
                .add(SendRecord::of(&intent, channel, kind, self.now));
        }
        self.effects.push(pending.effect());
        self.note(
            intent.due,
            Decision::Allowed {
                effect: intent.effect,
                kind: pending.kind,
                channel: pending.channel,
                workflow: intent.workflow,
                enrollment: intent.enrollment,
                step: intent.step,
                saw: Vec::new(),
            },
        );
    }

    fn hold(&mut self, intent: &Intent, until: Timestamp, reason: Reason) {
        self.put_pending(intent, Some((until, reason)));
        self.note_held(intent, until, reason);
    }

    /// Notes that a message is held back.
    pub(super) fn note_held(&mut self, intent: &Intent, until: Timestamp, reason: Reason) {
        let Intent {
            effect,
            workflow,
            enrollment,
            step,
            ..
        } = intent.clone();
        self.note(
            intent.due,
            Decision::Deferred {
                effect,
                workflow,
                enrollment,
                step,
                until,
                reason,
            },
        );
    }

    /// Drops an intent for good.
    pub(super) fn suppress(
        &mut self,
        intent: &Intent,
        reason: Reason,
        saw: Vec<Observation>,
        winner: Option<crate::id::WorkflowId>,
    ) {
        // Never in the outbox, or the host is hearing of it right now: nothing to withdraw.
        self.state
            .pending
            .retain(|pending| pending.effect != intent.effect);
        self.state.ledger.remove(&intent.effect);
        self.forget_coupon(&intent.effect);
        let mut enrollments = self.state.enrollments.iter();
        let revision = enrollments
            .find(|one| one.id == intent.enrollment)
            .and_then(|one| self.workflow_of(one))
            .and_then(|workflow| self.unless_current(workflow));
        let Intent {
            effect,
            workflow,
            enrollment,
            step,
            ..
        } = intent.clone();
        self.note(
            intent.due,
            Decision::Suppressed {
                effect,
                workflow,
                enrollment,
                step,
                reason,
                saw,
                winner,
                revision,
            },
        );
    }

    /// If `effect` was to make a coupon, there is none: the messages after it go without.
    fn forget_coupon(&mut self, effect: &EffectId) {
        for enrollment in &mut self.state.enrollments {
            if enrollment
                .coupon
                .as_ref()
                .is_some_and(|coupon| coupon.effect == *effect)
            {
                enrollment.coupon = None;
            }
        }
    }

    /// If `effect` was to make a coupon, the messages that wait for it wait in vain.
    pub(super) fn fail_coupon(&mut self, effect: &EffectId) {
        for enrollment in &mut self.state.enrollments {
            if let Some(coupon) = enrollment
                .coupon
                .as_mut()
                .filter(|coupon| coupon.effect == *effect)
            {
                coupon.failed = true;
            }
        }
    }

    fn put_pending(&mut self, intent: &Intent, held: Option<(Timestamp, Reason)>) -> Pending {
        let known = self
            .state
            .pending
            .iter()
            .position(|pending| pending.effect == intent.effect);
        let mut pending = match known {
            Some(position) => self.state.pending.remove(position),
            None => self.new_pending(intent),
        };
        pending.held_until = held.map(|(until, _)| until);
        pending.held_because = held.map(|(_, reason)| reason);
        self.state.pending.push(pending.clone());
        pending
    }

    fn new_pending(&self, intent: &Intent) -> Pending {
        let mut pending = Pending {
            effect: intent.effect.clone(),
            kind: intent.kind,
            channel: intent.message.map(|(channel, _)| channel),
            message_kind: intent.message.map(|(_, kind)| kind),
            workflow: intent.workflow.clone(),
            enrollment: intent.enrollment.clone(),
            step: intent.step.clone(),
            due: intent.due,
            ..Pending::default()
        };
        if intent.message.is_some() {
            let coupon = self
                .state
                .enrollment(&intent.enrollment)
                .and_then(|enrollment| enrollment.coupon.as_ref());
            pending.depends_on = coupon
                .filter(|coupon| coupon.code.is_none())
                .map(|coupon| coupon.effect.clone());
        }
        pending
    }
}

/// A code is made for the message that carries it. Where an enrollment wants both at one moment and
/// none of its messages may go, the code isn't created either: nobody gets a code without the
/// message that contains it.
fn coupons_follow_messages(mut judged: Vec<(Intent, Verdict)>) -> Vec<(Intent, Verdict)> {
    let fates: Vec<(usize, Verdict)> = judged
        .iter()
        .enumerate()
        .filter(|(_, (intent, verdict))| {
            intent.kind == EffectKind::ApplyCoupon && *verdict == Verdict::Allow
        })
        .filter_map(|(index, (coupon, _))| {
            let mut messages = judged.iter().filter(|(other, _)| {
                other.message.is_some() && other.enrollment == coupon.enrollment
            });
            let (_, first) = messages.clone().next()?;
            let none_goes = messages.all(|(_, verdict)| *verdict != Verdict::Allow);
            none_goes.then(|| (index, first.clone()))
        })
        .collect();
    for (index, fate) in fates {
        if let Some((_, verdict)) = judged.get_mut(index) {
            *verdict = fate;
        }
    }
    judged
}
