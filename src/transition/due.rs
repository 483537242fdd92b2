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
            let Some(due) = self.next_due(self.now) else {
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
        let due = self.next_due(Timestamp::MAX).map(|due| Wake {
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

    /// What is due next, by `until` at the latest.
    fn next_due(&self, until: Timestamp) -> Option<Due> {
        let mut next = Next { until, due: None };
        for run in self.state.enrollments.iter().filter(|run| run.is_active()) {
            if let Some(at) = run.due {
                let what = || Some((run.id.to_string(), What::WaitEnds(run.id.clone())));
                next.consider(at, &what);
            }
        }
        let context = self.context(self.now);
        let behind = self.plan.behind(self.plan.started_by_time()).enumerate();
        for (place, workflow) in behind {
            workflow.trigger.upcoming(&context, &mut |at, entry| {
                // What was over before the workflow went live was never its business.
                if workflow.live_since.is_some_and(|since| at < since) {
                    return;
                }
                next.consider(at, &|| {
                    let entry = entry();
                    if self.state.entries.settled(&workflow.id, &entry) {
                        return None;
                    }
                    let name = format!("{} {}", workflow.id, entry.fact);
                    Some((name, What::Enter(place, entry)))
                });
            });
        }
        let looks = [
            self.state.memberships.next_look(),
            self.state.customer.score.look_at,
            self.state.customer.standing.look_at,
        ];
        if let Some(at) = looks.into_iter().flatten().min() {
            // In front of what else is due then, which may ask for them: no name.
            next.consider(at, &|| Some((String::new(), What::FactsMayChange)));
        }
        next.due
    }
}

/// The search for what is due next.
struct Next {
    until: Timestamp,
    due: Option<Due>,
}

impl Next {
    /// Looks at something that is due at `at`. Only what may be the next is asked what it is, and it
    /// may turn out to be nothing.
    fn consider(&mut self, at: Timestamp, ask: &dyn Fn() -> Option<(String, What)>) {
        if at > self.until {
            return;
        }
        let Some((name, what)) = ask() else {
            return;
        };
        let is_first = match &self.due {
            None => true,
            Some(known) => (at, &name) < (known.at, &known.name),
        };
        if is_first {
            self.until = at;
            self.due = Some(Due { at, name, what });
        }
    }
}

/// More than any real customer has at one moment; a bound on the work of one call.
const MAX_DUE: usize = 1_000;
