//! What ends an enrollment at once.

use super::definition::Workflow;
use super::enrollment::Enrollment;
use crate::condition::{Condition, Context};
use crate::event::{Event, EventKind, EventName};
use crate::id::fingerprint;
use crate::reason::Reason;

/// Why `event` ends this enrollment, if it does.
///
/// An event counts by when it happened: one from before the enrollment’s start doesn’t end it,
/// however late it is received, and neither does the fact that started it. A paid order was placed,
/// even if that was never reported. A promotion that is over ends what it started itself.
#[must_use]
pub fn exits(workflow: &Workflow, enrollment: &Enrollment, event: &Event) -> Option<Reason> {
    let name = event.kind.name();
    if is_paid_since(workflow, enrollment, event) {
        return Some(Reason::OrderedSinceEntry);
    }
    if !workflow.exit_on.contains(&name)
        || event.effective_at() < enrollment.anchor
        || event.fact_key.fingerprint() == enrollment.entry_fact
        || is_of_another_promotion(workflow, enrollment, event)
    {
        return None;
    }
    Some(exit_reason(name))
}

/// Whether the event is the end of a promotion, and another one started the enrollment.
fn is_of_another_promotion(workflow: &Workflow, enrollment: &Enrollment, event: &Event) -> bool {
    let EventKind::PromotionEnded { started, .. } = &event.kind else {
        return false;
    };
    let starts_it = workflow
        .trigger
        .starts_from()
        .contains(&EventName::PromotionStarted);
    starts_it
        && started
            .as_ref()
            .is_some_and(|fact| fingerprint(fact) != enrollment.entry_fact)
}

/// Whether the event is the payment of an order that ends the enrollment because it was placed: not
/// the order that started it, and not an earlier one.
fn is_paid_since(workflow: &Workflow, enrollment: &Enrollment, event: &Event) -> bool {
    let EventKind::OrderCompleted { order } = &event.kind else {
        return false;
    };
    let placed_at = order.placed_at.unwrap_or_else(|| event.effective_at());
    workflow.exit_on.contains(&EventName::OrderPlaced)
        && enrollment.order.as_deref() != Some(order.order_id.as_str())
        && placed_at >= enrollment.anchor
        && !order.test
}

/// Why this enrollment ends given the customer’s facts, if it does: the goal first, then the exit
/// condition.
#[must_use]
pub fn exits_now(workflow: &Workflow, context: &Context<'_>) -> Option<Reason> {
    let asked = [
        (&workflow.goal_when, Reason::GoalMet),
        (&workflow.exit_when, Reason::ExitCondition),
    ];
    let met = |condition: &Option<Condition>| {
        let condition = condition.as_ref();
        condition.is_some_and(|condition| condition.evaluate(context).matched)
    };
    asked
        .into_iter()
        .find_map(|(condition, reason)| met(condition).then_some(reason))
}

/// The reason when an event with this name ends an enrollment.
#[must_use]
pub const fn exit_reason(name: EventName) -> Reason {
    match name {
        EventName::OrderPlaced | EventName::OrderCompleted => Reason::OrderedSinceEntry,
        _ => Reason::ExitEvent,
    }
}
