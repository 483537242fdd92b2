//! Which tier the customer is in.

use super::{Answer, Context, Leaf, Observation};
use crate::document::{Node, Read};

/// Holds for customers who are in the tier now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct TierIs {
    /// The tier's id, such as `gold`.
    pub tier: String,
}

impl Leaf for TierIs {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let tier = context.customer.tier.as_deref();
        Observation {
            answer: Answer::settled(tier == Some(&self.tier)),
            value: tier.unwrap_or("no tier").to_owned(),
        }
    }

    fn sentence(&self) -> String {
        format!("is in tier “{}”", self.tier)
    }
}

impl Read for TierIs {
    fn read(node: &Node<'_>) -> Option<Self> {
        let tier = node.object(&["type", "tier"])?.required("tier")?.name()?;
        Some(Self { tier })
    }
}
