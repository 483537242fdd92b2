//! Segments that lead back to themselves.

use super::{Config, Report};
use crate::condition::Condition;

/// A segment that asks, directly or through others, whether the customer is in itself has no
/// answer. Reported once for each way round, with the way.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let mut told: Vec<Vec<&str>> = Vec::new();
    for segment in &config.segments {
        let Some(way) = way_back(config, segment.id.as_str()) else {
            continue;
        };
        // A way names each of its segments once, so this is the same loop, begun elsewhere.
        if told.iter().any(|other| are_the_same(other, &way)) {
            continue;
        }
        let names: Vec<String> = way.iter().map(|name| format!("“{name}”")).collect();
        let message = format!(
            "Whether somebody is in “{}” depends on itself: {} → “{}”.",
            segment.id,
            names.join(" → "),
            segment.id
        );
        report.error(
            "segment-cycle",
            format!("{}.condition", segment.path),
            message,
            "Take one of these segments out of the other’s condition.",
        );
        told.push(way);
    }
}

fn are_the_same(one: &[&str], other: &[&str]) -> bool {
    one.len() == other.len() && one.iter().all(|name| other.contains(name))
}

/// The shortest way from `start` through the segments it asks for back to itself.
fn way_back<'c>(config: &'c Config, start: &'c str) -> Option<Vec<&'c str>> {
    let mut ways: Vec<Vec<&str>> = vec![vec![start]];
    let mut seen: Vec<&str> = Vec::new();
    let mut next = 0;
    while let Some(way) = ways.get(next).cloned() {
        next += 1;
        let last = way.last()?;
        for asked in asked_by(config, last) {
            if asked == start {
                return Some(way);
            }
            if !seen.contains(&asked) {
                seen.push(asked);
                ways.push(way.iter().copied().chain([asked]).collect());
            }
        }
    }
    None
}

fn asked_by<'c>(config: &'c Config, name: &str) -> Vec<&'c str> {
    let mut segments = config.segments.iter();
    let Some(segment) = segments.find(|segment| segment.id.as_str() == name) else {
        return Vec::new();
    };
    let mut asked = Vec::new();
    collect(&segment.condition, &mut asked);
    asked
}

fn collect<'c>(condition: &'c Condition, asked: &mut Vec<&'c str>) {
    match condition {
        Condition::All(group) | Condition::Any(group) | Condition::None(group) => {
            for inner in &group.of {
                collect(inner, asked);
            }
        }
        Condition::InSegment(leaf) => asked.push(&leaf.segment),
        _ => {}
    }
}
