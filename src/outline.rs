//! A configuration in words, in parts bound to its fields: what the admin draws, and lets people
//! edit in place.
//!
//! It is made from the text as it is being written, so it works for one with errors too: a part
//! that can't be read is left out, and the admin shows what is wrong with it instead.

mod names;
mod policy;

use crate::condition::Condition;
use crate::document::{FromNode, Node, Reading};
use crate::event::EventName;
use crate::json::{Tree, object};
use crate::money::Currency;
use crate::scoring::Scoring;
use crate::sentence::{Choices, Part, Reader, Said, Sentence, Word};
use crate::time::{Duration, Zone};
use crate::workflow::{InFlight, Inside, Reentry, Schedule, Step, Trigger};
use names::ConfigNames;

pub use policy::PolicyRuleOutline;

/// A configuration in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Its workflows, in the order of the file.
    pub workflows: Vec<WorkflowOutline>,
    /// The segments of the configuration.
    pub segments: Vec<SegmentOutline>,
    /// The rules of the score.
    pub scoring: Vec<Vec<Part>>,
    /// The rules for everything that is sent: those in effect, defaults included.
    pub policy: Vec<PolicyRuleOutline>,
}

/// A workflow in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkflowOutline {
    /// The ID in the configuration.
    pub id: String,
    /// Its trigger, to read after "the customer"; empty where it can't be read.
    pub trigger: Vec<Part>,
    /// The events of which one must be received for it to start; none where a date or the engine
    /// itself starts it.
    pub events: Vec<EventName>,
    /// Its other rules, one sentence each.
    pub rules: Vec<Vec<Part>>,
    /// Its steps, in order.
    pub steps: Vec<StepOutline>,
}

/// A step in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepOutline {
    /// The ID in the configuration.
    pub id: String,
    /// Its JSON path, such as `workflows[0].steps[2].then[0]`.
    pub path: String,
    /// What it does, as an instruction; empty where it can't be read.
    pub parts: Vec<Part>,
    /// The branches that lead on from a fork.
    pub branches: Vec<BranchOutline>,
}

/// A branch in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BranchOutline {
    /// Its name: `then`, a case's or variant's own.
    pub name: String,
    /// The JSON path of its steps.
    pub path: String,
    /// Its condition, to read after "the customer", where each branch has its own.
    pub condition: Vec<Part>,
    /// The steps in order.
    pub steps: Vec<StepOutline>,
}

/// A segment in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentOutline {
    /// The ID in the configuration.
    pub id: String,
    /// Its condition, to read after "the customer"; empty where it can't be read.
    pub condition: Vec<Part>,
}

object!(write Outline { policy, scoring, segments, workflows });
object!(write WorkflowOutline { events, id, rules, steps, trigger });
object!(write StepOutline { branches, id, parts, path });
object!(write BranchOutline { condition, name, path, steps });
object!(write SegmentOutline { condition, id });

/// Puts a configuration, or one workflow of it, in words. Names and the time zone are the
/// configuration's own, whatever `reader` has.
///
/// ```
/// use edgewise::outline::outline;
/// use edgewise::sentence::Reader;
///
/// let config = edgewise::json::from_str(
///     r#"{"workflows": [{"id": "greet", "steps": [
///         {"id": "day", "type": "wait", "for": {"amount": 1, "unit": "days"}}]}]}"#,
/// ).unwrap();
/// let outline = outline(&config, None, Reader::ENGLISH);
/// let step = &outline.workflows[0].steps[0];
/// let text: String = step.parts.iter().map(|part| part.text.as_str()).collect();
/// assert_eq!(text, "Wait 1 day");
/// // What a reader edits, and the field it stands for.
/// assert!(step.parts.iter().any(|part| {
///     part.text == "1 day" && part.field.as_deref() == Some("workflows[0].steps[0].for")
/// }));
/// ```
#[must_use]
pub fn outline(config: &Tree, workflow: Option<&str>, reader: Reader<'_>) -> Outline {
    let names = ConfigNames(config);
    let shop = config.get("shop");
    let text = |name| shop.and_then(|shop| text_of(shop, name));
    let outliner = Outliner {
        currency: text("currency").and_then(Currency::parse),
        reader: Reader {
            zone: text("time_zone").and_then(Zone::named).unwrap_or(Zone::UTC),
            names: Some(&names),
            ..reader
        },
    };
    let wanted = |one: &Tree| workflow.is_none_or(|id| text_of(one, "id") == Some(id));
    let workflows = placed(config, "workflows").filter(|(_, one)| wanted(one));
    let scoring = config
        .get("scoring")
        .and_then(|json| outliner.read::<Scoring>(json));
    Outline {
        policy: outliner.policy(config),
        workflows: workflows
            .map(|(path, one)| outliner.workflow(one, &path))
            .collect(),
        segments: placed(config, "segments")
            .map(|(path, one)| SegmentOutline {
                id: text_of(one, "id").unwrap_or_default().to_owned(),
                condition: outliner.member::<Condition>(one, "condition", &path),
            })
            .collect(),
        scoring: (0..)
            .zip(scoring.iter().flat_map(|scoring| &scoring.rules))
            .map(|(place, rule): (usize, _)| {
                outliner
                    .reader
                    .parts(rule, &format!("scoring.rules[{place}]"))
            })
            .collect(),
    }
}

