//! What one plan decided about one customer.

use crate::id::{CustomerId, StepId, WorkflowId};
use crate::input::Input;
use crate::reason::Reason;
use crate::simulate::{Decided, Doings, Follower};
use crate::time::Timestamp;
use crate::trace::Decision;

/// One customer's part of a backtest, from the moment on from which it counts.
#[derive(Clone, Debug)]
pub(super) struct Life {
    /// Whose.
    pub(super) customer: CustomerId,
    /// What was done.
    pub(super) doings: Doings,
    /// Everything else that a report counts.
    pub(super) counted: Vec<Counted>,
    /// How many transitions it took.
    pub(super) decisions: u64,
    /// Whether it stopped at the bound on transitions.
    pub(super) cut_short: bool,
    from: Timestamp,
}

/// A decision that is counted by its reason.
#[derive(Clone, Debug)]
pub(super) enum Counted {
    Entered(WorkflowId, Timestamp),
    NotEntered(WorkflowId, Reason),
    Exited(WorkflowId, Reason),
    Deferred(WorkflowId, StepId, Reason),
    Suppressed(WorkflowId, StepId, Reason, Option<WorkflowId>),
    TooLate,
}

impl Life {
    pub(super) const fn new(customer: CustomerId, from: Timestamp) -> Self {
        Self {
            customer,
            doings: Doings::new(),
            counted: Vec::new(),
            decisions: 0,
            cut_short: false,
            from,
        }
    }
}

impl Follower for Life {
    fn told(&mut self, _: Timestamp, _: &Input) {}

    fn decided(&mut self, now: Timestamp, decided: Decided) {
        self.decisions += 1;
        let earlier = self.doings.done.len();
        for entry in decided.trace {
            self.doings.follow(now, &entry.decision);
            if now >= self.from {
                self.counted.extend(counted(entry.decision, now));
            }
        }
        if now < self.from {
            self.doings.done.truncate(earlier);
        }
    }
}

/// What a report counts of a decision, besides what is done.
fn counted(decision: Decision, now: Timestamp) -> Option<Counted> {
    Some(match decision {
        Decision::Entered { workflow, .. } => Counted::Entered(workflow, now),
        Decision::NotEntered {
            workflow, reason, ..
        } => Counted::NotEntered(workflow, reason),
        Decision::Exited {
            workflow, reason, ..
        } => Counted::Exited(workflow, reason),
        Decision::Deferred {
            workflow,
            step,
            reason,
            ..
        } => Counted::Deferred(workflow, step, reason),
        Decision::Suppressed {
            workflow,
            step,
            reason,
            winner,
            ..
        } => Counted::Suppressed(workflow, step, reason, winner),
        Decision::TooLate { .. } => Counted::TooLate,
        _ => return None,
    })
}
