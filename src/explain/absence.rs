//! Why somebody is not in a workflow, or not yet.
//!
//! What was decided stands in the trace. But a trigger that time fires says nothing while it does not
//! fire, and one that nothing called was never asked. So this asks: what the workflow waits for, how
//! that stands, and what would be said if it came now. It reads the same facts and asks the same
//! questions as [`crate::transition`], and decides nothing.

use super::{moment, seen};
use crate::condition::Context;
use crate::id::WorkflowId;
use crate::plan::Plan;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::{Timestamp, Zone};
use crate::workflow::{Reentry, Status, Workflow};

/// The question of [`absence`].
#[derive(Clone, Copy, Debug)]
pub struct Absence<'a> {
    /// Under which plan.
    pub plan: &'a Plan,
    /// Of whom.
    pub state: &'a State,
    /// What is true of the shop.
    pub facts: &'a ShopFacts,
    /// In which workflow.
    pub workflow: &'a WorkflowId,
    /// The moment the answer is for.
    pub now: Timestamp,
    /// The zone times are given in.
    pub zone: Zone,
}

/// Why the customer is not in the workflow at that moment, in sentences; one sentence where they are.
#[must_use]
pub fn absence(question: &Absence<'_>) -> Vec<String> {
    let Absence {
        plan,
        state,
        facts,
        now,
        zone,
        ..
    } = *question;
    let Some(workflow) = plan.current(question.workflow) else {
        return vec![format!("There is no workflow “{}”.", question.workflow)];
    };
    let mut runs = state.enrollments.iter();
    let inside = runs.find(|run| run.workflow == workflow.id && run.is_real());
    if let Some(run) = inside {
        let until = run.due.map_or_else(String::new, |due| {
            format!(" and waits until {}", moment(due, zone))
        });
        let since = moment(run.entered_at, zone);
        return vec![format!(
            "Is inside “{}” since {since}{until}.",
            workflow.name
        )];
    }
    let context = Context {
        // Whatever is asked since the beginning is asked as of one that begins now.
        anchor: Some(now),
        ..plan.context(&state.customer, facts, now)
    };
    let outlook = workflow.trigger.outlook(&context);
    let starts = format!(
        "“{}” starts when the customer {}: {}.",
        workflow.name, outlook.condition, outlook.value
    );
    let mut said = vec![starts];
    said.extend(closed(workflow, plan, now, zone));
    said.extend(coming(workflow, state, &context, zone));
    said.extend(entered(workflow, state, zone));
    said.extend(would_be_asked(workflow, &context));
    said
}

/// What keeps everybody out.
fn closed(workflow: &Workflow, plan: &Plan, now: Timestamp, zone: Zone) -> Option<String> {
    let says = match (workflow.status, workflow.live_since) {
        (Status::Draft | Status::Retired, _) => "It is not live, so nobody enters.".to_owned(),
        (Status::Paused, _) => "It is paused, so nobody enters.".to_owned(),
        (Status::Live, _) if !workflow.schedule.is_open(now, plan.shop.zone) => {
            "Its schedule leaves this moment out.".to_owned()
        }
        (Status::Live, Some(since)) => format!(
            "It is live since {}; what happened before does not start it.",
            moment(since, zone)
        ),
        (Status::Live, None) => return None,
    };
    Some(says)
}

/// What time alone will bring, or brought and was passed over.
fn coming(workflow: &Workflow, state: &State, context: &Context<'_>, zone: Zone) -> Option<String> {
    let (at, entry) = workflow.trigger.next_by_time(context)?;
    let when = moment(at, zone);
    Some(if workflow.live_since.is_some_and(|since| at < since) {
        format!("That was due at {when}, before the workflow went live.")
    } else if state.entries.settled(&workflow.id, &entry) {
        format!("That was due at {when} and was decided then.")
    } else if at <= context.now {
        format!("That has been due since {when}.")
    } else {
        format!("If nothing else happens, that is due at {when}.")
    })
}

/// When they were inside before, and what that means.
fn entered(workflow: &Workflow, state: &State, zone: Zone) -> Option<String> {
    let last = state.entries.last_entered(&workflow.id)?;
    let again = match workflow.reentry {
        Reentry::Once => "; nobody enters a second time".to_owned(),
        Reentry::EveryTime => String::new(),
        Reentry::After { span } => {
            format!("; again from {} on", moment(span.after(last, zone), zone))
        }
    };
    Some(format!(
        "They entered it last at {}{again}.",
        moment(last, zone)
    ))
}

/// What of its conditions would refuse them now.
fn would_be_asked(workflow: &Workflow, context: &Context<'_>) -> Option<String> {
    let asked = workflow.asked_at_entry().into_iter();
    let refused = asked
        .map(|condition| condition.explain(context))
        .find(|(answer, _)| !answer.matched);
    let (_, saw) = refused?;
    Some(format!("Now they would be refused{}.", seen(&saw)))
}
