//! The tiers of the shop’s loyalty program, and which one a customer has reached.

use super::{Context, OrderCount, Spend, Window};
use crate::document::forms::whole;
#[cfg(test)]
use crate::document::{Described, Members, forms::AMOUNT};
use crate::document::{Form, Object, Part, Whole, declared};
use crate::money::{Currency, Money};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;

/// The tiers of a shop, and over which time is counted what holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    /// The tiers, from low to high; all by the same measure.
    tiers: Vec<Tier>,
    /// Over which time is counted what holds a tier.
    pub over: Window,
}

declared! {
    /// One tier of the loyalty program.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Tier beside [] {
        /// Its ID, such as `gold`. Don’t change it later.
        id: String = required(NAME),
        /// The name customers see, such as `Gold`.
        name: String = required(text(60)),
        /// How much it takes to reach the tier. Reaching it exactly is enough.
        from in Threshold: Threshold = part::<Threshold>(),
    }
    schema {"minProperties": 3, "maxProperties": 3};
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

/// The error for a tier with a different measure than the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherMeasure;

/// A customer’s position on the tiers at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The position of the highest tier whose threshold is reached.
    pub tier: Option<usize>,
    /// The figure: minor units, orders, or points.
    pub figure: i64,
    /// Until when the tier can’t change without an event.
    pub stable_until: Timestamp,
}

/// The next tier above a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextTier<'l> {
    /// The next tier.
    pub tier: &'l Tier,
    /// What is missing to it: minor units, orders, or points; 1 or more, except where the tier
    /// held is above what is deserved, and so may be the next.
    pub missing: i64,
}

impl Ladder {
    /// A ladder without tiers.
    pub const EMPTY: Self = Self {
        tiers: Vec::new(),
        over: Window::Ever,
    };

    /// Adds a tier in its rank.
    ///
    /// # Errors
    ///
    /// If its measure differs from that of the other tiers.
    pub fn add(&mut self, tier: Tier) -> Result<(), OtherMeasure> {
        if self
            .tiers
            .first()
            .is_some_and(|first| !first.from.is_like(tier.from))
        {
            return Err(OtherMeasure);
        }
        let place = self
            .tiers
            .partition_point(|known| known.from.figure() <= tier.from.figure());
        self.tiers.insert(place, tier);
        Ok(())
    }

    /// The tiers, from low to high.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// The position of the tier called `id`.
    #[must_use]
    pub fn position(&self, id: Option<&str>) -> Option<usize> {
        self.tiers
            .iter()
            .position(|tier| Some(tier.id.as_str()) == id)
    }

    /// Which tier the customer has reached at the context's `now`.
    #[must_use]
    pub fn reached(&self, context: &Context<'_>) -> Reached {
        let (figure, _) = self.follow(context, |_| true);
        let tier = self.tier_of(figure);
        let (_, stable_until) = self.follow(context, |figure| self.tier_of(figure) == tier);
        Reached {
            tier,
            figure,
            stable_until,
        }
    }

    /// The lowest tier above the one held and above what `figure` reaches.
    #[must_use]
    pub fn next(&self, held: Option<&str>, figure: i64) -> Option<NextTier<'_>> {
        let standing = self.position(held).max(self.tier_of(figure));
        let tier = self
            .tiers
            .get(standing.map_or(0, |position| position + 1))?;
        Some(NextTier {
            tier,
            missing: tier.from.figure().saturating_sub(figure),
        })
    }

    /// The next tier above the customer at the context's `now`.
    #[must_use]
    pub fn above(&self, context: &Context<'_>) -> Option<NextTier<'_>> {
        let (figure, _) = self.follow(context, |_| true);
        self.next(context.customer.tier.as_deref(), figure)
    }

    /// What is counted at the context's `now`, and until when `test` says the same of it if no
    /// event comes.
    pub fn follow(&self, context: &Context<'_>, test: impl Fn(i64) -> bool) -> (i64, Timestamp) {
        match self.tiers.first().map(|tier| tier.from) {
            Some(Threshold::Spend(least)) => {
                self.over
                    .follow(context, Spend::moments(least.currency, context), test)
            }
            Some(Threshold::Orders(_)) => {
                self.over
                    .follow(context, OrderCount::moments(context), test)
            }
            Some(Threshold::Points(_)) => (context.customer.points.earned, Timestamp::MAX),
            None => (0, Timestamp::MAX),
        }
    }

    fn tier_of(&self, figure: i64) -> Option<usize> {
        self.tiers
            .iter()
            .rposition(|tier| figure >= tier.from.figure())
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

    /// The unit: a currency code, `orders`, or `points`.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Self::Spend(least) => least.currency.code(),
            Self::Orders(_) => "orders",
            Self::Points(_) => "points",
        }
    }

    /// Whether both are of the same kind.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// An amount of a tier’s measure, in the unit of [`Threshold::unit`]: "$50.00", "2 orders".
pub struct Measured<'t>(pub i64, pub &'t str);

impl Said for Measured<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(figure, unit) = self;
        match *unit {
            "orders" => to.say("{_n} {_n:order|orders}", &[("_n", figure)]),
            "points" => to.say("{_n} {_n:point|points}", &[("_n", figure)]),
            currency => match Currency::parse(currency) {
                Some(currency) => Money::new(*figure, currency).say(to),
                None => figure.say(to),
            },
        }
    }
}

impl Part for Threshold {
    type Value = Self;
    const KEYS: &'static [&'static str] = &[SPEND, ORDERS, POINTS];

    fn read_part(object: &Object<'_>) -> Option<Self> {
        match [SPEND, ORDERS, POINTS].map(|key| object.optional(key)) {
            [Some(spend), None, None] => spend.money().map(Self::Spend),
            [None, Some(orders), None] => HOW_MANY_ORDERS.read(&orders).map(Self::Orders),
            [None, None, Some(points)] => HOW_MANY_POINTS.read(&points).map(Self::Points),
            _ => object.node().error(
                "no-threshold",
                "Expected one of “spend_at_least”, “orders_at_least”, and “points_at_least”.",
                "For example: {\"id\": \"gold\", \"name\": \"Gold\", \"spend_at_least\": \"500.00\"}.",
            ),
        }
    }

    #[cfg(test)]
    fn describe_part(members: &mut Members, generator: &mut schemars::SchemaGenerator) {
        let spend = Described::new(
            SPEND,
            &["The spend that reaches the tier, in the shop’s currency, such as \"500.00\"."],
        );
        members.add(spend, AMOUNT.schema(generator), false);
        let orders = Described::new(ORDERS, &["The number of orders that reaches the tier."]);
        members.add(orders, HOW_MANY_ORDERS.schema(generator), false);
        let points = Described::new(POINTS, &["The points ever earned that reach the tier."]);
        members.add(points, HOW_MANY_POINTS.schema(generator), false);
    }
}

const SPEND: &str = "spend_at_least";
const ORDERS: &str = "orders_at_least";
const POINTS: &str = "points_at_least";
const HOW_MANY_ORDERS: Whole = whole(0..=100_000);
const HOW_MANY_POINTS: Whole = whole(0..=1_000_000_000);

crate::compact::compact!(struct Ladder { tiers, over });
crate::compact::compact!(
    enum Threshold {
        Spend(money),
        Orders(number),
        Points(number),
    }
);
