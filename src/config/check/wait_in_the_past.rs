//! A wait that is over before it starts.

use super::{Config, Report};
use crate::workflow::{NodeKind, Wait};

/// Offsets are counted from the workflow’s start. If one isn’t later than the wait before it, there
/// is no wait, and two messages are sent at once.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        let mut longest = workflow.trigger.delay();
        for node in &workflow.nodes {
            let NodeKind::Wait(Wait::AfterTrigger(span)) = &node.kind else {
                continue;
            };
            if longest.is_some_and(|longest| span.at_most_millis() <= longest.at_most_millis()) {
                report.warn(
                    "wait-in-the-past",
                    node.path.clone(),
                    format!("Step “{}” waits until {span} after the start, but that time has already passed when it’s reached.", node.id),
                    "Choose a later time, or use “for” to wait from the previous step.",
                );
            }
            longest = Some(*span);
        }
    }
}
