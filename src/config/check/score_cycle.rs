//! A score that depends on itself.

use super::{Config, Report};
use crate::scoring::Gives;

/// A scoring rule that asks for the score, itself or through a segment, has no answer.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let Some(scoring) = &config.scoring else {
        return;
    };
    let of = |name: &str| {
        let mut segments = config.segments.iter();
        segments.find(|segment| segment.id.as_str() == name)
    };
    for rule in &scoring.rules {
        let Gives::While(condition) = &rule.gives else {
            continue;
        };
        let mut scope = condition.scope();
        let mut next = 0;
        while let Some(name) = scope.segments.get(next).cloned() {
            next += 1;
            if let Some(segment) = of(&name) {
                scope.join(segment.condition.scope());
            }
        }
        if scope.score {
            report.error(
                "score-cycle",
                format!("{}.while", rule.path),
                format!(
                    "The points of “{}” depend on the score they are part of.",
                    rule.id
                ),
                "Ask for what the score is made of instead.",
            );
        }
    }
}
