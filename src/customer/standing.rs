//! A customer's loyalty tier and points.

use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// When the tier is next reviewed.
    pub struct TierStanding {
        /// When the tier may next change without an event.
        pub look_at: Option<Timestamp>,
        /// The review at which the customer loses the tier unless they earn enough before.
        pub review_at: Option<Timestamp>,
        /// Whether the event `tier_at_risk` was made for this review.
        pub warned: bool,
        /// A tier that a workflow moved the customer to.
        pub lifted_to: Option<String>,
        /// When it ends; `None` if it doesn't.
        pub lifted_until: Option<Timestamp>,
    }
}

impl TierStanding {
    /// The tier that a workflow moved the customer to and that still holds at `now`.
    #[must_use]
    pub fn lifted_at(&self, now: Timestamp) -> Option<&str> {
        let over = self.lifted_until.is_some_and(|until| until <= now);
        self.lifted_to.as_deref().filter(|_| !over)
    }

    /// Merges the standing of the same person under another name.
    pub fn merge(&mut self, other: &Self) {
        if self.lifted_to.is_none() {
            self.lifted_to.clone_from(&other.lifted_to);
            self.lifted_until = other.lifted_until;
        }
    }
}

stored! {
    /// The points a customer has, and where they came from.
    pub struct Points {
        /// The points that can be redeemed.
        pub balance: i64,
        /// The points ever earned. Redeeming doesn’t reduce it.
        pub earned: i64,
        /// The newest entries, oldest first; at most [`Points::LIMIT`].
        pub entries: Vec<PointsEntry>,
        /// The points from each order so far, newest orders last.
        pub of_orders: Vec<OrderPoints>,
    }
}

stored! {
    /// One entry of the ledger.
    pub struct PointsEntry {
        /// When the points were given or taken.
        pub at: Timestamp,
        /// The number of points; negative if taken.
        pub points: i64,
        /// The reason: a rule’s ID, `order:…`, `step:…`, or a note from the admin.
        pub cause: String,
    }
}

stored! {
    /// The points from one order.
    pub struct OrderPoints {
        /// The order's id.
        pub order: String,
        /// The number of points.
        pub points: i64,
    }
}

impl Points {
    /// How many entries are kept.
    pub const LIMIT: usize = 50;
    /// Of how many orders it is remembered what they gave.
    const ORDERS: usize = 200;

    /// Writes an entry for points that were earned, or that what earned them no longer gives.
    pub fn earn(&mut self, at: Timestamp, points: i64, cause: String) {
        self.earned = self.earned.saturating_add(points).max(0);
        self.book(at, points, cause);
    }

    /// Writes an entry for points that were redeemed; they stay earned.
    pub fn redeem(&mut self, at: Timestamp, points: i64, cause: String) {
        self.book(at, points.saturating_neg(), cause);
    }

    fn book(&mut self, at: Timestamp, points: i64, cause: String) {
        self.balance = self.balance.saturating_add(points);
        self.entries.push(PointsEntry {
            at,
            points,
            cause,
            ..PointsEntry::default()
        });
        if self.entries.len() > Self::LIMIT {
            self.entries.remove(0);
        }
    }

    /// What the order should have given by now, less what it has; remembers it as given.
    pub fn owed_for(&mut self, order: &str, points: i64) -> i64 {
        if let Some(known) = self.of_orders.iter_mut().find(|known| known.order == order) {
            return points - std::mem::replace(&mut known.points, points);
        }
        if points != 0 {
            self.of_orders.push(OrderPoints {
                order: order.to_owned(),
                points,
                ..OrderPoints::default()
            });
            if self.of_orders.len() > Self::ORDERS {
                self.of_orders.remove(0);
            }
        }
        points
    }

    /// What an order gave so far.
    #[must_use]
    pub fn of_order(&self, order: &str) -> i64 {
        let known = self.of_orders.iter().find(|known| known.order == order);
        known.map_or(0, |known| known.points)
    }

    /// Merges the points of another customer who is the same person. What one order gave both
    /// counts once.
    pub fn merge(&mut self, other: Self) {
        let mut twice = 0;
        for theirs in other.of_orders {
            match self
                .of_orders
                .iter()
                .find(|ours| ours.order == theirs.order)
            {
                Some(_) => twice += theirs.points,
                None => self.of_orders.push(theirs),
            }
        }
        self.balance = self.balance.saturating_add(other.balance - twice);
        self.earned = self.earned.saturating_add(other.earned - twice);
        let ours = std::mem::take(&mut self.entries);
        for entry in ours.into_iter().chain(other.entries) {
            let place = self.entries.partition_point(|known| known.at <= entry.at);
            self.entries.insert(place, entry);
        }
        let surplus = self.entries.len().saturating_sub(Self::LIMIT);
        self.entries.drain(..surplus);
    }
}
