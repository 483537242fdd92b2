//! Give loyalty points.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Gives the customer points. The ledger holds them at once, with what they were for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct AddPoints {
    /// How many: 1 to 1,000,000.
    pub points: u32,
    /// What for, as the ledger says it: up to 200 characters.
    pub cause: String,
}

impl Said for AddPoints {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Give {points} {points:point|points} for “{cause}”",
            &[("points", &self.points), ("cause", &self.cause)],
        );
    }
}

impl FromNode for AddPoints {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "points", "cause"])?;
        let points = object
            .required("points")
            .and_then(|node| node.whole(1..=1_000_000));
        let cause = object.required("cause").and_then(|node| node.text(200));
        Some(Self {
            points: points?,
            cause: cause?,
        })
    }
}
