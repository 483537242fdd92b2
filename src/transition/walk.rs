//! Moving an enrollment along its steps.

use super::turn::Turn;
use crate::effect::EffectKind;
use crate::event::{Channel, MessageKind};
use crate::fault::FaultCode;
use crate::id::{EffectId, EnrollmentId, StepId, fingerprint};
use crate::intent::{Guard, Intent};
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::{Decision, Detail, Observation};
use crate::workflow::{
    ASSIGNED_TO, Action, Assign, Coupon, Enrollment, Move, Workflow, advance, exits_now,
};

impl Turn<'_, '_> {
    /// Walks an enrollment from `position` until it waits or ends. Everything on the way happens at
    /// `at`, the moment it was due.
    pub(super) fn walk(
        &mut self,
        workflow: &Workflow,
        id: &EnrollmentId,
        mut position: Option<usize>,
        at: Timestamp,
    ) {
        // Nodes only ever lead forward, so each is passed once at most.
        for _ in 0..=workflow.nodes.len() {
            let Some(run) = self.state.enrollment(id) else {
                return;
            };
            let context = self.context_of(run, at);
            match advance(workflow, id, position, &context) {
                Move::Act { step, action, next } => {
                    if let Action::Send(_) = action
                        && let Some(reason) = exits_now(workflow, &context)
                    {
                        return self.end_enrollment(id, reason, None, at);
                    }
                    self.wish(workflow, id, step, action, at);
                    position = next;
                }
                Move::Branch {
                    step,
                    matched,
                    saw,
                    next,
                } => {
                    let revision = self.unless_current(workflow);
                    let (workflow, enrollment, step) =
                        (workflow.id.clone(), id.clone(), step.clone());
                    self.note(
                        at,
                        Decision::Branched {
                            workflow,
                            enrollment,
                            step,
                            matched,
                            saw,
                            revision,
                        },
                    );
                    position = next;
                }
                Move::Turn {
                    step,
                    way,
                    saw,
                    next,
                } => {
                    self.note_way(workflow, id, step, way.to_owned(), saw, at);
                    position = next;
                }
                Move::NoWay {
                    step,
                    reason,
                    saw,
                    next,
                } => {
                    self.note_no_way(workflow, id, step, reason, saw, at);
                    position = next;
                }
                Move::Pass { next } => position = next,
                Move::Wait { step, until } => return self.wait(workflow, id, step, until, at),
                Move::End(reason) => return self.end_enrollment(id, reason, None, at),
            }
        }
    }

