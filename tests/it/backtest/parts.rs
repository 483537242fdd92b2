//! A backtest may be played in parts, by any number of engines: joined in their order, the reports of
//! the parts are the report of the whole, byte for byte.

use crate::generate::host::compiled;
use crate::generate::reachable::{reachable_life, writing_plan};
use crate::generate::{SPAN, START};
use crate::promises;
use edgewise::backtest::{Backtest, Question, Report, Tally};
use edgewise::event::Event;
use edgewise::id::CustomerId;
use edgewise::json;
use edgewise::time::Timestamp;
use edgewise::wire;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::cell::Cell;

/// How often it was so in what was joined that a mistake could have shown.
#[derive(Default)]
struct Premises {
    /// A part after the first, and before the last, named somebody.
    middle_named: Cell<u32>,
    /// A list was cut, although each part's was shorter.
    lists_cut: Cell<u32>,
    /// Two parts had a collision of the same workflows.
    collisions: Cell<u32>,
    /// Two parts had customers in the same score band.
    scores: Cell<u32>,
    /// Two parts had the same frequency cap used.
    caps: Cell<u32>,
    /// Two parts had messages on the same day.
    days: Cell<u32>,
    /// The two plans differed in two parts.
    differences: Cell<u32>,
    /// A part was empty.
    empty: Cell<u32>,
}

