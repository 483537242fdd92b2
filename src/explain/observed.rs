//! What a decision saw, as the end of its sentence.

use crate::condition::{Condition, ObservedWords};
use crate::id::WorkflowId;
use crate::plan::Plan;
use crate::reason::Reason;
use crate::scoring::Signed;
use crate::sentence::{Reader, Said, Sentence};
use crate::trace::{Decision, Observation};
use crate::workflow::{Node, NodeKind, Workflow};

/// ": has placed at least 2 orders (1 order)"; nothing where nothing was asked.
///
/// Which conditions a decision asks follows from what it decides; an observation says which of their
/// leaves is meant.
pub(super) struct Because<'p> {
    pub(super) plan: &'p Plan,
    pub(super) decision: &'p Decision,
}

impl<'p> Because<'p> {
    /// What everything that was asked saw, in words.
    pub(super) fn words(&self, reader: Reader<'_>) -> Vec<ObservedWords> {
        let asked = self.asked();
        let saw = self.decision.saw().iter();
        saw.map(|one| asked.words(one, reader)).collect()
    }

    fn shown(&self) -> Vec<&'p Observation> {
        let saw = self.decision.saw();
        let any_failed = saw.iter().any(|one| !one.matched);
        match self.decision {
            // The rules that give or take points now.
            Decision::ScoreChanged { .. } => saw.iter().filter(|one| one.matched).collect(),
            // What did not hold stands alone, because it is the cause.
            _ if any_failed => saw.iter().filter(|one| !one.matched).collect(),
            _ => saw.iter().collect(),
        }
    }
}

impl Said for Because<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let shown = self.shown();
        if shown.is_empty() {
            return;
        }
        let asked = self.asked();
        to.text(": ");
        to.join(shown, "; ", |to, _, saw| asked.say(saw, to));
    }
}

/// What a decision asks.
pub(super) enum Asked<'p> {
    /// Conditions, in the order of the file.
    Conditions(Vec<&'p Condition>),
    /// What a workflow's trigger asks of an event.
    Trigger(&'p Workflow),
    /// Whether something is done in time at a step that waits for it.
    InTime(&'p Node),
    /// The caps of messages.
    Caps(&'p Plan),
    /// The rules of the score.
    Rules(&'p Plan),
}

impl<'p> Because<'p> {
    fn asked(&self) -> Asked<'p> {
        let plan = self.plan;
        match self.decision {
            Decision::SegmentChanged { segment, .. } => {
                let mut segments = plan.segments().iter();
                let segment = segments.find(|one| one.id == *segment);
                Asked::Conditions(segment.map(|one| &one.condition).into_iter().collect())
            }
            Decision::ScoreChanged { .. } => Asked::Rules(plan),
            Decision::NotEntered {
                workflow,
                reason: Reason::TriggerNotMet,
                ..
            } => match plan.current(workflow) {
                Some(workflow) => Asked::Trigger(workflow),
                None => Asked::Conditions(Vec::new()),
            },
            Decision::Entered { workflow, .. } | Decision::NotEntered { workflow, .. } => {
                let asked = plan.current(workflow).into_iter();
                Asked::Conditions(asked.flat_map(Workflow::asked_at_entry).collect())
            }
            Decision::Branched {
                workflow,
                step,
                revision,
                ..
            }
            | Decision::WayTaken {
                workflow,
                step,
                revision,
                ..
            }
            | Decision::NoWayTaken {
                workflow,
                step,
                revision,
                ..
            } => {
                let workflow = self.workflow(workflow, *revision);
                Asked::at(
                    workflow
                        .and_then(|one| one.node(step))
                        .map(|(_, node)| node),
                )
            }
            Decision::Suppressed {
                reason: Reason::OverFrequencyCap,
                ..
            } => Asked::Caps(plan),
            Decision::Suppressed {
                workflow, revision, ..
            } => {
                let workflow = self.workflow(workflow, *revision);
                let filter = workflow.and_then(|one| one.filter.as_ref());
                Asked::Conditions(filter.into_iter().collect())
            }
            _ => Asked::Conditions(Vec::new()),
        }
    }

    /// The workflow in the revision that asked: the current one, where no other is named.
    fn workflow(&self, id: &WorkflowId, revision: Option<u32>) -> Option<&'p Workflow> {
        match revision {
            Some(revision) => self.plan.workflow(id, revision),
            None => self.plan.current(id),
        }
    }
}

impl<'p> Asked<'p> {
    /// What is asked at a fork.
    fn at(node: Option<&'p Node>) -> Self {
        match node.map(|node| (node, &node.kind)) {
            Some((_, NodeKind::Branch { condition, .. })) => Self::Conditions(vec![condition]),
            Some((_, NodeKind::Switch { cases, .. })) => {
                Self::Conditions(cases.iter().map(|case| &case.condition).collect())
            }
            Some((node, NodeKind::WaitForEvent { .. })) => Self::InTime(node),
            _ => Self::Conditions(Vec::new()),
        }
    }

    /// Says one observation, of this release or an earlier one: what was asked, and what was seen.
    fn say(&self, saw: &Observation, to: &mut Sentence<'_>) {
        self.words(saw, to.reader()).say(to);
    }

    fn words(&self, saw: &Observation, reader: Reader<'_>) -> ObservedWords {
        // A journal of an earlier release holds the words.
        if let Some(condition) = &saw.condition {
            return ObservedWords {
                condition: condition.clone(),
                value: saw.value.as_text().unwrap_or_default().to_owned(),
                matched: saw.matched,
            };
        }
        if let Self::Conditions(asked) = self {
            return ObservedWords::new(asked, saw, reader);
        }
        let text = |say: &dyn Fn(&mut Sentence<'_>)| {
            let mut to = Sentence::new(reader, "");
            say(&mut to);
            to.into_text()
        };
        ObservedWords {
            condition: text(&|to| self.say_asked(saw, to)),
            value: text(&|to| self.say_seen(saw, to)),
            matched: saw.matched,
        }
    }

    fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
        let number = usize::try_from(saw.leaf).unwrap_or(usize::MAX);
        match self {
            Self::Conditions(_) => {}
            Self::Trigger(workflow) => workflow.trigger.say_asked(saw, to),
            Self::InTime(node) => {
                if let NodeKind::WaitForEvent { what, at_most, .. } = &node.kind {
                    to.say(
                        "does {_what} within {_span!d}",
                        &[("_what", what), ("_span", at_most)],
                    );
                }
            }
            Self::Caps(plan) => {
                if let Some(cap) = plan.policy.frequency_caps.get(number) {
                    cap.say(to);
                }
            }
            Self::Rules(plan) => {
                let mut rules = plan.scoring.iter().flat_map(|scoring| &scoring.rules);
                if let Some(rule) = rules.nth(number) {
                    rule.say(to);
                }
            }
        }
    }

    fn say_seen(&self, saw: &Observation, to: &mut Sentence<'_>) {
        match self {
            Self::Conditions(_) => {}
            Self::Trigger(workflow) => workflow.trigger.say_found(saw, to),
            Self::InTime(_) => to.say("didn’t", &[]),
            Self::Caps(_) => to.say("reached", &[]),
            Self::Rules(_) => Signed(saw.value.as_whole().unwrap_or_default()).say(to),
        }
    }
}
