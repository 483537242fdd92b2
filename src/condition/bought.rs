//! Compares the number of orders with certain products.

use super::comparison::Times;
use super::item::Where;
use super::{
    Answer, Comparison, Context, ItemPredicate, Leaf, ORDER_EVENTS, Reads, Scope, Window, upper,
};
use crate::customer::OrderFacts;
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;
use std::ops::RangeInclusive;

declared! {
    /// Compares the number of orders in a window that have a line item passing all tests. Test,
    /// deleted, and canceled orders don’t count.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Bought beside ["type"] {
        /// Tests on a line item. One line item must pass all of them.
        tests as "where": Vec<ItemPredicate> = required(checked(those_of(typed()), |node, tests| {
            if node.items()?.is_empty() {
                return node.error(
                    "no-tests",
                    "Expected at least one test on the product; found none.",
                    "Add a test to “where”, or use “order_count” to count all orders.",
                );
            }
            Some(tests)
        })),
        /// The comparison. Default: `at_least`.
        is: Comparison = or(Comparison::AtLeast, typed()),
        /// The number of orders: 0 to 100,000. Default: 1.
        count: u32 = or(1, whole(0..=100_000)),
        /// The upper limit, for “between”.
        and: Option<u32> = upper(is, &count, whole(0..=100_000)),
        /// The time window. Default: all time.
        window: Window = or(Window::Ever, typed()),
    }
    listed in "Orders" as "Products bought";
    example {"where": [{"property": "vendor", "is": "equals", "value": "Acme"}]};
}

impl Bought {
    /// Whether the condition holds for this number of orders.
    pub(crate) fn holds(&self, count: i64) -> bool {
        let upper = self.and.map(i64::from);
        self.is.holds(&count, &self.count.into(), upper.as_ref())
    }

    /// The numbers for which it holds.
    pub(crate) fn wanted(&self) -> RangeInclusive<i64> {
        self.is.range(self.count.into(), self.and.map(i64::from))
    }

    fn count(&self, context: &Context<'_>) -> (i64, Timestamp) {
        let orders = &context.customer.orders;
        let moments = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.cancelled_at.is_none())
            .filter(|order| self.fits(order, context))
            .filter_map(|order| Some((order.placed_at?, 1)));
        self.window
            .follow(context, moments, |count| self.holds(count))
    }

    /// Tests of which one line must pass all.
    pub(crate) fn tests(&self) -> &[ItemPredicate] {
        &self.tests
    }

    fn fits(&self, order: &OrderFacts, context: &Context<'_>) -> bool {
        let passes = |line| self.tests.iter().all(|test| test.holds(line, context));
        order.items.iter().any(passes)
    }
}

impl Leaf for Bought {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let (count, stable_until) = self.count(context);
        let folded = context.customer.orders.folded_until;
        Answer {
            matched: self.holds(count),
            stable_until,
            truncated: self.window.reaches_behind(folded, context),
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(self.count(context).0)
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        to.say("{_n} {_n:order|orders}", &[("_n", seen)]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(ORDER_EVENTS);
        self.window.scope(scope);
        scope.catalogue |= self.tests.iter().any(ItemPredicate::asks_catalogue);
    }

    fn reads(&self) -> Reads {
        Reads::orders(&self.window)
    }

    fn cost(&self) -> u32 {
        6
    }
}

impl Said for Bought {
    fn say(&self, to: &mut Sentence<'_>) {
        let times = Times::new(self.is, self.count, self.and);
        to.say(
            "has ordered a product{_where}{_times}{window}",
            &[
                ("_where", &Where(&self.tests)),
                ("_times", &times),
                ("window", &self.window),
            ],
        );
    }
}
