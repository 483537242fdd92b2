//! A customer's orders.

use super::line::LineFacts;
use super::sale::Sale;
use crate::event::{Order, Refund};
use crate::id::fingerprint;
use crate::json::Section;
use crate::money::{Currency, Money};
use crate::pii::Pii;
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// All orders, by id; beyond [`Orders::LIMIT`] the oldest are summed up.
    pub struct Orders {
        /// The orders, by id.
        pub by_id: SortedMap<String, Section<OrderFacts>>,
        /// The number of older orders that were summed up.
        pub folded_count: u32,
        /// The number of those that were paid.
        pub folded_paid: u32,
        /// The total of those, net of refunds.
        pub folded_spend: Option<Money>,
        /// When the newest of those was placed.
        pub folded_until: Option<Timestamp>,
        /// Marks of those orders, the newest last; at most [`Orders::MARKS`]. One that is received again is
        /// counted already.
        pub folded_marks: Vec<u64>,
    }
}

stored! {
    /// One order, as of its newest version.
    pub struct OrderFacts {
        /// As in [`Order::order_id`].
        pub order_id: String,
        /// The number the buyer knows.
        pub number: Option<String>,
        /// When it was placed; `None` while only other events about it have come.
        pub placed_at: Option<Timestamp>,
        /// When it was paid.
        pub paid_at: Option<Timestamp>,
        /// When it was cancelled.
        pub cancelled_at: Option<Timestamp>,
        /// Its total when it was placed.
        pub total: Option<Money>,
        /// What was refunded, according to the order itself.
        pub refunded: Option<Money>,
        /// The version whose own list of refunds counts. Where there is one, news of single refunds
        /// change nothing.
        pub refunds_listed: Option<Timestamp>,
        /// When that version came.
        pub refunds_came: Option<Timestamp>,
        /// What was refunded according to single refunds, by refund id, in minor units.
        pub refunds: SortedMap<String, i64>,
        /// What attribution needs of it, as of the newest version that says it.
        pub sale: Option<Sale>,
        /// Its lines; at most [`LineFacts::LIMIT`].
        pub items: Vec<LineFacts>,
        /// The cart it came from.
        pub cart_token: Option<String>,
        /// The checkout it came from.
        pub checkout_token: Option<String>,
        /// As in [`Order::email`].
        pub email: Option<Pii<String>>,
        /// Whether it was anonymized in the shop.
        pub anonymized: bool,
        /// A test order.
        pub test: bool,
        /// Deleted in the shop, at least once.
        pub deleted: bool,
        /// When that was last reported; `None` beside `deleted` in states of the first release.
        pub deleted_at: Option<Timestamp>,
        /// When its restoration was last reported.
        pub restored_at: Option<Timestamp>,
        /// The version these values are from.
        pub updated_at: Timestamp,
        /// Whether it became known by an import of the time before the shop was connected. It earns
        /// no points, now or later.
        pub imported: bool,
    }
}

impl Orders {
    /// How many orders are kept one by one.
    pub const LIMIT: usize = 100;
    /// Of how many of the orders that were summed up it is known which they are.
    pub const MARKS: usize = 1_000;