/// Reads parts of a configuration and says them.
struct Outliner<'n> {
    currency: Option<Currency>,
    reader: Reader<'n>,
}

impl Outliner<'_> {
    fn workflow(&self, workflow: &Tree, path: &str) -> WorkflowOutline {
        WorkflowOutline {
            id: text_of(workflow, "id").unwrap_or_default().to_owned(),
            trigger: self.member::<Trigger>(workflow, "trigger", path),
            events: match self.of::<Trigger>(workflow, "trigger") {
                Some(trigger) => trigger.starts_from().to_vec(),
                None => Vec::new(),
            },
            rules: self.rules(workflow, path),
            steps: self.steps(workflow.get("steps"), &format!("{path}.steps")),
        }
    }

    /// What a workflow asks beside its trigger.
    fn rules(&self, workflow: &Tree, path: &str) -> Vec<Vec<Part>> {
        let conditions: [(&str, &'static str); 4] = [
            ("conditions", "Enters only if the customer {conditions}"),
            (
                "filter",
                "Before every message, checks that the customer {filter}",
            ),
            (
                "goal_when",
                "Reaches its goal when the customer {goal_when}",
            ),
            ("exit_when", "Exits when the customer {exit_when}"),
        ];
        let mut rules = Vec::new();
        let mut rule = |template, name, said: &dyn Said| {
            rules.push(self.say(path, template, &[(name, said)]));
        };
        if let Some(goal) = text_of(workflow, "goal") {
            rule("Purpose: {goal}", "goal", &goal);
        }
        for (name, template) in conditions {
            if let Some(condition) = self.of::<Condition>(workflow, name) {
                rule(template, name, &Within(&condition));
            }
        }
        if let Some(events) = self.events(workflow.get("exit_on")) {
            rule("Exits on “{exit_on}”", "exit_on", &Choices(&events));
        }
        if let Some(reentry) = self.of::<Reentry>(workflow, "reentry") {
            rule("Re-entry: {reentry}", "reentry", &reentry);
        }
        if let Some(schedule) = self.of::<Schedule>(workflow, "schedule") {
            rule("Open {schedule}", "schedule", &schedule);
        }
        let number = |name: &str| match workflow.get(name) {
            Some(Tree::Number(number)) => number.parse::<u32>().ok(),
            _ => None,
        };
        if let Some(holdout) = number("holdout").filter(|share| *share > 0) {
            rule("Holdout: {holdout}%", "holdout", &holdout);
        }
        if let Some(priority) = number("priority") {
            rule("Priority: {priority}", "priority", &priority);
        }
        if let Some(topic) = text_of(workflow, "topic") {
            rule("Topic: “{topic}”", "topic", &topic);
        }
        if text_of(workflow, "one_per") == Some("entry") {
            rule(
                "A customer can be in it {one_per}",
                "one_per",
                &Word("several times at once"),
            );
        }
        if let Some(age) = self.of::<Duration>(workflow, "max_event_age") {
            rule(
                "Ignores events older than {max_event_age}",
                "max_event_age",
                &age,
            );
        }
        let published = match self.of::<InFlight>(workflow, "in_flight") {
            Some(InFlight::Move) => Some("move to the new version"),
            Some(InFlight::Stop) => Some("exit"),
            Some(InFlight::Keep) | None => None,
        };
        if let Some(word) = published {
            rule(
                "When changes are published, customers in it {in_flight}",
                "in_flight",
                &Word(word),
            );
        }
        if self.of::<Inside>(workflow, "on_pause") == Some(Inside::Stop) {
            rule(
                "When it’s turned off, customers in it {on_pause}",
                "on_pause",
                &Word("exit"),
            );
        }
        rules
    }

    fn steps(&self, steps: Option<&Tree>, path: &str) -> Vec<StepOutline> {
        let Some(Tree::List(steps)) = steps else {
            return Vec::new();
        };
        let placed = steps.iter().enumerate();
        placed
            .map(|(place, step)| self.step(step, format!("{path}[{place}]")))
            .collect()
    }

    /// A step, read without what its branches do: an error there leaves it sayable.
    fn step(&self, json: &Tree, path: String) -> StepOutline {
        let step = self.read::<Step>(&without_branches(json));
        let branches = step.iter().flat_map(Step::branches);
        let branches = branches.map(|branch| {
            let at = format!("{path}.{}", branch.path);
            let condition = branch.condition.as_ref();
            BranchOutline {
                name: self.reader.text(&branch.name),
                condition: condition.map_or_else(Vec::new, |(place, condition)| {
                    self.reader.parts(*condition, &format!("{path}.{place}"))
                }),
                steps: self.steps(at_path(json, &branch.path), &at),
                path: at,
            }
        });
        StepOutline {
            id: text_of(json, "id").unwrap_or_default().to_owned(),
            branches: branches.collect(),
            parts: step
                .as_ref()
                .map_or_else(Vec::new, |step| self.reader.parts(step, &path)),
            path,
        }
    }

    /// What stands under `name`, in parts; empty where it is left out or cannot be read.
    fn member<T: FromNode + Said>(&self, object: &Tree, name: &str, path: &str) -> Vec<Part> {
        match self.of::<T>(object, name) {
            Some(value) => self.reader.parts(&value, &format!("{path}.{name}")),
            None => Vec::new(),
        }
    }

    fn events(&self, list: Option<&Tree>) -> Option<Vec<EventName>> {
        Node::root(list?, &self.reading()).list()
    }

    fn of<T: FromNode>(&self, object: &Tree, name: &str) -> Option<T> {
        object.get(name).and_then(|json| self.read(json))
    }

    fn read<T: FromNode>(&self, json: &Tree) -> Option<T> {
        T::read(&Node::root(json, &self.reading()))
    }

    /// What a part is read in. What is found is said elsewhere, when the whole is checked.
    fn reading(&self) -> Reading {
        Reading::new(self.currency.unwrap_or(Currency::USD))
    }

    fn say(&self, path: &str, template: &'static str, values: &[(&str, &dyn Said)]) -> Vec<Part> {
        let mut to = Sentence::new(self.reader, path);
        to.say(template, values);
        to.into_parts()
    }
}

