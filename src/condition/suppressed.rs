//! Whether the customer is on the suppression list.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence, Word};
use crate::time::Timestamp;
use crate::trace::Seen;

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

    fn seen(&self, context: &Context<'_>) -> Seen {
        let since = context.customer.suppressed;
        since.map_or(Seen::Nothing, |since| Seen::Whole(since.as_millis()))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen.as_whole().map(Timestamp::from_millis) {
            Some(since) => to.say("suppressed since {_since!d}", &[("_since", &since)]),
            None => to.say("not suppressed", &[]),
        }
    }

    // Commands change it, and after a command everything is asked anew.
    fn scope(&self, _: &mut Scope) {}
}

impl Said for Suppressed {
    fn say(&self, to: &mut Sentence<'_>) {
        let is = Word(if self.is { "is" } else { "isn’t" });
        to.say("{is} on the suppression list", &[("is", &is)]);
    }
}

impl FromNode for Suppressed {
    fn read(node: &Node<'_>) -> Option<Self> {
        let is = node
            .object(&["type", "is"])?
            .or("is", true, Node::boolean)?;
        Some(Self { is })
    }
}
