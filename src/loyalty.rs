//! The shop's loyalty programme: tiers, and points.
//!
//! A tier is held by what was spent, by how many orders were placed or by points, over a window.
//! Moving up happens at once. Moving down happens at once, or at the next review, with a warning
//! before it while there is still time to keep the tier.

use crate::condition::{Behavior, Context, Window};
use crate::document::{Node, Object, Read};
use crate::event::EventKind;
use crate::money::Money;
use crate::time::{Duration, Period, Timestamp};

/// The programme, compiled.
#[derive(Clone, Debug, PartialEq)]
pub struct Loyalty {
    /// The tiers, from low to high; all by the same measure.
    pub tiers: Vec<Tier>,
    /// Over which time is counted what holds a tier.
    pub over: Window,
    /// When a tier is lost.
    pub downgrade: Downgrade,
    /// How points are earned.
    pub earning: Earning,
}

/// One tier of the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its name in files: `gold`.
    pub id: String,
    /// Its name for people: `Gold`.
    pub name: String,
    /// From which figure on it is held; exactly this much is enough.
    pub from: Threshold,
}

/// What holds a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// Paid orders, net of refunds.
    Spend(Money),
    /// Orders placed.
    Orders(u32),
    /// Points ever earned; redeeming does not lower it.
    Points(u32),
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

/// Where a customer stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The position of the highest tier whose threshold is reached.
    pub tier: Option<usize>,
    /// What was counted: minor units, orders, or points.
    pub figure: i64,
    /// Before this moment the tier reached cannot change unless an event comes.
    pub stable_until: Timestamp,
}

impl Loyalty {
    /// Which tier the customer has reached at the context's `now`.
    #[must_use]
    pub fn reached(&self, context: &Context<'_>) -> Reached {
        let tier_of = |figure: i64| {
            self.tiers
                .iter()
                .rposition(|tier| figure >= tier.from.figure())
        };
        let (figure, _) = self.figure(context, |_| true);
        let tier = tier_of(figure);
        let (_, stable_until) = self.figure(context, |figure| tier_of(figure) == tier);
        Reached {
            tier,
            figure,
            stable_until,
        }
    }

    /// The position of the tier called `id`.
    #[must_use]
    pub fn position(&self, id: Option<&str>) -> Option<usize> {
        self.tiers
            .iter()
            .position(|tier| Some(tier.id.as_str()) == id)
    }

    fn figure(&self, context: &Context<'_>, test: impl Fn(i64) -> bool) -> (i64, Timestamp) {
        let orders = &context.customer.orders;
        let counted = || orders.by_id.values().filter(|order| order.counts());
        match self.tiers.first().map(|tier| tier.from) {
            Some(Threshold::Spend(least)) => {
                let kept = counted()
                    .filter(|order| order.paid_at.is_some())
                    .filter_map(|order| Some((order.placed_at?, order.net()?)));
                let folded = orders.folded_until.zip(orders.folded_spend);
                let moments = kept
                    .chain(folded)
                    .filter(|(_, net)| net.currency == least.currency)
                    .map(|(at, net)| (at, net.minor));
                self.over.follow(context, moments, test)
            }
            Some(Threshold::Orders(_)) => {
                let kept = counted()
                    .filter(|order| order.cancelled_at.is_none())
                    .filter_map(|order| Some((order.placed_at?, 1)));
                let folded = orders
                    .folded_until
                    .map(|until| (until, i64::from(orders.folded_count)));
                self.over.follow(context, kept.chain(folded), test)
            }
            Some(Threshold::Points(_)) => (context.customer.points.earned, Timestamp::MAX),
            None => (0, Timestamp::MAX),
        }
    }
}

impl Threshold {
    /// Minor units, orders, or points.
    #[must_use]
    pub fn figure(self) -> i64 {
        match self {
            Self::Spend(least) => least.minor,
            Self::Orders(least) | Self::Points(least) => least.into(),
        }
    }

    /// Whether both are of the same kind.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
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

impl Read for Tier {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "id",
            "name",
            "spend_at_least",
            "orders_at_least",
            "points_at_least",
        ])?;
        let id = object.required("id").and_then(|node| node.name());
        let name = object.required("name").and_then(|node| node.text(60));
        let from = read_threshold(&object);
        Some(Self {
            id: id?,
            name: name?,
            from: from?,
        })
    }
}

fn read_threshold(object: &Object<'_>) -> Option<Threshold> {
    let keys = ["spend_at_least", "orders_at_least", "points_at_least"];
    match keys.map(|key| object.optional(key)) {
        [Some(spend), None, None] => spend.money().map(Threshold::Spend),
        [None, Some(orders), None] => orders.whole(0..=100_000).map(Threshold::Orders),
        [None, None, Some(points)] => points.whole(0..=1_000_000_000).map(Threshold::Points),
        _ => object.node().error(
            "no-threshold",
            "A tier is held by one of “spend_at_least”, “orders_at_least” and “points_at_least”.",
            "Write {\"id\": \"gold\", \"name\": \"Gold\", \"spend_at_least\": \"500.00\"}.",
        ),
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
            tiers: Vec::with_capacity(told.len()),
            over: Window::Ever,
            downgrade: Downgrade::AtOnce,
            earning: Earning::default(),
        };
        for tier in told {
            if let (Some(first), Some(node)) = (loyalty.tiers.first(), &tiers)
                && !first.from.is_like(tier.from)
            {
                return node.error(
                    "tiers-differ",
                    "The tiers are held by different things, so there is no order among them.",
                    "Use the same one of “spend_at_least”, “orders_at_least” and “points_at_least” for all.",
                );
            }
            let place = loyalty
                .tiers
                .partition_point(|known| known.from.figure() <= tier.from.figure());
            loyalty.tiers.insert(place, tier);
        }
        if let Some(node) = rules {
            let object = node.object(&["over", "downgrade", "points"])?;
            let over = object.or("over", Window::Ever, Window::read);
            let downgrade = object.or("downgrade", Downgrade::AtOnce, Downgrade::read);
            let earning = object.or("points", Earning::default(), Earning::read);
            (loyalty.over, loyalty.downgrade, loyalty.earning) = (over?, downgrade?, earning?);
        }
        Some(loyalty)
    }
}

impl Read for Downgrade {
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

impl Read for Earning {
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

impl Read for EarningRule {
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
