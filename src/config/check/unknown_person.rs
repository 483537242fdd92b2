//! People whom steps name and nobody can write to.

use super::{Config, Report};
use crate::workflow::{Action, NodeKind};

/// A task is emailed only to somebody on the team, because an address must not come from anywhere
/// else. A name that isn't on it still shows with the task, so it is a warning.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for node in config.workflows.iter().flat_map(|workflow| &workflow.nodes) {
        let people: Vec<&String> = match &node.kind {
            NodeKind::Action(Action::CreateTask(task)) => task.to.iter().collect(),
            NodeKind::Action(Action::Assign(assign)) if !config.shop.team.is_empty() => {
                assign.to.iter().collect()
            }
            _ => continue,
        };
        for person in people {
            if config.shop.member(person).is_none() {
                report.warn(
                    "unknown-person",
                    format!("{}.to", node.path),
                    format!("“{person}” isn’t on your team, so tasks aren’t emailed to them."),
                    "Add them to “shop.team” with their email address, or choose someone on your team.",
                );
            }
        }
    }
}
