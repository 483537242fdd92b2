//! A message that claims to belong to something the customer did.

use super::{Config, Report};
use crate::event::{EventName, MessageKind};
use crate::workflow::{Action, NodeKind, Trigger};

/// Transactional messages go out without consent. One that is sent because somebody left a cart, was
/// quiet or has birthday belongs to nothing they asked for.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        if has_cause(&workflow.trigger) {
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
                    "This message would go out without consent, and belongs to nothing that the customer asked for.".to_owned(),
                    "Send it as “marketing”, unless your lawyer says otherwise.",
                );
            }
        }
    }
}

/// Whether what starts a workflow is something the customer asked an answer for.
fn has_cause(trigger: &Trigger) -> bool {
    const ASKED: &[EventName] = &[
        EventName::OrderPlaced,
        EventName::OrderCompleted,
        EventName::OrderUpdated,
        EventName::OrderCancelled,
        EventName::OrderRefunded,
        EventName::OrderFulfilled,
        EventName::ShipmentUpdated,
        EventName::ReturnRequested,
        EventName::CustomerCreated,
        EventName::ConsentChanged,
        EventName::Custom,
    ];
    match trigger {
        Trigger::OrderPlaced(_) | Trigger::OrderCompleted(_) | Trigger::CustomerCreated(_) => true,
        Trigger::Performed(trigger) => trigger
            .what
            .events
            .iter()
            .all(|event| ASKED.contains(event)),
        _ => false,
    }
}
