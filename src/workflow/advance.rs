//! One move of a run: from one node to the next.

use super::definition::{NodeKind, Workflow};
use super::step::Action;
use crate::condition::Context;
use crate::id::StepId;
use crate::reason::Reason;
use crate::time::Timestamp;
use crate::trace::Saw;

/// What a run does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Move<'w> {
    /// Wishes something, then goes on.
    Act {
        /// At which step.
        step: &'w StepId,
        /// What.
        action: &'w Action,
        /// Where it goes on.
        next: Option<usize>,
    },
    /// Goes one way or the other.
    Branch {
        /// At which step.
        step: &'w StepId,
        /// Whether the condition held.
        matched: bool,
        /// The condition as it was seen.
        saw: Vec<Saw>,
        /// Where it goes on.
        next: Option<usize>,
    },
    /// Goes on, because the wait is over before it began.
    Pass {
        /// Where it goes on.
        next: Option<usize>,
    },
    /// Waits.
    Wait {
        /// At which step.
        step: &'w StepId,
        /// Until when.
        until: Timestamp,
    },
    /// Is over.
    End(Reason),
}

/// The move of a run of `workflow` that stands at `position` at the moment `context.now`.
#[must_use]
pub fn advance<'w>(
    workflow: &'w Workflow,
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
            let next = if answer.matched { *then } else { *otherwise };
            Move::Branch {
                step: &node.id,
                matched: answer.matched,
                saw,
                next,
            }
        }
        NodeKind::Wait(wait) => {
            let anchor = context.anchor.unwrap_or(context.now);
            let until = wait.ends(context.now, anchor, context.local);
            if until <= context.now {
                Move::Pass { next: node.next }
            } else {
                Move::Wait {
                    step: &node.id,
                    until,
                }
            }
        }
        NodeKind::Exit => Move::End(Reason::ExitStep),
    }
}
