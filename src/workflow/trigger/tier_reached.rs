//! The customer moved up into a tier.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::{Event, EventKind, EventName};
use crate::trace::Saw;

/// Fires each time the customer comes into the tier. A customer who falls back (by a refund)
/// and comes again enters again, as far as the workflow's re-entry rule lets them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct TierReached {
    /// The tier's id, such as `gold`.
    pub tier: String,
}

impl Start for TierReached {
    fn events(&self) -> &[EventName] {
        &[EventName::TierChanged]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let EventKind::TierChanged { tier, upward, .. } = &event.kind else {
            return Firing::Unrelated;
        };
        if tier.as_deref() != Some(self.tier.as_str()) {
            return Firing::Unrelated;
        }
        if !upward {
            return Firing::NotMet(Saw {
                condition: "the customer moved up".to_owned(),
                value: "moved down".to_owned(),
                matched: false,
            });
        }
        Firing::Fires
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let tier = context.customer.tier.as_ref();
        Saw {
            condition: format!("moves up into tier “{}”", self.tier),
            value: tier.map_or_else(
                || "in no tier".to_owned(),
                |tier| format!("in tier “{tier}”"),
            ),
            matched: tier.is_some_and(|tier| *tier == self.tier),
        }
    }
}

impl FromNode for TierReached {
    fn read(node: &Node<'_>) -> Option<Self> {
        let tier = node.object(&["type", "tier"])?.required("tier")?.name()?;
        Some(Self { tier })
    }
}
