//! What was bought.

use super::comparison::Times;
use super::item::Where;
use super::{Answer, Comparison, Context, ItemPredicate, Leaf, ORDER_EVENTS, Scope, Window};
use crate::customer::{LineFacts, OrderFacts};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;

/// Compares how many orders placed in a window hold a line that passes all tests. Test orders,
/// deleted and cancelled ones do not count.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Bought {
    /// Tests on a line: all must hold for the same one.
    #[cfg_attr(test, schemars(rename = "where"))]
    pub tests: Vec<ItemPredicate>,
    /// How the number of orders is compared. At least, when left out.
    #[cfg_attr(test, schemars(with = "Option<Comparison>"))]
    pub is: Comparison,
    /// With how many. 1 when left out.
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub count: u32,
    /// For “between”: the upper limit.
    #[cfg_attr(test, schemars(default))]
    pub and: Option<u32>,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

impl Bought {
    /// So often that any more times give the same answer.
    pub(crate) fn enough(&self) -> u32 {
        self.and
            .unwrap_or_default()
            .max(self.count)
            .saturating_add(1)
    }

    /// Whether so many orders are meant.
    pub(crate) fn holds(&self, count: i64) -> bool {
        let upper = self.and.map(i64::from);
        self.is.holds(&count, &self.count.into(), upper.as_ref())
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

    fn fits(&self, order: &OrderFacts, context: &Context<'_>) -> bool {
        order.items.iter().any(|line| self.fits_line(line, context))
    }

    /// Whether a line passes all tests.
    pub(crate) fn fits_line(&self, line: &LineFacts, context: &Context<'_>) -> bool {
        self.tests.iter().all(|test| test.holds(line, context))
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

impl FromNode for Bought {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "where", "is", "count", "and", "window"])?;
        let tests = object.required("where").and_then(|node| {
            let tests: Vec<ItemPredicate> = node.list()?;
            if node.items()?.is_empty() {
                return node.error(
                    "no-tests",
                    "This says nothing about the product.",
                    "Add a test, or count orders with “order_count”.",
                );
            }
            Some(tests)
        });
        let is = object.or("is", Comparison::AtLeast, Comparison::read);
        let count = object.or("count", 1, |node| node.whole(0..=100_000));
        let and = Comparison::upper(is, count.as_ref(), &object, |node| node.whole(0..=100_000));
        let window = object.or("window", Window::Ever, Window::read);
        Some(Self {
            tests: tests?,
            is: is?,
            count: count?,
            and: and?,
            window: window?,
        })
    }
}
