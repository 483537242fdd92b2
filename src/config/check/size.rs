//! More than an evaluation should have to bear.

use super::segments_asked::SegmentsAsked;
use super::{Config, Report};
use crate::condition::Condition;
use crate::scoring::Gives;
use crate::segment::Segment;

/// The number and depth of conditions and the number of steps are limited, so that no configuration
/// makes an evaluation run away. Returns whether a limit is exceeded.
pub(super) fn is_too_large(config: &Config, report: &mut Report<'_>) -> bool {
    let mut too_large = false;
    let whole = Whole::new(config);
    for workflow in config.workflows.iter().chain(&config.retired) {
        if workflow.nodes.is_empty() {
            let message = format!("“{}” has no steps.", workflow.name);
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
                "“{}” has {} steps; the maximum is {MAX_STEPS}.",
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
            too_large |= is_unbounded(path, condition, &whole, report);
        }
    }
    for segment in &config.segments {
        let path = format!("{}.condition", segment.path);
        too_large |= is_unbounded(path, &segment.condition, &whole, report);
    }
    let rules = config.scoring.iter().flat_map(|scoring| &scoring.rules);
    for rule in rules {
        if let Gives::While(condition) = &rule.gives {
            let path = format!("{}.while", rule.path);
            too_large |= is_unbounded(path, condition, &whole, report);
        }
    }
    let (workflows, messages) = (config.workflows.len(), config.messages.len());
    if workflows > MAX_WORKFLOWS {
        too_large = true;
        report.error(
            "too-many-workflows",
            "workflows",
            format!("Found {workflows} workflows; the maximum is {MAX_WORKFLOWS}."),
            UNUSED,
        );
    }
    if messages > MAX_MESSAGES {
        too_large = true;
        report.error(
            "too-many-messages",
            "messages",
            format!("Found {messages} messages; the maximum is {MAX_MESSAGES}."),
            UNUSED,
        );
    }
    if config.segments.len() > Segment::LIMIT {
        too_large = true;
        let message = format!(
            "Found {} segments; the maximum is {}.",
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
    whole: &Whole<'_>,
    report: &mut Report<'_>,
) -> bool {
    let (count, depth) = condition.size();
    if count > MAX_CONDITIONS || depth > MAX_DEPTH {
        report.error(
            "condition-too-large",
            path,
            format!("Found {count} conditions, nested {depth} levels deep; the maximum is {MAX_CONDITIONS} conditions and {MAX_DEPTH} levels."),
            "Simplify it, or move part of it to a segment or a tag.",
        );
        return true;
    }
    let is_whole_too_large = whole.is_too_large(condition);
    if is_whole_too_large {
        report.error(
            "condition-too-large",
            path,
            format!(
                "Together with the segments it uses, this has more than {MAX_CONDITIONS} conditions."
            ),
            "Use fewer segments, or have a workflow tag their members.",
        );
    }
    is_whole_too_large
}

/// The size of every segment, including the segments it uses.
struct Whole<'c> {
    asked: SegmentsAsked<'c>,
    sizes: Vec<Size>,
}

/// Bounded by the limits, so that a sum can’t overflow; `TOO_LARGE` once either limit is exceeded,
/// as in a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Size {
    /// All conditions, those of a segment once per use.
    conditions: usize,
    /// How many segments are chained below this.
    below: usize,
}

impl Size {
    const TOO_LARGE: Self = Self {
        conditions: MAX_CONDITIONS + 1,
        below: MAX_DEPTH + 1,
    };

    fn of(own: usize, asked: impl Iterator<Item = Self>) -> Self {
        let whole = asked.fold(
            Self {
                conditions: own.min(MAX_CONDITIONS + 1),
                below: 0,
            },
            |whole, inner| Self {
                conditions: (whole.conditions + inner.conditions).min(MAX_CONDITIONS + 1),
                below: whole.below.max(inner.below + 1),
            },
        );
        if whole.conditions > MAX_CONDITIONS || whole.below > MAX_DEPTH {
            Self::TOO_LARGE
        } else {
            whole
        }
    }
}

impl<'c> Whole<'c> {
    fn new(config: &'c Config) -> Self {
        let asked = SegmentsAsked::new(config);
        let segments = config.segments.iter();
        let own: Vec<usize> = segments.map(|one| one.condition.size().0).collect();
        let mut sizes = vec![None; own.len()];
        // No allowed chain is longer than the limit, so this many rounds settle all of them.
        for _ in 0..=MAX_DEPTH {
            for (position, own) in own.iter().enumerate() {
                let inner: Option<Vec<Size>> = asked
                    .of(position)
                    .iter()
                    .map(|place| sizes.get(*place).copied().flatten())
                    .collect();
                if let (Some(inner), Some(size @ None)) = (inner, sizes.get_mut(position)) {
                    *size = Some(Size::of(*own, inner.into_iter()));
                }
            }
        }
        let sizes = sizes.into_iter();
        let sizes = sizes.map(|size| size.unwrap_or(Size::TOO_LARGE)).collect();
        Self { asked, sizes }
    }

    fn is_too_large(&self, condition: &Condition) -> bool {
        let asked = self.asked.asked_by(condition).into_iter();
        let inner = asked.filter_map(|place| self.sizes.get(place).copied());
        Size::of(condition.size().0, inner) == Size::TOO_LARGE
    }
}

const UNUSED: &str = "Remove the ones you don’t use.";
/// How many workflows a shop may have, including drafts. Each is considered at every decision.
const MAX_WORKFLOWS: usize = 1_000;
/// How many messages it may have. Each is rendered when the configuration is saved.
const MAX_MESSAGES: usize = 500;
const MAX_STEPS: usize = 200;
/// The maximum number of conditions in one tree, including groups.
pub const MAX_CONDITIONS: usize = 200;
/// The maximum nesting of conditions.
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
                "too-many-workflows: Found 1001 workflows; the maximum is 1000.",
                "too-many-messages: Found 501 messages; the maximum is 500.",
            ]
        );
    }
}
