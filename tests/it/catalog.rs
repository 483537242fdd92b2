//! Catalogs of texts: whatever a merchant can read is there in every language.

use crate::scenarios;
use edgewise::condition::Condition;
use edgewise::config::compile_condition;
use edgewise::explain::{Absence, absence, observed, sentence};
use edgewise::json::parse_strictly;
use edgewise::outline::outline;
use edgewise::reason::Reason;
use edgewise::sentence::{Language, Reader};
use edgewise::shop_facts::ShopFacts;
use edgewise::workflow::{Step, Trigger};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeSet;

#[test]
fn whatever_scenarios_and_the_manual_say_is_said_in_german() {
    let missing = RefCell::new(BTreeSet::new());
    let note = |text: &'static str| {
        missing.borrow_mut().insert(text);
    };
    let mut said = 0;
    let mut kinds = BTreeSet::new();
    for (config, plan, simulation) in scenarios::all() {
        note_kinds(&serde_json::from_str(&config).unwrap(), &mut kinds);
        let reader = Reader {
            language: Language::German,
            zone: plan.shop.zone,
            names: Some(&plan),
            untranslated: Some(&note),
        };
        for entry in simulation.moments.iter().flat_map(|moment| &moment.trace) {
            let _ = sentence(&plan, entry, reader);
            let _ = observed(&plan, &entry.decision, reader);
            said += 1;
        }
        let _ = outline(&parse_strictly(&config).unwrap(), None, reader);
        for workflow in plan.workflows() {
            let _ = absence(&Absence {
                plan: &plan,
                state: &simulation.state,
                facts: &ShopFacts::NONE,
                workflow: &workflow.id,
                now: edgewise::time::Timestamp::from_millis(1_790_000_000_000),
                reader,
            });
        }
    }
    let reader = Reader {
        language: Language::German,
        untranslated: Some(&note),
        ..Reader::ENGLISH
    };
    for reason in Reason::ALL {
        let _ = reader.text(reason);
    }
    let (plan, conditions) = crate::language::examples();
    for json in conditions {
        let example: Value = serde_json::from_str(&json).unwrap();
        note_kinds(&Value::Array(vec![example]), &mut kinds);
        let (condition, _) = compile_condition(&parse_strictly(&json).unwrap(), &plan);
        let _ = reader.text(&condition.unwrap());
        said += 1;
    }
    assert!(said > 1_000, "only {said} sentences");
    let missing = missing.into_inner();
    assert!(missing.is_empty(), "no German for {missing:#?}");
    // Every kind of condition, trigger and step was among them.
    let words = [Condition::WORDS, Step::WORDS].concat();
    let words = words.into_iter().map(str::to_owned);
    let triggers = Trigger::WORDS.iter().map(|word| format!("trigger {word}"));
    let unsaid: Vec<String> = words
        .chain(triggers)
        .filter(|word| !kinds.contains(word))
        .collect();
    assert!(
        unsaid.is_empty(),
        "in no scenario and no manual: {unsaid:?}"
    );
}

/// Notes the kinds of all conditions and steps in JSON: the words under `"type"`. A trigger's stands
/// behind the word "trigger", because some conditions have the same.
fn note_kinds(value: &Value, kinds: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => {
            for one in items {
                kinds.extend(one.get("type").and_then(Value::as_str).map(str::to_owned));
                note_kinds(one, kinds);
            }
        }
        Value::Object(fields) => {
            let kind = |of: &Value| Some(of.get("type")?.as_str()?.to_owned());
            for (key, inner) in fields {
                match (key.as_str(), kind(inner)) {
                    ("trigger", Some(word)) => kinds.extend([format!("trigger {word}")]),
                    (_, Some(word)) => kinds.extend([word]),
                    _ => {}
                }
                note_kinds(inner, kinds);
            }
        }
        _ => {}
    }
}
