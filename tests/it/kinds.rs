//! Every kind of condition, trigger and step occurs in the lives and plans of the random laws: a kind
//! that is never generated is never tried, whatever a law says of all plans.

use crate::generate::answers::Answers;
use crate::generate::host::{Host, compiled};
use crate::generate::reachable::{reachable_life, writing_plan};
use crate::generate::{SPAN, START};
use edgewise::id::{StepId, WorkflowId};
use edgewise::reason::Reason;
use edgewise::time::Timestamp;
use edgewise::trace::Decision;
use edgewise::workflow::{Step, Trigger};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;
use std::collections::BTreeSet;

/// How many random plans are looked at, always the same ones: as many as are needed, up to this.
const MOST_PLANS: usize = 400;

#[test]
fn every_kind_occurs_in_the_random_laws() {
    let mut runner = TestRunner::deterministic();
    let lives = (writing_plan(), reachable_life(40));
    let mut occurred = Occurred::default();
    for _ in 0..MOST_PLANS {
        let (config, events) = lives.new_tree(&mut runner).unwrap().current();
        let plan = compiled(&config);
        let mut host = Host::new(&plan);
        for event in events {
            host.pass(event.occurred_at, 0);
            host.deliver(vec![event]);
        }
        host.pass(Timestamp::from_millis(START + 2 * SPAN), 0);
        for decision in &host.trace {
            occurred.note(&config, decision);
        }
        if occurred.missing().is_empty() {
            return;
        }
    }
    panic!(
        "in {MOST_PLANS} plans there never were {:#?}",
        occurred.missing()
    );
}

/// What occurred, by kind.
#[derive(Default)]
struct Occurred {
    answers: Answers,
    /// Of triggers: those by which somebody entered a workflow.
    triggers: BTreeSet<String>,
    /// Of steps: those that somebody came to.
    steps: BTreeSet<String>,
}

impl Occurred {
    /// The kinds that did not occur yet.
    fn missing(&self) -> Vec<String> {
        let of = |what: &str, words: &[&'static str], seen: &BTreeSet<String>| {
            let missing = words.iter().filter(|word| !seen.contains(**word));
            let named = missing.map(|word| format!("{what} {word}"));
            named.collect::<Vec<String>>()
        };
        let mut missing = self.answers.not_covered(&[]);
        missing.extend(of("trigger", Trigger::WORDS, &self.triggers));
        missing.extend(of("step", Step::WORDS, &self.steps));
        missing
    }

    fn note(&mut self, config: &Value, decision: &Decision) {
        let workflow = |id: &WorkflowId| with_id(&config["workflows"], id.as_str()).unwrap();
        match decision {
            Decision::Entered { workflow: id, .. } => {
                let workflow = workflow(id);
                self.triggers.insert(kind(&workflow["trigger"]));
                self.note_answers(&at_entry(workflow), decision);
            }
            Decision::NotEntered {
                workflow: id,
                reason: Reason::ConditionsNotMet | Reason::FilterNotMet,
                ..
            } => self.note_answers(&at_entry(workflow(id)), decision),
            Decision::SegmentChanged { segment, .. } => {
                let segment = with_id(&config["segments"], segment.as_str()).unwrap();
                self.note_answers(&[&segment["condition"]], decision);
            }
            Decision::Branched {
                workflow: id, step, ..
            } => {
                let step = step_of(workflow(id), step);
                self.steps.insert(kind(step));
                let asked: Vec<&Value> = step.get("if").into_iter().collect();
                self.note_answers(&asked, decision);
            }
            Decision::WayTaken {
                workflow: id, step, ..
            }
            | Decision::Waiting {
                workflow: id, step, ..
            }
            | Decision::Allowed {
                workflow: id, step, ..
            } => {
                self.steps.insert(kind(step_of(workflow(id), step)));
            }
            Decision::Exited {
                reason: Reason::ExitStep,
                ..
            } => {
                self.steps.insert("exit".to_owned());
            }
            _ => {}
        }
    }

    /// Notes what the conditions that a decision asks said, in the order in which they are asked.
    fn note_answers(&mut self, asked: &[&Value], decision: &Decision) {
        let mut leaves = decision.saw().iter().map(|saw| saw.matched);
        for condition in asked {
            if self.note_answer(condition, &mut leaves).is_none() {
                return;
            }
        }
    }

    /// Notes what a condition said, and those inside it; `None` once no more was asked.
    fn note_answer(
        &mut self,
        condition: &Value,
        leaves: &mut impl Iterator<Item = bool>,
    ) -> Option<bool> {
        let kind = kind(condition);
        let mut inner = Vec::new();
        for one in condition
            .get("of")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            inner.push(self.note_answer(one, leaves)?);
        }
        let holds = match kind.as_str() {
            "all" => inner.iter().all(|holds| *holds),
            "any" => inner.iter().any(|holds| *holds),
            "none" => !inner.iter().any(|holds| *holds),
            _ => leaves.next()?,
        };
        self.answers.note(&kind, holds);
        Some(holds)
    }
}

/// What a workflow asks before somebody enters it.
fn at_entry(workflow: &Value) -> Vec<&Value> {
    let asked = ["conditions", "filter"].into_iter();
    asked.filter_map(|key| workflow.get(key)).collect()
}

fn kind(of: &Value) -> String {
    of["type"].as_str().unwrap().to_owned()
}

fn with_id<'c>(list: &'c Value, id: &str) -> Option<&'c Value> {
    list.as_array()?.iter().find(|one| one["id"] == id)
}

/// The step of a workflow with this name, at any depth.
fn step_of<'c>(workflow: &'c Value, id: &StepId) -> &'c Value {
    fn find<'c>(value: &'c Value, id: &str) -> Option<&'c Value> {
        match value {
            Value::Array(items) => items.iter().find_map(|one| find(one, id)),
            Value::Object(fields) => {
                let own = fields.get("id").is_some_and(|own| own == id);
                let here = own && fields.contains_key("type");
                here.then_some(value)
                    .or_else(|| fields.values().find_map(|one| find(one, id)))
            }
            _ => None,
        }
    }
    find(&workflow["steps"], id.as_str()).unwrap()
}
