//! One scenario file.

use crate::configuration::configuration;
use crate::journal::journal;
use crate::story::Story;
use crate::vector::Recorder;
use edgewise::config::compile;
use edgewise::id::CustomerId;
use edgewise::simulate::simulate;
use edgewise::state::State;
use edgewise::time::Timestamp;

/// A scenario: its blocks, taken out of the text.
pub struct Case {
    plan: String,
    story: String,
    /// The journal that must come out.
    pub expected: String,
}

/// What came of a scenario.
pub struct Run {
    /// One line for each decision worth reading.
    pub journal: Vec<String>,
    /// The calls and answers at the wasm boundary.
    pub vector: String,
}

impl Case {
    /// Takes the blocks `plan`, `story` and `expect` out of a file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let block = |name: &str| {
            let opening = format!("```{name}\n");
            let start = text
                .find(&opening)
                .ok_or_else(|| format!("there is no `{name}` block"))?
                + opening.len();
            let end = text[start..]
                .find("```")
                .ok_or_else(|| format!("the `{name}` block has no end"))?;
            Ok::<_, String>(text[start..start + end].trim_end().to_owned())
        };
        Ok(Self {
            plan: block("plan")?,
            story: block("story")?,
            expected: block("expect")?,
        })
    }

    /// The file's text with another `expect` block.
    pub fn with_expected(&self, text: &str, expected: &str) -> String {
        let opening = "```expect\n";
        let start = text.find(opening).unwrap() + opening.len();
        let end = start + text[start..].find("```").unwrap();
        format!("{}{expected}\n{}", &text[..start], &text[end..])
    }

    /// Plays the story.
    pub fn run(&self) -> Result<Run, String> {
        let config = configuration(&self.plan)?;
        let compiled = compile(&config);
        let Some(plan) = compiled.plan else {
            return Err(format!("the plan has errors: {:#?}", compiled.diagnostics));
        };
        let story = Story::parse(&self.story, plan.shop.zone, plan.shop.currency)?;
        let customer = CustomerId::derive("test-shop", "first");
        let simulation = simulate(
            &plan,
            State::new(customer.clone()),
            story.inputs,
            Timestamp::default(),
            story.until,
        );
        if simulation.cut_short {
            return Err("the simulation did not end".to_owned());
        }
        let mut recorder = Recorder::new(config, &customer);
        for moment in &simulation.moments {
            recorder.record(&plan, moment)?;
        }
        recorder.check(&simulation.state)?;
        Ok(Run {
            journal: journal(&plan, &simulation),
            vector: recorder.into_text(),
        })
    }
}
