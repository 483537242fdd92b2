//! Whether the customer is on the suppression list.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};

/// Holds for customers to whom nothing may be sent (or to whom something may, with
/// `"is": false`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Suppressed {
    /// Whether they must be suppressed. True when left out.
    #[cfg_attr(test, schemars(default = "super::when_left_out"))]
    pub is: bool,
}

impl Leaf for Suppressed {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.suppressed.is_some() == self.is)
    }

    fn seen(&self, context: &Context<'_>) -> String {
        match context.customer.suppressed {
            Some(since) => format!("suppressed since {since}"),
            None => "not suppressed".to_owned(),
        }
    }

    fn sentence(&self) -> String {
        let verb = if self.is { "is" } else { "is not" };
        format!("{verb} on the suppression list")
    }

    // Commands change it, and after a command everything is asked anew.
    fn scope(&self, _: &mut Scope) {}
}

impl FromNode for Suppressed {
    fn read(node: &Node<'_>) -> Option<Self> {
        let is = node
            .object(&["type", "is"])?
            .or("is", true, Node::boolean)?;
        Some(Self { is })
    }
}
