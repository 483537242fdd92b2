//! Segments that lead back to themselves.

use std::collections::VecDeque;

use super::segments_asked::SegmentsAsked;
use super::{Config, Report};

/// A segment that uses itself, directly or through others, can’t be evaluated. Each such segment is
/// in at least one finding, with the shortest loop through it.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let asked = SegmentsAsked::new(config);
    let mut reported = vec![false; config.segments.len()];
    for (position, segment) in config.segments.iter().enumerate() {
        if reported.get(position) == Some(&true) {
            continue;
        }
        let Some(way) = loop_through(position, &asked, config.segments.len()) else {
            continue;
        };
        let ids = way.iter().filter_map(|place| config.segments.get(*place));
        let names: Vec<String> = ids.map(|one| format!("“{}”", one.id)).collect();
        let message = format!(
            "Segment “{}” depends on itself: {} → “{}”.",
            segment.id,
            names.join(" → "),
            segment.id
        );
        report.error(
            "segment-cycle",
            format!("{}.condition", segment.path),
            message,
            "Remove one of these segments from the other’s condition.",
        );
        for place in way {
            if let Some(reported) = reported.get_mut(place) {
                *reported = true;
            }
        }
    }
}

/// The shortest loop from a segment through those it uses back to itself, without the last element.
fn loop_through(start: usize, asked: &SegmentsAsked<'_>, count: usize) -> Option<Vec<usize>> {
    let mut asked_from: Vec<Option<usize>> = vec![None; count];
    let mut waiting = VecDeque::from([start]);
    while let Some(here) = waiting.pop_front() {
        for &next in asked.of(here) {
            if next == start {
                let back = |place: &usize| asked_from.get(*place).copied().flatten();
                let mut way: Vec<usize> = std::iter::successors(Some(here), back).collect();
                way.reverse();
                return Some(way);
            }
            if let Some(from @ None) = asked_from.get_mut(next) {
                *from = Some(here);
                waiting.push_back(next);
            }
        }
    }
    None
}
