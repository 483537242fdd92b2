//! Two customers become one.

use super::Turn;
use super::old_runs::name_runs;
use crate::id::EnrollmentId;
use crate::reason::Reason;
use crate::state::State;
use crate::trace::{Cause, Decision};
use crate::workflow::{Enrollment, OnePer};

impl Turn<'_> {
    /// Folds in everything about `loser`: facts are united, the stricter consent stands, and of
    /// two runs through the same workflow the one that began first goes on.
    ///
    /// Of a `hollow` loser nothing was left but an address that was a mistake.
    pub(super) fn merge(&mut self, mut loser: State, hollow: bool) {
        let renaming = name_runs(&mut loser);
        self.emit_renaming(renaming);
        let State {
            customer,
            enrollments,
            entries,
            pending,
            ledger,
            taken_over,
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
        }
        self.state.taken_over.extend(taken_over);
        let excess = self.state.taken_over.len();
        let excess = excess.saturating_sub(State::MAX_TAKEN_OVER);
        self.state.taken_over.drain(..excess);
        self.state.entries.merge(entries);
        self.state.ledger.merge(ledger);
        self.look_at_messages();
        for one in pending {
            if self.state.pending(&one.effect).is_none() {
                self.state.pending.push(one);
            }
        }
        for run in enrollments {
            if self.state.enrollment(&run.id).is_none() {
                self.state.enrollments.push(run);
            }
        }
        for id in self.double_runs() {
            self.end_run(&id, Reason::CustomerMerged, None, self.now);
        }
        self.end_runs_by_history();
        self.settle_tier(self.now, self.now, None);
        self.follow_all(Cause::Merge);
        self.drain_queue();
    }

    /// The runs that are one too many: per workflow all active ones but the first.
    fn double_runs(&self) -> Vec<EnrollmentId> {
        let active = || self.state.enrollments.iter().filter(|run| run.is_real());
        let began = |run: &Enrollment| (run.entered_at, run.id.clone());
        let second = |run: &&Enrollment| {
            let alone = self
                .workflow_of(run)
                .is_none_or(|workflow| workflow.one_per == OnePer::Customer);
            active().any(|other| {
                let same = alone || other.entry_key == run.entry_key;
                same && other.workflow == run.workflow && began(other) < began(run)
            })
        };
        active().filter(second).map(|run| run.id.clone()).collect()
    }

    /// Ends runs of one of the two that something the other did has ended.
    fn end_runs_by_history(&mut self) {
        let ending: Vec<_> = self
            .state
            .enrollments
            .iter()
            .filter(|run| run.is_active())
            .filter_map(|run| {
                let workflow = self.workflow_of(run)?;
                let ended_by = workflow.exit_on.iter().find_map(|name| {
                    let records = self.state.customer.history.of(*name);
                    let after = |record: &&crate::customer::Record| {
                        record.at >= run.anchor && record.fact != run.entry_fact
                    };
                    records.iter().find(after).map(|record| (*name, record.at))
                });
                ended_by.map(|(name, at)| (run.id.clone(), name, at))
            })
            .collect();
        for (id, name, at) in ending {
            self.end_run(&id, crate::workflow::exit_reason(name), Some(name), at);
        }
    }
}
