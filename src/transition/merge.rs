//! Two customers become one.

use super::old_enrollments::name_enrollments;
use super::turn::Turn;
use crate::id::EnrollmentId;
use crate::reason::Reason;
use crate::state::State;
use crate::trace::{Cause, Decision};
use crate::workflow::{Enrollment, OnePer};

impl Turn<'_, '_> {
    /// Folds in everything about `loser`: facts are united, the stricter consent stands, and of
    /// two enrollments through the same workflow the one that began first goes on.
    ///
    /// Of a `hollow` loser nothing was left but an address that was a mistake.
    pub(super) fn merge(&mut self, mut loser: State, hollow: bool) {
        let renaming = name_enrollments(&mut loser);
        self.emit_renaming(renaming);
        let State {
            customer,
            enrollments,
            entries,
            pending,
            ledger,
            taken_over,
            imported_at,
            ..
        } = loser;
        self.note(
            self.now,
            Decision::Merged {
                loser: customer.id.to_string(),
            },
        );
        if hollow {
            self.state.customer.absorb_hollow(customer);
        } else {
            self.state.customer.merge(customer);
            self.look_at_zone();
        }
        self.state.imported_at = self.state.imported_at.max(imported_at);
        self.state.taken_over.extend(taken_over);
        let excess = self.state.taken_over.len();
        let excess = excess.saturating_sub(State::MAX_TAKEN_OVER);
        self.state.taken_over.drain(..excess);
        self.state.entries.merge(entries.into_inner());
        self.state.ledger.merge(ledger.into_inner());
        self.look_at_messages();
        for one in pending {
            if self.state.pending(&one.effect).is_none() {
                self.state.pending.push(one);
            }
        }
        for enrollment in enrollments {
            if self.state.enrollment(&enrollment.id).is_none() {
                self.add_enrollment(enrollment);
            }
        }
        for id in self.duplicate_enrollments() {
            self.end_enrollment(&id, Reason::CustomerMerged, None, self.now);
        }
        self.end_runs_by_history();
        self.settle_tier(self.now, self.now, None);
        self.follow_all(Cause::Merge);
        self.drain_queue();
    }

    /// The enrollments that are one too many: per workflow all active ones but the first.
    fn duplicate_enrollments(&self) -> Vec<EnrollmentId> {
        let active = || {
            self.state
                .enrollments
                .iter()
                .filter(|enrollment| enrollment.is_real())
        };
        let began = |enrollment: &Enrollment| (enrollment.entered_at, enrollment.id.clone());
        let second = |enrollment: &&Enrollment| {
            let alone = self
                .workflow_of(enrollment)
                .is_none_or(|workflow| workflow.one_per == OnePer::Customer);
            active().any(|other| {
                let same = alone || other.entry_key == enrollment.entry_key;
                same && other.workflow == enrollment.workflow && began(other) < began(enrollment)
            })
        };
        active()
            .filter(second)
            .map(|enrollment| enrollment.id.clone())
            .collect()
    }

    /// Ends enrollments of one of the two that something the other did has ended.
    fn end_runs_by_history(&mut self) {
        let ending: Vec<_> = self
            .state
            .enrollments
            .iter()
            .filter(|enrollment| enrollment.is_active())
            .filter_map(|enrollment| {
                let workflow = self.workflow_of(enrollment)?;
                let ended_by = workflow.exit_on.iter().find_map(|name| {
                    let records = self.state.customer.history.of(*name);
                    let after = |record: &&crate::customer::Record| {
                        record.at >= enrollment.anchor
                            && record.fact.value() != enrollment.entry_fact
                    };
                    records.iter().find(after).map(|record| (*name, record.at))
                });
                ended_by.map(|(name, at)| (enrollment.id.clone(), name, at))
            })
            .collect();
        for (id, name, at) in ending {
            self.end_enrollment(&id, crate::workflow::exit_reason(name), Some(name), at);
        }
    }
}
