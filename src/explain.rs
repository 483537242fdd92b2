//! Decisions in sentences.
//!
//! One sentence for each entry of a trace, made by the engine itself, so that server, browser and
//! tests show the same. A trace holds facts; the words are made here, under the plan that decided,
//! in the reader's language. "The customer" is the subject throughout.

mod absence;
mod deed;
mod observed;
mod what;

use crate::condition::ObservedWords;
use crate::effect::Outcome;
use crate::plan::Plan;
use crate::scoring::Signed;
use crate::sentence::{Reader, Said, SegmentName, Sentence, TierName, Word, WorkflowName};
use crate::trace::{Decision, Entry};

pub use absence::{Absence, absence};
use deed::Deed;
use observed::Because;
use what::What;

/// The sentence of one decision under the plan that made it.
///
/// ```
/// use edgewise::explain;
/// use edgewise::sentence::Reader;
/// use edgewise::trace::Entry;
///
/// # let config = r#"{"format": 1,
/// #     "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"},
/// #     "workflows": [{"id": "greet", "name": "Greet", "status": "live",
/// #         "trigger": {"type": "customer_created"},
/// #         "steps": [{"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}},
/// #                   {"id": "tag", "type": "add_tag", "tag": "new"}]}]}"#;
/// # let plan = edgewise::config::compile(config).plan.unwrap();
/// let entry: Entry = edgewise::json::from_str(
///     r#"{"at": 0, "is": {"type": "not-entered", "workflow": "greet",
///         "reason": "reentry-too-soon", "saw": []}}"#,
/// ).unwrap();
/// assert_eq!(
///     explain::sentence(&plan, &entry, Reader::ENGLISH),
///     "Didn’t enter “Greet” because they entered this workflow too recently.",
/// );
/// ```
#[must_use]
pub fn sentence(plan: &Plan, entry: &Entry, reader: Reader<'_>) -> String {
    let reader = Reader {
        names: Some(plan),
        ..reader
    };
    reader.text(&InWords {
        plan,
        decision: &entry.decision,
    })
}

/// What a decision saw, in words: each condition that was evaluated, with the value it saw. Empty
/// for a decision without conditions.
#[must_use]
pub fn observed(plan: &Plan, decision: &Decision, reader: Reader<'_>) -> Vec<ObservedWords> {
    let reader = Reader {
        names: Some(plan),
        ..reader
    };
    Because { plan, decision }.words(reader)
}

/// A decision that is put in words.
struct InWords<'p> {
    plan: &'p Plan,
    decision: &'p Decision,
}

impl Said for InWords<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let because = Because {
            plan: self.plan,
            decision: self.decision,
        };
        let because: &dyn Said = &because;
        match self.decision {
            Decision::Recorded { event, .. } => match Deed(*event).words() {
                Some(did) => to.say("The customer {_did}.", &[("_did", &Word(did))]),
                None => to.say("Received “{_event}”.", &[("_event", event)]),
            },
            Decision::Ignored { event, reason, .. } => to.say(
                "Ignored “{_event}” because {_reason}.",
                &[("_event", event), ("_reason", reason)],
            ),
            Decision::TierChanged { tier: Some(tier), .. } => {
                to.say("Moved to tier “{_tier}”.", &[("_tier", &TierName(tier))]);
            }
            Decision::TierChanged { tier: None, .. } => to.say("Left all tiers.", &[]),
            Decision::TierAtRisk { tier, review_at } => to.say(
                "Will lose tier “{_tier}” on {_at!d} without enough new activity.",
                &[("_tier", &TierName(tier)), ("_at", review_at)],
            ),
            Decision::PointsChanged {
                points,
                balance,
                cause,
            } => to.say(
                "{_points} points for “{_cause}”; the balance is {_balance}.",
                &[
                    ("_points", &Signed(*points)),
                    ("_cause", cause),
                    ("_balance", balance),
                ],
            ),
            Decision::PointsRefused {
                points,
                balance,
                reason,
            } => to.say(
                "Didn’t redeem {_points} {_points:point|points} because {_reason} (balance: {_balance}).",
                &[
                    ("_points", points),
                    ("_reason", reason),
                    ("_balance", balance),
                ],
            ),
            Decision::ScoreChanged {
                score,
                previous,
                cause,
                ..
            } => to.say(
                "Score changed from {_previous} to {_score} because {_cause}{_saw}.",
                &[
                    ("_previous", previous),
                    ("_score", score),
                    ("_cause", cause),
                    ("_saw", because),
                ],
            ),
            Decision::SegmentChanged {
                segment,
                entered,
                cause,
                ..
            } => to.say(
                if *entered {
                    "Entered segment “{_segment}” because {_cause}{_saw}."
                } else {
                    "Left segment “{_segment}” because {_cause}{_saw}."
                },
                &[
                    ("_segment", &SegmentName(segment.as_str())),
                    ("_cause", cause),
                    ("_saw", because),
                ],
            ),
            _ => self.say_of_workflow(because, to),
        }
    }
}

