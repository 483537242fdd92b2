//! A score that depends on itself.

use super::segments_asked::SegmentsAsked;
use super::{Config, Report};
use crate::scoring::Gives;

/// A scoring rule that uses the score, directly or through a segment, can’t be evaluated.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let Some(scoring) = &config.scoring else {
        return;
    };
    let asked = SegmentsAsked::new(config);
    let segments = config.segments.iter();
    let own: Vec<bool> = segments.map(|one| one.condition.scope().score).collect();
    for rule in &scoring.rules {
        let Gives::While(condition) = &rule.gives else {
            continue;
        };
        let mut asks_for_score = condition.scope().score;
        let mut waiting = asked.asked_by(condition);
        let mut seen = vec![false; own.len()];
        while let Some(place) = waiting.pop() {
            if let Some(seen @ false) = seen.get_mut(place) {
                *seen = true;
                asks_for_score |= own.get(place) == Some(&true);
                waiting.extend(asked.of(place));
            }
        }
        if asks_for_score {
            report.error(
                "score-cycle",
                format!("{}.while", rule.path),
                format!(
                    "The points of “{}” depend on the score they count toward.",
                    rule.id
                ),
                "Use the facts behind the score instead of the score itself.",
            );
        }
    }
}
