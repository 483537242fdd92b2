//! An offer in a message that claims to be transactional.

use super::{Config, Report};
use crate::event::MessageKind;
use crate::workflow::{Action, NodeKind};

/// Transactional messages are sent without consent, in quiet hours, and over caps, so they must not
/// contain advertising. A coupon is advertising.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let makes_coupon = workflow
            .nodes
            .iter()
            .any(|node| matches!(node.kind, NodeKind::Action(Action::ApplyCoupon(_))));
        if !makes_coupon {
            continue;
        }
        for node in &workflow.nodes {
            let NodeKind::Action(Action::Send(send)) = &node.kind else {
                continue;
            };
            if send.kind == MessageKind::Transactional {
                report.error(
                    "offer-in-transactional",
                    format!("{}.kind", node.path),
                    "A message in a workflow with a coupon can’t be transactional, because it contains an offer.".to_owned(),
                    "Change its kind to “marketing”, or remove the coupon from this workflow.",
                );
            }
        }
    }
}