/// A condition whose own fields are meant, and not the one it stands in.
struct Within<'c>(&'c Condition);

impl Said for Within<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.beside(|to| self.0.say(to));
    }
}

/// The objects of a list, each with its path.
fn placed<'t>(config: &'t Tree, name: &'t str) -> impl Iterator<Item = (String, &'t Tree)> {
    let list = match config.get(name) {
        Some(Tree::List(list)) => list.as_slice(),
        _ => &[],
    };
    let placed = list.iter().enumerate();
    placed.map(move |(place, one)| (format!("{name}[{place}]"), one))
}

fn text_of<'t>(object: &'t Tree, name: &str) -> Option<&'t str> {
    match object.get(name) {
        Some(Tree::Text(text)) => Some(text),
        _ => None,
    }
}

/// What stands at a branch's path: `then`, or `cases[0].steps`.
fn at_path<'t>(step: &'t Tree, path: &str) -> Option<&'t Tree> {
    match path.split_once('[') {
        None => step.get(path),
        Some((list, rest)) => {
            let (place, member) = rest.split_once("].")?;
            let Some(Tree::List(items)) = step.get(list) else {
                return None;
            };
            items.get(place.parse::<usize>().ok()?)?.get(member)
        }
    }
}

/// A step whose branches do nothing.
fn without_branches(step: &Tree) -> Tree {
    let emptied = |members: &[(String, Tree)], names: &[&str]| {
        let members = members.iter().map(|(name, value)| match value {
            Tree::List(_) if names.contains(&name.as_str()) => {
                (name.clone(), Tree::List(Vec::new()))
            }
            value => (name.clone(), value.clone()),
        });
        members.collect::<Vec<_>>()
    };
    let Tree::Object(members) = step else {
        return step.clone();
    };
    let mut members = emptied(members, &["then", "else"]);
    for (name, value) in &mut members {
        if let ("cases" | "arms", Tree::List(items)) = (name.as_str(), value) {
            for item in items {
                if let Tree::Object(inner) = item {
                    *inner = emptied(inner, &["steps"]);
                }
            }
        }
    }
    Tree::Object(members)
}

#[cfg(test)]
mod tests;
