//! A customer's orders.

use crate::event::{Item, Order, Refund};
use crate::json::to_string;
use crate::money::{Currency, Money};
use crate::pii::Pii;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;
use std::cmp::Ordering;

stored! {
    /// All orders, by id; beyond [`Orders::LIMIT`] the oldest are summed up.
    pub struct Orders {
        /// By id.
        pub by_id: SortedMap<String, OrderFacts>,
        /// How many older ones were summed up.
        pub folded_count: u32,
        /// How many of those were paid.
        pub folded_paid: u32,
        /// What those came to, net of refunds.
        pub folded_spend: Option<Money>,
        /// When the newest of those was placed.
        pub folded_until: Option<Timestamp>,
    }
}

stored! {
    /// One order, as its newest version told it.
    pub struct OrderFacts {
        /// As in [`Order::order_id`].
        pub order_id: String,
        /// The number the buyer knows.
        pub number: Option<String>,
        /// When it was placed; `None` while only other news of it has come.
        pub placed_at: Option<Timestamp>,
        /// When it was paid.
        pub paid_at: Option<Timestamp>,
        /// When it was cancelled.
        pub cancelled_at: Option<Timestamp>,
        /// What it cost.
        pub total: Option<Money>,
        /// What the order itself says was given back.
        pub refunded: Option<Money>,
        /// What single refunds said was given back, by refund id, in minor units.
        pub refunds: SortedMap<String, i64>,
        /// Its lines; at most [`LineFacts::LIMIT`].
        pub items: Vec<LineFacts>,
        /// The cart it came from.
        pub cart_token: Option<String>,
        /// The checkout it came from.
        pub checkout_token: Option<String>,
        /// As in [`Order::email`].
        pub email: Option<Pii<String>>,
        /// The person was taken out of it in the shop.
        pub anonymized: bool,
        /// A test order.
        pub test: bool,
        /// Deleted in the shop, at least once.
        pub deleted: bool,
        /// When that was told last; `None` beside `deleted` in states of the first release.
        pub deleted_at: Option<Timestamp>,
        /// When it was last told that the shop took it back.
        pub restored_at: Option<Timestamp>,
        /// The version that told the above.
        pub updated_at: Timestamp,
    }
}

stored! {
    /// What is kept of a line of a cart or an order: enough to show it and to ask for it.
    pub struct LineFacts {
        /// The platform's product id.
        pub product_id: String,
        /// The platform's variant id.
        pub variant_id: Option<String>,
        /// The product's name.
        pub title: String,
        /// The variant's name.
        pub variant_title: Option<String>,
        /// Pieces.
        pub quantity: u32,
        /// Price of one.
        pub unit_price: Option<Money>,
        /// Address of a picture.
        pub image_url: Option<String>,
        /// Address of the product's page.
        pub url: Option<String>,
        /// Stock keeping unit.
        pub sku: Option<String>,
        /// Brand or vendor.
        pub vendor: Option<String>,
        /// Product type or category.
        pub category: Option<String>,
    }
}

impl Orders {
    /// How many orders are kept one by one.
    pub const LIMIT: usize = 100;

