//! More than an evaluation should have to bear.

use super::{Config, Report};
use crate::condition::Condition;
use crate::workflow::NodeKind;

/// Conditions are bounded in number and depth and workflows in steps, so that nothing a
/// merchant can write makes an evaluation run away.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in config.workflows.iter().chain(&config.retired) {
        if workflow.nodes.is_empty() {
            let message = format!("“{}” has no steps, so it would do nothing.", workflow.name);
            report.error(
                "no-steps",
                format!("{}.steps", workflow.path),
                message,
                "Add at least one step.",
            );
        }
        if workflow.nodes.len() > MAX_STEPS {
            let message = format!(
                "“{}” has {} steps; {MAX_STEPS} are allowed.",
                workflow.name,
                workflow.nodes.len()
            );
            report.error(
                "too-many-steps",
                format!("{}.steps", workflow.path),
                message,
                "Split it into several workflows.",
            );
        }
        let own = [
            ("conditions", &workflow.conditions),
            ("filter", &workflow.filter),
        ];
        let own = own.into_iter().filter_map(|(key, condition)| {
            Some((format!("{}.{key}", workflow.path), condition.as_ref()?))
        });
        let branches = workflow.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Branch { condition, .. } => Some((format!("{}.if", node.path), condition)),
            _ => None,
        });
        for (path, condition) in own.chain(branches) {
            bound(path, condition, report);
        }
    }
}

fn bound(path: String, condition: &Condition, report: &mut Report<'_>) {
    let (count, depth) = condition.size();
    if count > MAX_CONDITIONS || depth > MAX_DEPTH {
        report.error(
            "condition-too-large",
            path,
            format!("This has {count} conditions, nested {depth} deep; {MAX_CONDITIONS} and {MAX_DEPTH} are allowed."),
            "Simplify it, or move a part of it into a tag.",
        );
    }
}

const MAX_STEPS: usize = 200;
const MAX_CONDITIONS: usize = 200;
const MAX_DEPTH: usize = 10;
