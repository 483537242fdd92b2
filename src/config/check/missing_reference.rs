//! A message, tier or segment that does not exist.

use super::{Config, Report};
use crate::condition::Condition;
use crate::document::nearest;
use crate::scoring::Gives;
use crate::workflow::{Action, NodeKind, SegmentChanged, Trigger};

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
        let path = format!("{}.trigger", workflow.path);
        match &workflow.trigger {
            Trigger::TierReached(trigger) => {
                check_name("tier", &trigger.tier, &path, config, report);
            }
            Trigger::SegmentEntered(SegmentChanged { segment })
            | Trigger::SegmentLeft(SegmentChanged { segment }) => {
                check_name("segment", segment, &path, config, report);
            }
            _ => {}
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
    let rules = config.scoring.iter().flat_map(|scoring| &scoring.rules);
    let of_scores = rules.filter_map(|rule| match &rule.gives {
        Gives::While(condition) => Some((format!("{}.while", rule.path), condition)),
        Gives::Each { .. } => None,
    });
    for (path, condition) in of_workflows.chain(of_segments).chain(of_scores) {
        condition.visit(&path, &mut |leaf, path| {
            check_leaf(leaf, path, config, report)
        });
    }
}

/// A condition that asks for what does not exist would never hold, and nobody would see why.
fn check_leaf(leaf: &Condition, path: &str, config: &Config, report: &mut Report<'_>) {
    match leaf {
        Condition::InSegment(leaf) => check_name("segment", &leaf.segment, path, config, report),
        Condition::TierIs(leaf) => check_name("tier", &leaf.tier, path, config, report),
        _ => {}
    }
}

/// Reports a tier or segment (`word`) called `wanted` that does not exist.
fn check_name(word: &str, wanted: &str, path: &str, config: &Config, report: &mut Report<'_>) {
    let known: Vec<&str> = match word {
        "tier" => config
            .loyalty
            .tiers
            .iter()
            .map(|one| one.id.as_str())
            .collect(),
        _ => config.segments.iter().map(|one| one.id.as_str()).collect(),
    };
    if known.contains(&wanted) {
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
