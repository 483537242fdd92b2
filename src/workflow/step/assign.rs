//! Give somebody to a person of the shop.

use crate::document::{FromNode, Node};
use crate::sentence::{Choices, Said, Sentence};

/// Assigns the customer to one of some people of the shop: always the same one for the same
/// customer, and about as many to each. Whom is kept as the trait `assigned_to`, which conditions
/// and messages may ask for; whoever is assigned already stays where they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Assign {
    /// The people, by name or email address: 1 to 50.
    pub to: Vec<String>,
}

/// The trait that says to whom a customer is assigned.
pub const ASSIGNED_TO: &str = "assigned_to";

impl Said for Assign {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Assign to {to}", &[("to", &Choices(&self.to))]);
    }
}

impl FromNode for Assign {
    fn read(node: &Node<'_>) -> Option<Self> {
        let list = node.object(&["id", "type", "to"])?.required("to")?;
        let to: Option<Vec<String>> = list.items()?.iter().map(|one| one.text(120)).collect();
        let to = to?;
        if to.is_empty() || to.len() > 50 {
            return list.error(
                "not-people",
                "Here should be 1 to 50 people.",
                "Write [\"anna@shop.example\", \"ben@shop.example\"].",
            );
        }
        Some(Self { to })
    }
}
