//! A condition that is being written, compiled on its own.

use super::check::{Known, MAX_CONDITIONS, MAX_DEPTH, Report};
use crate::condition::Condition;
use crate::diagnostic::Diagnostic;
use crate::document::{FromNode, Node, Reading};
use crate::json::Tree;
use crate::plan::Plan;

/// Compiles a condition beside the segments and tiers of `plan`: the condition, if nothing is
/// wrong with it, and all findings.
#[must_use]
pub fn compile_condition(json: &Tree, plan: &Plan) -> (Option<Condition>, Vec<Diagnostic>) {
    let reading = Reading::new(plan.shop.currency);
    let node = Node::root(json, &reading);
    let condition = Condition::read(&node);
    if let Some(condition) = &condition {
        let (count, depth) = condition.size();
        if count > MAX_CONDITIONS || depth > MAX_DEPTH {
            node.error::<()>(
                "condition-too-large",
                format!("Found {count} conditions, nested {depth} levels deep; the maximum is {MAX_CONDITIONS} conditions and {MAX_DEPTH} levels."),
                "Simplify it, or move part of it to a segment.",
            );
        }
        let segments = plan.segments().iter().map(|segment| segment.id.as_str());
        let known = Known {
            segments: segments.collect(),
            ladder: &plan.definitions().ladder,
        };
        known.check(condition, &node.path(), &mut Report { reading: &reading });
    }
    let findings = reading.into_findings();
    let broken = findings.iter().any(Diagnostic::is_error);
    (condition.filter(|_| !broken), findings)
}
