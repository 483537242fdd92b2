//! A step that is never reached.

use super::{Config, Report};

/// Steps after an exit are never reached.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let reached = workflow.reachable_from(workflow.start());
        for (position, node) in workflow.nodes.iter().enumerate() {
            if !reached.get(position).copied().unwrap_or(true) {
                report.warn(
                    "unreachable-step",
                    node.path.clone(),
                    format!(
                        "Step “{}” is never reached: the workflow exits before it.",
                        node.id
                    ),
                    "Move it before the exit, or remove it.",
                );
            }
        }
    }
}
