//! Backtests: readable cases, and that a report counts what the simulation of each customer says.
//!
//! A case under `tests/backtests/` has a plan that is live, a draft, some people's stories and
//! the report that must come of them. Beside it stand the calls that cross the wasm boundary,
//! which must give the same bytes elsewhere: the backtest's, and those of simulations, sentences and
//! a forecast about the same people. `EDGEWISE_UPDATE=1 cargo test --test it backtest`
//! writes what came out, to be read before it is committed.

mod parts;
mod preview;
mod together;

use crate::generate::host;
use crate::generate::reachable::{reachable_life, writing_plan};
use crate::generate::{SPAN, START};
use crate::scenarios::configuration;
use crate::scenarios::story::Story;
use edgewise::backtest::{Backtest, Question};
use edgewise::config::compile;
use edgewise::effect::Outcome;
use edgewise::event::Event;
use edgewise::id::CustomerId;
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::policy::Span;
use edgewise::reason::Reason;
use edgewise::simulate::{Planned, Play, Simulation, simulate};
use edgewise::sorted_map::SortedMap;
use edgewise::state::State;
use edgewise::time::Timestamp;
use edgewise::trace::Decision;
use edgewise::wire::{self, Plans};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_case_gives_the_report_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/backtests");
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    cases.sort();
    assert!(!cases.is_empty());
    for path in cases {
        let text = fs::read_to_string(&path).unwrap();
        let calls = calls_of(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report: Value = serde_json::from_str(calls["report"].as_str().unwrap()).unwrap();
        let came = serde_json::to_string_pretty(&report).unwrap();
        let vector = serde_json::to_string_pretty(&calls).unwrap() + "\n";
        let beside = path.with_extension("json");
        if std::env::var_os("EDGEWISE_UPDATE").is_some() {
            let (before, rest) = text.split_once("```expect\n").unwrap();
            let (_, after) = rest.split_once("```").unwrap();
            fs::write(&path, format!("{before}```expect\n{came}\n```{after}")).unwrap();
            fs::write(&beside, vector).unwrap();
            continue;
        }
        let expected = blocks(&text, "expect").next().unwrap().1;
        assert_eq!(expected, came, "{}", path.display());
        assert_eq!(fs::read_to_string(&beside).unwrap(), vector);
    }
}

#[test]
fn every_reason_comes_with_how_a_sentence_goes_on() {
    let reasons: Value = serde_json::from_str(&wire::reasons("en")).unwrap();
    let reasons = reasons.as_object().unwrap();
    assert_eq!(reasons.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        assert_eq!(reasons[reason.word()], reason.because());
    }
}

/// The calls that a case is made of, and the report they give.
fn calls_of(text: &str) -> Result<Value, String> {
    let block = |name: &str| blocks(text, name).next().unwrap().1;
    let live = configuration::configuration(&block("live"))?;
    let draft = configuration::configuration(&block("draft"))?;
    let plan = compile(&live).plan.ok_or("the live plan has errors")?;
    let question: Value = serde_json::from_str(&block("question")).unwrap();
    let moment = |name: &str| {
        Timestamp::parse_rfc3339(question[name].as_str().unwrap())
            .unwrap()
            .as_millis()
    };
    let mut lines = String::new();
    let mut people = Vec::new();
    for (name, story) in blocks(text, "person") {
        let inputs = Story::parse(&story, &plan)?.inputs;
        let events = inputs.iter().flat_map(|planned| match &planned.input {
            Input::Events { events, .. } => events.clone(),
            other => panic!("a backtest takes events, not {other:?}"),
        });
        let events: Vec<Event> = events.collect();
        let line = json!({ "customer": name, "events": events });
        lines += &format!("{line}\n");
        people.push((name, inputs));
    }
    let mut plans = Plans::new();
    let mut load = |config: &str| {
        let answer: Value = serde_json::from_str(&wire::load(&mut plans, config)).unwrap();
        answer["plan"].clone()
    };
    let request = json!({
        "live": load(&live),
        "draft": load(&draft),
        "facts": null,
        "question": {
            "from": moment("from"),
            "until": moment("until"),
            "late": question["late"],
            "named": question["named"],
        },
    });
    let mut backtest = wire::backtest_begin(&plans, &request.to_string()).unwrap();
    let told = wire::backtest_tell(&mut backtest, &lines, 0).unwrap();
    let preview = preview::preview(
        &plans,
        request["live"].as_str().unwrap(),
        &people,
        [moment("from"), moment("until")],
        &lines,
        |line| wire::backtest_replay(&backtest, line).unwrap(),
    );
    Ok(json!({
        "live": live,
        "draft": draft,
        "request": request,
        "lines": lines,
        "told": told,
        "report": wire::backtest_report(&backtest),
        "preview": preview,
    }))
}

