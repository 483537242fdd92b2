//! The shop's loyalty programme: tiers, and points.
//!
//! A tier is held by what was spent, by how many orders were placed or by points, over a window.
//! Moving up happens at once. Moving down happens at once, or at the next review, with a warning
//! before it while there is still time to keep the tier.

use crate::condition::{Behavior, Ladder, Tier, Window};
use crate::document::{FromNode, Node};
use crate::event::EventKind;
use crate::money::Money;
use crate::time::{Duration, Period};

/// The programme, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Loyalty {
    /// The tiers, and what holds them.
    pub ladder: Ladder,
    /// When a tier is lost.
    pub downgrade: Downgrade,
    /// How points are earned.
    pub earning: Earning,
}

/// When a tier is lost that is no longer deserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Downgrade {
    /// In that very moment.
    AtOnce,
    /// When the next period of the shop's calendar begins.
    AtReview {
        /// The period.
        every: Period,
        /// How long before the review the risk is told.
        warn_before: Duration,
    },
}

/// How points are earned.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Earning {
    /// For what was paid: so many points for each full amount, net of refunds.
    pub per_amount: Option<PerAmount>,
    /// For what was done.
    pub rules: Vec<EarningRule>,
}

/// Points for money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerAmount {
    /// How many.
    pub points: u32,
    /// For each full one of these.
    pub amount: Money,
}

/// Points for something done.
#[derive(Clone, Debug, PartialEq)]
pub struct EarningRule {
    /// Its name in the file; the ledger names it as the cause.
    pub id: String,
    /// How many, each time.
    pub points: u32,
    /// For what. Its window says nothing here.
    pub what: Behavior,
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
    /// Reads the tiers and the rules of a configuration; both may be missing.
    pub fn read(tiers: Option<Node<'_>>, rules: Option<Node<'_>>) -> Option<Self> {
        let told: Vec<Tier> = match &tiers {
            Some(node) => node.list()?,
            None => Vec::new(),
        };
        let mut loyalty = Self {
            ladder: Ladder::EMPTY,
            downgrade: Downgrade::AtOnce,
            earning: Earning::default(),
        };
        for tier in told {
            if let (Err(_), Some(node)) = (loyalty.ladder.add(tier), &tiers) {
                return node.error(
                    "tiers-differ",
                    "The tiers are held by different things, so there is no order among them.",
                    "Use the same one of “spend_at_least”, “orders_at_least” and “points_at_least” for all.",
                );
            }
        }
        if let Some(node) = rules {
            let object = node.object(&["over", "downgrade", "points"])?;
            let over = object.or("over", Window::Ever, Window::read);
            let downgrade = object.or("downgrade", Downgrade::AtOnce, Downgrade::read);
            let earning = object.or("points", Earning::default(), Earning::read);
            (loyalty.ladder.over, loyalty.downgrade, loyalty.earning) =
                (over?, downgrade?, earning?);
        }
        Some(loyalty)
    }
}

impl FromNode for Downgrade {
    fn read(node: &Node<'_>) -> Option<Self> {
        if node.as_text().is_some() {
            return node.choice(&[("at_once", Self::AtOnce)]);
        }
        let object = node.object(&["review", "warn_before"])?;
        let every = object
            .required("review")
            .and_then(|node| node.choice(&Period::WORDS));
        let warn_before = object.or("warn_before", Duration::ZERO, Duration::read);
        Some(Self::AtReview {
            every: every?,
            warn_before: warn_before?,
        })
    }
}

impl FromNode for Earning {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["per_amount", "rules"])?;
        let per_amount = object.maybe("per_amount", |node| {
            let object = node.object(&["points", "amount"])?;
            let points = object
                .required("points")
                .and_then(|node| node.whole(1..=10_000));
            let amount = object
                .required("amount")
                .and_then(|node| match node.money()? {
                    Money { minor: 1.., .. } => node.money(),
                    _ => node.error(
                        "out-of-range",
                        "This is not above nothing.",
                        "Write “1.00”.",
                    ),
                });
            Some(PerAmount {
                points: points?,
                amount: amount?,
            })
        });
        let rules = object.or("rules", Vec::new(), Node::list);
        Some(Self {
            per_amount: per_amount?,
            rules: rules?,
        })
    }
}

impl FromNode for EarningRule {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "points", "each"])?;
        let id = object.required("id").and_then(|node| node.name());
        let points = object
            .required("points")
            .and_then(|node| node.whole(1..=1_000_000));
        let what = object.required("each").and_then(|each| {
            each.object(&["event", "about", "where"])
                .and_then(|each| Behavior::read(&each))
        });
        Some(Self {
            id: id?,
            points: points?,
            what: what?,
        })
    }
}
