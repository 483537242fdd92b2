//! Notes on an order in a workflow that has none.

use super::{Config, Report};
use crate::workflow::{Action, NodeKind};

/// Only a trigger by an order says which order a workflow is about.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        if workflow.trigger.names_order() {
            continue;
        }
        for node in &workflow.nodes {
            if matches!(&node.kind, NodeKind::Action(Action::AddOrderNote(_))) {
                report.warn(
                    "note-without-order",
                    node.path.clone(),
                    "This workflow isn’t about an order, so there is none to add a note to.".to_owned(),
                    "Start it with something that happens to an order, such as “Order is placed”, or create a task instead.",
                );
            }
        }
    }
}
