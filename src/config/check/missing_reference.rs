//! A message, tier, segment or workflow that does not exist.

use super::{Config, Report};
use crate::condition::{Condition, Ladder, Reference, Threshold, ToNextTier};
use crate::design::Design;
use crate::document::nearest;
use crate::policy::CountedTogether;
use crate::scoring::Gives;
use crate::workflow::{Action, NodeKind};

/// A step that sends a missing message would only fail when it is due.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let known = Known {
        segments: config.segments.iter().map(|one| one.id.as_str()).collect(),
        ladder: &config.loyalty.ladder,
    };
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            let NodeKind::Action(action) = &node.kind else {
                continue;
            };
            if let Some(reference) = action.reference() {
                known.check_reference(reference, &node.path, report);
            }
            let Action::Send(send) = action else {
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
                    format!("Unknown message “{}”.", send.message),
                    "Add it under “messages”, or use an existing one.",
                );
            }
        }
        if let Some(reference) = workflow.trigger.reference() {
            let path = format!("{}.trigger", workflow.path);
            known.check_reference(reference, &path, report);
        }
    }
    check_caps(config, report);
    check_topics(config, report);
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
    let designs = config.messages.iter().filter_map(|one| one.design.as_ref());
    let of_blocks = designs
        .flat_map(Design::conditions)
        .map(|(_, block, condition)| (format!("{}.if", block.path), condition));
    let asked = of_workflows.chain(of_segments).chain(of_scores);
    for (path, condition) in asked.chain(of_blocks) {
        known.check(condition, &path, report);
    }
}

/// A topic that nobody can turn off, because the preference page doesn't know it.
fn check_topics(config: &Config, report: &mut Report<'_>) {
    let known: Vec<&str> = config.topics.iter().map(|one| one.id.as_str()).collect();
    let of_messages = config.messages.iter().map(|one| (&one.path, &one.topic));
    let of_workflows = config.workflows.iter().map(|one| (&one.path, &one.topic));
    for (path, topic) in of_messages.chain(of_workflows) {
        let Some(wanted) = topic
            .as_ref()
            .filter(|topic| !known.contains(&topic.as_str()))
        else {
            continue;
        };
        let help = match nearest(wanted, &known) {
            Some(name) => format!("Did you mean “{name}”?"),
            None => "Add it under “topics”, or use an existing one.".to_owned(),
        };
        report.error(
            "missing-topic",
            format!("{path}.topic"),
            format!("Unknown topic “{wanted}”."),
            &help,
        );
    }
}

/// A cap of a workflow that is not there caps nothing.
fn check_caps(config: &Config, report: &mut Report<'_>) {
    let known: Vec<&str> = config.workflows.iter().map(|one| one.id.as_str()).collect();
    for (position, cap) in config.policy.frequency_caps.iter().enumerate() {
        let CountedTogether::Workflow(wanted) = &cap.of else {
            continue;
        };
        if known.contains(&wanted.as_str()) {
            continue;
        }
        let help = match nearest(wanted.as_str(), &known) {
            Some(name) => format!("Did you mean “{name}”?"),
            None => "Use the ID of a workflow under “workflows”, or remove “of” to cap all workflows together.".to_owned(),
        };
        report.error(
            "missing-workflow",
            format!("policy.frequency_caps[{position}].of.workflow"),
            format!("Unknown workflow “{wanted}”."),
            &help,
        );
    }
}

/// What conditions may name.
pub(in crate::config) struct Known<'c> {
    pub(in crate::config) segments: Vec<&'c str>,
    pub(in crate::config) ladder: &'c Ladder,
}

impl Known<'_> {
    /// A condition on something that doesn’t exist would never hold, without a visible cause.
    pub(in crate::config) fn check(
        &self,
        condition: &Condition,
        path: &str,
        report: &mut Report<'_>,
    ) {
        condition.visit(path, &mut |leaf, path| {
            if let Some(reference) = leaf.reference() {
                self.check_reference(reference, path, report);
            }
            if let Condition::ToNextTier(leaf) = leaf {
                self.check_distance(leaf, path, report);
            }
        });
    }

    fn check_reference(&self, reference: Reference<'_>, path: &str, report: &mut Report<'_>) {
        match reference {
            Reference::Segment(id) => self.check_name("segment", id, path, report),
            Reference::Tier(id) => self.check_name("tier", id, path, report),
        }
    }

    fn check_distance(&self, leaf: &ToNextTier, path: &str, report: &mut Report<'_>) {
        let Some(from) = self.ladder.tiers().first().map(|tier| tier.from) else {
            return report.error(
                "no-tiers",
                path.to_owned(),
                "The shop has no tiers, so there is no next tier.".to_owned(),
                "Add them under “tiers”, or remove this condition.",
            );
        };
        if !leaf.is_of(from) {
            let (measure, example) = match from {
                Threshold::Spend(_) => ("an amount spent", "“50.00”"),
                Threshold::Orders(_) => ("a number of orders", "2"),
                Threshold::Points(_) => ("a number of points", "200"),
            };
            report.error(
                "other-measure",
                format!("{path}.missing"),
                format!("Expected {measure}, because that is what the shop’s tiers are based on."),
                &format!("Use a value such as {example}."),
            );
        }
    }

    /// Reports a tier or segment (`word`) called `wanted` that does not exist.
    fn check_name(&self, word: &str, wanted: &str, path: &str, report: &mut Report<'_>) {
        let known: Vec<&str> = match word {
            "tier" => self
                .ladder
                .tiers()
                .iter()
                .map(|one| one.id.as_str())
                .collect(),
            _ => self.segments.clone(),
        };
        if known.contains(&wanted) {
            return;
        }
        let help = match nearest(wanted, &known) {
            Some(name) => format!("Did you mean “{name}”?"),
            None => format!("Add it under “{word}s”, or use an existing one."),
        };
        report.error(
            &format!("missing-{word}"),
            format!("{path}.{word}"),
            format!("Unknown {word} “{wanted}”."),
            &help,
        );
    }
}
