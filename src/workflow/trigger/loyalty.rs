//! Loyalty events: a tier is at risk, or a number of points was reached.

use super::{Firing, Start};
use crate::condition::Context;
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, Sentence, TierName};

declared! {
    /// Starts when a customer will lose a tier at the next review, as long before it as
    /// `loyalty.downgrade.warn_before` says.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TierAtRisk beside ["type"] {
        /// Only this tier. Default: any tier.
        tier: Option<String> = maybe(NAME),
    }
    listed in "Loyalty" as "Customer is about to lose a tier";
}

declared! {
    /// Starts each time the customer’s points rise to this number or above.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PointsReached beside ["type"] {
        /// The number of points. Reaching it exactly is enough.
        at_least: u32 = required(whole(1..=1_000_000_000)),
    }
    listed in "Loyalty" as "Points reach a number";
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