impl InWords<'_> {
    /// What was decided about a workflow's enrollment.
    fn say_of_workflow(&self, because: &dyn Said, to: &mut Sentence<'_>) {
        match self.decision {
            Decision::Entered { workflow, test, .. } => to.say(
                if *test {
                    "Started a test of “{_workflow}”{_saw}."
                } else {
                    "Entered “{_workflow}”{_saw}."
                },
                &[
                    ("_workflow", &WorkflowName(workflow.as_str())),
                    ("_saw", because),
                ],
            ),
            Decision::NotEntered {
                workflow, reason, ..
            } => to.say(
                "Didn’t enter “{_workflow}” because {_reason}{_saw}.",
                &[
                    ("_workflow", &WorkflowName(workflow.as_str())),
                    ("_reason", reason),
                    ("_saw", because),
                ],
            ),
            Decision::Waiting {
                workflow, until, ..
            } => to.say(
                "Waiting in “{_workflow}” until {_until!d}.",
                &[
                    ("_workflow", &WorkflowName(workflow.as_str())),
                    ("_until", until),
                ],
            ),
            Decision::Moved {
                workflow,
                revision,
                step,
                until,
                ..
            } => {
                to.say(
                    "Moved to the current version of “{_workflow}” (version {_revision}), at step “{_step}”",
                    &[
                        ("_workflow", &WorkflowName(workflow.as_str())),
                        ("_revision", revision),
                        ("_step", &step.as_str()),
                    ],
                );
                if let Some(until) = until {
                    to.say(", until {_until!d}", &[("_until", until)]);
                }
                to.text(".");
            }
            Decision::Renamed { workflow, .. } => to.say(
                "The enrollment in “{_workflow}” got an ID of its own.",
                &[("_workflow", &WorkflowName(workflow.as_str()))],
            ),
            Decision::Branched { step, matched, .. } => to.say(
                if *matched {
                    "Took the “yes” branch at “{_step}”{_saw}."
                } else {
                    "Took the “no” branch at “{_step}”{_saw}."
                },
                &[("_step", &step.as_str()), ("_saw", because)],
            ),
            Decision::WayTaken { step, way, .. } => to.say(
                "Took branch “{_way}” at “{_step}”{_saw}.",
                &[("_way", way), ("_step", &step.as_str()), ("_saw", because)],
            ),
            Decision::NoWayTaken { step, reason, .. } => to.say(
                "Took no branch at “{_step}” and continued after it because {_reason}{_saw}.",
                &[
                    ("_step", &step.as_str()),
                    ("_reason", reason),
                    ("_saw", because),
                ],
            ),
            Decision::Exited {
                workflow,
                reason,
                event,
                ..
            } => {
                to.say(
                    "Left “{_workflow}” because {_reason}",
                    &[
                        ("_workflow", &WorkflowName(workflow.as_str())),
                        ("_reason", reason),
                    ],
                );
                if let Some(event) = event {
                    to.say(" (“{_event}”)", &[("_event", event)]);
                }
                to.text(".");
            }
            _ => self.say_of_effect(because, to),
        }
    }

    /// What became of something that a workflow wants done.
    fn say_of_effect(&self, because: &dyn Said, to: &mut Sentence<'_>) {
        match self.decision {
            Decision::Allowed {
                kind,
                channel,
                workflow,
                step,
                ..
            } => to.say(
                "{_what} at “{_step}” in “{_workflow}” can go out.",
                &[
                    ("_what", &What(*kind, *channel)),
                    ("_step", &step.as_str()),
                    ("_workflow", &WorkflowName(workflow.as_str())),
                ],
            ),
            Decision::Deferred {
                workflow,
                step,
                until,
                reason,
                ..
            } => to.say(
                "“{_step}” in “{_workflow}” is on hold until {_until!d} because {_reason}.",
                &[
                    ("_step", &step.as_str()),
                    ("_workflow", &WorkflowName(workflow.as_str())),
                    ("_until", until),
                    ("_reason", reason),
                ],
            ),
            Decision::Suppressed {
                workflow,
                step,
                reason,
                winner,
                ..
            } => {
                to.say(
                    "“{_step}” in “{_workflow}” won’t go out because {_reason}",
                    &[
                        ("_step", &step.as_str()),
                        ("_workflow", &WorkflowName(workflow.as_str())),
                        ("_reason", reason),
                    ],
                );
                if let Some(winner) = winner {
                    to.say(
                        " (“{_winner}”)",
                        &[("_winner", &WorkflowName(winner.as_str()))],
                    );
                }
                because.say(to);
                to.text(".");
            }
            Decision::Released { .. } => to.say("Handed over to be done now.", &[]),
            Decision::Reported { outcome, .. } => say_outcome(outcome, to),
            Decision::TooLate {
                event, happened_at, ..
            } => to.say(
                "A message had already been sent by the time we learned that the customer {_did} on {_at!d}.",
                &[("_did", &Deed(*event)), ("_at", happened_at)],
            ),
            _ => self.say_of_customer(to),
        }
    }

    /// What was decided about who the customer is and what may be sent to them.
    fn say_of_customer(&self, to: &mut Sentence<'_>) {
        match self.decision {
            Decision::GaveUp { purchase, .. } => to.say(
                "{_purchase} turned out to belong to another customer.",
                &[("_purchase", &Purchase(purchase))],
            ),
            Decision::SentAstray { purchase, .. } => to.say(
                "A message went out before we learned that this belongs to another customer: {_purchase}.",
                &[("_purchase", &Purchase(purchase))],
            ),
            Decision::TookOver { purchase, .. } => to.say(
                "{_purchase} turned out to belong to this customer, not another one.",
                &[("_purchase", &Purchase(purchase))],
            ),
            Decision::Merged { .. } => {
                to.say("Turned out to be the same person as another customer.", &[]);
            }
            Decision::MarketingHeld { held: true } => to.say(
                "Marketing is on hold until a privacy request is answered.",
                &[],
            ),
            Decision::MarketingHeld { held: false } => {
                to.say("Marketing is no longer on hold.", &[]);
            }
            Decision::SuppressionChanged { suppressed: true } => {
                to.say("Added to the suppression list.", &[]);
            }
            Decision::SuppressionChanged { suppressed: false } => {
                to.say("Removed from the suppression list.", &[]);
            }
            // Handled above. Listed, so that a new kind of decision is thought of here.
            Decision::Recorded { .. }
            | Decision::Ignored { .. }
            | Decision::TierChanged { .. }
            | Decision::TierAtRisk { .. }
            | Decision::PointsChanged { .. }
            | Decision::PointsRefused { .. }
            | Decision::ScoreChanged { .. }
            | Decision::SegmentChanged { .. }
            | Decision::Entered { .. }
            | Decision::NotEntered { .. }
            | Decision::Waiting { .. }
            | Decision::Moved { .. }
            | Decision::Renamed { .. }
            | Decision::Branched { .. }
            | Decision::WayTaken { .. }
            | Decision::NoWayTaken { .. }
            | Decision::Exited { .. }
            | Decision::Allowed { .. }
            | Decision::Deferred { .. }
            | Decision::Suppressed { .. }
            | Decision::Released { .. }
            | Decision::Reported { .. }
            | Decision::TooLate { .. } => {}
        }
    }
}

/// "Order 4501", "A checkout".
struct Purchase<'k>(&'k str);

impl Said for Purchase<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        match self.0.split_once(":order:") {
            Some((_, id)) => to.say("Order {_id}", &[("_id", &id)]),
            None => to.say("A checkout", &[]),
        }
    }
}

fn say_outcome(outcome: &Outcome, to: &mut Sentence<'_>) {
    match outcome {
        Outcome::Sent => to.say("Sent.", &[]),
        Outcome::Done { code: Some(code) } => {
            to.say("Created coupon {_code}.", &[("_code", code)]);
        }
        Outcome::Done { code: None } => to.say("Done.", &[]),
        Outcome::Failed { detail: None } => to.say("Failed permanently.", &[]),
        Outcome::Failed {
            detail: Some(detail),
        } => to.say("Failed permanently: {_detail}.", &[("_detail", detail)]),
        Outcome::Unknown { .. } => to.say(
            "It’s unknown whether this arrived. It isn’t retried and counts as sent.",
            &[],
        ),
    }
}
