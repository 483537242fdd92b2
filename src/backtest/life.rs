//! What one plan decided about one customer.

use crate::effect::{EffectKind, Outcome};
use crate::event::Channel;
use crate::id::{CustomerId, EffectId, StepId, WorkflowId};
use crate::input::Input;
use crate::reason::Reason;
use crate::simulate::{Decided, Follower};
use crate::time::Timestamp;
use crate::trace::Decision;

/// One customer's part of a backtest, from the moment on from which it counts.
#[derive(Clone, Debug)]
pub(super) struct Life {
    /// Whose.
    pub(super) customer: CustomerId,
    /// What was done, in its order.
    pub(super) done: Vec<Done>,
    /// Everything else that a report counts.
    pub(super) counted: Vec<Counted>,
    /// How many transitions it took.
    pub(super) decisions: u64,
    /// Whether it stopped at the bound on transitions.
    pub(super) cut_short: bool,
    from: Timestamp,
    /// What may be done, until its outcome is told.
    asked: Vec<(EffectId, Done)>,
}

/// A message that was sent, or another thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Done {
    /// Which workflow wanted it.
    pub(super) workflow: WorkflowId,
    /// At which step.
    pub(super) step: StepId,
    /// What kind of thing.
    pub(super) kind: EffectKind,
    /// For a message: by which channel.
    pub(super) channel: Option<Channel>,
    /// When.
    pub(super) at: Timestamp,
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
            done: Vec::new(),
            counted: Vec::new(),
            decisions: 0,
            cut_short: false,
            from,
            asked: Vec::new(),
        }
    }

    /// The messages among what was done.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Done> {
        self.done
            .iter()
            .filter(|done| done.kind == EffectKind::Send)
    }

    fn follow(&mut self, now: Timestamp, decision: Decision) {
        let counts = now >= self.from;
        let counted = match decision {
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
                effect,
                workflow,
                step,
                reason,
                winner,
                ..
            } => {
                // It may have been allowed before, and refused when it was about to be done.
                self.asked.retain(|(asked, _)| *asked != effect);
                Counted::Suppressed(workflow, step, reason, winner)
            }
            Decision::TooLate { .. } => Counted::TooLate,
            Decision::Allowed {
                effect,
                kind,
                channel,
                workflow,
                step,
                ..
            } => {
                let done = Done {
                    workflow,
                    step,
                    kind,
                    channel,
                    at: now,
                };
                self.asked.push((effect, done));
                return;
            }
            Decision::Reported { effect, outcome } => {
                self.finish(&effect, &outcome, now);
                return;
            }
            _ => return,
        };
        if counts {
            self.counted.push(counted);
        }
    }

    fn finish(&mut self, effect: &EffectId, outcome: &Outcome, now: Timestamp) {
        let Some(place) = self.asked.iter().rposition(|(asked, _)| asked == effect) else {
            return;
        };
        let (_, done) = self.asked.remove(place);
        let happened = matches!(outcome, Outcome::Sent | Outcome::Done { .. });
        if happened && now >= self.from {
            self.done.push(Done { at: now, ..done });
        }
    }
}

impl Follower for Life {
    fn told(&mut self, _: Timestamp, _: &Input) {}

    fn decided(&mut self, now: Timestamp, decided: Decided) {
        self.decisions += 1;
        for entry in decided.trace {
            self.follow(now, entry.decision);
        }
    }
}
