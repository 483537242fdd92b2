//! What time alone brings: waits that end, carts that were left alone.

use super::Turn;
use crate::fault::FaultCode;
use crate::id::EnrollmentId;
use crate::schedule::{Wake, WakeReason};
use crate::time::Timestamp;
use crate::workflow::Entry;

/// One thing that falls due. The order is the order in which things are done: by time, then by
/// name, so that it does not depend on when they were planned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    at: Timestamp,
    name: String,
    what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    WaitEnds(EnrollmentId),
    /// The workflow's place among those that time may start.
    Enter(usize, Entry),
    /// The score and all segments at once: at one moment they change together.
    FactsMayChange,
}

impl Turn<'_> {
    /// Runs everything that is due up to now, each at its own time.
    pub(super) fn run_due(&mut self) {
        for _ in 0..MAX_DUE {
            let Some(due) = self.next_due().filter(|due| due.at <= self.now) else {
                return;
            };
            match due.what {
                What::WaitEnds(enrollment) => self.resume(&enrollment, due.at),
                What::FactsMayChange => self.follow_time(due.at),
                What::Enter(place, entry) => self.enter_by_time(place, &entry, due.at),
            }
            self.drain_queue();
        }
        self.fault(
            FaultCode::DueLimit,
            None,
            format!("more than {MAX_DUE} things were due at once"),
        );
    }

    /// The earliest moment at which anything is due without an event.
    pub(super) fn next_wake(&self) -> Option<Wake> {
        let due = self.next_due().map(|due| Wake {
            at: due.at.max(self.now),
            reason: match due.what {
                What::WaitEnds(_) => WakeReason::WaitEnds,
                What::Enter(_, Entry { cart: Some(_), .. }) => WakeReason::CartAbandoned,
                What::Enter(..) => WakeReason::TriggerDue,
                What::FactsMayChange => WakeReason::FactsMayChange,
            },
        });
        let held = self
            .state
            .pending
            .iter()
            .filter_map(|pending| pending.held_until)
            .min();
        let held = held.map(|at| Wake {
            at: at.max(self.now),
            reason: WakeReason::DeferralEnds,
        });
        Wake::earliest(due, held)
    }

    fn next_due(&self) -> Option<Due> {
        let waits = self
            .state
            .enrollments
            .iter()
            .filter(|run| run.is_active())
            .filter_map(|run| {
                Some(Due {
                    at: run.due?,
                    name: run.id.to_string(),
                    what: What::WaitEnds(run.id.clone()),
                })
            });
        let context = self.context(self.now);
        let behind = self.plan.behind(self.plan.started_by_time()).enumerate();
        let entries = behind.flat_map(|(place, workflow)| {
            let upcoming = workflow.trigger.upcoming(&context);
            upcoming
                .into_iter()
                // What was over before the workflow went live was never its business.
                .filter(|(at, _)| workflow.live_since.is_none_or(|since| *at >= since))
                .filter(|(_, entry)| !self.state.entries.settled(&workflow.id, entry))
                .map(move |(at, entry)| Due {
                    at,
                    name: format!("{} {}", workflow.id, entry.fact),
                    what: What::Enter(place, entry),
                })
        });
        // In front of what else is due then, which may ask for them: no name.
        let looks = [
            self.state.memberships.next_look(),
            self.state.customer.score.look_at,
            self.state.customer.standing.look_at,
        ];
        let facts = looks.into_iter().flatten().min().map(|at| Due {
            at,
            name: String::new(),
            what: What::FactsMayChange,
        });
        waits
            .chain(entries)
            .chain(facts)
            .min_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)))
    }
}

/// More than any real customer has at one moment; a bound on the work of one call.
const MAX_DUE: usize = 1_000;
