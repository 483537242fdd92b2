//! An order was placed, or paid.

use super::{Entry, Firing, Ordinal, Start, say_last, say_ordinal_found};
use crate::condition::{Compared, Comparison, Context, upper};
use crate::customer::{Customer, OrderFacts};
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::money::{Currency, Money};
use crate::sentence::{Choices, Said, Sentence};
use crate::trace::{Observation, Seen};

declared! {
    /// Starts when an order is placed (`PAID` false) or paid (`PAID` true), once per order. Test
    /// orders don’t start it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct OrderFilter<const PAID: bool> beside ["type"] {
        /// Only the customer’s orders with these numbers: `[1]` is the first order, `[5, 10, 20]`
        /// are milestones. Canceled orders don’t count. Default: every order.
        ordinals: Vec<u32> = or(Vec::new(), list(whole(1..=100_000))),
        /// Only from this order number on: 2 excludes the first order.
        from_ordinal: Option<u32> = maybe(whole(1..=100_000)),
        /// Only orders with a certain total, in the shop’s currency.
        worth: Option<Worth> = maybe(typed()),
    }
    listed in "Cart and orders" as if PAID { "Order is paid" } else { "Order is placed" };
}

declared! {
    /// A comparison with an amount of money.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Worth beside [] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// The amount, such as `"250.00"`.
        amount: Money = required(AMOUNT),
        /// The upper limit, for “between”.
        and: Option<Money> = upper(is, &amount, AMOUNT),
    }
}

/// The numbers of what is checked, as an [`Observation`] names them.
const ORDINAL: u32 = 0;
const WORTH: u32 = 1;

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
            keys: vec![format!("order:{}", order.order_id).into()],
            anchor: moment
                .unwrap_or_else(|| event.effective_at())
                .min(event.received_at),
            order: Some(order.order_id.clone()),
            ..Entry::of_fact(event)
        }
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        say_last(self.events(), context, to);
    }

    fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
        match (saw.leaf, &self.worth) {
            (WORTH, Some(worth)) => {
                to.say("the order is worth ", &[]);
                worth.say(to);
            }
            _ => self.say_ordinal(to),
        }
    }

    fn say_found(&self, saw: &Observation, to: &mut Sentence<'_>) {
        let number = saw.value.as_whole();
        match (saw.leaf, &self.worth, number) {
            (WORTH, Some(worth), Some(minor)) => {
                Money::new(minor, worth.amount.currency).say(to);
            }
            (WORTH, ..) => to.say("unknown", &[]),
            (.., Some(number)) => say_ordinal_found(number, to),
            (.., None) => to.say("this order doesn’t count", &[]),
        }
    }

    fn names_order(&self) -> bool {
        true
    }

    fn is_asked_for(&self) -> bool {
        true
    }
}

impl<const PAID: bool> Said for OrderFilter<PAID> {
    fn say(&self, to: &mut Sentence<'_>) {
        let paid = PAID;
        match (&self.from_ordinal, self.ordinals.as_slice()) {
            (None, []) => to.say(
                if paid {
                    "pays an order"
                } else {
                    "places an order"
                },
                &[],
            ),
            (Some(from), []) => to.say(
                if paid {
                    "pays their {from_ordinal} order or a later one"
                } else {
                    "places their {from_ordinal} order or a later one"
                },
                &[("from_ordinal", &Ordinal(*from))],
            ),
            (_, numbers) => {
                let numbers: Vec<Ordinal> = numbers.iter().copied().map(Ordinal).collect();
                to.say(
                    if paid {
                        "pays their {ordinals} order"
                    } else {
                        "places their {ordinals} order"
                    },
                    &[("ordinals", &Choices(&numbers))],
                );
            }
        }
        if let Some(worth) = &self.worth {
            to.say(" of ", &[]);
            to.at_object("worth", |to| worth.say(to));
        }
    }
}

impl<const PAID: bool> OrderFilter<PAID> {
    /// Why this order doesn’t start the workflow, if it doesn’t.
    fn objection(
        &self,
        facts: &OrderFacts,
        customer: &Customer,
        currency: Currency,
    ) -> Option<Observation> {
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
            let seen = ordinal.map_or(Seen::Nothing, |number| Seen::Whole(number.into()));
            return Some(Observation::new(ORDINAL, seen, false));
        }
        let worth = self.worth?;
        let total = facts.total.filter(|total| total.currency == currency);
        let upper = worth.and.map(|upper| upper.minor);
        let enough = total.is_some_and(|total| {
            worth
                .is
                .holds(&total.minor, &worth.amount.minor, upper.as_ref())
        });
        let seen = total.map_or(Seen::Nothing, |total| Seen::Whole(total.minor));
        (!enough).then(|| Observation::new(WORTH, seen, false))
    }

    /// Which of the customer's orders is meant.
    fn say_ordinal(&self, to: &mut Sentence<'_>) {
        match (&self.from_ordinal, self.ordinals.as_slice()) {
            (Some(from), _) => to.say(
                "it’s the customer’s {from_ordinal} order or later",
                &[("from_ordinal", &Ordinal(*from))],
            ),
            (None, numbers) => {
                let numbers: Vec<Ordinal> = numbers.iter().copied().map(Ordinal).collect();
                to.say(
                    "it’s the customer’s {ordinals} order",
                    &[("ordinals", &Choices(&numbers))],
                );
            }
        }
    }
}

impl Said for Worth {
    fn say(&self, to: &mut Sentence<'_>) {
        Compared::new(self.is, "amount", &self.amount, self.and.as_ref()).say(to);
    }
}
