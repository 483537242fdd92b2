//! Playing two plans as one cannot be noticed: the report has the same bytes as if each life had been
//! played twice.

use crate::generate::host::compiled;
use crate::generate::plan::plan;
use crate::generate::reachable::{reachable_life, writing_plan};
use crate::generate::{SPAN, START, life};
use crate::promises;
use edgewise::backtest::{Backtest, Played, Question};
use edgewise::config::compile;
use edgewise::event::Event;
use edgewise::id::CustomerId;
use edgewise::time::Timestamp;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::cell::Cell;

/// The live plan with one workflow of another, with a workflow more, or with one less.
fn edited(live: &Value, other: &Value, edit: usize) -> Value {
    let mut draft = live.clone();
    let theirs = other["workflows"][0].clone();
    let workflows = draft["workflows"].as_array_mut().unwrap();
    let last = workflows.len() - 1;
    match edit % 3 {
        0 => {
            let id = workflows[last]["id"].clone();
            workflows[last] = theirs;
            workflows[last]["id"] = id;
        }
        1 => {
            workflows.push(theirs);
            workflows[last + 1]["id"] = json!("one-more");
        }
        _ => drop(workflows.pop()),
    }
    draft
}

/// The report, and how the lives were played; `None` where an edit refers to what the plan lacks.
fn report(live: &Value, draft: &Value, lives: &[Vec<Event>]) -> Option<(String, Played)> {
    let live = compiled(live);
    let draft = compile(&draft.to_string()).plan?;
    let question = Question {
        from: Timestamp::from_millis(START),
        until: Timestamp::from_millis(START + 3 * SPAN),
        named: 3,
        ..Question::default()
    };
    let mut backtest = Backtest::new(&live, &draft, None, question);
    for (number, events) in lives.iter().enumerate() {
        backtest.add(&CustomerId::new(format!("c{number}")), events.clone());
    }
    let text = serde_json::to_string(backtest.report()).unwrap();
    Some((text, backtest.played()))
}

#[test]
fn two_plans_played_as_one_give_the_same_report() {
    let (once, forked, twice) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let config = ProptestConfig {
        cases: promises::cases(2_000),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let plans = prop_oneof![(plan(), plan()), (writing_plan(), plan())];
    let lives = proptest::collection::vec(prop_oneof![life(20), reachable_life(20)], 1..4);
    let outcome = TestRunner::new(config).run(
        &(plans, lives, 0_usize..3),
        |((live, other), lives, edit)| {
            let draft = edited(&live, &other, edit);
            // One message more that nobody sends: the plans differ in more than workflows.
            let mut unlike = draft.clone();
            unlike["messages"]["unused"] = json!({"subject": "s", "text": "t"});
            let Some((apart, how)) = report(&live, &unlike, &lives) else {
                return Ok(());
            };
            prop_assert_eq!((how.once, how.forked), (0, 0));
            let (together, how) = report(&live, &draft, &lives).unwrap();
            prop_assert_eq!(together, apart);
            once.set(once.get() + how.once);
            forked.set(forked.get() + how.forked);
            twice.set(twice.get() + how.twice);
            Ok(())
        },
    );
    outcome.unwrap_or_else(|error| panic!("{error}"));
    let played = [once.get(), forked.get(), twice.get()];
    println!("lives played once, forked, twice: {played:?}");
    assert!(played.iter().all(|lives| *lives > 0), "{played:?}");
}
