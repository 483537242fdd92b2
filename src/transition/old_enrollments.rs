//! New ids for enrollments of the first release.
//!
//! That release left the customer out of an enrollment's id, so two customers with one entry fact
//! (a birthday, a shared cart) had enrollments with one id, and effects with one id, of which a
//! host kept one. Such an enrollment gets an id of its own the first time its state is read.
//! Effects that were not released are requested again under the new id; those that were keep the id
//! under which a provider may know them.

use super::outcome::Withdrawn;
use super::turn::Turn;
use crate::effect::Effect;
use crate::id::{EffectId, EnrollmentId, WorkflowId};
use crate::reason::Reason;
use crate::state::State;
use crate::trace::Decision;

/// What was renamed in one state.
#[derive(Default)]
pub(super) struct Renaming {
    enrollments: Vec<(WorkflowId, EnrollmentId, EnrollmentId)>,
    /// The rows of the outbox to take back, and those in their place.
    rows: Vec<(EffectId, Effect)>,
}

impl Turn<'_, '_> {
    pub(super) fn name_old_enrollments(&mut self) {
        let renaming = name_enrollments(self.state);
        self.emit_renaming(renaming);
    }

    /// Records what was renamed, and updates the outbox.
    pub(super) fn emit_renaming(&mut self, renaming: Renaming) {
        for (workflow, was, enrollment) in renaming.enrollments {
            let decision = Decision::Renamed {
                workflow,
                enrollment,
                was,
            };
            self.note(self.now, decision);
        }
        for (effect, anew) in renaming.rows {
            let reason = Reason::AlreadyDecided;
            self.withdrawn.push(Withdrawn { effect, reason });
            self.effects.push(anew);
        }
    }
}

/// Gives every enrollment of `state` whose name holds no customer a name of its own.
pub(super) fn name_enrollments(state: &mut State) -> Renaming {
    let mut renaming = Renaming::default();
    let customer = state.customer.id.clone();
    if customer.as_str().is_empty() {
        return renaming;
    }
    let unnamed = state.enrollments.iter().enumerate();
    let unnamed: Vec<usize> = unnamed
        .filter(|(_, enrollment)| enrollment.begun_by.as_str().is_empty())
        .map(|(place, _)| place)
        .collect();
    for place in unnamed {
        let Some(enrollment) = state.enrollments.get_mut(place) else {
            continue;
        };
        let was = enrollment.id.clone();
        enrollment.id = EnrollmentId::of_unnamed(&was, &customer);
        enrollment.begun_by = customer.clone();
        let (workflow, enrollment) = (enrollment.workflow.clone(), enrollment.id.clone());
        rename_effects(state, &was, &enrollment, &mut renaming.rows);
        renaming.enrollments.push((workflow, was, enrollment));
    }
    renaming
}

/// Moves the effects of enrollment `was`, pending and sent, to its new id.
fn rename_effects(
    state: &mut State,
    was: &EnrollmentId,
    enrollment: &EnrollmentId,
    rows: &mut Vec<(EffectId, Effect)>,
) {
    let mut renamed: Vec<(EffectId, EffectId)> = Vec::new();
    for pending in &mut state.pending {
        if pending.enrollment != *was {
            continue;
        }
        pending.enrollment = enrollment.clone();
        if !pending.released && !pending.failed {
            let anew = EffectId::derive(enrollment, &pending.step, 0);
            renamed.push((std::mem::replace(&mut pending.effect, anew.clone()), anew));
        }
    }
    let follow = |effect: &mut EffectId| {
        if let Some((_, anew)) = renamed.iter().find(|(old, _)| old == effect) {
            effect.clone_from(anew);
        }
    };
    for pending in &mut state.pending {
        if pending.enrollment == *enrollment {
            pending.depends_on.iter_mut().for_each(follow);
        }
    }
    for one in &mut state.enrollments {
        if one.id == *enrollment {
            one.coupon
                .iter_mut()
                .for_each(|coupon| follow(&mut coupon.effect));
        }
    }
    for sent in &mut state.ledger.sends {
        if sent.enrollment == *was {
            sent.enrollment = enrollment.clone();
            follow(&mut sent.effect);
        }
    }
    let anew_rows = renamed.into_iter().filter_map(|(old, anew)| {
        let pending = state.pending(&anew)?;
        pending
            .held_until
            .is_none()
            .then(|| (old, pending.effect()))
    });
    rows.extend(anew_rows);
}
