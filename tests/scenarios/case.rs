//! One scenario file.

use crate::configuration::configuration;
use crate::journal::journal;
use crate::story::Story;
use crate::vector::Recorder;
use edgewise::config::compile;
use edgewise::id::CustomerId;
use edgewise::input::Input;
use edgewise::plan::Plan;
use edgewise::simulate::{Planned, Play, simulate};
use edgewise::state::State;

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
            let simulation = simulate(&plan, state, inputs, &play);
            if simulation.cut_short {
                return Err("the simulation did not end".to_owned());
            }
            recorder.adopt(config);
            for moment in &simulation.moments {
                recorder.record(&plan, moment)?;
            }
            recorder.check(&simulation.state)?;
            lines.extend(journal(&plan, &simulation));
            state = simulation.state;
        }
        Ok(Run {
            journal: lines,
            vector: recorder.into_text(),
        })
    }
}

fn compiled(config: &str) -> Result<Plan, String> {
    let compiled = compile(config);
    compiled
        .plan
        .ok_or_else(|| format!("the plan has errors: {:#?}", compiled.diagnostics))
}
