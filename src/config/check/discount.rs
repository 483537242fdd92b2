//! Discounts given too early, or twice.

use super::{Config, Report};
use crate::workflow::{Action, Node, NodeKind, Status, Trigger, Workflow};

/// Customers who come back by themselves need no discount, so the first message of a win-back or
/// cart workflow shouldn’t have one. Two codes in one enrollment can often be combined.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let codes: Vec<&Node> = workflow
            .nodes
            .iter()
            .filter(|node| makes_code(node))
            .collect();
        let second = codes.iter().skip(1).find(|second| {
            let mut others = codes.iter().filter(|other| other.id != second.id);
            others.any(|first| leads_to(workflow, first, second))
        });
        if let Some(second) = second {
            report.warn(
                "codes-stack",
                second.path.clone(),
                format!(
                    "“{}” can give the same customer more than one coupon.",
                    workflow.name
                ),
                "Create one coupon only, or make sure your shop doesn’t allow combining them.",
            );
        }
        if let (Some(first), Some(what)) = (codes.first(), workflow.trigger.wins_back_by())
            && comes_before_any_message(workflow, first)
        {
            report.warn(
                "discount-in-first-message",
                first.path.clone(),
                format!("The first message of this {what} offers a discount, even to customers who would have come back without one."),
                "Send the first message without a discount, and offer the coupon in a later one.",
            );
        }
    }
    let cart_codes = |workflow: &&Workflow| {
        workflow.status == Status::Live
            && matches!(workflow.trigger, Trigger::CartAbandoned(_))
            && workflow.nodes.iter().any(makes_code)
    };
    let mut giving = config.workflows.iter().filter(cart_codes);
    if let Some(first) = giving.next() {
        for second in giving {
            report.warn(
                "codes-stack",
                second.path.clone(),
                format!(
                    "“{}” and “{}” both create a coupon for the same abandoned cart.",
                    first.name, second.name
                ),
                "Remove the coupon from one of them.",
            );
        }
    }
}

/// Whether one enrollment can pass both nodes, `to` after `from`.
fn leads_to(workflow: &Workflow, from: &Node, to: &Node) -> bool {
    let reached = workflow.reachable_from(from.next);
    let place = workflow.nodes.iter().position(|node| node.id == to.id);
    place
        .and_then(|place| reached.get(place))
        .is_some_and(|reached| *reached)
}

const fn makes_code(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Action(Action::ApplyCoupon(_)))
}

/// Whether no message comes before `code` in the file.
fn comes_before_any_message(workflow: &Workflow, code: &Node) -> bool {
    let before = workflow.nodes.iter().take_while(|node| node.id != code.id);
    before
        .into_iter()
        .all(|node| !matches!(node.kind, NodeKind::Action(Action::Send(_))))
}