    /// How many orders count: placed, not a test, not deleted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_id.values().filter(|order| order.counts()).count() + self.folded_count as usize
    }

    /// Which order of the customer this is, 1 for the first. Cancelled ones do not count,
    /// unless it is the one asked for.
    #[must_use]
    pub fn ordinal(&self, order_id: &str) -> Option<u32> {
        let order = self.by_id.get(order_id).filter(|order| order.counts())?;
        let earlier = self.by_id.values().filter(|other| {
            other.counts()
                && other.cancelled_at.is_none()
                && (other.placed_at, &other.order_id) < (order.placed_at, &order.order_id)
        });
        let earlier = u32::try_from(earlier.count()).ok()?;
        earlier.checked_add(self.folded_count)?.checked_add(1)
    }

    /// What the paid orders for which `wanted` holds came to in `currency`, net of refunds. A
    /// refund lowers the order it belongs to, whenever it was given. Orders summed up as too
    /// old are part of it only when every order is wanted.
    pub fn spend(&self, currency: Currency, wanted: impl Fn(&OrderFacts) -> bool) -> Money {
        let all = self.folded_until.is_some_and(|until| {
            wanted(&OrderFacts {
                placed_at: Some(until),
                ..OrderFacts::default()
            })
        });
        let folded = self
            .folded_spend
            .filter(|spend| all && spend.currency == currency);
        self.by_id
            .values()
            .filter(|order| order.counts() && order.paid_at.is_some() && wanted(order))
            .filter_map(|order| order.net())
            .fold(folded.unwrap_or(Money::zero(currency)), |sum, net| {
                sum.plus(net).unwrap_or(sum)
            })
    }

    /// Takes in an order as told at `at`.
    pub fn fold(&mut self, order: &Order, at: Timestamp) {
        self.of(&order.order_id).join(order, at);
        self.bound();
    }

    /// Takes in that the person was taken out of an order, and what is left of it.
    pub fn anonymize(&mut self, order: &Order, at: Timestamp) {
        let known = self.of(&order.order_id);
        known.join(order, at);
        known.anonymized = true;
        known.email = None;
        self.bound();
    }

    /// Takes in a refund. Told twice, it counts once.
    pub fn refund(&mut self, refund: &Refund) {
        let minor = refund.amount.map_or(0, |amount| amount.minor);
        let known = self
            .of(&refund.order_id)
            .refunds
            .or_default(refund.refund_id.clone());
        *known = (*known).max(minor);
    }

    /// Takes in that an order was deleted in the shop. It may be taken back, and deleted again.
    pub fn delete(&mut self, order_id: &str, at: Timestamp) {
        let order = self.of(order_id);
        order.deleted = true;
        order.deleted_at = order.deleted_at.max(Some(at));
    }

    /// Takes in the orders of another customer who is the same person.
    pub fn merge(&mut self, other: Self) {
        for (id, theirs) in other.by_id {
            match self.by_id.get_mut(&id) {
                Some(ours) => ours.merge(theirs),
                None => {
                    self.by_id.insert(id, theirs);
                }
            }
        }
        self.folded_count = self.folded_count.saturating_add(other.folded_count);
        self.folded_paid = self.folded_paid.saturating_add(other.folded_paid);
        self.folded_until = self.folded_until.max(other.folded_until);
        self.folded_spend = match (self.folded_spend, other.folded_spend) {
            (Some(ours), Some(theirs)) => ours.plus(theirs).or(Some(ours)),
            (one, None) | (None, one) => one,
        };
        self.bound();
    }

    /// Takes in an order that was another customer's.
    pub fn take_over(&mut self, order: OrderFacts) {
        let mut other = Self::default();
        other.by_id.insert(order.order_id.clone(), order);
        self.merge(other);
    }

    fn of(&mut self, order_id: &str) -> &mut OrderFacts {
        self.by_id
            .or_insert_with(order_id.to_owned(), || OrderFacts {
                order_id: order_id.to_owned(),
                ..OrderFacts::default()
            })
    }

    fn bound(&mut self) {
        while self.by_id.len() > Self::LIMIT {
            let oldest = self
                .by_id
                .values()
                .min_by(|a, b| (a.placed_at, &a.order_id).cmp(&(b.placed_at, &b.order_id)))
                .map(|order| order.order_id.clone());
            let Some(order) = oldest.and_then(|id| self.by_id.remove(&id)) else {
                return;
            };
            if !order.counts() {
                continue;
            }
            self.folded_count = self.folded_count.saturating_add(1);
            self.folded_until = self.folded_until.max(order.placed_at);
            if let (Some(net), true) = (order.net(), order.paid_at.is_some()) {
                self.folded_paid = self.folded_paid.saturating_add(1);
                let spend = self.folded_spend.unwrap_or(Money::zero(net.currency));
                self.folded_spend = spend.plus(net).or(Some(spend));
            }
        }
    }
}

