//! News of the loyalty programme: a tier is at risk, a balance was reached.

use super::{Firing, Start, said};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::{Event, EventKind, EventName};
use crate::trace::Saw;

/// Fires when a tier will be lost at the next review, as long before it as the programme says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct TierAtRisk {
    /// Only this tier; any when left out.
    #[cfg_attr(test, schemars(default))]
    pub tier: Option<String>,
}

/// Fires once each time the balance of points comes from below to this or above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct PointsReached {
    /// The balance; reaching it exactly is enough.
    pub at_least: u32,
}

impl Start for TierAtRisk {
    fn events(&self) -> &[EventName] {
        &[EventName::TierAtRisk]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        match &event.kind {
            EventKind::TierAtRisk { tier, .. }
                if self.tier.as_ref().is_none_or(|wanted| wanted == tier) =>
            {
                Firing::Fires
            }
            _ => Firing::Unrelated,
        }
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let customer = context.customer;
        let review = customer.standing.review_at;
        Saw {
            condition: match &self.tier {
                Some(tier) => format!("is about to lose tier “{tier}”"),
                None => "is about to lose their tier".to_owned(),
            },
            value: match (&customer.tier, review) {
                (None, _) => "in no tier".to_owned(),
                (Some(tier), None) => format!("holds tier “{tier}”"),
                (Some(tier), Some(at)) => {
                    format!("will lose tier “{tier}” at {}", said(at, context))
                }
            },
            matched: review.is_some(),
        }
    }
}

impl Start for PointsReached {
    fn events(&self) -> &[EventName] {
        &[EventName::PointsChanged]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let threshold = i64::from(self.at_least);
        match event.kind {
            EventKind::PointsChanged { balance, previous }
                if balance >= threshold && previous < threshold =>
            {
                Firing::Fires
            }
            _ => Firing::Unrelated,
        }
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let balance = context.customer.points.balance;
        Saw {
            condition: format!("comes to {} points", self.at_least),
            value: format!("{balance} points"),
            matched: balance >= i64::from(self.at_least),
        }
    }
}

impl FromNode for TierAtRisk {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "tier"])?;
        let tier = object.maybe("tier", |node| node.name())?;
        Some(Self { tier })
    }
}

impl FromNode for PointsReached {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "at_least"])?;
        let at_least = object.required("at_least")?.whole(1..=1_000_000_000)?;
        Some(Self { at_least })
    }
}
