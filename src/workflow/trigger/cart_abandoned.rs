//! A customer left a cart behind.

use super::{Entry, Foreseen, See, Start};
use crate::condition::{CART_EVENTS, Context};
use crate::customer::CartFacts;
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::id::FactKey;
use crate::sentence::{Said, Sentence, Word};
use crate::time::{Duration, Unit};

declared! {
    /// Starts once per cart, when the cart has items, hasn’t changed for a time, and wasn’t
    /// ordered. Any activity restarts the wait. Offsets such as `after_trigger` are counted from
    /// the last activity, so “1 hour after the start” of a workflow that waits 1 hour is right
    /// away.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct CartAbandoned beside ["type"] {
        /// How long the cart must be left alone: 1 minute or more.
        after: Duration = required(lasting(Duration::new(1, Unit::Minutes))),
        /// Only carts that reached the checkout. Default: false.
        checkout_only: bool = or(false, BOOLEAN),
    }
    listed in "Cart and orders" as "Cart is abandoned";
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
            if cart.is_known() {
                see(self.after.after(cart.active_at, zone), &LeftCart(cart));
            }
        }
    }

    fn moved_by(&self) -> EventNames {
        CART_EVENTS
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let customer = context.customer;
        let carts = customer.carts.list.iter();
        let latest = carts
            .filter(|cart| cart.checkout || !self.checkout_only)
            .max_by_key(|cart| cart.active_at);
        let Some(cart) = latest else {
            let none = if self.checkout_only {
                "no checkout"
            } else {
                "no cart"
            };
            return to.say(none, &[]);
        };
        let at = &cart.active_at;
        match cart.bought_by(&customer.orders) {
            Some(order) => {
                let number = order.number.as_deref().unwrap_or(&order.order_id);
                match &order.placed_at {
                    Some(at) => to.say(
                        "bought with order {_number} on {_at!d}",
                        &[("_number", &number), ("_at", at)],
                    ),
                    None => to.say("bought with order {_number}", &[("_number", &number)]),
                }
            }
            None if cart.is_open(&customer.orders) => {
                to.say("not touched since {_at!d}", &[("_at", at)]);
            }
            None => to.say("emptied or removed on {_at!d}", &[("_at", at)]),
        }
    }

    fn needs(&self) -> &[EventName] {
        &[
            EventName::CartUpdated,
            EventName::ProductAdded,
            EventName::CheckoutStarted,
            EventName::CheckoutUpdated,
        ]
    }

    fn delay(&self) -> Option<Duration> {
        Some(self.after)
    }

    fn wins_back_by(&self) -> Option<&'static str> {
        Some("cart series")
    }

    fn names_cart(&self) -> bool {
        true
    }
}

/// A cart that was left alone.
struct LeftCart<'c>(&'c CartFacts);

impl Foreseen for LeftCart<'_> {
    fn make(&self) -> Entry {
        let Self(cart) = self;
        let keys: Vec<FactKey> = cart.keys().map(FactKey::from).collect();
        let first = keys.first().cloned();
        Entry {
            cart: first.as_ref().map(|key| key.as_str().to_owned()),
            fact: first.unwrap_or_default(),
            record: None,
            keys,
            anchor: cart.active_at,
            order: None,
        }
    }

    fn is(&self, entry: &Entry) -> bool {
        let Self(cart) = self;
        let keys = entry.keys.iter().map(FactKey::as_str);
        entry.anchor == cart.active_at && cart.has_keys(keys)
    }
}

impl Said for CartAbandoned {
    fn say(&self, to: &mut Sentence<'_>) {
        let what = Word(if self.checkout_only {
            "a checkout"
        } else {
            "a cart"
        });
        to.say(
            "leaves {checkout_only} for {after} without ordering",
            &[("checkout_only", &what), ("after", &self.after)],
        );
    }
}
