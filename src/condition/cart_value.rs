//! The value of the cart.

use super::{
    Answer, CART_EVENTS, Compared, Comparison, Context, Leaf, Reads, Scope, Subject, Test, upper,
};
use crate::document::declared;
use crate::money::Money;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

declared! {
    /// Compares the value of the cart that started the workflow or, in other workflows and in
    /// segments, of the latest cart that was neither ordered nor emptied. False if there is no cart
    /// or it is in a currency other than the shop’s.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct CartValue beside ["type"] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// The amount in the shop’s currency, such as `"50.00"`.
        amount: Money = required(AMOUNT),
        /// The upper limit, for “between”.
        and: Option<Money> = upper(is, &amount, AMOUNT),
    }
    listed in "Cart and product" as "Value of the cart";
}

impl CartValue {
    pub(super) fn value(context: &Context<'_>) -> Option<Money> {
        context.open_cart()?.value()
    }

    /// Whether the condition holds for a cart of this value; `None` if there is no cart or no
    /// price.
    pub(crate) fn holds(&self, value: Option<Money>) -> bool {
        let upper = self.and.map(|upper| upper.minor);
        value.is_some_and(|value| {
            value.currency == self.amount.currency
                && self
                    .is
                    .holds(&value.minor, &self.amount.minor, upper.as_ref())
        })
    }
}

impl Leaf for CartValue {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(self.holds(Self::value(context)))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        match Self::value(context) {
            None => Seen::Nothing,
            Some(value) if value.currency == self.amount.currency => Seen::Whole(value.minor),
            Some(value) => Seen::text(format!("{} {}", value.decimal(), value.currency)),
        }
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen {
            Seen::Nothing => to.say("no cart", &[]),
            Seen::Whole(minor) => Money::new(*minor, self.amount.currency).say(to),
            other => other.say(to),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(CART_EVENTS);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let upper = self.and.map(|upper| upper.minor);
        let test = Test::number(self.is, self.amount.minor, upper);
        Some((Subject::CartValue(self.amount.currency), test))
    }

    fn reads(&self) -> Reads {
        Reads::CART
    }

    fn cost(&self) -> u32 {
        2
    }
}

impl Said for CartValue {
    fn say(&self, to: &mut Sentence<'_>) {
        let amount = Compared::new(self.is, "amount", &self.amount, self.and.as_ref());
        to.say("has a cart worth {_amount}", &[("_amount", &amount)]);
    }
}
