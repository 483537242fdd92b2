//! A step nobody can come to.

use super::{Config, Report};
use crate::workflow::{NodeKind, Workflow};

/// What stands behind an exit is never reached.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let reached = reached(workflow);
        for (position, node) in workflow.nodes.iter().enumerate() {
            if !reached.get(position).copied().unwrap_or(true) {
                report.warn(
                    "unreachable-step",
                    node.path.clone(),
                    format!(
                        "Nobody can come to step “{}”: the workflow has ended before it.",
                        node.id
                    ),
                    "Move it before the exit, or remove it.",
                );
            }
        }
    }
}

fn reached(workflow: &Workflow) -> Vec<bool> {
    let mut reached = vec![false; workflow.nodes.len()];
    let mut open: Vec<usize> = workflow.start().into_iter().collect();
    while let Some(position) = open.pop() {
        let (Some(seen), Some(node)) = (reached.get_mut(position), workflow.nodes.get(position))
        else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        match &node.kind {
            NodeKind::Exit => {}
            NodeKind::Action(_) | NodeKind::Wait(_) => open.extend(node.next),
            fork => open.extend(fork.ways().into_iter().flatten()),
        }
    }
    reached
}
