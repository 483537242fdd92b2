//! What a host acts on after a move, apart from what it only keeps.
//!
//! A summary holds every decision with what its conditions saw: some ten kilobytes that a host seals into
//! its journal and does not look into. The head says the rest in a few hundred bytes: what is to be done,
//! and what a host's own tables repeat of the decisions. So neither the summary nor the state needs to
//! become anything but bytes on its way from the engine to the disk.

use crate::effect::{Effect, Outcome};
use crate::event::{Channel, EventName};
use crate::id::{EnrollmentId, SegmentId, StepId, WorkflowId};
use crate::input::Input;
use crate::json::{Write, Writer, object};
use crate::schedule::Wake;
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::{Decision, Entry};
use crate::transition::{Answer, Withdrawn};

use super::Summary;
use super::store_copy::concerns_store;

/// What a host acts on after a move: the first line of what `transition_bytes` returns. What may be left
/// out is left out where there is none.
#[derive(Debug)]
pub(super) struct MoveHead {
    /// How many bytes the summary has, which stands in the next line. The state stands in the last.
    summary: usize,
    /// New rows for the outbox.
    effects: Vec<Effect>,
    /// The answer to a release.
    answer: Option<Answer>,
    /// Rows that must not be performed anymore.
    withdrawn: Vec<Withdrawn>,
    /// When to wake the customer if nothing else happens.
    wake: Option<Wake>,
    /// Whether the state differs from the one that came in.
    changed: bool,
    /// The channels on which marketing may be sent to the customer from now on.
    reach: Vec<Channel>,
    /// The workflows that the customer is inside from now on, tests not counted; `None` where nobody
    /// entered, left or moved.
    inside: Option<Vec<Inside>>,
    /// The segments that the customer entered or left, in order.
    segments: Vec<SegmentMove>,
    /// The events that changed the facts, in order.
    recorded: Vec<RecordedEvent>,
    /// What was decided of workflows, to be counted; tests are not.
    counts: Vec<Counted>,
    /// Who was assigned to what, where chance decided; tests are left out.
    assigned: Vec<Assigned>,
    /// Whether what a connected store keeps of the customer, a `StoreCopy`, may have changed.
    store: bool,
    /// Whether which messages their orders are credited to, an `Attributed`, may have changed, of a customer
    /// with anything that could earn a message credit.
    credits: bool,
}

object!(write MoveHead {
    summary,
    effects: sparse,
    answer: sparse,
    withdrawn: sparse,
    wake,
    changed,
    reach,
    inside: sparse,
    segments: sparse,
    recorded: sparse,
    counts: sparse,
    assigned: sparse,
    store: sparse,
    credits: sparse,
});

impl MoveHead {
    /// The head of a move that came to `summary`, of so many bytes, and to `state`. `tests` are the
    /// tests that were enrolled before; a `is_pass` says what the customer is inside in any case.
    pub(super) fn of(
        summary: Summary,
        length: usize,
        state: &State,
        tests: Vec<EnrollmentId>,
        is_pass: bool,
    ) -> Self {
        let trace = &summary.trace;
        let tests = with_new_tests(trace, tests);
        Self {
            summary: length,
            reach: state.customer.reachable().collect(),
            inside: (is_pass || trace.iter().any(may_move)).then(|| inside(state)),
            segments: segments(trace),
            recorded: recorded(trace),
            assigned: assigned(trace, &tests),
            counts: counts(trace, &tests),
            store: concerns_store(trace, state, is_pass),
            credits: concerns_credits(trace, state, is_pass),
            effects: summary.effects,
            answer: summary.answer,
            withdrawn: summary.withdrawn,
            wake: summary.wake,
            changed: summary.changed,
        }
    }
}

/// Workflows that a customer is inside, in one of their revisions.
#[derive(Debug, PartialEq)]
pub(super) struct Inside {
    /// The revision.
    revision: u32,
    /// The workflows, one for each enrollment.
    workflows: Vec<WorkflowId>,
}

object!(write Inside { revision, workflows });

/// A segment that was entered or left.
#[derive(Debug, PartialEq)]
pub(super) struct SegmentMove {
    /// The segment.
    segment: SegmentId,
    /// Whether it was entered; otherwise it was left.
    entered: bool,
    /// The moment it belongs to.
    at: Timestamp,
}

