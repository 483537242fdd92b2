//! More than an evaluation should have to bear.

use super::{Config, Report};
use crate::condition::Condition;
use crate::scoring::Gives;
use crate::segment::Segment;

/// Conditions are bounded in number and depth and workflows in steps, so that nothing a
/// merchant can write makes an evaluation run away. Says whether one of these bounds is passed.
pub(super) fn is_too_large(config: &Config, report: &mut Report<'_>) -> bool {
    let mut too_large = false;
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
            too_large = true;
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
        for (path, condition) in workflow.conditions() {
            too_large |= is_unbounded(path, condition, config, report);
        }
    }
    for segment in &config.segments {
        let path = format!("{}.condition", segment.path);
        too_large |= is_unbounded(path, &segment.condition, config, report);
    }
    let rules = config.scoring.iter().flat_map(|scoring| &scoring.rules);
    for rule in rules {
        if let Gives::While(condition) = &rule.gives {
            let path = format!("{}.while", rule.path);
            too_large |= is_unbounded(path, condition, config, report);
        }
    }
    let (workflows, messages) = (config.workflows.len(), config.messages.len());
    if workflows > MAX_WORKFLOWS {
        too_large = true;
        report.error(
            "too-many-workflows",
            "workflows",
            format!("There are {workflows} workflows; {MAX_WORKFLOWS} are allowed."),
            UNUSED,
        );
    }
    if messages > MAX_MESSAGES {
        too_large = true;
        report.error(
            "too-many-messages",
            "messages",
            format!("There are {messages} messages; {MAX_MESSAGES} are allowed."),
            UNUSED,
        );
    }
    if config.segments.len() > Segment::LIMIT {
        too_large = true;
        let message = format!(
            "There are {} segments; {} are allowed.",
            config.segments.len(),
            Segment::LIMIT
        );
        report.error("too-many-segments", "segments", message, UNUSED);
    }
    too_large
}

fn is_unbounded(
    path: String,
    condition: &Condition,
    config: &Config,
    report: &mut Report<'_>,
) -> bool {
    let (count, depth) = condition.size();
    if count > MAX_CONDITIONS || depth > MAX_DEPTH {
        report.error(
            "condition-too-large",
            path,
            format!("This has {count} conditions, nested {depth} deep; {MAX_CONDITIONS} and {MAX_DEPTH} are allowed."),
            "Simplify it, or move a part of it into a segment of its own or a tag.",
        );
        return true;
    }
    let is_whole_too_large = whole_size(condition, config, MAX_DEPTH) > MAX_CONDITIONS;
    if is_whole_too_large {
        report.error(
            "condition-too-large",
            path,
            format!(
                "With the segments it asks for this has more than {MAX_CONDITIONS} conditions."
            ),
            "Ask for fewer segments, or let a workflow put a tag on their members.",
        );
    }
    is_whole_too_large
}

/// How many conditions are asked in all, those of segments included as often as they are asked
/// for; one more than is allowed when it is too many or goes on for ever.
fn whole_size(condition: &Condition, config: &Config, depth: usize) -> usize {
    let mut asked: Vec<&Condition> = Vec::new();
    let mut count = 0usize;
    condition.visit("", &mut |one, _| {
        count += 1;
        if let Condition::InSegment(leaf) = one {
            let mut segments = config.segments.iter();
            let segment = segments.find(|segment| segment.id.as_str() == leaf.segment);
            asked.extend(segment.map(|segment| &segment.condition));
        }
    });
    for inner in asked {
        if depth == 0 || count > MAX_CONDITIONS {
            return MAX_CONDITIONS + 1;
        }
        count += whole_size(inner, config, depth - 1);
    }
    count
}

const UNUSED: &str = "Remove those that are not used.";
/// How many workflows a shop may have, drafts included. Each is asked about at every decision.
const MAX_WORKFLOWS: usize = 1_000;
/// How many messages it may have. Each is rendered when the configuration is saved.
const MAX_MESSAGES: usize = 500;
const MAX_STEPS: usize = 200;
/// How many conditions may stand in one tree, groups included.
pub const MAX_CONDITIONS: usize = 200;
/// How deep they may be nested.
pub const MAX_DEPTH: usize = 10;

#[cfg(test)]
mod tests {
    use crate::config::compile;

    fn found(workflows: usize, messages: usize) -> Vec<String> {
        let workflow = |number| {
            format!(
                r#"{{"id":"w{number}","name":"w","trigger":{{"type":"customer_created"}},"steps":[{{"id":"t","type":"add_tag","tag":"a"}}]}}"#
            )
        };
        let message =
            |number| format!(r#""m{number}":{{"channel":"email","subject":"a","text":"a"}}"#);
        let text = format!(
            r#"{{"format":1,"shop":{{"id":"s","name":"s","currency":"EUR","time_zone":"UTC","postal_address":"Way 1"}},"messages":{{{}}},"workflows":[{}]}}"#,
            (0..messages).map(message).collect::<Vec<_>>().join(","),
            (0..workflows).map(workflow).collect::<Vec<_>>().join(","),
        );
        let errors = compile(&text).diagnostics.into_iter();
        errors
            .filter(crate::diagnostic::Diagnostic::is_error)
            .map(|finding| format!("{}: {}", finding.code, finding.message))
            .collect()
    }

    #[test]
    fn a_shop_has_so_many_workflows_and_messages_at_most() {
        assert_eq!(found(1_000, 500), Vec::<String>::new());
        assert_eq!(
            found(1_001, 501),
            [
                "too-many-workflows: There are 1001 workflows; 1000 are allowed.",
                "too-many-messages: There are 501 messages; 500 are allowed.",
            ]
        );
    }
}
