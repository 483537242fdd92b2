//! Two things of the same name.

use std::collections::BTreeSet;

use super::{Config, Report};

/// Workflows, steps within a workflow, and tiers are identified by their IDs, which stored states
/// refer to.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let mut workflows = Names::of("workflows called “{}”");
    for workflow in &config.workflows {
        workflows.add(workflow.id.as_str(), &workflow.path, report);
        let mut steps = Names::of("steps called “{}” in this workflow");
        for node in &workflow.nodes {
            steps.add(node.id.as_str(), &node.path, report);
        }
    }
    let mut rules = Names::of("scoring rules called “{}”");
    for rule in config.scoring.iter().flat_map(|scoring| &scoring.rules) {
        rules.add(&rule.id, &rule.path, report);
    }
    let mut segments = Names::of("segments called “{}”");
    for segment in &config.segments {
        segments.add(segment.id.as_str(), &segment.path, report);
    }
    let mut topics = Names::of("topics called “{}”");
    for topic in &config.topics {
        topics.add(&topic.id, &topic.path, report);
    }
    let mut forms = Names::of("forms called “{}”");
    for form in &config.forms {
        forms.add(&form.id, &form.path, report);
    }
    let mut surveys = Names::of("surveys called “{}”");
    for survey in &config.surveys {
        if survey.id == UNSUBSCRIBE {
            report.error(
                "name-taken",
                format!("{}.id", survey.path),
                format!("“{UNSUBSCRIBE}” is the question why somebody unsubscribed."),
                "Choose another ID.",
            );
        }
        surveys.add(&survey.id, &survey.path, report);
        let mut answers = Names::of("answers called “{}” in this survey");
        for (position, answer) in survey.answers.iter().enumerate() {
            answers.add(
                &answer.id,
                &format!("{}.answers[{position}]", survey.path),
                report,
            );
        }
    }
    let mut tiers = Names::of("tiers called “{}”");
    for (position, tier) in config.loyalty.ladder.tiers().iter().enumerate() {
        tiers.add(tier.id.as_str(), &format!("tiers[{position}]"), report);
    }
}

/// The survey that the host asks by itself: see [`crate::event::EventKind::SurveyAnswered`].
const UNSUBSCRIBE: &str = "unsubscribe";

/// The names of one kind that were met so far.
struct Names<'c> {
    /// What they name in the plural, with `{}` where the name goes.
    kind: &'static str,
    met: BTreeSet<&'c str>,
}

impl<'c> Names<'c> {
    fn of(kind: &'static str) -> Self {
        let met = BTreeSet::new();
        Self { kind, met }
    }

    fn add(&mut self, name: &'c str, path: &str, report: &mut Report<'_>) {
        if !self.met.insert(name) {
            report.error(
                "duplicate-name",
                format!("{path}.id"),
                format!("There are two {}.", self.kind.replace("{}", name)),
                "Rename one of them.",
            );
        }
    }
}
