//! How much was spent.

use super::{Answer, Comparison, Context, Leaf, Observation, Window};
use crate::document::{Node, Read};
use crate::money::Money;

/// Compares what paid orders placed in a window came to, net of refunds, in the shop's
/// currency. A refund lowers the order it belongs to, whenever it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Spend {
    /// How it is compared; "more than 500.00" leaves 500.00 out.
    pub is: Comparison,
    /// With how much, in the shop's currency: `"500.00"`.
    #[cfg_attr(test, schemars(with = "String"))]
    pub amount: Money,
    /// Over which time; all that is known when left out.
    #[cfg_attr(test, schemars(default))]
    pub window: Window,
}

impl Leaf for Spend {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let orders = &context.customer.orders;
        let currency = self.amount.currency;
        let moments = orders
            .by_id
            .values()
            .filter(|order| order.counts() && order.paid_at.is_some())
            .filter_map(|order| Some((order.placed_at?, order.net()?)))
            .filter(|(_, net)| net.currency == currency)
            .map(|(at, net)| (at, net.minor));
        let reaches_behind = self.window.reaches_behind(orders.folded_until, context);
        let folded = orders
            .folded_spend
            .filter(|spend| reaches_behind && spend.currency == currency)
            .map_or(0, |spend| spend.minor);
        let (inside, stable_until) = self.window.follow(context, moments, |sum| {
            self.is
                .holds(&sum.saturating_add(folded), &self.amount.minor)
        });
        let spent = Money::new(inside.saturating_add(folded), currency);
        Observation {
            answer: Answer {
                matched: self.is.holds(&spent.minor, &self.amount.minor),
                stable_until,
                truncated: reaches_behind && self.window != Window::Ever,
            },
            value: spent.to_string(),
        }
    }

    fn sentence(&self) -> String {
        format!("has spent {} {}{}", self.is, self.amount, self.window)
    }
}

impl Read for Spend {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "amount", "window"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let amount = object.required("amount").and_then(|node| node.money());
        let window = object.or("window", Window::Ever, Window::read);
        Some(Self {
            is: is?,
            amount: amount?,
            window: window?,
        })
    }
}
