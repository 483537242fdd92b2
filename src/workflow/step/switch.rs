//! Go one of several ways, by what holds.

use super::Step;
use crate::condition::Condition;
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Goes the way of the first case that holds, or the last way when none does.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// The cases, asked in this order: one to twenty.
    pub cases: Vec<Case>,
    /// The way when none holds.
    pub otherwise: Vec<Step>,
}

/// One way of a [`Switch`].
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its name, unique in the switch.
    pub name: String,
    /// Where its condition stands in the file, for findings about it.
    pub path: String,
    /// What decides.
    pub condition: Condition,
    /// What is done there.
    pub steps: Vec<Step>,
}

impl Switch {
    /// What the way is called that is taken when no case holds.
    pub const ELSE: &'static str = "else";
}

impl Said for Switch {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Take the first branch that matches", &[]);
    }
}

impl FromNode for Switch {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "cases", "else"])?;
        let otherwise = object.or("else", Vec::new(), Node::list);
        let list = object.required("cases")?;
        let cases: Vec<Case> = list.list()?;
        if !(1..=20).contains(&list.items()?.len()) {
            return list.error(
                "not-a-switch",
                "A switch has one to twenty cases.",
                "Write {\"name\": \"gold\", \"if\": {…}, \"steps\": […]} for each.",
            );
        }
        let names = cases.iter().map(|case| case.name.as_str());
        super::names_differ(&list, names.chain([Self::ELSE]))?;
        Some(Self {
            cases,
            otherwise: otherwise?,
        })
    }
}

impl FromNode for Case {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["name", "if", "steps"])?;
        let name = object.required("name").and_then(|node| node.name());
        let condition = object
            .required("if")
            .and_then(|node| Condition::read(&node));
        let steps = object.or("steps", Vec::new(), Node::list);
        Some(Self {
            name: name?,
            path: node.path(),
            condition: condition?,
            steps: steps?,
        })
    }
}
