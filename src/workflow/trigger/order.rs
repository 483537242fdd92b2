//! An order was placed, or paid.

use super::{Entry, Firing, Start, last_of};
use crate::condition::{Comparison, Context};
use crate::customer::{Customer, OrderFacts};
use crate::document::{FromNode, Node};
use crate::event::{Event, EventKind, EventName};
use crate::money::{Currency, Money};
use crate::trace::Saw;

/// Fires for each order when it is placed (`PAID` false) or paid (`PAID` true), once per order.
/// Test orders never fire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "OrderFilter", deny_unknown_fields))]
pub struct OrderFilter<const PAID: bool> {
    /// Only the customer's orders with these numbers: `[1]` is the first, `[5, 10, 20]` are
    /// milestones. Cancelled orders are not counted. Every order when left out.
    #[cfg_attr(test, schemars(default))]
    pub ordinals: Vec<u32>,
    /// Only from this ordinal on: 2 leaves the first order out.
    #[cfg_attr(test, schemars(default))]
    pub from_ordinal: Option<u32>,
    /// Only orders of this worth, in the shop's currency.
    #[cfg_attr(test, schemars(default))]
    pub worth: Option<Worth>,
}

/// A comparison with an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Worth {
    /// How it is compared.
    pub is: Comparison,
    /// With how much: `"250.00"`.
    pub amount: Money,
    /// For “between”: the upper limit.
    pub and: Option<Money>,
}

impl<const PAID: bool> Start for OrderFilter<PAID> {
    fn events(&self) -> &[EventName] {
        if PAID {
            &[EventName::OrderCompleted]
        } else {
            &[EventName::OrderPlaced]
        }
    }

    fn fires(&self, event: &Event, context: &Context<'_>) -> Firing {
        let Context {
            customer, currency, ..
        } = *context;
        let (EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order }) = &event.kind
        else {
            return Firing::Unrelated;
        };
        let Some(facts) = customer
            .orders
            .by_id
            .get(&order.order_id)
            .filter(|facts| !facts.test)
        else {
            return Firing::Unrelated;
        };
        match self.objection(facts, customer, currency) {
            Some(saw) => Firing::NotMet(saw),
            None => Firing::Fires,
        }
    }

    fn entry(&self, event: &Event, context: &Context<'_>) -> Entry {
        let customer = context.customer;
        let (EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order }) = &event.kind
        else {
            return Entry::of_fact(event);
        };
        let facts = customer.orders.by_id.get(&order.order_id);
        let moment = facts.and_then(|facts| if PAID { facts.paid_at } else { facts.placed_at });
        Entry {
            keys: vec![format!("order:{}", order.order_id)],
            anchor: moment
                .unwrap_or_else(|| event.effective_at())
                .min(event.received_at),
            order: Some(order.order_id.clone()),
            ..Entry::of_fact(event)
        }
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let verb = if PAID { "pays" } else { "places" };
        let numbers: Vec<String> = self.ordinals.iter().map(u32::to_string).collect();
        let mut condition = match (numbers.as_slice(), self.from_ordinal) {
            ([], None) => format!("{verb} an order"),
            ([], Some(from)) => format!("{verb} an order, from number {from} on"),
            (numbers, _) => format!("{verb} order number {}", numbers.join(" or ")),
        };
        if let Some(worth) = &self.worth {
            let worth = worth.is.say(&worth.amount, worth.and.as_ref());
            condition.push_str(&format!(" of {worth}"));
        }
        last_of(condition, self.events(), context)
    }
}

impl<const PAID: bool> OrderFilter<PAID> {
    /// What speaks against this order, if anything does.
    fn objection(
        &self,
        facts: &OrderFacts,
        customer: &Customer,
        currency: Currency,
    ) -> Option<Saw> {
        // To count takes a look at every order, so it is done only for those who ask.
        let asks = !self.ordinals.is_empty() || self.from_ordinal.is_some();
        let ordinal = asks
            .then(|| customer.orders.ordinal(&facts.order_id))
            .flatten();
        let listed = self.ordinals.is_empty()
            || ordinal.is_some_and(|number| self.ordinals.contains(&number));
        let late_enough = self
            .from_ordinal
            .is_none_or(|from| ordinal.is_some_and(|number| number >= from));
        if !listed || !late_enough {
            return Some(Saw {
                condition: self.ordinal_sentence(),
                value: ordinal.map_or_else(
                    || "no order that counts".to_owned(),
                    |number| format!("order {number}"),
                ),
                matched: false,
            });
        }
        let worth = self.worth?;
        let total = facts.total.filter(|total| total.currency == currency);
        let upper = worth.and.map(|upper| upper.minor);
        let enough = total.is_some_and(|total| {
            worth
                .is
                .holds(&total.minor, &worth.amount.minor, upper.as_ref())
        });
        (!enough).then(|| Saw {
            condition: format!(
                "the order is worth {}",
                worth.is.say(&worth.amount, worth.and.as_ref())
            ),
            value: facts
                .total
                .map_or_else(|| "unknown".to_owned(), |total| total.to_string()),
            matched: false,
        })
    }

    fn ordinal_sentence(&self) -> String {
        match (self.from_ordinal, self.ordinals.as_slice()) {
            (Some(from), _) => format!("it is the customer’s order {from} or later"),
            (None, [1]) => "it is the customer’s first order".to_owned(),
            (None, numbers) => {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("it is the customer’s order {}", numbers.join(", "))
            }
        }
    }
}

impl<const PAID: bool> FromNode for OrderFilter<PAID> {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "ordinals", "from_ordinal", "worth"])?;
        let ordinals = object.or("ordinals", Vec::new(), |node| {
            node.items()?
                .iter()
                .map(|item| item.whole(1..=100_000))
                .collect()
        });
        let from_ordinal = object.maybe("from_ordinal", |node| node.whole(1..=100_000));
        let worth = object.maybe("worth", Worth::read);
        Some(Self {
            ordinals: ordinals?,
            from_ordinal: from_ordinal?,
            worth: worth?,
        })
    }
}

impl FromNode for Worth {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["is", "amount", "and"])?;
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
