//! Ending enrollments.

use super::outcome::Withdrawn;
use super::turn::Turn;
use crate::event::{Event, EventName};
use crate::id::{EffectId, EnrollmentId};
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Decision;
use crate::workflow::{InFlight, Inside, Status, exits, exits_now};

impl Turn<'_, '_> {
    /// Ends the enrollments that `event` ends, by its name or because of what is true since, as seen at
    /// `seen_at`. Runs that are over, but whose last message is still on
    /// its way, count too: that message is no longer wanted either.
    pub(super) fn end_enrollments(&mut self, event: &Event, seen_at: Timestamp) {
        for (id, reason) in self.ended_by(event, seen_at) {
            let at = event.effective_at();
            self.flag_too_late(&id, event.kind.name(), at);
            self.end_enrollment(&id, reason, Some(event.kind.name()), at);
        }
    }

    /// The enrollments that an event ends, each with why.
    fn ended_by(&self, event: &Event, seen_at: Timestamp) -> Vec<(EnrollmentId, Reason)> {
        let wanted = self.state.enrollments.iter();
        let wanted = wanted.filter(|enrollment| enrollment.is_wanted());
        let ending = wanted.filter_map(|enrollment| {
            let workflow = self.workflow_of(enrollment)?;
            let reason = exits(workflow, enrollment, event)
                .or_else(|| exits_now(workflow, &self.context_of(enrollment, seen_at)))?;
            Some((enrollment.id.clone(), reason))
        });
        ending.collect()
    }

    /// Whether an event that no enrollment is told of would have changed none of them.
    pub(super) fn leaves_all_alone(&self, event: &Event, seen_at: Timestamp) -> bool {
        self.ended_by(event, seen_at).is_empty()
            && self
                .state
                .enrollments
                .iter()
                .all(|enrollment| !enrollment.is_active() || !self.is_awaited_by(enrollment, event))
    }

    /// Ends one enrollment, and withdraws its effects that were not released.
    pub(super) fn end_enrollment(
        &mut self,
        id: &EnrollmentId,
        reason: Reason,
        event: Option<EventName>,
        at: Timestamp,
    ) {
        let Some(enrollment) = self
            .state
            .enrollments
            .iter_mut()
            .find(|enrollment| enrollment.id == *id)
        else {
            return;
        };
        let natural = matches!(reason, Reason::ReachedEnd | Reason::ExitStep);
        let was_over = enrollment.ended.is_some();
        enrollment.ended = Some(reason);
        enrollment.due = None;
        enrollment.since = None;
        enrollment.step = None;
        let workflow = enrollment.workflow.clone();
        if !was_over {
            self.note(
                at,
                Decision::Exited {
                    workflow,
                    enrollment: id.clone(),
                    reason,
                    event,
                },
            );
        }
        if !natural {
            self.take_back(id, reason, at);
        }
    }

    /// Ends everything the customer is inside of.
    pub(super) fn end_all_enrollments(&mut self, reason: Reason, at: Timestamp) {
        let wanted = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_wanted());
        let ids: Vec<EnrollmentId> = wanted.map(|enrollment| enrollment.id.clone()).collect();
        for id in ids {
            self.end_enrollment(&id, reason, Some(EventName::CustomerDeleted), at);
        }
    }

    /// Ends the enrollments whose revision the plan no longer has.
    pub(super) fn end_orphans(&mut self) {
        let orphans: Vec<EnrollmentId> = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_active() && self.workflow_of(enrollment).is_none())
            .map(|enrollment| enrollment.id.clone())
            .collect();
        for id in orphans {
            self.end_enrollment(&id, Reason::WorkflowRemoved, None, self.now);
        }
    }

    /// Ends the enrollments that the current revision of their workflow stops.
    pub(super) fn end_stopped(&mut self) {
        let enrollments = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_wanted());
        let stopped: Vec<(EnrollmentId, Reason)> = enrollments
            .filter_map(|enrollment| {
                let current = self.plan.current(&enrollment.workflow)?;
                let paused = current.status == Status::Paused;
                if paused && current.on_pause == Inside::Stop {
                    return Some((enrollment.id.clone(), Reason::WorkflowPaused));
                }
                let edited = current.revision > enrollment.revision;
                (edited && current.in_flight == InFlight::Stop)
                    .then(|| (enrollment.id.clone(), Reason::WorkflowEdited))
            })
            .collect();
        for (id, reason) in stopped {
            self.end_enrollment(&id, reason, None, self.now);
        }
    }

    /// Drops enrollments that are over and have nothing on its way anymore.
    pub(super) fn forget_finished_enrollments(&mut self) {
        let pending = &self.state.pending;
        self.state.enrollments.retain(|enrollment| {
            enrollment.is_active()
                || pending
                    .iter()
                    .any(|pending| pending.enrollment == enrollment.id)
        });
    }

    /// Takes one unsettled effect back.
    pub(super) fn drop_pending(&mut self, effect: &EffectId, reason: Reason) {
        let Some(position) = self
            .state
            .pending
            .iter()
            .position(|pending| pending.effect == *effect)
        else {
            return;
        };
        let pending = self.state.pending.remove(position);
        self.state.ledger.remove(effect);
        if pending.held_until.is_none() && !pending.failed {
            self.withdrawn.push(Withdrawn {
                effect: effect.clone(),
                reason,
            });
        }
    }

    fn take_back(&mut self, id: &EnrollmentId, reason: Reason, at: Timestamp) {
        let unreleased: Vec<_> = self
            .state
            .pending
            .iter()
            .filter(|pending| pending.enrollment == *id && (pending.failed || !pending.released))
            .cloned()
            .collect();
        for pending in unreleased {
            self.drop_pending(&pending.effect, reason);
            self.note(
                at,
                Decision::Suppressed {
                    effect: pending.effect,
                    workflow: pending.workflow,
                    enrollment: pending.enrollment,
                    step: pending.step,
                    reason,
                    saw: Vec::new(),
                    winner: None,
                    revision: None,
                },
            );
        }
    }

    /// What was sent is not undone, but a message that the event would, had it arrived earlier,
    /// have stopped is shown to the merchant.
    fn flag_too_late(&mut self, id: &EnrollmentId, event: EventName, happened_at: Timestamp) {
        let late: Vec<EffectId> = self
            .state
            .ledger
            .sends
            .iter()
            .filter(|sent| sent.sent && sent.enrollment == *id && sent.at > happened_at)
            .map(|sent| sent.effect.clone())
            .collect();
        for effect in late {
            self.note(
                self.now,
                Decision::TooLate {
                    effect,
                    event,
                    happened_at,
                },
            );
        }
    }
}
