//! Workflows that start each other by tags.

use super::{Config, Report};
use crate::workflow::{Action, NodeKind, Trigger, Workflow};

/// A tag the customer already has starts nothing, so such a loop ends; but if a step removes the
/// tag, it continues, which is never intended.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for (position, workflow) in config.workflows.iter().enumerate() {
        let Some(way) = way_back(config, position) else {
            continue;
        };
        // Each loop is reported once, at its first workflow.
        if way.iter().any(|other| *other < position) {
            continue;
        }
        let names = way.iter().filter_map(|other| config.workflows.get(*other));
        let names: Vec<String> = names.map(|one| format!("“{}”", one.name)).collect();
        report.warn(
            "tag-loop",
            format!("{}.trigger", workflow.path),
            format!(
                "{} start each other with the tags they add.",
                names.join(" and ")
            ),
            "Start one of them with a different trigger or tag.",
        );
    }
}

/// The workflows over which tags lead from one back to itself, that one first.
fn way_back(config: &Config, start: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![start]];
    let mut seen = vec![false; config.workflows.len()];
    while let Some(way) = ways.pop() {
        let last = way.last().and_then(|last| config.workflows.get(*last))?;
        for (next, workflow) in config.workflows.iter().enumerate() {
            if !starts(last, workflow) {
                continue;
            }
            // One that puts its own tag on finds it on already.
            if next == start && way.len() > 1 {
                return Some(way);
            }
            if let Some(seen) = seen.get_mut(next).filter(|seen| !**seen) {
                *seen = true;
                let longer = way.iter().copied().chain([next]).collect();
                ways.push(longer);
            }
        }
    }
    None
}

/// Whether a tag that `one` puts on starts `other`.
fn starts(one: &Workflow, other: &Workflow) -> bool {
    let Trigger::TagAdded(trigger) = &other.trigger else {
        return false;
    };
    one.nodes.iter().any(|node| match &node.kind {
        NodeKind::Action(Action::AddTag(step)) => step.tag.eq_ignore_ascii_case(&trigger.tag),
        _ => false,
    })
}
