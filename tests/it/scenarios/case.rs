//! One scenario file.

use super::configuration::configuration;
use super::journal::{clock, journal};
use super::story::Story;
use super::vector::Recorder;
use edgewise::config::compile;
use edgewise::explain::{Absence, absence};
use edgewise::id::{CustomerId, WorkflowId};
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::sentence::Reader;
use edgewise::shop_facts::ShopFacts;
use edgewise::simulate::{Planned, Play, Simulation, simulate};
use edgewise::state::State;
use edgewise::time::Timestamp;

/// A scenario: its blocks, taken out of the text.
pub(crate) struct Case {
    plan: String,
    /// A second plan and the moment at which it takes over.
    later: Option<String>,
    story: String,
    /// The journal that must come out.
    pub(crate) expected: String,
}

/// What came of a scenario.
pub(crate) struct Run {
    /// One line for each decision worth reading.
    pub(crate) journal: Vec<String>,
    /// The calls and answers at the wasm boundary.
    pub(crate) vector: String,
    /// Each configuration with its plan, and what was played under it.
    pub(crate) played: Vec<(String, Plan, Simulation)>,
}

impl Case {
    /// Takes the blocks `plan`, `later` (if there is one), `story` and `expect` out of a file.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let block = |name: &str| {
            let rest = text.split_once(&format!("```{name}\n"))?.1;
            Some(rest.split_once("```")?.0.trim_end().to_owned())
        };
        let needed = |name: &str| block(name).ok_or_else(|| format!("there is no `{name}` block"));
        Ok(Self {
            plan: needed("plan")?,
            later: block("later"),
            story: needed("story")?,
            expected: needed("expect")?,
        })
    }

    /// The file's text with another `expect` block.
    pub(crate) fn with_expected(text: &str, expected: &str) -> String {
        let (before, rest) = text.split_once("```expect\n").unwrap();
        let (_, after) = rest.split_once("```").unwrap();
        format!("{before}```expect\n{expected}\n```{after}")
    }

    /// Plays the story.
    pub(crate) fn run(&self) -> Result<Run, String> {
        let config = configuration(&self.plan)?;
        let plan = compiled(&config)?;
        let story = Story::parse(&self.story, &plan)?;
        let customer = CustomerId::derive("test-shop", "first");
        let mut recorder = Recorder::new(&customer);
        let mut lines = Vec::new();
        let mut answers = Vec::new();
        let mut played = Vec::new();
        let mut state = State::new(customer);
        let mut play = story.play.clone();
        let (mut inputs, mut later_inputs) = (story.inputs, Vec::new());
        if let Some(change) = story.plan_changes_at {
            play.until = change.plus_millis(-1);
            later_inputs = inputs.split_off(inputs.partition_point(|planned| planned.at < change));
        }
        let mut plans = vec![(config, plan, inputs, play)];
        if let (Some(later), Some(change)) = (&self.later, story.plan_changes_at) {
            let config = configuration(later)?;
            let plan = compiled(&config)?;
            later_inputs.insert(
                0,
                Planned {
                    at: change,
                    input: Input::PlanChanged,
                },
            );
            plans.push((
                config,
                plan,
                later_inputs,
                Play {
                    from: change,
                    ..story.play
                },
            ));
        }
        for (config, plan, inputs, play) in plans {
            let asked = story.questions.iter();
            for (at, workflow) in asked.filter(|(at, _)| play.from <= *at && *at <= play.until) {
                let until = Play {
                    until: *at,
                    ..play.clone()
                };
                let then = simulate(&plan, state.clone(), inputs.clone(), &until);
                answers.extend(why_not(&plan, &then.state, *at, workflow));
            }
            let simulation = simulate(&plan, state, inputs, &play);
            if simulation.cut_short {
                return Err("the simulation did not end".to_owned());
            }
            recorder.adopt(config.clone());
            for moment in &simulation.moments {
                recorder.record(&plan, moment)?;
            }
            recorder.check(&simulation.state)?;
            lines.extend(journal(&plan, &simulation));
            state = simulation.state.clone();
            played.push((config, plan, simulation));
        }
        for answer in answers {
            // After everything of its moment; what is written there begins with the time alike.
            let clock = |line: &String| line.get(..19).unwrap_or_default().to_owned();
            let later = |line: &String| clock(line) > clock(&answer);
            let place = lines.iter().position(later).unwrap_or(lines.len());
            lines.insert(place, answer);
        }
        Ok(Run {
            journal: lines,
            vector: recorder.into_text(),
            played,
        })
    }
}

fn why_not(plan: &Plan, state: &State, at: Timestamp, workflow: &WorkflowId) -> Vec<String> {
    let question = Absence {
        plan,
        state,
        facts: &ShopFacts::NONE,
        workflow,
        now: at,
        reader: Reader {
            zone: plan.shop.zone,
            ..Reader::ENGLISH
        },
    };
    let said = absence(&question).into_iter();
    said.map(|sentence| format!("{}  why not {workflow}: {sentence}", clock(plan, at)))
        .collect()
}

fn compiled(config: &str) -> Result<Plan, String> {
    let compiled = compile(config);
    compiled
        .plan
        .ok_or_else(|| format!("the plan has errors: {:#?}", compiled.diagnostics))
}
