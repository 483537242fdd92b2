//! Which tier the customer is in.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::event::{EventName, EventNames};

/// Holds for customers who are in the tier now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct TierIs {
    /// The tier's id, such as `gold`.
    pub tier: String,
}

impl Leaf for TierIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.tier.as_deref() == Some(&self.tier))
    }

    fn seen(&self, context: &Context<'_>) -> String {
        context
            .customer
            .tier
            .as_deref()
            .unwrap_or("no tier")
            .to_owned()
    }

    fn sentence(&self) -> String {
        format!("is in tier “{}”", self.tier)
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::TierChanged]));
    }
}

impl FromNode for TierIs {
    fn read(node: &Node<'_>) -> Option<Self> {
        let tier = node.object(&["type", "tier"])?.required("tier")?.name()?;
        Some(Self { tier })
    }
}
