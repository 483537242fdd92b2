//! Compares the amount spent.

use super::{
    Answer, Compared, Comparison, Context, Leaf, ORDER_EVENTS, Reads, Scope, Subject, Test, Window,
    upper,
};
use crate::document::declared;
use crate::money::{Currency, Money};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;
use std::ops::RangeInclusive;

declared! {
    /// Compares the total of paid orders placed in a window, net of refunds, in the shop’s
    /// currency. A refund reduces the order it belongs to, whenever it was made.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Spend beside ["type"] {
        /// The comparison. `more_than` excludes the amount itself.
        is: Comparison = required(typed()),
        /// The amount in the shop’s currency, such as `"500.00"`.
        amount: Money = required(AMOUNT),
        /// The upper limit, for “between”.
        and: Option<Money> = upper(is, &amount, AMOUNT),
        /// The time window. Default: all time.
        window: Window = or(Window::Ever, typed()),
    }
    listed in "Orders" as "Amount spent";
}

impl Spend {
    /// Whether so much is meant, in minor units.
    pub(crate) fn holds(&self, minor: i64) -> bool {
        let upper = self.and.map(|upper| upper.minor);
        self.is.holds(&minor, &self.amount.minor, upper.as_ref())
    }

    /// The amounts for which it holds.
    pub(crate) fn wanted(&self) -> RangeInclusive<i64> {
        let upper = self.and.map(|upper| upper.minor);
        self.is.range(self.amount.minor, upper)
    }

    /// What all paid orders in a currency came to.
    pub(super) fn moments(
        currency: Currency,
        context: &Context<'_>,
    ) -> impl Iterator<Item = (Timestamp, i64)> {
        let orders = &context.customer.orders;
        let kept = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.paid_at.is_some())
            .filter_map(|order| Some((order.placed_at?, order.net()?)));
        // Of those that were summed up only the newest moment is known.
        let folded = orders.folded_until.zip(orders.folded_spend);
        kept.chain(folded)
            .filter(move |(_, net)| net.currency == currency)
            .map(|(at, net)| (at, net.minor))
    }

    fn sum(&self, context: &Context<'_>) -> (i64, Timestamp) {
        let moments = Self::moments(self.amount.currency, context);
        self.window.follow(context, moments, |sum| self.holds(sum))
    }
}

impl Leaf for Spend {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let (sum, stable_until) = self.sum(context);
        let folded = context.customer.orders.folded_until;
        Answer {
            matched: self.holds(sum),
            stable_until,
            truncated: self.window != Window::Ever && self.window.reaches_behind(folded, context),
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(self.sum(context).0)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen.as_whole() {
            Some(minor) => Money::new(minor, self.amount.currency).say(to),
            None => seen.say(to),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(ORDER_EVENTS);
        self.window.scope(scope);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let upper = self.and.map(|upper| upper.minor);
        let test = Test::number(self.is, self.amount.minor, upper);
        Some((Subject::Spend(self.window, self.amount.currency), test))
    }

    fn reads(&self) -> Reads {
        Reads::orders(&self.window)
    }

    fn cost(&self) -> u32 {
        5
    }
}

impl Said for Spend {
    fn say(&self, to: &mut Sentence<'_>) {
        let amount = Compared::new(self.is, "amount", &self.amount, self.and.as_ref());
        to.say(
            "has spent {_amount}{window}",
            &[("_amount", &amount), ("window", &self.window)],
        );
    }
}
