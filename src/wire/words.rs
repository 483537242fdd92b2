//! Words for people: conditions, decisions, reasons, whole configurations.

use super::{Plans, Refusal};
use crate::condition::ObservedWords;
use crate::config::compile_condition;
use crate::diagnostic::Diagnostic;
use crate::explain::{observed, sentence};
use crate::json::{self, Text, Tree, object};
use crate::plan::Plan;
use crate::reason::Reason;
use crate::sentence::{Language, Part, Reader};
use crate::time::Zone;
use crate::trace::Entry;

/// Every reason a decision may carry, by its word, and how a sentence goes on after "because".
#[must_use]
pub fn reasons(language: &str) -> String {
    let reader = Reader {
        language: Language::of_tag(language),
        ..Reader::ENGLISH
    };
    let words: Vec<(&str, String)> = Reason::ALL
        .iter()
        .map(|reason| (reason.word(), reader.text(reason)))
        .collect();
    let members: Vec<(&str, &dyn json::Write)> = words
        .iter()
        .map(|(word, because)| (*word, because as &dyn json::Write))
        .collect();
    Text::object(&members).into_string()
}

/// Puts a condition in words: `{"diagnostics", "parts", "sentence"}`, the latter two `null` where
/// the condition has errors. The fields of parts are the condition's own. The same words wherever
/// it is asked, at the edge and in a page. `language` is a tag such as `de`; English where there is
/// no catalog for it.
///
/// # Errors
///
/// `unknown-plan`, `bad-request` for what is not JSON.
pub fn condition_sentence(
    plans: &Plans,
    plan: &str,
    condition: &str,
    language: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let condition: Tree = Refusal::parse("condition", condition)?;
    let (condition, diagnostics) = compile_condition(&condition, plan);
    let reader = reader(plan, None, Language::of_tag(language));
    let parts = condition
        .as_ref()
        .map(|condition| reader.parts(condition, ""));
    let sentence = condition.as_ref().map(|condition| reader.text(condition));
    Ok(json::to_string(&ConditionWords {
        diagnostics,
        parts,
        sentence,
    }))
}

/// A condition in words.
struct ConditionWords {
    /// What is wrong with it.
    diagnostics: Vec<Diagnostic>,
    /// It in parts that lead to its fields; `None` where it has errors.
    parts: Option<Vec<Part>>,
    /// It in one sentence; `None` where it has errors.
    sentence: Option<String>,
}

object!(write ConditionWords { diagnostics, parts, sentence });

/// Puts a trace in words: `{"saw": [[{"condition", "value", "matched"}]], "sentences": ["…"]}`, one
/// of each for each entry. The request is
/// `{"trace": […], "zone": "Europe/Berlin" or null, "language": "en" or "de"}`; without a zone the
/// shop's is used, without a language English. The plan is the one that the journal names.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn sentences(plans: &Plans, plan: &str, request: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: SentencesRequest = Refusal::parse("request", request)?;
    let reader = reader(
        plan,
        request.zone.as_deref(),
        request.language.unwrap_or_default(),
    );
    let said = request.trace.iter();
    let sentences: Vec<String> = said.map(|entry| sentence(plan, entry, reader)).collect();
    let decisions = request.trace.iter().map(|entry| &entry.decision);
    let saw: Vec<Vec<ObservedWords>> = decisions
        .map(|decision| observed(plan, decision, reader))
        .collect();
    Ok(json::to_string(&TraceInWords { saw, sentences }))
}

/// A trace in words, entry by entry.
struct TraceInWords {
    /// The conditions that were asked, and what they saw.
    saw: Vec<Vec<ObservedWords>>,
    /// What was decided.
    sentences: Vec<String>,
}

object!(write TraceInWords { saw, sentences });

/// Puts a configuration in words, in parts bound to its fields: [`crate::outline::Outline`]. It
/// need not compile. `workflow` is the id of the only workflow that is wanted, or empty for all.
///
/// # Errors
///
/// `bad-request` for what is not JSON.
pub fn outline(config: &str, workflow: &str, language: &str) -> Result<String, Refusal> {
    let config: Tree = Refusal::parse("config", config)?;
    let reader = Reader {
        language: Language::of_tag(language),
        ..Reader::ENGLISH
    };
    let only = (!workflow.is_empty()).then_some(workflow);
    Ok(json::to_string(&crate::outline::outline(
        &config, only, reader,
    )))
}

/// The reader of words about a plan.
pub(super) fn reader<'p>(plan: &'p Plan, zone: Option<&str>, language: Language) -> Reader<'p> {
    Reader {
        language,
        zone: zone.and_then(Zone::named).unwrap_or(plan.shop.zone),
        names: Some(plan),
        untranslated: None,
    }
}

struct SentencesRequest {
    trace: Vec<Entry>,
    language: Option<Language>,
    zone: Option<String>,
}

object!(read SentencesRequest { trace, zone, language });
