//! The number of orders.

use super::{
    Answer, Compared, Comparison, Context, Leaf, ORDER_EVENTS, Reads, Scope, Subject, Test, Window,
    upper,
};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;
use std::ops::RangeInclusive;

declared! {
    /// Compares the number of orders in a window. Test, deleted, and canceled orders don’t count.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct OrderCount beside ["type"] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// The number of orders: 0 to 100,000.
        count: u32 = required(whole(0..=100_000)),
        /// The upper limit, for “between”.
        and: Option<u32> = upper(is, &count, whole(0..=100_000)),
        /// The time window. Default: all time.
        window: Window = or(Window::Ever, typed()),
    }
    listed in "Orders" as "Number of orders";
}

impl OrderCount {
    /// Whether the condition holds for this number.
    pub(crate) fn holds(&self, count: i64) -> bool {
        let upper = self.and.map(i64::from);
        self.is.holds(&count, &self.count.into(), upper.as_ref())
    }

    /// The numbers for which it holds.
    pub(crate) fn wanted(&self) -> RangeInclusive<i64> {
        self.is.range(self.count.into(), self.and.map(i64::from))
    }

    /// The moments of all orders that count.
    pub(super) fn moments(context: &Context<'_>) -> impl Iterator<Item = (Timestamp, i64)> {
        let orders = &context.customer.orders;
        let kept = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.cancelled_at.is_none())
            .filter_map(|order| Some((order.placed_at?, 1)));
        // Of those that were summed up only the newest moment is known.
        let folded = orders
            .folded_until
            .map(|until| (until, i64::from(orders.folded_count)));
        kept.chain(folded)
    }

    fn count(&self, context: &Context<'_>) -> (i64, Timestamp) {
        let moments = Self::moments(context);
        self.window
            .follow(context, moments, |count| self.holds(count))
    }
}

impl Leaf for OrderCount {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let (count, stable_until) = self.count(context);
        let folded = context.customer.orders.folded_until;
        Answer {
            matched: self.holds(count),
            stable_until,
            truncated: self.window != Window::Ever && self.window.reaches_behind(folded, context),
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(self.count(context).0)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        to.say("{_n} {_n:order|orders}", &[("_n", seen)]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(ORDER_EVENTS);
        self.window.scope(scope);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let test = Test::number(self.is, self.count, self.and);
        Some((Subject::Orders(self.window), test))
    }

    fn reads(&self) -> Reads {
        Reads::orders(&self.window)
    }

    fn cost(&self) -> u32 {
        5
    }

    fn is_negative(&self) -> bool {
        self.holds(0) && !self.holds(1)
    }
}

impl Said for OrderCount {
    fn say(&self, to: &mut Sentence<'_>) {
        let count = Compared::new(self.is, "count", &self.count, self.and.as_ref()).of_things();
        to.say(
            "has placed {_count} {_count:order|orders}{window}",
            &[("_count", &count), ("window", &self.window)],
        );
    }
}
