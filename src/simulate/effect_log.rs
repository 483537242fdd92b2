//! What a plan did: messages that were sent, and other things that were done.

use crate::effect::{Effect, EffectKind, Outcome};
use crate::event::Channel;
use crate::id::{EffectId, StepId, WorkflowId};
use crate::time::Timestamp;
use crate::trace::Decision;

/// A message that was sent, or another thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Done {
    /// Which workflow wanted it.
    pub workflow: WorkflowId,
    /// The step that wanted it.
    pub step: StepId,
    /// What kind of thing.
    pub kind: EffectKind,
    /// For a message: by which channel.
    pub channel: Option<Channel>,
    /// When it was performed.
    pub at: Timestamp,
}

/// Derives what was done from decisions, added one at a time.
#[derive(Clone, Debug, Default)]
pub struct EffectLog {
    /// What was done, in its order.
    pub done: Vec<Done>,
    /// The allowed effects whose outcome is not known yet.
    asked: Vec<(EffectId, Done)>,
}

impl EffectLog {
    /// An empty log.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            done: Vec::new(),
            asked: Vec::new(),
        }
    }

    /// Nothing yet, while these wait to be done.
    #[must_use]
    pub fn expecting(effects: impl Iterator<Item = Effect>) -> Self {
        let asked = |effect: Effect| {
            let done = Done {
                workflow: effect.workflow,
                step: effect.step,
                kind: effect.kind,
                channel: effect.channel,
                at: effect.due,
            };
            (effect.id, done)
        };
        Self {
            done: Vec::new(),
            asked: effects.map(asked).collect(),
        }
    }

    /// The messages among what was done.
    pub fn messages(&self) -> impl Iterator<Item = &Done> {
        self.done
            .iter()
            .filter(|done| done.kind == EffectKind::Send)
    }

    /// Folds in what was decided at `now`.
    pub fn follow(&mut self, now: Timestamp, decision: &Decision) {
        match decision {
            Decision::Allowed {
                effect,
                kind,
                channel,
                workflow,
                step,
                ..
            } => {
                let done = Done {
                    workflow: workflow.clone(),
                    step: step.clone(),
                    kind: *kind,
                    channel: *channel,
                    at: now,
                };
                self.asked.push((effect.clone(), done));
            }
            // It may have been allowed before, and refused when it was about to be done.
            Decision::Suppressed { effect, .. } => {
                self.asked.retain(|(asked, _)| asked != effect);
            }
            Decision::Reported { effect, outcome } => self.finish(effect, outcome, now),
            _ => {}
        }
    }

    fn finish(&mut self, effect: &EffectId, outcome: &Outcome, now: Timestamp) {
        let Some(place) = self.asked.iter().rposition(|(asked, _)| asked == effect) else {
            return;
        };
        let (_, done) = self.asked.remove(place);
        if matches!(outcome, Outcome::Sent | Outcome::Done { .. }) {
            self.done.push(Done { at: now, ..done });
        }
    }
}
