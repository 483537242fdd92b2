//! A cart was left alone for a time.

use super::{Entry, See, Start, said};
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::event::EventName;
use crate::time::Duration;
use crate::trace::Saw;

/// Fires once per cart, when nothing was done with it for a time, something is in it, and
/// nothing was ordered since. Every sign of life starts the wait anew. The workflow's offsets
/// are counted from the last sign of life, so "hour 1" of a workflow that waits an hour is now,
/// not an hour from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct CartAbandoned {
    /// How long it must be left alone: 1 minute or more.
    pub after: Duration,
    /// Only carts that came as far as the checkout. False when left out.
    #[cfg_attr(test, schemars(default))]
    pub checkout_only: bool,
}

impl Start for CartAbandoned {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let (customer, zone) = (context.customer, context.local);
        let open = customer.carts.list.iter().filter(|cart| {
            (cart.checkout || !self.checkout_only) && cart.is_open(&customer.orders)
        });
        for cart in open {
            let Some(first) = cart.keys().next() else {
                continue;
            };
            see(self.after.after(cart.active_at, zone), &|| Entry {
                fact: first.clone(),
                record: None,
                cart: Some(first.clone()),
                keys: cart.keys().collect(),
                anchor: cart.active_at,
                order: None,
            });
        }
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let customer = context.customer;
        let carts = customer.carts.list.iter();
        let latest = carts
            .filter(|cart| cart.checkout || !self.checkout_only)
            .max_by_key(|cart| cart.active_at);
        let what = if self.checkout_only {
            "checkout"
        } else {
            "cart"
        };
        let value = match latest {
            None => format!("no {what}"),
            Some(cart) => match cart.bought_by(&customer.orders) {
                Some(order) => format!(
                    "bought with order {} at {}",
                    order.number.as_deref().unwrap_or(&order.order_id),
                    order
                        .placed_at
                        .map_or_else(String::new, |at| said(at, context))
                ),
                None if cart.is_open(&customer.orders) => {
                    format!("untouched since {}", said(cart.active_at, context))
                }
                None => format!(
                    "emptied or thrown away at {}",
                    said(cart.active_at, context)
                ),
            },
        };
        Saw {
            condition: format!("leaves a {what} alone for {} and buys nothing", self.after),
            value,
            matched: latest.is_some_and(|cart| cart.is_open(&customer.orders)),
        }
    }
}

impl FromNode for CartAbandoned {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "after", "checkout_only"])?;
        let after = object.required("after").and_then(|node| {
            let after = Duration::read(&node)?;
            if after.at_most_millis() < 60_000 {
                return node.error(
                    "too-short",
                    format!("After {after} nobody has abandoned anything."),
                    "Wait at least 1 minute; an hour is customary.",
                );
            }
            Some(after)
        });
        let checkout_only = object.or("checkout_only", false, Node::boolean);
        Some(Self {
            after: after?,
            checkout_only: checkout_only?,
        })
    }
}
