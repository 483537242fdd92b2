//! Why a customer isn't in a workflow, or isn't yet.
//!
//! The trace has what was decided. But a trigger that depends on time leaves no trace while it
//! doesn't fire, and neither does one whose event never came. So this looks at what the workflow
//! waits for, how far that has come, and what would be decided if it came now. It reads the same
//! facts and evaluates the same conditions as [`crate::transition`], and decides nothing.

use crate::condition::{Condition, Context, ObservedWords};
use crate::id::WorkflowId;
use crate::plan::Plan;
use crate::sentence::{Reader, Said, Sentence};
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::{Timestamp, Zone};
use crate::trace::Observation;
use crate::workflow::{Reentry, Status, Trigger, Workflow};

/// The question of [`absence`].
#[derive(Clone, Copy)]
pub struct Absence<'a> {
    /// The live plan.
    pub plan: &'a Plan,
    /// The customer's state.
    pub state: &'a State,
    /// The shop's facts.
    pub facts: &'a ShopFacts,
    /// The workflow asked about.
    pub workflow: &'a WorkflowId,
    /// The moment the answer is for.
    pub now: Timestamp,
    /// The reader: language, time zone, names.
    pub reader: Reader<'a>,
}

/// Why the customer isn't in the workflow at that moment, in sentences. If they are in it, one
/// sentence says so.
#[must_use]
pub fn absence(question: &Absence<'_>) -> Vec<String> {
    let Absence {
        plan,
        state,
        facts,
        now,
        ..
    } = *question;
    let reader = Reader {
        names: Some(plan),
        ..question.reader
    };
    let say = |template, values: &[(&str, &dyn Said)]| {
        let mut to = Sentence::new(reader, "");
        to.say(template, values);
        to.into_text()
    };
    let Some(workflow) = plan.current(question.workflow) else {
        let id = question.workflow.as_str();
        return vec![say("There is no workflow “{_id}”.", &[("_id", &id)])];
    };
    let name = &workflow.name;
    let mut enrollments = state.enrollments.iter();
    let inside = enrollments.find(|one| one.workflow == workflow.id && one.is_real());
    if let Some(enrollment) = inside {
        let since = &enrollment.entered_at;
        let mut values: Vec<(&str, &dyn Said)> = vec![("_name", name), ("_since", since)];
        return vec![match &enrollment.due {
            None => say("Has been in “{_name}” since {_since!d}.", &values),
            Some(due) => {
                values.push(("_due", due));
                say(
                    "Has been in “{_name}” since {_since!d}; waiting until {_due!d}.",
                    &values,
                )
            }
        }];
    }
    let context = Context {
        // Whatever is asked since the beginning is asked as of one that begins now.
        anchor: Some(now),
        ..plan.context(&state.customer, facts, now)
    };
    let outlook = Outlook(&workflow.trigger, &context);
    let starts = say(
        "“{_name}” starts when the customer {_trigger}: {_outlook}.",
        &[
            ("_name", name),
            ("_trigger", &workflow.trigger),
            ("_outlook", &outlook),
        ],
    );
    let mut said = vec![starts];
    said.extend(closed(workflow, plan, now, &say));
    said.extend(coming(workflow, state, &context, &say));
    said.extend(entered(workflow, state, reader.zone, &say));
    said.extend(would_be_asked(workflow, &context, &say));
    said
}

/// Says a template with its values.
type Say<'s> = &'s dyn Fn(&'static str, &[(&str, &dyn Said)]) -> String;

/// How things stand with what a trigger waits for.
struct Outlook<'t>(&'t Trigger, &'t Context<'t>);

impl Said for Outlook<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        self.0.say_outlook(self.1, to);
    }
}

/// What keeps everybody out.
fn closed(workflow: &Workflow, plan: &Plan, now: Timestamp, say: Say<'_>) -> Option<String> {
    let says = match (workflow.status, &workflow.live_since) {
        (Status::Draft | Status::Retired, _) => say("It’s off, so nobody enters.", &[]),
        (Status::Paused, _) => say("It’s paused, so nobody enters.", &[]),
        (Status::Live, _) if !workflow.schedule.is_open(now, plan.shop.zone) => {
            say("This moment is outside its schedule.", &[])
        }
        (Status::Live, Some(since)) => say(
            "It has been on since {_since!d}; nothing before that starts it.",
            &[("_since", since)],
        ),
        (Status::Live, None) => return None,
    };
    Some(says)
}

/// What time alone will bring, or brought and was passed over.
fn coming(
    workflow: &Workflow,
    state: &State,
    context: &Context<'_>,
    say: Say<'_>,
) -> Option<String> {
    let (at, entry) = workflow.trigger.next_by_time(context)?;
    let template = if workflow.live_since.is_some_and(|since| at < since) {
        "That was due on {_at!d}, before the workflow was turned on."
    } else if state.imported_at.is_some_and(|imported| at <= imported)
        && !state.entries.settled(&workflow.id, &entry)
    {
        "That was due on {_at!d}, before it was known: it was imported later."
    } else if state.entries.settled(&workflow.id, &entry) {
        "That was due on {_at!d} and was decided then."
    } else if at <= context.now {
        "That has been due since {_at!d}."
    } else {
        "If nothing else happens, that’s due on {_at!d}."
    };
    Some(say(template, &[("_at", &at)]))
}

/// When they were inside before, and what that means.
fn entered(workflow: &Workflow, state: &State, zone: Zone, say: Say<'_>) -> Option<String> {
    let last = state.entries.last_entered(&workflow.id)?;
    Some(match workflow.reentry {
        Reentry::Once => say(
            "They last entered it on {_last!d}; nobody enters it twice.",
            &[("_last", &last)],
        ),
        Reentry::EveryTime => say("They last entered it on {_last!d}.", &[("_last", &last)]),
        Reentry::After { span } => say(
            "They last entered it on {_last!d} and can enter again from {_again!d}.",
            &[("_last", &last), ("_again", &span.after(last, zone))],
        ),
    })
}

/// What of its conditions would refuse them now.
fn would_be_asked(workflow: &Workflow, context: &Context<'_>, say: Say<'_>) -> Option<String> {
    let refusal = workflow.asked_at_entry().find_map(|condition| {
        let (answer, saw) = condition.explain(context);
        (!answer.matched).then_some((condition, saw))
    });
    let (condition, saw) = refusal?;
    let refused = Refused(condition, &saw);
    Some(say(
        "Right now they wouldn’t enter{_saw}.",
        &[("_saw", &refused)],
    ))
}

/// The leaves of a condition that do not hold, or all of them.
struct Refused<'c>(&'c Condition, &'c [Observation]);

impl Said for Refused<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(condition, saw) = self;
        to.text(": ");
        let any_failed = saw.iter().any(|one| !one.matched);
        let shown = saw.iter().filter(|one| !any_failed || !one.matched);
        to.join(shown, "; ", |to, _, saw| {
            ObservedWords::new(&[*condition], saw, to.reader()).say(to);
        });
    }
}
