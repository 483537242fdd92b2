//! Compares how much the customer needs to reach the next tier.

use super::{
    Answer, Compared, Comparison, Context, Leaf, Measured, NextTier, ORDER_EVENTS, Reference,
    Scope, Threshold, upper,
};
use crate::document::{FromNode, Node, declared};
use crate::event::{EventName, EventNames};
use crate::money::Money;
use crate::sentence::{Said, Sentence, TierName};
use crate::trace::Seen;

declared! {
    /// Compares how much the customer needs to reach the next tier. False for customers in the
    /// highest tier.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ToNextTier beside ["type"] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// How much is missing, in the measure the shop’s tiers are based on: an amount such as
        /// `"50.00"`, or a number of orders or points.
        missing: Missing = required(typed()),
        /// The upper limit, for “between”.
        and: Option<Missing> = upper(is, &missing, typed()),
        /// Only if this is the next tier. Default: any tier.
        tier: Option<String> = maybe(NAME),
    }
    listed in "Loyalty" as "Distance to the next tier";
}

/// How much a customer needs to reach a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(untagged))]
pub enum Missing {
    /// An amount, for tiers based on spend.
    Spend(Money),
    /// A number of orders or points.
    Number(u32),
}

impl ToNextTier {
    /// Whether the tiers use this measure.
    #[must_use]
    pub const fn is_of(&self, threshold: Threshold) -> bool {
        matches!(
            (self.missing, threshold),
            (Missing::Spend(_), Threshold::Spend(_))
                | (
                    Missing::Number(_),
                    Threshold::Orders(_) | Threshold::Points(_)
                )
        )
    }

    fn holds(&self, context: &Context<'_>, figure: i64) -> bool {
        let upper = self.and.map(Missing::figure);
        let held = context.customer.tier.as_deref();
        let next = context.definitions.ladder.next(held, figure);
        next.is_some_and(|next| {
            let wanted = self.tier.as_ref().is_none_or(|tier| *tier == next.tier.id);
            let limit = self.missing.figure();
            wanted
                && self.is_of(next.tier.from)
                && self.is.holds(&next.missing, &limit, upper.as_ref())
        })
    }
}

impl Leaf for ToNextTier {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let ladder = &context.definitions.ladder;
        let (figure, stable_until) = ladder.follow(context, |figure| self.holds(context, figure));
        let folded = context.customer.orders.folded_until;
        Answer {
            matched: self.holds(context, figure),
            stable_until,
            truncated: ladder.over != super::Window::Ever
                && ladder.over.reaches_behind(folded, context),
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        match context.definitions.ladder.above(context) {
            Some(NextTier { tier, missing }) => Seen::List(vec![
                Seen::Whole(missing),
                Seen::text(tier.from.unit()),
                Seen::text(&tier.id),
            ]),
            None => Seen::Nothing,
        }
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        let Seen::List(all) = seen else {
            return to.say("no tier above", &[]);
        };
        if let [Seen::Whole(missing), Seen::Text(unit), Seen::Text(tier)] = all.as_slice() {
            to.say(
                "{_missing} to {_tier}",
                &[
                    ("_missing", &Measured(*missing, unit)),
                    ("_tier", &TierName(tier)),
                ],
            );
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(ORDER_EVENTS);
        scope.moved_by(EventNames::of(&[
            EventName::PointsChanged,
            EventName::TierChanged,
        ]));
        scope.tiers = true;
    }

    fn reference(&self) -> Option<Reference<'_>> {
        self.tier.as_deref().map(Reference::Tier)
    }
}

impl Said for ToNextTier {
    fn say(&self, to: &mut Sentence<'_>) {
        let missing = Compared::new(self.is, "missing", &self.missing, self.and.as_ref());
        match &self.tier {
            Some(tier) => to.say(
                "is {_missing} away from tier “{tier}”, which is next",
                &[("_missing", &missing), ("tier", &TierName(tier))],
            ),
            None => to.say(
                "is {_missing} away from the next tier",
                &[("_missing", &missing)],
            ),
        }
    }
}

impl Missing {
    fn figure(self) -> i64 {
        match self {
            Self::Spend(money) => money.minor,
            Self::Number(number) => number.into(),
        }
    }
}

impl Said for Missing {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Spend(money) => money.say(to),
            Self::Number(number) => number.say(to),
        }
    }

    fn number(&self) -> Option<i64> {
        match self {
            Self::Spend(_) => None,
            Self::Number(number) => number.number(),
        }
    }
}

impl FromNode for Missing {
    fn read(node: &Node<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            return node.money().map(Self::Spend);
        }
        node.whole(0..=1_000_000_000).map(Self::Number)
    }
}

crate::compact::compact!(
    enum Missing {
        Spend(money),
        Number(number),
    }
);
