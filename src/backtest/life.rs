//! What one plan decided about one customer.

use crate::event::EventKind;
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
    /// The highest lead score before the first order, or before the end.
    pub(super) best_score: i64,
    /// Whether anything was ordered.
    pub(super) ordered: bool,
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
            best_score: 0,
            ordered: false,
            from,
        }
    }
}

impl Life {
    fn follow_score(&mut self, now: Timestamp, decision: &Decision) {
        if let Decision::ScoreChanged { score, .. } = decision {
            if now < self.from {
                self.best_score = *score;
            } else if !self.ordered {
                self.best_score = self.best_score.max(*score);
            }
        }
    }
}

impl Follower for Life {
    fn told(&mut self, now: Timestamp, input: &Input) {
        // Before the decision, so that what an order gives to the score did not lead to it.
        self.ordered |= now >= self.from && tells_of_order(input);
    }

    fn decided(&mut self, now: Timestamp, decided: Decided) {
        self.decisions += 1;
        let earlier = self.doings.done.len();
        for entry in decided.trace {
            self.doings.follow(now, &entry.decision);
            self.follow_score(now, &entry.decision);
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

fn tells_of_order(input: &Input) -> bool {
    match input {
        Input::Knowing { input, .. } => tells_of_order(input),
        Input::Events { events, .. } => events
            .iter()
            .any(|event| matches!(&event.kind, EventKind::OrderPlaced { order } if !order.test)),
        _ => false,
    }
}
