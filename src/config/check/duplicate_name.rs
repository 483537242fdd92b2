//! Two things of the same name.

use super::{Config, Report};
use std::collections::BTreeSet;

/// Workflows, steps within a workflow and tiers are known by their names; what people inside
/// have done is remembered by them.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let help = "Give one of the two another name.";
    let mut workflows = BTreeSet::new();
    for workflow in &config.workflows {
        if !workflows.insert(&workflow.id) {
            let message = format!("There are two workflows called “{}”.", workflow.id);
            report.error(
                "duplicate-name",
                format!("{}.id", workflow.path),
                message,
                help,
            );
        }
        let mut steps = BTreeSet::new();
        for node in &workflow.nodes {
            if !steps.insert(&node.id) {
                let message = format!("There are two steps called “{}” in this workflow.", node.id);
                report.error("duplicate-name", format!("{}.id", node.path), message, help);
            }
        }
    }
    let mut rules = BTreeSet::new();
    for rule in config.scoring.iter().flat_map(|scoring| &scoring.rules) {
        if !rules.insert(&rule.id) {
            let message = format!("There are two scoring rules called “{}”.", rule.id);
            report.error("duplicate-name", format!("{}.id", rule.path), message, help);
        }
    }
    let mut segments = BTreeSet::new();
    for segment in &config.segments {
        if !segments.insert(&segment.id) {
            let message = format!("There are two segments called “{}”.", segment.id);
            report.error(
                "duplicate-name",
                format!("{}.id", segment.path),
                message,
                help,
            );
        }
    }
    let mut tiers = BTreeSet::new();
    for (position, tier) in config.tiers.iter().enumerate() {
        if !tiers.insert(&tier.id) {
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
