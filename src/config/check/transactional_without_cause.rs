//! A message that claims to belong to something the customer did.

use super::{Config, Report};
use crate::event::MessageKind;
use crate::workflow::{Action, NodeKind};

/// Transactional messages are sent without consent. A message about an abandoned cart, inactivity,
/// or a birthday isn’t part of anything the customer asked for.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        if workflow.trigger.is_asked_for() {
            continue;
        }
        for node in &workflow.nodes {
            let NodeKind::Action(Action::Send(send)) = &node.kind else {
                continue;
            };
            if send.kind == MessageKind::Transactional {
                report.warn(
                    "transactional-without-cause",
                    format!("{}.kind", node.path),
                    "This message would be sent without consent, but it isn’t part of anything the customer asked for.".to_owned(),
                    "Change its kind to “marketing”, unless your lawyer says otherwise.",
                );
            }
        }
    }
}
