//! Take one of several branches by conditions.

use super::Step;
use crate::condition::Condition;
use crate::document::declared;
use crate::sentence::{Said, Sentence};

declared! {
    /// Takes the branch of the first case that is true, or the last branch if none is.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Switch beside ["id", "type"] {
        /// The cases, checked in this order: 1 to 20.
        cases: Vec<Case> = required(those_of(typed()).of(
            1..=20,
            "not-a-switch",
            "Add {\"name\": \"gold\", \"if\": {…}, \"steps\": […]} for each case.",
        )),
        /// The steps if no case is true.
        otherwise as "else": Vec<Step> = or(Vec::new(), those_of(typed())),
    }
    listed in "Paths" as "Several paths";
    example {
        "cases": [{
            "name": "one",
            "if": {"type": "order_count", "is": "at_least", "count": 1},
            "steps": []
        }],
        "else": []
    };
    check |read, object| {
        let names = read.cases.iter().map(|case| case.name.as_str());
        super::names_differ(&object.required("cases")?, names.chain([Self::ELSE]))
    };
}

declared! {
    /// One case of a switch.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Case beside [] {
        /// Its name, unique in the switch.
        name: String = required(NAME),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
        /// The condition.
        condition as "if": Condition = required(typed()),
        /// The steps if this is the first case that is true.
        steps: Vec<Step> = or(Vec::new(), those_of(typed())),
    }
}

impl Switch {
    /// The name of the branch taken when no case holds.
    pub const ELSE: &'static str = "else";
}

impl Said for Switch {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Take the first branch that matches", &[]);
    }
}