    /// How many orders count: placed, not a test, not deleted.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_id.values().filter(|order| order.counts()).count() + self.folded_count as usize
    }

    /// Whether an order is known but, as far as is known, was never placed.
    #[must_use]
    pub fn is_unplaced(&self, order_id: &str) -> bool {
        let known = self.by_id.get(order_id);
        known.is_some_and(|order| order.placed_at.is_none())
    }

    /// Whether an order counts here: one by one, or summed up with older ones.
    #[must_use]
    pub fn has_counted(&self, order_id: &str) -> bool {
        match self.by_id.get(order_id) {
            Some(order) => order.counts(),
            None => self.folded_marks.contains(&fingerprint(order_id)),
        }
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

    /// Folds in an order as of `at`.
    pub fn fold(&mut self, order: &Order, at: Timestamp, received_at: Timestamp) {
        if self.is_folded(order) {
            return;
        }
        let known = self.of(&order.order_id);
        known.list_refunds(order, at, received_at);
        known.join(order, at);
        self.bound();
    }

    /// Takes note that an order became known by an import.
    pub fn mark_imported(&mut self, order_id: &str) {
        // One that was summed up at once is no longer there, and nothing comes of it anymore.
        if let Some(order) = self.by_id.get_mut(order_id) {
            order.imported = true;
        }
    }

    /// Folds in that the person was taken out of an order, and what is left of it.
    pub fn anonymize(&mut self, order: &Order, at: Timestamp, received_at: Timestamp) {
        let known = self.of(&order.order_id);
        known.list_refunds(order, at, received_at);
        known.join(order, at);
        known.anonymized = true;
        known.email = None;
        self.bound();
    }

    /// Folds in a refund. Received twice, it counts once.
    pub fn refund(&mut self, refund: &Refund) {
        let minor = refund.amount.map_or(0, |amount| amount.minor);
        let order = self.of(&refund.order_id);
        if order.refunds_listed.is_none() {
            let known = order.refunds.or_default(refund.refund_id.clone());
            *known = (*known).max(minor);
        }
    }

    /// Folds in that an order was deleted in the shop. It may be taken back, and deleted again.
    pub fn delete(&mut self, order_id: &str, at: Timestamp) {
        let order = self.of(order_id);
        order.deleted = true;
        order.deleted_at = order.deleted_at.max(Some(at));
    }

    /// Merges the orders of another customer who is the same person.
    pub fn merge(&mut self, other: Self) {
        for (id, theirs) in other.by_id {
            match self.by_id.get_mut(&id) {
                Some(ours) => ours.merge(theirs.into_inner()),
                None => {
                    self.by_id.insert(id, theirs);
                }
            }
        }
        self.folded_count = self.folded_count.saturating_add(other.folded_count);
        self.mark_folded(&other.folded_marks);
        self.folded_paid = self.folded_paid.saturating_add(other.folded_paid);
        self.folded_until = self.folded_until.max(other.folded_until);
        self.folded_spend = match (self.folded_spend, other.folded_spend) {
            (Some(ours), Some(theirs)) => ours.plus(theirs).or(Some(ours)),
            (one, None) | (None, one) => one,
        };
        self.bound();
    }

    /// Folds in an order that was another customer's.
    pub fn take_over(&mut self, order: OrderFacts) {
        let mut other = Self::default();
        other.by_id.insert(order.order_id.clone(), order.into());
        self.merge(other);
    }

    /// Whether an order is one of those that were summed up. Where it isn't known which they are, whatever
    /// is as old as they are is taken for one of them.
    fn is_folded(&self, order: &Order) -> bool {
        if self.folded_count == 0 || self.by_id.contains_key(&order.order_id) {
            return false;
        }
        let is_known = self.folded_marks.len() >= self.folded_count as usize;
        let is_old = order.placed_at.is_some() && order.placed_at <= self.folded_until;
        self.folded_marks.contains(&fingerprint(&order.order_id)) || (!is_known && is_old)
    }

    fn of(&mut self, order_id: &str) -> &mut OrderFacts {
        self.by_id.or_insert_with(order_id.to_owned(), || {
            let order_id = order_id.to_owned();
            let order = OrderFacts {
                order_id,
                ..OrderFacts::default()
            };
            order.into()
        })
    }

    fn mark_folded(&mut self, marks: &[u64]) {
        self.folded_marks.extend(marks);
        let surplus = self.folded_marks.len().saturating_sub(Self::MARKS);
        self.folded_marks.drain(..surplus);
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
            self.mark_folded(&[fingerprint(&order.order_id)]);
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
        let received = self.refunded.map_or(0, |refunded| refunded.minor);
        Some(Money::new(
            (total.minor - single.max(received)).max(0),
            total.currency,
        ))
    }

    /// The order as a platform would send it, as far as it is kept.
    #[must_use]
    pub fn as_received(&self) -> Order {
        Order {
            order_id: self.order_id.clone(),
            number: self.number.clone(),
            placed_at: self.placed_at,
            paid_at: self.paid_at,
            cancelled_at: self.cancelled_at,
            total: self.total,
            refunded: self.refunded,
            items: self.items.iter().map(LineFacts::as_received).collect(),
            cart_token: self.cart_token.clone(),
            checkout_token: self.checkout_token.clone(),
            test: self.test,
            updated_at: Some(self.updated_at),
            email: self.email.clone(),
            ..Order::default()
        }
    }

    /// Folds in the refunds that a version of the order lists: of the newest by the platform's
    /// time, and of two with one time the one that came later, because taking a refund back does
    /// not move that time.
    fn list_refunds(&mut self, received: &Order, at: Timestamp, received_at: Timestamp) {
        let Some(refunds) = &received.refunds else {
            return;
        };
        let version = (Some(received.updated_at.unwrap_or(at)), Some(received_at));
        if version < self.refunds_version() {
            return;
        }
        (self.refunds_listed, self.refunds_came) = version;
        self.refunded = None;
        self.refunds = SortedMap::new();
        for refund in refunds {
            let minor = refund.amount.map_or(0, |amount| amount.minor);
            self.refunds.insert(refund.refund_id.clone(), minor);
        }
    }

    const fn refunds_version(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        (self.refunds_listed, self.refunds_came)
    }

    fn join(&mut self, received: &Order, at: Timestamp) {
        self.placed_at = earliest(self.placed_at, received.placed_at);
        self.paid_at = earliest(self.paid_at, received.paid_at);
        self.cancelled_at = earliest(self.cancelled_at, received.cancelled_at);
        self.test |= received.test;
        self.restored_at = self.restored_at.max(received.restored_at);
        let version = received.updated_at.unwrap_or(at);
        Sale::join(&mut self.sale, Sale::of(received, version));
        let items = LineFacts::of(&received.items);
        let newer = version
            .cmp(&self.updated_at)
            .then_with(|| LineFacts::weigh((received.total, &items), (self.total, &self.items)))
            .is_gt();
        let reported_refunded = received.refunded.filter(|_| self.refunds_listed.is_none());
        self.refunded = match (self.refunded, reported_refunded) {
            (Some(ours), Some(theirs)) if ours.minor >= theirs.minor => Some(ours),
            (ours, theirs) => theirs.or(ours),
        };
        let newest = |ours: &mut Option<String>, theirs: &Option<String>| {
            if theirs.is_some() && (newer || ours.is_none()) {
                ours.clone_from(theirs);
            }
        };
        newest(&mut self.number, &received.number);
        newest(&mut self.cart_token, &received.cart_token);
        newest(&mut self.checkout_token, &received.checkout_token);
        if newer {
            self.updated_at = version;
            self.total = received.total.or(self.total);
            self.email.clone_from(&received.email);
            if self.anonymized {
                self.email = None;
            }
            if !received.items.is_empty() {
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
        Sale::join(&mut winner.sale, loser.sale.clone());
        winner.anonymized |= loser.anonymized;
        winner.deleted |= loser.deleted;
        winner.imported &= loser.imported;
        winner.deleted_at = winner.deleted_at.max(loser.deleted_at);
        winner.restored_at = winner.restored_at.max(loser.restored_at);
        if loser.refunds_version() > winner.refunds_version() {
            winner.refunds_listed = loser.refunds_listed;
            winner.refunds_came = loser.refunds_came;
            winner.refunds = loser.refunds.clone();
            winner.refunded = None;
        }
        let single = winner.refunds_listed.is_none();
        for (id, minor) in loser.refunds.into_iter().filter(|_| single) {
            let known = winner.refunds.or_default(id);
            *known = (*known).max(minor);
        }
        *self = winner;
    }
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

    fn placed(number: i64) -> Order {
        let at = Timestamp::from_millis(number * 1_000);
        Order {
            order_id: format!("woocommerce:{number}"),
            placed_at: Some(at),
            paid_at: Some(at),
            total: Some(Money::new(1_000, Currency::parse("EUR").unwrap())),
            updated_at: Some(at),
            ..Order::default()
        }
    }

    fn fold(orders: &mut Orders, order: &Order) {
        let at = order.updated_at.unwrap();
        orders.fold(order, at, at);
    }

    #[test]
    fn orders_that_were_summed_up_count_once_however_often_they_are_received() {
        let (all, euro) = (1..=250, Currency::parse("EUR").unwrap());
        let mut orders = Orders::default();
        for _ in 0..3 {
            for number in all.clone() {
                fold(&mut orders, &placed(number));
            }
            assert_eq!(orders.count(), 250);
            assert_eq!(orders.folded_count, 150);
            assert_eq!(orders.spend(euro, |_| true), Money::new(250_000, euro));
        }
        // One that is as old and was never received counts.
        let unknown = Order {
            order_id: "woocommerce:9999".to_owned(),
            ..placed(3)
        };
        fold(&mut orders, &unknown);
        fold(&mut orders, &unknown);
        assert_eq!(orders.count(), 251);
        // Beyond the marks, what is as old as they are is taken for one of them.
        for number in 251..=1_300 {
            fold(&mut orders, &placed(number));
        }
        assert_eq!(orders.folded_marks.len(), Orders::MARKS);
        let before = orders.count();
        for number in 1..=1_300 {
            fold(&mut orders, &placed(number));
        }
        assert_eq!(orders.count(), before);
    }

    #[test]
    fn a_state_of_before_there_were_marks_counts_nothing_twice() {
        let mut orders = Orders::default();
        for number in 1..=120 {
            fold(&mut orders, &placed(number));
        }
        orders.folded_marks = Vec::new();
        for number in 1..=130 {
            fold(&mut orders, &placed(number));
        }
        assert_eq!(orders.count(), 130);
    }
}
