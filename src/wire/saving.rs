//! What is asked of a configuration when it is saved, and not of one that is stored already: those
//! of earlier releases go on deciding, whatever is asked of new ones.

use super::{Plans, Refusal};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::nearest;
use crate::event::Channel;
use crate::json::{self, Text, Tree, object};
use crate::plan::Plan;
use crate::time::Zone;
use crate::workflow::{Action, NodeKind, Status, Workflow, sample_variables};
use chrono::DateTime;

/// The request of [`check_saving`].
#[derive(Default)]
struct SavingRequest {
    live_before: Vec<String>,
    given: Vec<String>,
    fields: Vec<Used>,
}

object!(SavingRequest or default { live_before, given, fields });

/// The merge fields that one part of a message speaks of.
#[derive(Default)]
struct Used {
    path: String,
    names: Vec<Vec<String>>,
}

object!(Used or default { path, names });

/// What speaks against saving a configuration that compiles: `{"diagnostics": […], "sample": {…}}`.
/// The sample is what a template finds for somebody made up, of whom everything is known.
///
/// The request is `{"live_before": [id], "given": ["unsubscribe_url"], "fields": [{"path":
/// "messages.…", "names": [["customer", "first_name"]]}]}`: which workflows are live already, which
/// texts the host adds to the variables, and which merge fields each part of each message speaks of,
/// as segments without positions in lists. The Liquid is read by the shim.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn check_saving(plans: &Plans, plan: &str, request: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: SavingRequest = Refusal::parse("request", request)?;
    let sample = sample_variables(&plan.shop);
    let mut known: Tree = Refusal::parse("sample", &json::to_string(&sample))?;
    if let Tree::Object(members) = &mut known {
        let given = request.given.into_iter();
        members.extend(given.map(|name| (name, Tree::Null)));
    }
    let mut diagnostics = without_sender(plan, &request.live_before);
    for used in &request.fields {
        for name in &used.names {
            diagnostics.extend(unknown_field(&known, &used.path, name));
        }
    }
    Ok(Text::object(&[("diagnostics", &diagnostics), ("sample", &sample)]).into_string())
}

/// The instant, in milliseconds, at which the clocks of `zone` show a reading, itself given as milliseconds as if the
/// clock were UTC's: dates in messages are written without a zone.
///
/// # Errors
///
/// `bad-request` for an unknown zone or a reading that is no date.
pub fn local_instant(zone: &str, reading: i64) -> Result<String, Refusal> {
    let found = Zone::named(zone).zip(DateTime::from_timestamp_millis(reading));
    let Some((zone, reading)) = found else {
        return Err(Refusal::new(
            super::RefusalCode::BadRequest,
            "zone",
            format!("“{zone}” is not a time zone, or {reading} is no date"),
        ));
    };
    Ok(zone.instant(reading.naive_utc()).as_millis().to_string())
}

/// E-mail of a shop that does not say who it is from cannot be sent.
fn without_sender(plan: &Plan, live_before: &[String]) -> Vec<Diagnostic> {
    if plan.shop.sender.is_some() {
        return Vec::new();
    }
    let sends = |workflow: &&Workflow| {
        workflow.status == Status::Live && workflow.nodes.iter().any(|node| sends_email(plan, node))
    };
    plan.workflows()
        .iter()
        .filter(sends)
        .map(|workflow| {
            let is_new = !live_before.iter().any(|id| *id == workflow.id.to_string());
            let (severity, message) = if is_new {
                (
                    Severity::Error,
                    format!(
                        "“{}” can’t be turned on: the shop has no sender address for its emails.",
                        workflow.name
                    ),
                )
            } else {
                (
                    Severity::Warning,
                    format!(
                        "Emails of “{}” are paused: the shop has no sender address.",
                        workflow.name
                    ),
                )
            };
            Diagnostic {
                code: "no-sender".to_owned(),
                severity,
                path: workflow.path.clone(),
                message,
                help: "Add a sender name and email address under shop.sender.".to_owned(),
            }
        })
        .collect()
}

fn sends_email(plan: &Plan, node: &crate::workflow::Node) -> bool {
    match &node.kind {
        NodeKind::Action(Action::Send(send)) => {
            plan.messages.get(send.message.as_str()) == Some(&Channel::Email)
        }
        _ => false,
    }
}

/// A name that no message can know prints nothing. Where it is close to one that is known it is
/// taken for a slip, which is an error.
fn unknown_field(known: &Tree, path: &str, name: &[String]) -> Option<Diagnostic> {
    let mut here = known;
    for (depth, segment) in name.iter().enumerate() {
        if let Tree::List(entries) = here {
            // Liquid's own words for what is in a list.
            if segment == "size" {
                return None;
            }
            here = entries.first()?;
            if matches!(segment.as_str(), "first" | "last") {
                continue;
            }
        }
        let Tree::Object(members) = here else {
            // A text's size and the like are Liquid's own.
            return None;
        };
        if let Some(next) = here.get(segment) {
            here = next;
            continue;
        }
        let before = name.get(..depth).unwrap_or_default();
        let full = |last: &str| [before, &[last.to_owned()]].concat().join(".");
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        let meant = nearest(segment, &names);
        return Some(Diagnostic {
            code: "unknown-merge-field".to_owned(),
            severity: if meant.is_some() {
                Severity::Error
            } else {
                Severity::Warning
            },
            path: path.to_owned(),
            message: format!(
                "There is no merge field “{}”; it prints nothing.",
                full(segment)
            ),
            help: match meant {
                Some(meant) => format!("Did you mean “{}”?", full(meant)),
                None => format!("Known here: {}.", names.join(", ")),
            },
        });
    }
    None
}