impl OrderFacts {
    /// Whether it counts as an order: placed, no test, not deleted.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.placed_at.is_some() && !self.test && !self.is_deleted()
    }

    /// Whether it is deleted now: the last word of deleting and taking back counts.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted && self.restored_at <= self.deleted_at
    }

    /// What it came to, less what was given back, never below zero.
    #[must_use]
    pub fn net(&self) -> Option<Money> {
        let total = self.total?;
        let single: i64 = self
            .refunds
            .values()
            .fold(0, |sum, minor| sum.saturating_add(*minor));
        let told = self.refunded.map_or(0, |refunded| refunded.minor);
        Some(Money::new(
            (total.minor - single.max(told)).max(0),
            total.currency,
        ))
    }

    /// The order as a platform would tell it, as far as it is kept.
    #[must_use]
    pub fn as_told(&self) -> Order {
        Order {
            order_id: self.order_id.clone(),
            number: self.number.clone(),
            placed_at: self.placed_at,
            paid_at: self.paid_at,
            cancelled_at: self.cancelled_at,
            total: self.total,
            refunded: self.refunded,
            items: self.items.iter().map(LineFacts::as_told).collect(),
            cart_token: self.cart_token.clone(),
            checkout_token: self.checkout_token.clone(),
            test: self.test,
            updated_at: Some(self.updated_at),
            email: self.email.clone(),
            ..Order::default()
        }
    }

    fn join(&mut self, told: &Order, at: Timestamp) {
        self.placed_at = earliest(self.placed_at, told.placed_at);
        self.paid_at = earliest(self.paid_at, told.paid_at);
        self.cancelled_at = earliest(self.cancelled_at, told.cancelled_at);
        self.test |= told.test;
        self.restored_at = self.restored_at.max(told.restored_at);
        let version = told.updated_at.unwrap_or(at);
        let items = LineFacts::of(&told.items);
        let newer = version
            .cmp(&self.updated_at)
            .then_with(|| LineFacts::weigh((told.total, &items), (self.total, &self.items)))
            .is_gt();
        self.refunded = match (self.refunded, told.refunded) {
            (Some(ours), Some(theirs)) if ours.minor >= theirs.minor => Some(ours),
            (ours, theirs) => theirs.or(ours),
        };
        let newest = |ours: &mut Option<String>, theirs: &Option<String>| {
            if theirs.is_some() && (newer || ours.is_none()) {
                ours.clone_from(theirs);
            }
        };
        newest(&mut self.number, &told.number);
        newest(&mut self.cart_token, &told.cart_token);
        newest(&mut self.checkout_token, &told.checkout_token);
        if newer {
            self.updated_at = version;
            self.total = told.total.or(self.total);
            self.email.clone_from(&told.email);
            if self.anonymized {
                self.email = None;
            }
            if !told.items.is_empty() {
                self.items = items;
            }
        }
    }

    fn merge(&mut self, theirs: Self) {
        let newer = theirs.updated_at > self.updated_at;
        let (mut winner, loser) = if newer {
            (theirs, self.clone())
        } else {
            (self.clone(), theirs)
        };
        winner.placed_at = earliest(winner.placed_at, loser.placed_at);
        winner.paid_at = earliest(winner.paid_at, loser.paid_at);
        winner.cancelled_at = earliest(winner.cancelled_at, loser.cancelled_at);
        winner.test |= loser.test;
        winner.anonymized |= loser.anonymized;
        winner.deleted |= loser.deleted;
        winner.deleted_at = winner.deleted_at.max(loser.deleted_at);
        winner.restored_at = winner.restored_at.max(loser.restored_at);
        for (id, minor) in loser.refunds {
            let known = winner.refunds.or_default(id);
            *known = (*known).max(minor);
        }
        *self = winner;
    }
}

impl LineFacts {
    /// How many lines of a cart or order are kept.
    pub const LIMIT: usize = 20;

    /// Which of two tellings with the same time counts, the greater one: chosen by what they
    /// say, so that the order in which they are told does not matter.
    #[must_use]
    pub fn weigh(one: (Option<Money>, &[Self]), other: (Option<Money>, &[Self])) -> Ordering {
        let outline = |(total, items): (Option<Money>, &[Self])| {
            (total.map(|total| total.minor), items.len())
        };
        outline(one).cmp(&outline(other)).then_with(|| {
            if one.1 == other.1 {
                return Ordering::Equal;
            }
            to_string(&one.1).cmp(&to_string(&other.1))
        })
    }

    fn as_told(&self) -> Item {
        Item {
            product_id: self.product_id.clone(),
            variant_id: self.variant_id.clone(),
            title: self.title.clone(),
            variant_title: self.variant_title.clone(),
            quantity: self.quantity,
            unit_price: self.unit_price,
            sku: self.sku.clone(),
            vendor: self.vendor.clone(),
            category: self.category.clone(),
            image_url: self.image_url.clone(),
            url: self.url.clone(),
        }
    }

    /// What is kept of `items`.
    #[must_use]
    pub fn of(items: &[Item]) -> Vec<Self> {
        items
            .iter()
            .take(Self::LIMIT)
            .map(|item| Self {
                product_id: item.product_id.clone(),
                variant_id: item.variant_id.clone(),
                title: shortened(&item.title),
                variant_title: item.variant_title.clone(),
                quantity: item.quantity,
                unit_price: item.unit_price,
                image_url: item.image_url.clone(),
                url: item.url.clone(),
                sku: item.sku.clone(),
                vendor: item.vendor.clone(),
                category: item.category.clone(),
                ..Self::default()
            })
            .collect()
    }
}

/// A title of at most 120 characters; a longer one ends in an ellipsis, so that a reader sees that
/// there was more.
fn shortened(title: &str) -> String {
    const LONGEST: usize = 120;
    if title.chars().nth(LONGEST).is_none() {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LONGEST - 1).collect();
    [kept.trim_end(), "…"].concat()
}

fn earliest(ours: Option<Timestamp>, theirs: Option<Timestamp>) -> Option<Timestamp> {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
        (one, None) | (None, one) => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_says_that_it_goes_on() {
        let title = |length: usize| "ü".repeat(length);
        assert_eq!(shortened(&title(120)), title(120));
        assert_eq!(shortened(&title(121)), format!("{}…", title(119)));
        let cut_at_a_space = format!("{} {}", title(118), title(10));
        assert_eq!(shortened(&cut_at_a_space), format!("{}…", title(118)));
    }
}
