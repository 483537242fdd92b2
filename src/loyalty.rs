//! The shop’s loyalty program: tiers and points.
//!
//! Tiers are based on spend, orders, or points within a window. Customers move up at once. They
//! move down at once or at the next review, with a warning while there is still time to keep the
//! tier.

use crate::condition::{Behavior, Ladder, Tier, Window, WithoutWindow};
use crate::document::{FromNode, Node, declared};
use crate::event::EventKind;
use crate::money::Money;
use crate::time::{Duration, Period};

/// The compiled loyalty program.
#[derive(Clone, Debug, PartialEq)]
pub struct Loyalty {
    /// The tiers, and what holds them.
    pub ladder: Ladder,
    /// When a tier is lost.
    pub downgrade: Downgrade,
    /// How customers earn points.
    pub earning: Earning,
}

/// When a tier is lost that is no longer deserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Downgrade {
    /// In that very moment.
    AtOnce,
    /// When the next calendar period starts, in the shop’s time zone.
    AtReview {
        /// The period.
        every: Period,
        /// How long before the review the customer is warned.
        warn_before: Duration,
    },
}

declared! {
    /// How customers earn points.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Earning beside [] {
        /// Points for each full amount spent, net of refunds.
        per_amount: Option<PerAmount> = maybe(typed()),
        /// Points for actions.
        rules: Vec<EarningRule> = or(Vec::new(), those_of(typed())),
    }
}

declared! {
    /// Points for each full amount spent, net of refunds.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PerAmount beside [] {
        /// The points for each full amount: 1 to 10,000.
        points: u32 = required(whole(1..=10_000)),
        /// The amount in the shop’s currency, such as `"1.00"`.
        amount: Money = required(checked(AMOUNT, |node, amount| {
            if amount.minor < 1 {
                return node.error(
                    "out-of-range",
                    "Expected an amount above zero.",
                    "Use an amount such as “1.00”.",
                );
            }
            Some(amount)
        })),
    }
}

declared! {
    /// Points for an action.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EarningRule beside [] {
        /// Its ID, which the points history shows as the cause.
        id: String = required(NAME),
        /// The points each time: 1 to 1,000,000.
        points: u32 = required(whole(1..=1_000_000)),
        /// The event that earns them.
        what as "each": Behavior = required(alone::<WithoutWindow>()),
    }
}

impl Earning {
    /// What a paid order of this worth gives.
    #[must_use]
    pub fn for_order(&self, net: Money) -> i64 {
        let Some(per) = self.per_amount else {
            return 0;
        };
        if net.currency != per.amount.currency {
            return 0;
        }
        (net.minor / per.amount.minor).saturating_mul(per.points.into())
    }

    /// The rules that give points for this event.
    pub fn for_event<'e>(&'e self, event: &'e EventKind) -> impl Iterator<Item = &'e EarningRule> {
        self.rules.iter().filter(|rule| rule.what.is_about(event))
    }
}

impl Loyalty {
    /// The program of these tiers and rules. Tiers with different measures are reported at `place`.
    pub fn new(tiers: Vec<Tier>, rules: LoyaltyRules, place: Option<&Node<'_>>) -> Option<Self> {
        let mut ladder = Ladder::EMPTY;
        ladder.over = rules.over;
        for tier in tiers {
            if let (Err(_), Some(node)) = (ladder.add(tier), place) {
                return node.error(
                    "tiers-differ",
                    "The tiers use different measures, so they can’t be ranked.",
                    "Use the same measure for all of them: “spend_at_least”, “orders_at_least”, or “points_at_least”.",
                );
            }
        }
        Some(Self {
            ladder,
            downgrade: rules.downgrade,
            earning: rules.points,
        })
    }
}

impl Default for LoyaltyRules {
    /// What holds for a shop that says nothing.
    fn default() -> Self {
        Self {
            over: Window::Ever,
            downgrade: Downgrade::AtOnce,
            points: Earning::default(),
        }
    }
}

declared! {
    /// The rules of the loyalty program.
    #[derive(Clone, Debug, PartialEq)]
    pub struct LoyaltyRules beside [] {
        /// The time window that tiers are based on. Default: all time.
        over: Window = or(Window::Ever, typed()),
        /// When a customer loses a tier. Default: `at_once`.
        downgrade: Downgrade = or(Downgrade::AtOnce, typed()),
        /// How customers earn points.
        points: Earning = or(Earning::default(), typed()),
    }
}

declared! {
    /// At the next review, with a warning beforehand.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Review beside [] {
        /// The calendar period at whose end tiers are reviewed, in the shop’s time zone.
        review: Period = required(typed()),
        /// How long before the review the customer is warned. Default: 0.
        warn_before: Duration = or(Duration::ZERO, typed()),
    }
}

impl FromNode for Downgrade {
    fn read(node: &Node<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            return node.choice(&[(AT_ONCE, Self::AtOnce)]);
        }
        let review = Review::read(node)?;
        Some(Self::AtReview {
            every: review.review,
            warn_before: review.warn_before,
        })
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Downgrade {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Downgrade".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [{"const": AT_ONCE}, Review::json_schema(generator)],
        })
    }
}

/// How a file says that a tier is lost at once.
const AT_ONCE: &str = "at_once";

crate::compact::compact!(struct Loyalty { ladder, downgrade, earning });
crate::compact::compact!(enum Downgrade { AtOnce, AtReview { every, warn_before } });
