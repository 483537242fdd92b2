//! Lift somebody into a tier.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence, TierName};
use crate::time::Duration;

/// Lifts the customer into a tier they have not reached: for a time, or for good. Whoever has
/// reached a higher one by themselves keeps that. When the time is over they are in the tier they
/// deserve; a lower one is told like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ChangeTier {
    /// The tier's id.
    pub tier: String,
    /// For how long; for good, when left out.
    #[cfg_attr(test, schemars(default, rename = "for"))]
    pub lasts: Option<Duration>,
}

impl Said for ChangeTier {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Move to tier “{tier}”", &[("tier", &TierName(&self.tier))]);
        if let Some(span) = &self.lasts {
            to.say(" for {for}", &[("for", span)]);
        }
    }
}

impl FromNode for ChangeTier {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "tier", "for"])?;
        let tier = object.required("tier").and_then(|node| node.name());
        let lasts = object.maybe("for", Duration::read);
        Some(Self {
            tier: tier?,
            lasts: lasts?,
        })
    }
}
