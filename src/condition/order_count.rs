//! How many orders were placed.

use super::{
    Answer, Compared, Comparison, Context, Leaf, ORDER_EVENTS, Scope, Subject, Test, Window,
};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;

/// Compares the number of orders placed in a window. Test orders, deleted and cancelled ones
/// do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct OrderCount {
    /// How it is compared.
    pub is: Comparison,
    /// With how many: 0 to 100,000.
    pub count: u32,
    /// For “between”: the upper limit.
    #[cfg_attr(test, schemars(default))]
    pub and: Option<u32>,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

impl OrderCount {
    /// Whether so many are meant.
    pub(crate) fn holds(&self, count: i64) -> bool {
        let upper = self.and.map(i64::from);
        self.is.holds(&count, &self.count.into(), upper.as_ref())
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
}

impl Said for OrderCount {
    fn say(&self, to: &mut Sentence<'_>) {
        let count = Compared::new(self.is, "count", &self.count, self.and.as_ref());
        to.say(
            "has placed {_count} {_count:order|orders}{window}",
            &[("_count", &count), ("window", &self.window)],
        );
    }
}

impl FromNode for OrderCount {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "count", "and", "window"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let count = object
            .required("count")
            .and_then(|node| node.whole(0..=100_000));
        let and = Comparison::upper(is, count.as_ref(), &object, |node| node.whole(0..=100_000));
        let window = object.or("window", Window::Ever, Window::read);
        Some(Self {
            is: is?,
            count: count?,
            and: and?,
            window: window?,
        })
    }
}