#[test]
fn parts_joined_in_their_order_are_the_whole() {
    let premises = Premises::default();
    let config = ProptestConfig {
        cases: promises::cases(300),
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    // Most of a life should count.
    let from = prop_oneof![4 => 0..SPAN / 20, 1 => 0..SPAN];
    let question = (from, 0..7_200_000i64, 0..4u32);
    let case = (
        (two_write(), two_write(), any::<bool>()),
        prop::collection::vec(reachable_life(10), 2..9),
        prop::collection::vec(any::<prop::sample::Index>(), 1..5),
        any::<prop::sample::Index>(),
        question,
    );
    let result = TestRunner::new(config).run(
        &case,
        |((live, draft, alike), lives, cuts, grouped, (from, late, named))| {
            let live = compiled(&live);
            let draft = if alike {
                live.clone()
            } else {
                compiled(&draft)
            };
            let question = Question {
                from: Timestamp::from_millis(START + from),
                until: Timestamp::from_millis(START + SPAN + 40 * 86_400_000),
                late: [(edgewise::event::EventName::OrderPlaced, late)].into(),
                named,
            };
            let begin = || Backtest::new(&live, &draft, None, question.clone());
            let people: Vec<(CustomerId, Vec<Event>)> = lives
                .into_iter()
                .enumerate()
                .map(|(number, events)| (CustomerId::derive("shop", &number.to_string()), events))
                .collect();
            let play = |backtest: &mut Backtest, people: &[(CustomerId, Vec<Event>)]| {
                for (customer, events) in people {
                    backtest.add(customer, events.clone());
                }
            };
            let mut whole = begin();
            play(&mut whole, &people);
            let whole = wire::backtest_report(&whole);

            let mut ends: Vec<usize> = cuts
                .iter()
                .map(|cut| cut.index(people.len() + 1))
                .chain([0, people.len()])
                .collect();
            ends.sort_unstable();
            // One player plays part after part, as a worker does.
            let mut player = begin();
            let parts: Vec<String> = ends
                .windows(2)
                .map(|ends| {
                    play(&mut player, &people[ends[0]..ends[1]]);
                    wire::backtest_take(&mut player)
                })
                .collect();
            prop_assert_eq!(
                &json::to_string(player.report()),
                &wire::backtest_report(&begin())
            );

            let joined = |parts: &[String]| {
                let mut backtest = begin();
                for part in parts {
                    wire::backtest_join(&mut backtest, part).unwrap();
                }
                wire::backtest_take(&mut backtest)
            };
            prop_assert_eq!(&joined(&parts), &whole);
            // However they are grouped.
            let (first, second) = parts.split_at(grouped.index(parts.len() + 1));
            prop_assert_eq!(&joined(&[joined(first), joined(second)]), &whole);

            let reports: Vec<Report> = parts
                .iter()
                .map(|part| json::from_str(part).unwrap())
                .collect();
            premises.count(&reports, &json::from_str(&whole).unwrap(), named);
            Ok(())
        },
    );
    result.unwrap();
    premises.all_occurred();
}

#[test]
fn a_part_that_is_none_is_refused_by_its_member() {
    let plan = edgewise::config::compile(
        r#"{"format": 1, "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"}}"#,
    )
    .plan
    .unwrap();
    let mut backtest = Backtest::new(&plan, &plan, None, Question::default());
    let before = wire::backtest_report(&backtest);
    for (part, path) in [
        ("{}", "part.customers"),
        (r#"{"customers":-1}"#, "part.customers"),
        ("", "part"),
    ] {
        let refusal = wire::backtest_join(&mut backtest, part).unwrap_err();
        assert_eq!(refusal.path, path);
    }
    assert_eq!(wire::backtest_report(&backtest), before);
}

#[test]
fn a_line_has_the_same_number_in_every_page() {
    let plan = edgewise::config::compile(
        r#"{"format": 1, "shop": {"id": "mill", "name": "Mill", "currency": "EUR", "time_zone": "Europe/Berlin"}}"#,
    )
    .plan
    .unwrap();
    let mut backtest = Backtest::new(&plan, &plan, None, Question::default());
    let page = "{\"customer\":\"a\",\"events\":[]}\n{\"customer\":7}";
    let refusal = wire::backtest_tell(&mut backtest, page, 40).unwrap_err();
    assert_eq!(refusal.path, "lines[41].customer");
}

/// A plan in which two workflows write to the same people at the same time.
fn two_write() -> impl Strategy<Value = Value> {
    writing_plan().prop_map(|mut config| {
        let workflows = config["workflows"].as_array_mut().unwrap();
        let mut second = workflows.last().unwrap().clone();
        second["id"] = "writes-too".into();
        workflows.push(second);
        config
    })
}

impl Premises {
    fn count(&self, parts: &[Report], whole: &Report, named: u32) {
        let add = |cell: &Cell<u32>, holds: bool| cell.set(cell.get() + u32::from(holds));
        let middle = parts.get(1..parts.len() - 1).unwrap_or_default();
        let names = |part: &Report| {
            let part = serde_json::to_value(part).unwrap();
            lists_of_names(&part).iter().any(|names| *names > 0)
        };
        add(&self.middle_named, middle.iter().any(names));
        let people = |tally: &Tally, most: bool| {
            tally.workflows.values().any(|workflow| {
                let all = workflow.people > named;
                if most {
                    all
                } else {
                    workflow.people > 0 && !all
                }
            })
        };
        let short = |part: &Report| people(&part.draft, false);
        add(
            &self.lists_cut,
            named > 0
                && people(&whole.draft, true)
                && parts.iter().filter(|part| short(part)).count() > 1,
        );
        let shared = |of: &dyn Fn(&Report) -> Vec<String>| {
            let mut all: Vec<String> = parts.iter().flat_map(of).collect();
            all.sort_unstable();
            all.windows(2).any(|pair| pair[0] == pair[1])
        };
        add(
            &self.collisions,
            shared(&|part| {
                let collisions = part.draft.collisions.iter();
                collisions
                    .map(|collision| format!("{}/{}", collision.one, collision.other))
                    .collect()
            }),
        );
        add(
            &self.scores,
            shared(&|part| {
                part.draft
                    .scores
                    .iter()
                    .map(|band| band.from.to_string())
                    .collect()
            }),
        );
        add(
            &self.caps,
            shared(&|part| {
                let used = part.draft.caps.iter().filter(|cap| !cap.fullest.is_empty());
                used.map(|cap| cap.said.clone()).collect()
            }),
        );
        add(
            &self.days,
            shared(&|part| {
                let days = part
                    .draft
                    .days
                    .iter()
                    .filter(|(_, day)| !day.sent.is_empty());
                days.map(|(day, _)| format!("{day:?}")).collect()
            }),
        );
        let differing = parts.iter().filter(|part| part.difference.people > 0);
        add(&self.differences, differing.count() > 1);
        add(&self.empty, parts.iter().any(|part| part.customers == 0));
    }

    fn all_occurred(&self) {
        for (premise, times) in [
            (
                "a part in the middle that names somebody",
                &self.middle_named,
            ),
            ("a list that is cut when parts are joined", &self.lists_cut),
            ("a collision in two parts", &self.collisions),
            ("a score band in two parts", &self.scores),
            ("a frequency cap in two parts", &self.caps),
            ("a day in two parts", &self.days),
            ("plans that differ in two parts", &self.differences),
            ("a part without customers", &self.empty),
        ] {
            println!("{premise}: {} times", times.get());
            assert!(times.get() > 0, "{premise} never occurred");
        }
    }
}

/// How long each list of names in a report is.
fn lists_of_names(value: &Value) -> Vec<usize> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| match (name.as_str(), member) {
                ("named", Value::Array(names)) => vec![names.len()],
                _ => lists_of_names(member),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(lists_of_names).collect(),
        _ => Vec::new(),
    }
}
