//! Compares the quantity of items in the cart.

use super::item::Where;
use super::{
    Answer, CART_EVENTS, Compared, Comparison, Context, ItemPredicate, Leaf, Reads, Scope, upper,
};
use crate::customer::LineFacts;
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;
use std::ops::RangeInclusive;

declared! {
    /// Compares the quantity of items in the cart that pass all tests. This is the cart that
    /// started the workflow or, in other workflows and in segments, the latest cart that was
    /// neither ordered nor emptied. No cart counts as 0 items.
    #[derive(Clone, Debug, PartialEq)]
    pub struct CartContains beside ["type"] {
        /// Tests on each line item. All must pass. Default: every item counts.
        tests as "where": Vec<ItemPredicate> = or(Vec::new(), those_of(typed())),
        /// The comparison. Default: `at_least`.
        is: Comparison = or(Comparison::AtLeast, typed()),
        /// The quantity: 0 to 100,000. Default: 1.
        count: u32 = or(1, whole(0..=100_000)),
        /// The upper limit, for “between”.
        and: Option<u32> = upper(is, &count, whole(0..=100_000)),
    }
    listed in "Cart and product" as "Contents of the cart";
}

impl CartContains {
    fn pieces(&self, context: &Context<'_>) -> u32 {
        let lines = context.open_cart().map_or(&[][..], |cart| &cart.items);
        lines.iter().fold(0, |sum, line| {
            sum.saturating_add(self.pieces_of(line, context))
        })
    }

    /// Tests of which a line must pass all.
    pub(crate) fn tests(&self) -> &[ItemPredicate] {
        &self.tests
    }

    /// How many pieces of a line are meant: all or none.
    fn pieces_of(&self, line: &LineFacts, context: &Context<'_>) -> u32 {
        let passes = self.tests.iter().all(|test| test.holds(line, context));
        if passes { line.quantity } else { 0 }
    }

    /// Whether the condition holds for this quantity.
    pub(crate) fn holds(&self, pieces: u32) -> bool {
        self.is.holds(&pieces, &self.count, self.and.as_ref())
    }

    /// The quantities for which it holds.
    pub(crate) fn wanted(&self) -> RangeInclusive<i64> {
        self.is.range(self.count.into(), self.and.map(i64::from))
    }
}

impl Leaf for CartContains {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(self.holds(self.pieces(context)))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(self.pieces(context).into())
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        to.say("{_n} {_n:item|items}", &[("_n", seen)]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(CART_EVENTS);
        scope.catalogue |= self.tests.iter().any(ItemPredicate::asks_catalogue);
    }

    fn reads(&self) -> Reads {
        Reads::CART
    }

    fn cost(&self) -> u32 {
        4
    }
}

impl Said for CartContains {
    fn say(&self, to: &mut Sentence<'_>) {
        let count = Compared::new(self.is, "count", &self.count, self.and.as_ref()).of_things();
        to.say(
            "has {_count} {_count:item|items} in the cart{_where}",
            &[("_count", &count), ("_where", &Where(&self.tests))],
        );
    }
}
