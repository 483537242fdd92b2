//! News of the loyalty programme: a tier is at risk, a balance was reached.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, Sentence, TierName};

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

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let customer = context.customer;
        match (&customer.tier, &customer.standing.review_at) {
            (None, _) => to.say("not in a tier", &[]),
            (Some(tier), None) => to.say("keeps tier “{_tier}”", &[("_tier", &TierName(tier))]),
            (Some(tier), Some(at)) => to.say(
                "will lose tier “{_tier}” on {_at!d}",
                &[("_tier", &TierName(tier)), ("_at", at)],
            ),
        }
    }
}

impl Said for TierAtRisk {
    fn say(&self, to: &mut Sentence<'_>) {
        match &self.tier {
            Some(tier) => to.say(
                "is about to lose tier “{tier}”",
                &[("tier", &TierName(tier))],
            ),
            None => to.say("is about to lose their tier", &[]),
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

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let balance = context.customer.points.balance;
        to.say("{_n} {_n:point|points}", &[("_n", &balance)]);
    }
}

impl Said for PointsReached {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("reaches {at_least} points", &[("at_least", &self.at_least)]);
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
