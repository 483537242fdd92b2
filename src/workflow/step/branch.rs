//! Take one of two branches, by a condition.

use super::Step;
use crate::condition::Condition;
use crate::document::declared;
use crate::sentence::{Said, Sentence};

declared! {
    /// Takes one branch when a condition is true and the other when it isn’t, then continues.
    #[derive(Clone, Debug, PartialEq)]
    pub struct If beside ["id", "type"] {
        /// The condition.
        condition as "if": Condition = required(typed()),
        /// The steps if the condition is true.
        then: Vec<Step> = or(Vec::new(), those_of(typed())),
        /// The steps if the condition isn’t true.
        otherwise as "else": Vec<Step> = or(Vec::new(), those_of(typed())),
    }
    listed in "Paths" as "If / otherwise";
}

impl Said for If {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("If the customer ", &[]);
        to.at_object("if", |to| self.condition.say(to));
    }
}