object!(write SegmentMove { segment, entered, at });

/// An event that changed the facts.
#[derive(Debug, PartialEq)]
pub(super) struct RecordedEvent {
    /// Its kind.
    event: EventName,
    /// When it happened.
    at: Timestamp,
}

object!(write RecordedEvent { event, at });

/// What chance assigned somebody to.
#[derive(Debug, PartialEq)]
pub(super) struct Assigned {
    /// The workflow.
    workflow: WorkflowId,
    /// The A/B split; `None` for the workflow's holdout.
    step: Option<StepId>,
    /// The variant's name; for a holdout [`HELD_OUT`] or [`TREATED`].
    arm: String,
    /// When chance decided it.
    at: Timestamp,
}

object!(write Assigned { workflow, step: sparse, arm, at });

/// The arm of a holdout that gets no messages.
const HELD_OUT: &str = "held_out";
/// The arm of a holdout that gets the messages.
const TREATED: &str = "treated";

/// Decisions of one kind, made once for each of some workflows.
#[derive(Debug, PartialEq)]
pub(super) struct Counted {
    /// `entered`, `not-entered/…`, `exited/…`, `deferred/…` or `suppressed/…`, with the reason.
    what: CountedKind,
    /// The step, where it is about one.
    step: Option<StepId>,
    /// The workflows, one for each decision.
    workflows: Vec<WorkflowId>,
}

object!(write Counted { what, step: sparse, workflows });

/// A kind of decision, and the word of its reason; empty where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CountedKind(&'static str, &'static str);

impl Write for CountedKind {
    fn write(&self, out: &mut Writer) {
        match self {
            Self(kind, "") => kind.write(out),
            Self(kind, reason) => [*kind, "/", reason].concat().as_str().write(out),
        }
    }
}

/// The tests among a customer's enrollments: they count nowhere.
pub(super) fn tests(state: &State) -> Vec<EnrollmentId> {
    let tests = state.enrollments.iter().filter(|one| one.test);
    tests.map(|one| one.id.clone()).collect()
}

/// Whether an input goes through all customers, or makes two of them one: then the head says in any case
/// which workflows somebody is inside, for hosts that have not written it down yet.
pub(super) fn is_pass(input: &Input) -> bool {
    match input {
        Input::WithFacts { input, .. } => is_pass(input),
        input => matches!(input, Input::PlanChanged | Input::Merge { .. }),
    }
}

/// Whether a decision may change which workflows somebody is inside.
const fn may_move(entry: &Entry) -> bool {
    matches!(
        entry.decision,
        Decision::Entered { .. }
            | Decision::Moved { .. }
            | Decision::Renamed { .. }
            | Decision::Exited { .. }
    )
}

/// The workflows that a customer is inside, by revision.
fn inside(state: &State) -> Vec<Inside> {
    let mut inside: Vec<Inside> = Vec::new();
    let going = state.enrollments.iter();
    for one in going.filter(|one| one.ended.is_none() && !one.test) {
        let workflow = one.workflow.clone();
        match inside.iter_mut().find(|of| of.revision == one.revision) {
            Some(of) => of.workflows.push(workflow),
            None => inside.push(Inside {
                revision: one.revision,
                workflows: vec![workflow],
            }),
        }
    }
    inside
}

/// The segments that were entered or left.
fn segments(trace: &[Entry]) -> Vec<SegmentMove> {
    let moves = trace.iter().filter_map(|entry| match &entry.decision {
        Decision::SegmentChanged {
            segment, entered, ..
        } => Some(SegmentMove {
            segment: segment.clone(),
            entered: *entered,
            at: entry.at,
        }),
        _ => None,
    });
    moves.collect()
}

/// The events that changed the facts.
fn recorded(trace: &[Entry]) -> Vec<RecordedEvent> {
    let events = trace.iter().filter_map(|entry| match entry.decision {
        Decision::Recorded { event, .. } => Some(RecordedEvent {
            event,
            at: entry.at,
        }),
        _ => None,
    });
    events.collect()
}

