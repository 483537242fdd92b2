//! One move of an enrollment: from one node to the next.

use super::definition::{CaseNode, Node, NodeKind, Workflow};
use super::step::{Action, Passenger, Switch};
use crate::condition::Context;
use crate::id::{EnrollmentId, StepId};
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Observation;

/// What an enrollment does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Move<'w> {
    /// Requests an action, then continues.
    Act {
        /// At which step.
        step: &'w StepId,
        /// The action to perform.
        action: &'w Action,
        /// The next node.
        next: Option<usize>,
    },
    /// Takes one of two branches.
    Branch {
        /// At which step.
        step: &'w StepId,
        /// Whether the condition held.
        matched: bool,
        /// The condition as it was seen.
        saw: Vec<Observation>,
        /// The next node.
        next: Option<usize>,
    },
    /// Takes one of several branches.
    Turn {
        /// At which step.
        step: &'w StepId,
        /// The branch’s name.
        way: &'w str,
        /// The conditions as they were seen: those of the case that held, or of all.
        saw: Vec<Observation>,
        /// The next node.
        next: Option<usize>,
    },
    /// Takes no branch, because the condition can’t be evaluated.
    NoWay {
        /// At which step.
        step: &'w StepId,
        /// Why the branch can’t be decided.
        reason: Reason,
        /// The conditions as they were seen.
        saw: Vec<Observation>,
        /// The node after the branch step.
        next: Option<usize>,
    },
    /// Continues, because the wait is over before it started.
    Pass {
        /// The next node.
        next: Option<usize>,
    },
    /// Waits at this node.
    Wait {
        /// At which step.
        step: &'w StepId,
        /// When the wait ends.
        until: Timestamp,
    },
    /// Ends, for this reason.
    End(Reason),
}

/// The next move of `enrollment` of `workflow`, which is at `position`, at the time `context.now`.
#[must_use]
pub fn advance<'w>(
    workflow: &'w Workflow,
    enrollment: &EnrollmentId,
    position: Option<usize>,
    context: &Context<'_>,
) -> Move<'w> {
    let Some(node) = position.and_then(|position| workflow.nodes.get(position)) else {
        return Move::End(Reason::ReachedEnd);
    };
    match &node.kind {
        NodeKind::Action(action) => Move::Act {
            step: &node.id,
            action,
            next: node.next,
        },
        NodeKind::Branch {
            condition,
            then,
            otherwise,
        } => {
            let (answer, saw) = condition.explain(context);
            if let Some(reason) = condition.cannot_be_known(context) {
                return Move::NoWay {
                    step: &node.id,
                    reason,
                    saw,
                    next: node.next,
                };
            }
            let next = if answer.matched { *then } else { *otherwise };
            Move::Branch {
                step: &node.id,
                matched: answer.matched,
                saw,
                next,
            }
        }
        NodeKind::Switch { cases, otherwise } => turn_at(node, cases, *otherwise, context),
        NodeKind::Split { split, ways } => {
            let arm = split.variant(&Passenger {
                workflow: &workflow.id,
                step: &node.id,
                customer: &context.customer.id,
                enrollment,
            });
            Move::Turn {
                step: &node.id,
                way: split.variants.get(arm).map_or("", |arm| &arm.name),
                saw: Vec::new(),
                next: ways.get(arm).copied().flatten(),
            }
        }
        NodeKind::Wait(wait) => {
            let Some(until) = wait.ends(context.now, context) else {
                return Move::End(Reason::NoDateAhead);
            };
            if until <= context.now {
                Move::Pass { next: node.next }
            } else {
                Move::Wait {
                    step: &node.id,
                    until,
                }
            }
        }
        NodeKind::WaitForEvent { at_most, .. } => Move::Wait {
            step: &node.id,
            until: at_most.after(context.now, context.local),
        },
        NodeKind::Exit => Move::End(Reason::ExitStep),
    }
}

/// Takes the branch of the first case that holds, with what it saw; otherwise the last branch, with
/// what all cases saw. If a case can’t be evaluated, it is open which branch is right.
fn turn_at<'w>(
    node: &'w Node,
    cases: &'w [CaseNode],
    otherwise: Option<usize>,
    context: &Context<'_>,
) -> Move<'w> {
    let step = &node.id;
    let mut seen = Vec::new();
    for case in cases {
        let before = seen.len();
        if case.condition.explain_after(context, &mut seen).matched {
            return Move::Turn {
                step,
                way: &case.name,
                saw: seen.split_off(before),
                next: case.next,
            };
        }
        if let Some(reason) = case.condition.cannot_be_known(context) {
            return Move::NoWay {
                step,
                reason,
                saw: seen,
                next: node.next,
            };
        }
    }
    Move::Turn {
        step,
        way: Switch::ELSE,
        saw: seen,
        next: otherwise,
    }
}
