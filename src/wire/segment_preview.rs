//! The words about a population: loaded once, asked at each keystroke.

use super::words::reader;
use super::{Plans, Refusal, RefusalCode, read_state};
use crate::config::compile_condition;
use crate::diagnostic::Diagnostic;
use crate::id::CustomerId;
use crate::json::{self, Read, Tree, Write, object};
use crate::segment_preview::{
    Changes, ChangesQuestion, ListQuestion, Listing, Population, Preview, Question, RfmGrid,
    SnapshotError, cuts_of, write_decided_snapshot,
};
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::Timestamp;

/// Writes customers down as a snapshot for [`customers_load`]: their stored states, one a line.
/// `decided` says for as many of them when something was last decided about them, which lists are
/// sorted by.
///
/// # Errors
///
/// `bad-state`, with the number of the line.
pub fn customers_snapshot(states: &str, decided: &[i64]) -> Result<Vec<u8>, Refusal> {
    let customers = read_states(states)?.into_iter().map(|state| state.customer);
    let moments = decided
        .iter()
        .copied()
        .map(Timestamp::from_millis)
        .map(Some);
    let moments = moments.chain(std::iter::repeat(None));
    Ok(write_decided_snapshot(customers.zip(moments)))
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

/// One part of a list of those in a population for whom a condition holds. The request is
/// `{"condition": …, "question": …}`, see [`ListQuestion`]; without a condition everybody is in it. The
/// answer is `{"diagnostics", "list"}`, the latter null where the condition has errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn customers_list(
    plans: &Plans,
    plan: &str,
    population: &Population,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let ListRequest {
        condition,
        question,
    } = Refusal::parse("request", request)?;
    let (condition, diagnostics) = match &condition {
        Some(condition) => match compile_condition(condition, plan) {
            (Some(condition), diagnostics) => (Some(condition), diagnostics),
            (None, diagnostics) => {
                return Ok(json::to_string(&CustomerList {
                    diagnostics,
                    list: None,
                }));
            }
        },
        None => (None, Vec::new()),
    };
    Ok(json::to_string(&CustomerList {
        diagnostics,
        list: Some(population.list(plan, condition.as_ref(), &question)),
    }))
}

struct ListRequest {
    condition: Option<Tree>,
    question: ListQuestion,
}

object!(read ListRequest {
    condition,
    question
});

/// A part of a list of customers.
struct CustomerList {
    /// What is wrong with its condition.
    diagnostics: Vec<Diagnostic>,
    /// The part that was asked for; `None` where the condition has errors.
    list: Option<Listing>,
}

object!(write CustomerList { diagnostics, list });

/// Makes one of the lists of instances that hold a part of the customers each: `{"parts": …,
/// "question": …}`, where each was asked for all up to the end of what is wanted
/// ([`ListQuestion::of_a_part`]).
///
/// # Errors
///
/// `bad-request`.
pub fn lists_join(request: &str) -> Result<String, Refusal> {
    let JoinRequest { parts, question } = Refusal::parse("request", request)?;
    Ok(json::to_string(&Listing::joined(parts, &question)))
}

struct JoinRequest {
    parts: Vec<Listing>,
    question: ListQuestion,
}

object!(read JoinRequest { parts, question });

/// For which customers a condition holds, by their stored states, one a line. The request is
/// `{"condition": …, "now": milliseconds, "facts": what is true of the shop}`; the answer is
/// `{"diagnostics", "matches"}`, the latter with a truth for each line, or null where the condition has
/// errors.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`, `bad-state` with the number of the line.
pub fn customers_matching(
    plans: &Plans,
    plan: &str,
    states: &str,
    request: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: MatchRequest = Refusal::parse("request", request)?;
    let (condition, diagnostics) = compile_condition(&request.condition, plan);
    let facts = request.facts.unwrap_or(ShopFacts::NONE);
    let matches = match condition {
        Some(condition) => Some(
            read_states(states)?
                .iter()
                .map(|state| {
                    let context = plan.context(&state.customer, &facts, request.now);
                    condition.evaluate(&context).matched
                })
                .collect(),
        ),
        None => None,
    };
    Ok(json::to_string(&Matching {
        diagnostics,
        matches,
    }))
}

struct MatchRequest {
    condition: Tree,
    now: Timestamp,
    facts: Option<ShopFacts>,
}

object!(read MatchRequest {
    condition,
    now,
    facts
});

/// For which customers a condition holds.
struct Matching {
    /// What is wrong with it.
    diagnostics: Vec<Diagnostic>,
    /// A truth for each customer; `None` where the condition has errors.
    matches: Option<Vec<bool>>,
}

object!(write Matching { diagnostics, matches });

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
