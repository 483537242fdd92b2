//! Conditions on opens and clicks that aren’t reported.

use super::{Config, Report};
use crate::condition::{Behavior, Condition, Window};
use crate::event::Observed;
use crate::workflow::{Action, NodeKind, Workflow};

/// Opens and clicks are known only on channels that report them, and only for messages that were
/// sent. Otherwise a branch takes no path, an exit never fires, and no customer enters.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let observed = &config.shop.observed();
    for segment in &config.segments {
        if is_blind(&segment.condition, observed) {
            let name = &segment.id;
            let what = format!("Segment “{name}” stays empty");
            not_observable(report, format!("{}.condition", segment.path), &what);
        }
    }
    for workflow in &config.workflows {
        for (path, condition) in workflow.conditions() {
            if is_blind(condition, observed) {
                not_observable(report, path, "This condition can’t be evaluated");
            } else if asks_before_sending(workflow, &path, condition) {
                report.warn(
                    "nothing-delivered",
                    path,
                    "This condition checks for opens or clicks since entering, but the workflow hasn’t sent a message yet.".to_owned(),
                    "Send a message first, or use a longer window.",
                );
            }
        }
        if let Some(by) = workflow.trigger.reactions() {
            let asked = Behavior {
                events: by.to_vec(),
                about: None,
                tests: Vec::new(),
                window: Window::Ever,
            };
            if !asked.is_observed_on(observed) {
                let path = format!("{}.trigger", workflow.path);
                not_observable(report, path, "No customer can enter");
            }
        }
        for node in &workflow.nodes {
            if let NodeKind::WaitForEvent { what, .. } = &node.kind
                && what.asks_for_reactions()
                && !what.is_observed_on(observed)
            {
                let what = format!("Step “{}” takes neither branch", node.id);
                not_observable(report, node.path.clone(), &what);
            }
        }
    }
}

fn not_observable(report: &mut Report<'_>, path: String, what: &str) {
    report.warn(
        "reactions-not-observable",
        path,
        format!(
            "{what}, because Edgewise doesn’t receive opens or clicks."
        ),
        "Use something Edgewise does receive, such as an order or a page view. If your provider reports opens and clicks, add the channel to “shop.observes”; Edgewise counts those of emails itself with “shop.tracking”.",
    );
}

/// Whether any part of it uses reactions on channels that don’t report them.
fn is_blind(condition: &Condition, observed: &Observed) -> bool {
    let mut blind = false;
    condition.visit("", &mut |part, _| {
        blind |= part
            .behavior()
            .is_some_and(|what| what.asks_for_reactions() && !what.is_observed_on(observed));
    });
    blind
}

/// Whether a branch uses reactions since entering, and no message is sent before it.
fn asks_before_sending(workflow: &Workflow, path: &str, condition: &Condition) -> bool {
    let fork = workflow
        .nodes
        .iter()
        .position(|node| path.starts_with(&format!("{}.", node.path)));
    let Some(fork) = fork else {
        return false;
    };
    let mut since_entry = false;
    condition.visit("", &mut |part, _| {
        since_entry |= part
            .behavior()
            .is_some_and(|what| what.asks_for_reactions() && what.window == Window::SinceEntry);
    });
    let mut before = workflow.nodes.iter().take(fork);
    let sends = before.any(|node| matches!(node.kind, NodeKind::Action(Action::Send(_))));
    since_entry && !sends
}
