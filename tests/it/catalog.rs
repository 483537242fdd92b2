//! Catalogs of texts: whatever a merchant can be told is told in every language.

use crate::scenarios;
use edgewise::config::compile_condition;
use edgewise::explain::{Absence, absence, observed, sentence};
use edgewise::json::parse_strictly;
use edgewise::outline::outline;
use edgewise::reason::Reason;
use edgewise::sentence::{Language, Reader};
use edgewise::shop_facts::ShopFacts;
use std::cell::RefCell;
use std::collections::BTreeSet;

#[test]
fn whatever_scenarios_and_the_manual_say_is_said_in_german() {
    let missing = RefCell::new(BTreeSet::new());
    let note = |text: &'static str| {
        missing.borrow_mut().insert(text);
    };
    let mut said = 0;
    for (config, plan, simulation) in scenarios::all() {
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
        let (condition, _) = compile_condition(&parse_strictly(&json).unwrap(), &plan);
        let _ = reader.text(&condition.unwrap());
        said += 1;
    }
    assert!(said > 1_000, "only {said} sentences");
    let missing = missing.into_inner();
    assert!(missing.is_empty(), "no German for {missing:#?}");
}
