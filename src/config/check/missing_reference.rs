//! A message or tier that does not exist.

use super::{Config, Report};
use crate::workflow::{Action, NodeKind, Trigger};

/// A step that sends a message nobody wrote would be found out at the worst moment.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            let NodeKind::Action(Action::Send(send)) = &node.kind else {
                continue;
            };
            if !config
                .messages
                .iter()
                .any(|message| message.id == send.message)
            {
                report.error(
                    "missing-message",
                    format!("{}.message", node.path),
                    format!("There is no message called “{}”.", send.message),
                    "Add it under “messages”, or name one that is there.",
                );
            }
        }
        let Trigger::TierReached(trigger) = &workflow.trigger else {
            continue;
        };
        if !config.tiers.iter().any(|tier| tier.id == trigger.tier) {
            report.error(
                "missing-tier",
                format!("{}.trigger.tier", workflow.path),
                format!(
                    "There is no tier called “{}”, so nobody can ever reach it.",
                    trigger.tier
                ),
                "Add it under “tiers”, or name one that is there.",
            );
        }
    }
}
