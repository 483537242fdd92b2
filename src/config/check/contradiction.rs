//! Conditions that no customer can meet, and conditions that nearly every customer meets.

use super::{Config, Report};
use crate::condition::Condition;
use crate::sentence::Reader;

/// What must hold together and cannot: the workflow would never start, the segment stay empty.
/// And a choice between things not done: it is enough that one of them was not.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for segment in &config.segments {
        let path = format!("{}.condition", segment.path);
        look(&[(path, &segment.condition)], report);
    }
    for workflow in &config.workflows {
        let path = &workflow.path;
        let at_entry = [
            ("conditions", &workflow.conditions),
            ("filter", &workflow.filter),
        ];
        let asked: Vec<(String, &Condition)> = at_entry
            .into_iter()
            .filter_map(|(key, condition)| Some((format!("{path}.{key}"), condition.as_ref()?)))
            .collect();
        look(&asked, report);
        for (path, condition) in workflow.conditions() {
            if !asked.iter().any(|(known, _)| *known == path) {
                look(&[(path, condition)], report);
            }
        }
    }
}

/// Looks at conditions that must hold together.
fn look(together: &[(String, &Condition)], report: &mut Report<'_>) {
    let mut leaves: Vec<(String, &Condition)> = Vec::new();
    for (path, condition) in together {
        gather(condition, path, &mut leaves);
        condition.visit(path, &mut |inner, path| warn_of_choice(inner, path, report));
    }
    for (place, (path, later)) in leaves.iter().enumerate() {
        let earlier = leaves.iter().take(place);
        if let Some((_, other)) = earlier.rev().find(|(_, other)| other.excludes(later)) {
            report.warn(
                "never-holds",
                path.clone(),
                format!(
                    "No customer {} and {} at the same time.",
                    Reader::ENGLISH.text(*other),
                    Reader::ENGLISH.text(*later)
                ),
                "Change one of them, or combine them with “any”.",
            );
        }
    }
}

/// The leaves that all must hold.
fn gather<'c>(condition: &'c Condition, path: &str, leaves: &mut Vec<(String, &'c Condition)>) {
    match condition {
        Condition::All(group) => {
            for (position, inner) in group.of.iter().enumerate() {
                gather(inner, &format!("{path}.of[{position}]"), leaves);
            }
        }
        Condition::Any(_) | Condition::None(_) => {}
        leaf => leaves.push((path.to_owned(), leaf)),
    }
}

/// "Did not order, or is not in the segment" holds for nearly everybody; "and" was meant.
fn warn_of_choice(condition: &Condition, path: &str, report: &mut Report<'_>) {
    let Condition::Any(group) = condition else {
        return;
    };
    if group.of.len() >= 2 && group.of.iter().all(Condition::is_negative) {
        report.warn(
            "any-of-negatives",
            path.to_owned(),
            "Nearly every customer matches, because only one of these negative conditions has to be true."
                .to_owned(),
            "Use “all” if every one of them has to be true.",
        );
    }
}
