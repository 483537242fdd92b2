//! What the cart is worth.

use super::{Answer, CART_EVENTS, Compared, Comparison, Context, Leaf, Scope, Subject, Test};
use crate::document::{FromNode, Node};
use crate::money::Money;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

/// Compares the worth of the cart the workflow began with; outside such a workflow, of the
/// latest cart that was neither bought nor emptied. A cart in another currency than the shop's
/// does not match, and neither does no cart at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct CartValue {
    /// How it is compared.
    pub is: Comparison,
    /// With how much, in the shop's currency: `"50.00"`.
    pub amount: Money,
    /// For “between”: the upper limit.
    pub and: Option<Money>,
}

impl CartValue {
    pub(super) fn value(context: &Context<'_>) -> Option<Money> {
        context.open_cart()?.value()
    }

    /// Whether a cart of this value is meant; `None` where there is no cart or no price.
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
}

impl Said for CartValue {
    fn say(&self, to: &mut Sentence<'_>) {
        let amount = Compared::new(self.is, "amount", &self.amount, self.and.as_ref());
        to.say("has a cart worth {_amount}", &[("_amount", &amount)]);
    }
}

impl FromNode for CartValue {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "amount", "and"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let amount = object.required("amount").and_then(|node| node.money());
        let and = Comparison::upper(is, amount.as_ref(), &object, Node::money);
        Some(Self {
            is: is?,
            amount: amount?,
            and: and?,
        })
    }
}
