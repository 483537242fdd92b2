//! The words about a population: loaded once, asked at each keystroke.

use super::words::reader;
use super::{Plans, Refusal, RefusalCode, read_state};
use crate::config::compile_condition;
use crate::diagnostic::Diagnostic;
use crate::id::CustomerId;
use crate::json::{self, Read, Tree, Write, object};
use crate::segment_preview::{
    Changes, ChangesQuestion, Population, Preview, Question, RfmGrid, SnapshotError, cuts_of,
    write_snapshot,
};
use crate::state::State;

/// Writes customers down as a snapshot for [`customers_load`]: their stored states, one a line.
///
/// # Errors
///
/// `bad-state`, with the number of the line.
pub fn customers_snapshot(states: &str) -> Result<Vec<u8>, Refusal> {
    let customers = read_states(states)?.into_iter();
    Ok(write_snapshot(
        customers.map(|state| state.customer).collect(),
    ))
}

/// Takes a snapshot, or some pages of one, into a population. Gives
/// `{"customers": how many there are now}`.
///
/// # Errors
///
/// `bad-snapshot`; then nothing has been taken in.
pub fn customers_load(population: &mut Population, snapshot: &[u8]) -> Result<String, Refusal> {
    population.load(snapshot).map_err(bad_snapshot)?;
    Ok(json::to_string(&CustomersTold {
        customers: population.len(),
    }))
}

/// Takes customers into a population: their stored states, one a line. Gives
/// `{"customers": how many there are now}`.
///
/// # Errors
///
/// `bad-state`, with the number of the line; then nothing has been taken in.
pub fn customers_add(population: &mut Population, states: &str) -> Result<String, Refusal> {
    population.add(read_states(states)?).map_err(bad_snapshot)?;
    Ok(json::to_string(&CustomersTold {
        customers: population.len(),
    }))
}

/// The number of customers added so far.
pub(super) struct CustomersTold {
    /// The number of customers loaded.
    pub(super) customers: usize,
}

object!(write CustomersTold { customers });

/// Takes the shop's facts into a population.
///
/// # Errors
///
/// `bad-request`.
pub fn customers_facts(population: &mut Population, facts: &str) -> Result<(), Refusal> {
    population.set_facts(Refusal::parse("facts", facts)?);
    Ok(())
}

/// Asks a condition that is being written of everybody in a population. The request is
/// `{"condition": …, "question": …}`, see [`crate::segment_preview`]; the answer is `{"diagnostics",
/// "preview", "sentence"}`, the latter two null where the condition has errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn segment_preview(
    plans: &Plans,
    plan: &str,
    population: &Population,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: PreviewRequest = Refusal::parse("request", request)?;
    let (condition, diagnostics) = compile_condition(&request.condition, plan);
    let preview = condition
        .as_ref()
        .map(|condition| population.preview(plan, condition, &request.question));
    let sentence = condition
        .as_ref()
        .map(|one| reader(plan, None, request.question.language).text(one));
    Ok(json::to_string(&SegmentPreview {
        diagnostics,
        sentence,
        preview,
    }))
}

/// A condition that is being written, asked of everybody.
struct SegmentPreview {
    /// What is wrong with it.
    diagnostics: Vec<Diagnostic>,
    /// It in one sentence; `None` where it has errors.
    sentence: Option<String>,
    /// For whom it holds; `None` where it has errors.
    preview: Option<Preview>,
}

object!(write SegmentPreview { diagnostics, sentence, preview });

/// Who enters or leaves next among the customers of one loaded page, if nothing else happens. The
/// request is `{"condition": …, "question": …}`, see [`ChangesQuestion`]; the answer is
/// [`crate::segment_preview::Changes`], or `null` where the condition has errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn segment_changes(
    plans: &Plans,
    plan: &str,
    population: &Population,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: ChangesRequest = Refusal::parse("request", request)?;
    let (condition, _) = compile_condition(&request.condition, plan);
    let changes =
        condition.map(|condition| population.changes(plan, &condition, &request.question));
    Ok(json::to_string(&changes))
}

/// How the buyers of a population are spread over recency and frequency:
/// [`crate::segment_preview::RfmGrid`].
///
/// # Errors
///
/// `unknown-plan`.
pub fn rfm_grid(plans: &Plans, plan: &str, population: &Population) -> Result<String, Refusal> {
    Ok(json::to_string(&population.rfm(plans.get(plan)?)))
}

/// The figures of a population's buyers, for [`population_cuts`].
///
/// # Errors
///
/// `unknown-plan`.
pub fn population_figures(
    plans: &Plans,
    plan: &str,
    population: &Population,
) -> Result<Vec<u8>, Refusal> {
    Ok(population.packed_figures(plans.get(plan)?))
}

/// Where buyers are cut into fifths whose figures several instances gave, one behind the other:
/// [`crate::shop_facts::RfmCuts`], or `null` while they are too few.
#[must_use]
pub fn population_cuts(figures: &[u8]) -> String {
    json::to_string(&cuts_of(figures))
}

/// Makes one of the previews of instances that hold a part of the customers each, a JSON list; they were
/// asked the same question, which names `most` members.
///
/// # Errors
///
/// `bad-request`.
pub fn previews_join(previews: &str, most: u32) -> Result<String, Refusal> {
    joined(previews, |one: Preview, other| one.joined(other, most))
}

/// Makes one of the changes that instances found on their page of the same number, a JSON list; they were
/// asked the same question, which names `most` changes.
///
/// # Errors
///
/// `bad-request`.
pub fn changes_join(changes: &str, most: u32) -> Result<String, Refusal> {
    joined(changes, |one: Changes, other| one.joined(other, most))
}

/// Makes one of the grids of instances that have the same cuts, a JSON list.
///
/// # Errors
///
/// `bad-request`.
pub fn rfm_grids_join(grids: &str) -> Result<String, Refusal> {
    joined(grids, RfmGrid::joined)
}

fn joined<T: Read + Write + Default>(
    parts: &str,
    join: impl FnMut(T, T) -> T,
) -> Result<String, Refusal> {
    let parts: Vec<T> = Refusal::parse("parts", parts)?;
    Ok(json::to_string(
        &parts.into_iter().reduce(join).unwrap_or_default(),
    ))
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