/// Whether which messages orders are credited to may have changed by some decisions, or by other rules in a
/// plan (`is_pass`). Without anything that could earn a message credit there is nothing to ask.
fn concerns_credits(trace: &[Entry], state: &State, is_pass: bool) -> bool {
    let may_change = |entry: &Entry| match &entry.decision {
        Decision::Merged { .. }
        | Decision::GaveUp { .. }
        | Decision::TookOver { .. }
        | Decision::Reported {
            outcome: Outcome::Done { code: Some(_) },
            ..
        } => true,
        // What was received before may still have said something new.
        Decision::Recorded { event, .. } | Decision::Ignored { event, .. } => matches!(
            event,
            EventName::OrderPlaced
                | EventName::OrderCompleted
                | EventName::OrderUpdated
                | EventName::OrderCancelled
                | EventName::OrderRefunded
                | EventName::OrderDeleted
                | EventName::OrderAnonymized
                | EventName::MessageClicked
                | EventName::MessageOpened
                | EventName::MessageDelivered
        ),
        _ => false,
    };
    !state.customer.touches.is_empty() && (is_pass || trace.iter().any(may_change))
}

/// The tests that were enrolled before, and those that are now.
fn with_new_tests(trace: &[Entry], mut tests: Vec<EnrollmentId>) -> Vec<EnrollmentId> {
    tests.extend(trace.iter().filter_map(|entry| match &entry.decision {
        Decision::Entered {
            enrollment,
            test: true,
            ..
        } => Some(enrollment.clone()),
        _ => None,
    }));
    tests
}

/// What is to be counted of the decisions, with the tests left out.
fn counts(trace: &[Entry], tests: &[EnrollmentId]) -> Vec<Counted> {
    let mut counts: Vec<Counted> = Vec::new();
    for entry in trace {
        let Some((what, workflow, step, enrollment)) = counted(&entry.decision) else {
            continue;
        };
        if enrollment.is_some_and(|one| tests.contains(one)) {
            continue;
        }
        let same = |one: &&mut Counted| one.what == what && one.step.as_ref() == step;
        match counts.iter_mut().rev().find(same) {
            Some(one) => one.workflows.push(workflow.clone()),
            None => counts.push(Counted {
                what,
                step: step.cloned(),
                workflows: vec![workflow.clone()],
            }),
        }
    }
    counts
}

/// Who was assigned to what. A fork without conditions is an A/B split.
fn assigned(trace: &[Entry], tests: &[EnrollmentId]) -> Vec<Assigned> {
    let assigned = trace.iter().filter_map(|entry| {
        let (workflow, step, arm) = match &entry.decision {
            Decision::Entered {
                workflow,
                held_out: Some(held_out),
                test: false,
                ..
            } => (workflow, None, if *held_out { HELD_OUT } else { TREATED }),
            Decision::WayTaken {
                workflow,
                enrollment,
                step,
                way,
                saw,
                ..
            } if saw.is_empty() && !tests.contains(enrollment) => {
                (workflow, Some(step), way.as_str())
            }
            _ => return None,
        };
        Some(Assigned {
            workflow: workflow.clone(),
            step: step.cloned(),
            arm: arm.to_owned(),
            at: entry.at,
        })
    });
    assigned.collect()
}

/// A decision's kind and its reason, and what it is about; `None` for one that is not counted.
type About<'a> = (
    CountedKind,
    &'a WorkflowId,
    Option<&'a StepId>,
    Option<&'a EnrollmentId>,
);

fn counted(decision: &Decision) -> Option<About<'_>> {
    Some(match decision {
        Decision::Entered {
            workflow,
            enrollment,
            ..
        } => (CountedKind("entered", ""), workflow, None, Some(enrollment)),
        Decision::NotEntered {
            workflow, reason, ..
        } => (
            CountedKind("not-entered", reason.word()),
            workflow,
            None,
            None,
        ),
        Decision::Exited {
            workflow,
            enrollment,
            reason,
            ..
        } => (
            CountedKind("exited", reason.word()),
            workflow,
            None,
            Some(enrollment),
        ),
        Decision::Deferred {
            workflow,
            enrollment,
            step,
            reason,
            ..
        } => (
            CountedKind("deferred", reason.word()),
            workflow,
            Some(step),
            Some(enrollment),
        ),
        Decision::Suppressed {
            workflow,
            enrollment,
            step,
            reason,
            ..
        } => (
            CountedKind("suppressed", reason.word()),
            workflow,
            Some(step),
            Some(enrollment),
        ),
        _ => return None,
    })
}