    fn wait(
        &mut self,
        workflow: &Workflow,
        id: &EnrollmentId,
        step: &StepId,
        until: Timestamp,
        at: Timestamp,
    ) {
        if let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) {
            run.step = Some(step.clone());
            run.since = Some(at);
            run.due = Some(until);
        }
        let (workflow, enrollment, step) = (workflow.id.clone(), id.clone(), step.clone());
        self.note(
            at,
            Decision::Waiting {
                workflow,
                enrollment,
                step,
                until,
            },
        );
    }

    /// The revision of a workflow, where it is not the current one: what a decision says, so that its
    /// conditions are found again.
    pub(super) fn unless_current(&self, workflow: &Workflow) -> Option<u32> {
        let current = self.plan.current(&workflow.id);
        let is_current = current.is_some_and(|one| one.revision == workflow.revision);
        (!is_current).then_some(workflow.revision)
    }

    /// Notes which way of a fork was taken.
    pub(super) fn note_way(
        &mut self,
        workflow: &Workflow,
        id: &EnrollmentId,
        step: &StepId,
        way: String,
        saw: Vec<Observation>,
        at: Timestamp,
    ) {
        let revision = self.unless_current(workflow);
        let (workflow, enrollment) = (workflow.id.clone(), id.clone());
        let decision = Decision::WayTaken {
            workflow,
            enrollment,
            step: step.clone(),
            way,
            saw,
            revision,
        };
        self.note(at, decision);
    }

    /// Notes that none of a fork's ways was taken.
    pub(super) fn note_no_way(
        &mut self,
        workflow: &Workflow,
        id: &EnrollmentId,
        step: &StepId,
        reason: Reason,
        saw: Vec<Observation>,
        at: Timestamp,
    ) {
        let revision = self.unless_current(workflow);
        let decision = Decision::NoWayTaken {
            workflow: workflow.id.clone(),
            enrollment: id.clone(),
            step: step.clone(),
            reason,
            saw,
            revision,
        };
        self.note(at, decision);
    }

    pub(super) fn wish(
        &mut self,
        workflow: &Workflow,
        id: &EnrollmentId,
        step: &StepId,
        action: &Action,
        at: Timestamp,
    ) {
        let effect = EffectId::derive(id, step, 0);
        let about_enrollment = self
            .state
            .enrollment(id)
            .map(Enrollment::about)
            .unwrap_or_default();
        let message = match action {
            Action::Send(send) => match self.plan.messages.get(&send.message) {
                Some(channel) => Some((*channel, send.kind)),
                None => {
                    let message = format!(
                        "step “{step}” sends message “{}”, which does not exist",
                        send.message
                    );
                    return self.fault(FaultCode::MessageMissing, Some(&workflow.id), message);
                }
            },
            _ => None,
        };
        let run = self.state.enrollment(id);
        let held_out = run.is_some_and(|run| run.held_out);
        let test = run.is_some_and(|run| run.test);
        match action {
            _ if held_out => {}
            Action::ApplyCoupon(coupon) => {
                self.attach_coupon(id, coupon.discount.coupon(effect.clone()));
            }
            _ if test => {}
            Action::AddTag(tag) => self.change_tag(&tag.tag, true, at, effect.as_str()),
            Action::RemoveTag(tag) => self.change_tag(&tag.tag, false, at, effect.as_str()),
            Action::AddPoints(step) => {
                self.book(step.points.into(), step.cause.clone(), effect.as_str(), at);
            }
            Action::Unsubscribe(step) => self.unsubscribe(step.channel, at, &effect),
            Action::ChangeTier(step) => {
                let until = step.lasts.map(|span| span.after(at, self.zone()));
                self.lift(&step.tier, until, at, effect.as_str());
            }
            Action::Assign(assign) => self.assign(workflow, step, assign, at),
            Action::ShowOffer(step) => {
                let until = step.lasts.map(|span| span.after(at, self.zone()));
                self.state.customer.offers.insert(step.offer.clone(), until);
            }
            Action::HideOffer(step) => {
                self.state.customer.offers.remove(&step.offer);
            }
            Action::Send(_)
            | Action::CreateTask(_)
            | Action::AddOrderNote(_)
            | Action::CreateTicket(_)
            | Action::AddToAudience(_)
            | Action::RemoveFromAudience(_)
            | Action::SyncCustomer(_)
            | Action::Webhook(_) => {}
        }
        self.intents.push(Intent {
            effect,
            workflow: workflow.id.clone(),
            enrollment: id.clone(),
            step: step.clone(),
            priority: workflow.priority,
            about: about_enrollment,
            kind: action.effect_kind(),
            due: at,
            message,
            topic: self.plan.topic_of(workflow, action).map(str::to_owned),
            test,
            guard: Guard::Pass,
        });
    }

    /// Gives the customer to one of some people, unless somebody has them already.
    fn assign(&mut self, workflow: &Workflow, step: &StepId, assign: &Assign, at: Timestamp) {
        let customer = &mut self.state.customer;
        if customer.profile.text(ASSIGNED_TO).is_some() {
            return;
        }
        let lot = fingerprint(&format!("assign:{}:{step}:{}", workflow.id, customer.id));
        let people = assign.to.len().max(1) as u64;
        let place = usize::try_from(lot % people).unwrap_or_default();
        if let Some(to) = assign.to.get(place) {
            customer.profile.set_text(ASSIGNED_TO, to, at);
            // A date by that name is nobody's idea, but would be the customer's.
            self.timers.forget();
        }
    }

    fn attach_coupon(&mut self, id: &EnrollmentId, coupon: Coupon) {
        if let Some(run) = self.state.enrollments.iter_mut().find(|run| run.id == *id) {
            run.coupon = Some(coupon);
        }
    }

    /// Whether the workflow still wants an intent: is the enrollment still active, does the filter
    /// still hold, is the coupon there?
    pub(super) fn guard(
        &self,
        run: Option<&Enrollment>,
        step: &StepId,
        kind: EffectKind,
        message: Option<(Channel, MessageKind)>,
    ) -> Guard {
        let fail = |reason| Guard::Fail {
            reason,
            saw: Vec::new(),
        };
        let Some(run) = run else {
            return fail(Reason::WorkflowRemoved);
        };
        match run.ended {
            None | Some(Reason::ReachedEnd | Reason::ExitStep) => {}
            Some(reason) => return fail(reason),
        }
        let Some(workflow) = self.workflow_of(run) else {
            return fail(Reason::WorkflowRemoved);
        };
        let last_word = || match run.held_out {
            true => fail(Reason::HeldOut),
            false => Guard::Pass,
        };
        if run.test && !matches!(kind, EffectKind::Send | EffectKind::ApplyCoupon) {
            return fail(Reason::TestRun);
        }
        if message.is_none() {
            return last_word();
        }
        if self.state.was_sent_before(run, step) {
            return fail(Reason::SentBeforeReassigned);
        }
        if run.coupon.as_ref().is_some_and(|coupon| coupon.failed) {
            return fail(Reason::CouponFailed);
        }
        let context = self.context_of(run, self.now);
        if let Some(reason) = exits_now(workflow, &context) {
            return fail(reason);
        }
        let Some(filter) = &workflow.filter else {
            return last_word();
        };
        let (answer, saw) = match self.detail {
            Detail::Full => filter.explain(&context),
            Detail::Outcome => (filter.evaluate(&context), Vec::new()),
        };
        if answer.matched {
            last_word()
        } else {
            let unknown = filter.cannot_be_known(&context);
            Guard::Fail {
                reason: unknown.unwrap_or(Reason::FilterNotMet),
                saw,
            }
        }
    }
}
