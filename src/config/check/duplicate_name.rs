//! Two things of the same name.

use super::{Config, Report};

/// Workflows, steps within a workflow and tiers are known by their names; what people inside
/// have done is remembered by them.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let help = "Give one of the two another name.";
    for (position, workflow) in config.workflows.iter().enumerate() {
        let before = config.workflows.iter().take(position);
        if before.map(|other| &other.id).any(|id| *id == workflow.id) {
            let message = format!("There are two workflows called “{}”.", workflow.id);
            report.error(
                "duplicate-name",
                format!("{}.id", workflow.path),
                message,
                help,
            );
        }
        for (position, node) in workflow.nodes.iter().enumerate() {
            let before = workflow.nodes.iter().take(position);
            if before.map(|other| &other.id).any(|id| *id == node.id) {
                let message = format!("There are two steps called “{}” in this workflow.", node.id);
                report.error("duplicate-name", format!("{}.id", node.path), message, help);
            }
        }
    }
    let rules = || config.scoring.iter().flat_map(|scoring| &scoring.rules);
    for (position, rule) in rules().enumerate() {
        if rules().take(position).any(|other| other.id == rule.id) {
            let message = format!("There are two scoring rules called “{}”.", rule.id);
            report.error("duplicate-name", format!("{}.id", rule.path), message, help);
        }
    }
    for (position, segment) in config.segments.iter().enumerate() {
        let mut before = config.segments.iter().take(position);
        if before.any(|other| other.id == segment.id) {
            let message = format!("There are two segments called “{}”.", segment.id);
            let path = format!("{}.id", segment.path);
            report.error("duplicate-name", path, message, help);
        }
    }
    for (position, tier) in config.loyalty.ladder.tiers().iter().enumerate() {
        let before = config.loyalty.ladder.tiers().iter().take(position);
        if before.map(|other| &other.id).any(|id| *id == tier.id) {
            let message = format!("There are two tiers called “{}”.", tier.id);
            report.error(
                "duplicate-name",
                format!("tiers[{position}].id"),
                message,
                help,
            );
        }
    }
}
