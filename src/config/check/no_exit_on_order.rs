//! A cart workflow that goes on after the purchase.

use super::{Config, Report};
use crate::event::EventName;
use crate::workflow::Trigger;

/// The complaint merchants hear most: a cart reminder after the customer has paid.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let ends = workflow
            .exit_on
            .iter()
            .any(|event| matches!(event, EventName::OrderPlaced | EventName::OrderCompleted));
        if matches!(workflow.trigger, Trigger::CartAbandoned(_)) && !ends {
            report.warn(
                "no-exit-on-order",
                workflow.path.clone(),
                format!(
                    "“{}” keeps sending reminders to customers who have already ordered.",
                    workflow.name
                ),
                "Add \"exit_on\": [\"order_placed\"].",
            );
        }
    }
}