/// The blocks called `name`, each with what stands behind the name.
fn blocks<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (String, String)> + 'a {
    text.split("\n```").filter_map(move |block| {
        let (head, body) = block.split_once('\n')?;
        let about = head.strip_prefix(name)?;
        let whole = about.is_empty() || about.starts_with(' ');
        whole.then(|| (about.trim().to_owned(), body.trim_end().to_owned()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_report_counts_what_simulations_say(
        (live, draft) in (writing_plan(), writing_plan()),
        lives in prop::collection::vec(reachable_life(12), 1..6),
        from in 0..SPAN,
        late in 0..7_200_000i64,
    ) {
        let (live, draft) = (host::compiled(&live), host::compiled(&draft));
        let from = Timestamp::from_millis(START + from);
        let until = Timestamp::from_millis(START + SPAN + 40 * 86_400_000);
        let kinds = [edgewise::event::EventName::OrderPlaced];
        let late: SortedMap<_, _> = kinds.into_iter().map(|kind| (kind, late)).collect();
        let question = Question { from, until, late, named: 3 };
        let mut backtest = Backtest::new(&live, &draft, None, question.clone());
        let people = || lives.iter().enumerate().map(|(number, events)| {
            (CustomerId::derive("shop", &number.to_string()), events)
        });
        for (customer, events) in people() {
            backtest.add(&customer, events.clone());
        }
        let report = backtest.report();
        for (plan, tally) in [(&live, &report.live), (&draft, &report.draft)] {
            let mut expected = Naive::default();
            for (customer, events) in people() {
                expected.add(&played(plan, &customer, events, &question), from);
            }
            let mut came = Naive { decisions: tally.decisions, sent: tally.sent, reached: tally.reached, ..Naive::default() };
            for workflow in tally.workflows.values() {
                came.entered += workflow.entered;
                came.exited += workflow.exited.values().sum::<u32>();
                came.not_entered += workflow.not_entered.values().sum::<u32>();
                for step in workflow.steps.values() {
                    came.suppressed += step.suppressed.values().sum::<u32>();
                    came.deferred += step.deferred.values().sum::<u32>();
                }
            }
            prop_assert_eq!(came, expected);
            let by_day: u32 = tally.days.values().flat_map(|day| day.sent.values()).sum();
            prop_assert_eq!(by_day, tally.sent);
            prop_assert_eq!(tally.messages_per_person.iter().sum::<u32>(), tally.reached);
            // Days are those of where somebody lives at the end, and people move.
            prop_assert_eq!(tally.caps.len(), plan.policy.frequency_caps.len());
            for (cap, rule) in tally.caps.iter().zip(&plan.policy.frequency_caps) {
                let is_kept = cap.fullest.len() <= cap.at_most as usize;
                prop_assert!(is_kept || matches!(rule.per, Span::Calendar(_)), "{cap:?}");
            }
            for workflow in tally.workflows.values() {
                prop_assert!(workflow.reached <= tally.reached);
                let steps = workflow.steps.values().flat_map(|step| [&step.suppressed, &step.deferred]);
                let lists = [&workflow.not_entered, &workflow.exited].into_iter().chain(steps);
                let mut times: SortedMap<Reason, u32> = SortedMap::new();
                for (reason, count) in lists.flat_map(SortedMap::iter) {
                    *times.or_default(*reason) += count;
                }
                prop_assert_eq!(times.len(), workflow.given.len());
                for (reason, people) in workflow.given.iter() {
                    prop_assert!((1..=times.get(reason).copied().unwrap()).contains(&people.people));
                    prop_assert_eq!(people.named.len(), people.people.min(3) as usize);
                }
            }
        }
        // Whoever comes first makes no difference to any sum.
        let mut backwards = Backtest::new(&live, &draft, None, Question { named: 0, ..question });
        for (customer, events) in people().collect::<Vec<_>>().into_iter().rev() {
            backwards.add(&customer, events.clone());
        }
        let sums = |report: &edgewise::backtest::Report| {
            let Value::Object(mut all) = serde_json::to_value(report).unwrap() else { panic!() };
            all.values_mut().for_each(forget_names);
            Value::Object(all)
        };
        prop_assert_eq!(sums(report), sums(backwards.report()));
    }
}

/// A naive count over a simulation's moments.
#[derive(Debug, Default, PartialEq)]
struct Naive {
    decisions: u64,
    sent: u32,
    reached: u32,
    entered: u32,
    not_entered: u32,
    exited: u32,
    suppressed: u32,
    deferred: u32,
}

impl Naive {
    fn add(&mut self, simulation: &Simulation, from: Timestamp) {
        self.decisions += simulation.moments.len() as u64;
        let counted = simulation
            .moments
            .iter()
            .filter(|moment| moment.now >= from);
        let mut sent = 0;
        for entry in counted.flat_map(|moment| &moment.trace) {
            match &entry.decision {
                Decision::Entered { .. } => self.entered += 1,
                Decision::NotEntered { .. } => self.not_entered += 1,
                Decision::Exited { .. } => self.exited += 1,
                Decision::Suppressed { .. } => self.suppressed += 1,
                Decision::Deferred { .. } => self.deferred += 1,
                Decision::Reported {
                    outcome: Outcome::Sent,
                    ..
                } => sent += 1,
                _ => {}
            }
        }
        self.sent += sent;
        self.reached += u32::from(sent > 0);
    }
}

fn played(plan: &Plan, customer: &CustomerId, events: &[Event], question: &Question) -> Simulation {
    let inputs = events.iter().map(|event| {
        let late = question.late.get(&event.kind.name()).copied();
        Planned {
            at: event.received_at.plus_millis(late.unwrap_or(0)),
            input: Input::Events {
                customer: customer.clone(),
                events: vec![event.clone()],
            },
        }
    });
    let inputs: Vec<Planned> = inputs.collect();
    let first = inputs.iter().map(|planned| planned.at).min();
    let play = Play {
        from: first.unwrap_or(question.from),
        until: question.until,
        ..Play::default()
    };
    simulate(
        &plan.since_ever(),
        State::new(customer.clone()),
        inputs,
        &play,
    )
}

/// Empties the lists of customers in a report.
fn forget_names(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("named");
            members.values_mut().for_each(forget_names);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_names),
        _ => {}
    }
}
