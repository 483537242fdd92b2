//! What the cart is worth.

use super::{Answer, Comparison, Context, Leaf, Observation};
use crate::document::{Node, Read};
use crate::money::Money;

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
    #[cfg_attr(test, schemars(with = "String"))]
    pub amount: Money,
}

impl Leaf for CartValue {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let customer = context.customer;
        let cart = context
            .cart
            .or_else(|| customer.carts.latest_open(&customer.orders));
        let value = cart.and_then(crate::customer::CartFacts::value);
        let matched = value.is_some_and(|value| {
            value.currency == self.amount.currency
                && self.is.holds(&value.minor, &self.amount.minor)
        });
        Observation {
            answer: Answer::settled(matched),
            value: value.map_or_else(|| "no cart".to_owned(), |value| value.to_string()),
        }
    }

    fn sentence(&self) -> String {
        format!("has a cart worth {} {}", self.is, self.amount)
    }
}

impl Read for CartValue {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "amount"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let amount = object.required("amount").and_then(|node| node.money());
        Some(Self {
            is: is?,
            amount: amount?,
        })
    }
}
