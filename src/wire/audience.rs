//! The words about an audience: loaded once, asked at each keystroke.

use super::{Plans, Refusal, RefusalCode, read_state};
use crate::audience::{Audience, ChangesQuestion, Question, SnapshotError, write_snapshot};
use crate::condition::Condition;
use crate::config::compile_condition;
use crate::id::CustomerId;
use crate::json::{self, Text, Tree, object};
use crate::state::State;

/// Writes customers down as a snapshot for [`audience_load`]: their stored states, one a line.
///
/// # Errors
///
/// `bad-state`, with the number of the line.
pub fn audience_snapshot(states: &str) -> Result<Vec<u8>, Refusal> {
    let customers = read_states(states)?.into_iter();
    Ok(write_snapshot(
        customers.map(|state| state.customer).collect(),
    ))
}

/// Takes a snapshot, or some pages of one, into an audience. Gives
/// `{"customers": how many there are now}`.
///
/// # Errors
///
/// `bad-snapshot`; then nothing has been taken in.
pub fn audience_load(audience: &mut Audience, snapshot: &[u8]) -> Result<String, Refusal> {
    audience.load(snapshot).map_err(bad_snapshot)?;
    Ok(Text::object(&[("customers", &audience.len())]).into_string())
}

/// Takes customers into an audience: their stored states, one a line. Gives
/// `{"customers": how many there are now}`.
///
/// # Errors
///
/// `bad-state`, with the number of the line; then nothing has been taken in.
pub fn audience_add(audience: &mut Audience, states: &str) -> Result<String, Refusal> {
    audience.add(read_states(states)?).map_err(bad_snapshot)?;
    Ok(Text::object(&[("customers", &audience.len())]).into_string())
}

/// Takes the shop's facts into an audience.
///
/// # Errors
///
/// `bad-request`.
pub fn audience_facts(audience: &mut Audience, facts: &str) -> Result<(), Refusal> {
    audience.set_facts(Refusal::parse("facts", facts)?);
    Ok(())
}

/// Asks a condition that is being written of everybody in an audience. The request is
/// `{"condition": …, "question": …}`, see [`crate::audience`]; the answer is `{"diagnostics",
/// "preview", "sentence"}`, the latter two null where the condition has errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn audience_preview(
    plans: &Plans,
    plan: &str,
    audience: &Audience,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: PreviewRequest = Refusal::parse("request", request)?;
    let (condition, diagnostics) = compile_condition(&request.condition, plan);
    let preview = condition
        .as_ref()
        .map(|condition| audience.preview(plan, condition, &request.question));
    let sentence = condition.as_ref().map(Condition::sentence);
    Ok(Text::object(&[
        ("diagnostics", &diagnostics),
        ("preview", &preview),
        ("sentence", &sentence),
    ])
    .into_string())
}

/// Who enters or leaves next among the customers of one loaded page, if nothing else happens. The
/// request is `{"condition": …, "question": …}`, see [`ChangesQuestion`]; the answer is
/// [`crate::audience::Changes`], or `null` where the condition has errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn audience_changes(
    plans: &Plans,
    plan: &str,
    audience: &Audience,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: ChangesRequest = Refusal::parse("request", request)?;
    let (condition, _) = compile_condition(&request.condition, plan);
    let changes = condition.map(|condition| audience.changes(plan, &condition, &request.question));
    Ok(json::to_string(&changes))
}

/// How the buyers of an audience are spread over recency and frequency:
/// [`crate::audience::RfmGrid`].
///
/// # Errors
///
/// `unknown-plan`.
pub fn audience_rfm(plans: &Plans, plan: &str, audience: &Audience) -> Result<String, Refusal> {
    Ok(json::to_string(&audience.rfm(plans.get(plan)?)))
}

struct ChangesRequest {
    condition: Tree,
    question: ChangesQuestion,
}

object!(read ChangesRequest {
    condition,
    question
});

struct PreviewRequest {
    condition: Tree,
    question: Question,
}

object!(read PreviewRequest {
    condition,
    question
});

fn read_states(states: &str) -> Result<Vec<State>, Refusal> {
    let lines = states.lines().enumerate();
    lines
        .map(|(position, line)| {
            read_state(line, CustomerId::default()).map_err(|refusal| Refusal {
                path: format!("states[{position}]"),
                ..refusal
            })
        })
        .collect()
}

fn bad_snapshot(error: SnapshotError) -> Refusal {
    Refusal::new(RefusalCode::BadSnapshot, "snapshot", error.to_string())
}
