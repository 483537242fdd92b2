//! A wait after which nothing comes.

use super::{Config, Report};
use crate::workflow::{NodeKind, Workflow};

/// No action follows it, because the step it was meant for is missing. Meanwhile customers stay in
/// the workflow and can’t enter again.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            if matches!(node.kind, NodeKind::Wait(_)) && !leads_to_action(workflow, node.next) {
                report.warn(
                    "wait-for-nothing",
                    node.path.clone(),
                    format!(
                        "No action follows step “{}”, so customers wait for nothing.",
                        node.id
                    ),
                    "Add a step after it, or remove the wait.",
                );
            }
        }
    }
}

fn leads_to_action(workflow: &Workflow, from: Option<usize>) -> bool {
    let reached = workflow.reachable_from(from).into_iter();
    let mut nodes = reached.zip(&workflow.nodes);
    nodes.any(|(reached, node)| reached && matches!(node.kind, NodeKind::Action(_)))
}
