//! A message, tier or segment that does not exist.

use super::{Config, Report};
use crate::condition::Condition;
use crate::document::nearest;
use crate::workflow::{Action, NodeKind, Trigger};

/// A step that sends a message nobody wrote would be found out at the worst moment.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            let NodeKind::Action(Action::Send(send)) = &node.kind else {
                continue;
            };
            if !config
                .messages
                .iter()
                .any(|message| message.id == send.message)
            {
                report.error(
                    "missing-message",
                    format!("{}.message", node.path),
                    format!("There is no message called “{}”.", send.message),
                    "Add it under “messages”, or name one that is there.",
                );
            }
        }
        let Trigger::TierReached(trigger) = &workflow.trigger else {
            continue;
        };
        if !config.tiers.iter().any(|tier| tier.id == trigger.tier) {
            report.error(
                "missing-tier",
                format!("{}.trigger.tier", workflow.path),
                format!(
                    "There is no tier called “{}”, so nobody can ever reach it.",
                    trigger.tier
                ),
                "Add it under “tiers”, or name one that is there.",
            );
        }
    }
    let of_workflows = config
        .workflows
        .iter()
        .flat_map(|workflow| workflow.conditions());
    let of_segments = config
        .segments
        .iter()
        .map(|segment| (format!("{}.condition", segment.path), &segment.condition));
    for (path, condition) in of_workflows.chain(of_segments) {
        condition.visit(&path, &mut |leaf, path| {
            check_leaf(leaf, path, config, report)
        });
    }
}

/// A condition that asks for what does not exist would never hold, and nobody would see why.
fn check_leaf(leaf: &Condition, path: &str, config: &Config, report: &mut Report<'_>) {
    let (word, wanted, known): (_, _, Vec<&str>) = match leaf {
        Condition::InSegment(leaf) => (
            "segment",
            &leaf.segment,
            config.segments.iter().map(|one| one.id.as_str()).collect(),
        ),
        Condition::TierIs(leaf) => (
            "tier",
            &leaf.tier,
            config.tiers.iter().map(|one| one.id.as_str()).collect(),
        ),
        _ => return,
    };
    if known.contains(&wanted.as_str()) {
        return;
    }
    let help = match nearest(wanted, &known) {
        Some(name) => format!("Did you mean “{name}”?"),
        None => format!("Add it under “{word}s”, or name one that is there."),
    };
    report.error(
        &format!("missing-{word}"),
        format!("{path}.{word}"),
        format!("There is no {word} called “{wanted}”."),
        &help,
    );
}
