//! What one plan decided about one customer.

use crate::event::{EventKind, EventNames};
use crate::id::{CustomerId, StepId, WorkflowId};
use crate::input::Input;
use crate::policy::SendRecord;
use crate::reason::Reason;
use crate::simulate::{EffectLog, End, Follower};
use crate::time::{Timestamp, Zone};
use crate::trace::{Decision, Detail};
use crate::transition::Decided;
use std::iter;

/// One customer's part of a backtest, from the moment on from which it counts.
#[derive(Clone, Debug)]
pub(super) struct Life {
    /// The customer.
    pub(super) customer: CustomerId,
    /// The effects that were performed.
    pub(super) doings: EffectLog,
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
    /// The kinds of event that it recorded.
    pub(super) recorded: EventNames,
    /// The messages as policy counted them at the end, the oldest first.
    pub(super) sends: Vec<SendRecord>,
    /// Where the customer lives, as far as that is known at the end.
    pub(super) zone: Option<Zone>,
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

impl Counted {
    /// Which workflow it is about.
    pub(super) const fn workflow(&self) -> Option<&WorkflowId> {
        match self {
            Self::Entered(workflow, _)
            | Self::NotEntered(workflow, _)
            | Self::Exited(workflow, _)
            | Self::Deferred(workflow, ..)
            | Self::Suppressed(workflow, ..) => Some(workflow),
            Self::TooLate => None,
        }
    }

    /// The reason that was given, where one was.
    pub(super) const fn reason(&self) -> Option<Reason> {
        match self {
            Self::NotEntered(_, reason)
            | Self::Exited(_, reason)
            | Self::Deferred(_, _, reason)
            | Self::Suppressed(_, _, reason, _) => Some(*reason),
            Self::Entered(..) | Self::TooLate => None,
        }
    }

    /// When a workflow was entered, where one was.
    pub(super) const fn entered_at(&self) -> Option<Timestamp> {
        match self {
            Self::Entered(_, at) => Some(*at),
            _ => None,
        }
    }
}

impl Life {
    pub(super) const fn new(customer: CustomerId, from: Timestamp) -> Self {
        Self {
            customer,
            doings: EffectLog::new(),
            counted: Vec::new(),
            decisions: 0,
            cut_short: false,
            best_score: 0,
            ordered: false,
            recorded: EventNames::NONE,
            sends: Vec::new(),
            zone: None,
            from,
        }
    }
}

impl Life {
    /// The customer, as a list of whom it was about; empty where nobody is to be named.
    pub(super) fn named(&self, named: usize) -> Vec<CustomerId> {
        iter::once_with(|| self.customer.clone())
            .take(named)
            .collect()
    }

    /// Folds in where the simulation stopped.
    pub(super) fn end(&mut self, end: End) {
        self.cut_short = end.cut_short;
        self.zone = end.state.customer.known_zone();
        let counted = |sent: &SendRecord| sent.sent && sent.at >= self.from;
        let sends = end.state.ledger.into_inner().sends.into_iter();
        self.sends = sends.filter(counted).collect();
    }

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
    const DETAIL: Detail = Detail::Outcome;

    fn received(&mut self, now: Timestamp, input: &Input) {
        // Before the decision, so that what an order gives to the score did not lead to it.
        self.ordered |= now >= self.from && tells_of_order(input);
    }

    fn decided(&mut self, now: Timestamp, decided: Decided) {
        self.decisions += 1;
        let earlier = self.doings.done.len();
        for entry in decided.trace {
            self.doings.follow(now, &entry.decision);
            self.follow_score(now, &entry.decision);
            if let Decision::Recorded { event, .. } = entry.decision {
                self.recorded = self.recorded.and(EventNames::of(&[event]));
            }
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
        Input::WithFacts { input, .. } => tells_of_order(input),
        Input::Events { events, .. } => events
            .iter()
            .any(|event| matches!(&event.kind, EventKind::OrderPlaced { order } if !order.test)),
        _ => false,
    }
}
