//! What a list of events says, read from the beginning for each question.

use super::oracle::{passes_number, text};
use edgewise::event::{Cart, Channel, Consent, Event, EventKind, Item, Order};
use edgewise::time::Timestamp;
use edgewise::value::Value as Known;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All that was received, in the order in which it happened.
#[derive(Clone, Copy)]
pub(crate) struct Past<'e> {
    pub(crate) events: &'e [Event],
}

/// Something that happened once, however often it was received.
pub(crate) struct Fact {
    pub(crate) at: Timestamp,
    /// In millionths.
    pub(crate) price: Option<i64>,
}

/// An order put together from everything said about it.
#[derive(Default)]
pub(crate) struct OrderKnown {
    pub(crate) placed: Option<Timestamp>,
    pub(crate) paid: Option<Timestamp>,
    /// The newest version, and of versions of one moment the dearest.
    newest: Option<(Timestamp, i64)>,
    refunds: BTreeMap<String, i64>,
    tokens: BTreeSet<String>,
    items: Vec<Item>,
}

impl Past<'_> {
    /// What the shop's server said (a browser's word counts for behaviour only).
    fn confirmed(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.source.is_confirmed())
    }

    /// The facts of one kind of event.
    pub(crate) fn facts(&self, name: &str) -> Vec<Fact> {
        let mut facts: BTreeMap<&str, Fact> = BTreeMap::new();
        for event in self
            .events
            .iter()
            .filter(|event| event.kind.name().word() == name)
        {
            let servers_word = matches!(
                event.kind,
                EventKind::OrderPlaced { .. }
                    | EventKind::TagsAdded { .. }
                    | EventKind::ConsentChanged { .. }
            );
            if servers_word && !event.source.is_confirmed() {
                continue;
            }
            let price = match &event.kind {
                EventKind::ProductViewed { product } => {
                    product.unit_price.map(|price| price.minor * 10_000)
                }
                _ => None,
            };
            let fact = facts.entry(&event.fact_key).or_insert(Fact {
                at: event.occurred_at,
                price,
            });
            fact.at = fact.at.min(event.occurred_at);
        }
        facts.into_values().collect()
    }

    pub(crate) fn orders(&self) -> BTreeMap<String, OrderKnown> {
        let mut orders: BTreeMap<String, OrderKnown> = BTreeMap::new();
        for event in self.confirmed() {
            match &event.kind {
                EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order } => {
                    let known = orders.entry(order.order_id.clone()).or_default();
                    known.add(order, event.occurred_at);
                }
                EventKind::OrderRefunded { refund } => {
                    let known = orders.entry(refund.order_id.clone()).or_default();
                    known
                        .refunds
                        .insert(refund.refund_id.clone(), refund.amount.unwrap().minor);
                }
                _ => {}
            }
        }
        orders
    }

    /// The cart that was touched last and is neither bought nor emptied.
    pub(crate) fn cart(&self) -> Option<Cart> {
        let mut active: BTreeMap<String, Timestamp> = BTreeMap::new();
        let mut content: BTreeMap<String, (Timestamp, Cart)> = BTreeMap::new();
        for event in self.events {
            let EventKind::CartUpdated { cart } = &event.kind else {
                continue;
            };
            let token = cart.cart_token.clone().unwrap();
            active.insert(token.clone(), event.occurred_at);
            if !event.source.is_confirmed() {
                continue;
            }
            let known = content
                .entry(token)
                .or_insert_with(|| (event.occurred_at, cart.clone()));
            let worth = |cart: &Cart| cart.total.map(|total| total.minor);
            if event.occurred_at > known.0
                || (event.occurred_at == known.0 && worth(cart) > worth(&known.1))
            {
                *known = (event.occurred_at, cart.clone());
            }
        }
        let orders = self.orders();
        let bought = |token: &str, active: Timestamp| {
            orders.values().any(|order| {
                order
                    .placed
                    .is_some_and(|at| at >= active || order.tokens.contains(token))
            })
        };
        let mut carts: Vec<(Timestamp, &String)> =
            active.iter().map(|(token, at)| (*at, token)).collect();
        carts.sort();
        carts.into_iter().rev().find_map(|(at, token)| {
            let (_, cart) = content.get(token)?;
            (!bought(token, at) && cart.total.is_some()).then(|| cart.clone())
        })
    }

    pub(crate) fn has_tag(&self, tag: &str) -> bool {
        let said = self.confirmed().filter_map(|event| match &event.kind {
            EventKind::TagsAdded { tags } => Some((event.occurred_at, false, &tags.tags)),
            EventKind::TagsRemoved { tags } => Some((event.occurred_at, true, &tags.tags)),
            _ => None,
        });
        let latest = said
            .filter(|(_, _, tags)| tags.iter().any(|one| one == tag))
            .max_by_key(|(at, off, _)| (*at, *off));
        latest.is_some_and(|(_, off, _)| !off)
    }

    pub(crate) fn consent_word(&self) -> &'static str {
        let said = self.confirmed().filter_map(|event| match &event.kind {
            EventKind::ConsentChanged { change } if change.channel == Channel::Email => {
                let (strict, word) = match change.consent {
                    Consent::Unsubscribed => (2, "unsubscribed"),
                    Consent::Pending => (1, "pending"),
                    _ => (0, "subscribed"),
                };
                Some((event.occurred_at, strict, word))
            }
            _ => None,
        });
        said.max_by_key(|(at, strict, _)| (*at, *strict))
            .map_or("never_subscribed", |(_, _, word)| word)
    }

    /// Whether a message was called spam, or came back for good with no order or consent after it, or came back
    /// for now on four days or more of a week with none that arrived.
    pub(crate) fn is_suppressed(&self) -> bool {
        let all = || {
            self.confirmed()
                .map(|event| (event.occurred_at, &event.kind))
        };
        if all().any(|(_, kind)| matches!(kind, EventKind::MessageComplained { .. })) {
            return true;
        }
        let of = |permanent: bool| {
            all().filter(move |(_, kind)| {
                matches!(kind, EventKind::MessageBounced { permanent: hard, .. } if *hard == permanent)
            })
        };
        let ordered = self.orders().into_values().filter_map(|order| order.placed);
        let agreed = all().filter(|(_, kind)| {
            matches!(kind, EventKind::ConsentChanged { change } if change.channel == Channel::Email)
        });
        let agreed = agreed.map(|(at, _)| at).max();
        let agreed = agreed.filter(|_| self.consent_word() == "subscribed");
        let acted = ordered.max().max(agreed);
        if of(false).count() == 0 && of(true).count() == 0 {
            return false;
        }
        if of(true).any(|(at, _)| Some(at) > acted) {
            return true;
        }
        let arrived = self.events.iter().filter(|event| {
            matches!(
                event.kind,
                EventKind::MessageDelivered { .. }
                    | EventKind::MessageOpened { .. }
                    | EventKind::MessageClicked { .. }
            )
        });
        let good = arrived.map(|event| event.occurred_at).max().max(acted);
        let day = |at: &Timestamp| at.as_millis().div_euclid(24 * 3_600_000);
        let mut days: Vec<Timestamp> = of(false).map(|(at, _)| at).collect();
        days.sort();
        days.dedup_by_key(|at| day(at));
        let kept = days.len().saturating_sub(8);
        days.drain(..kept);
        days.retain(|at| Some(*at) > good);
        let apart = days
            .last()
            .zip(days.first())
            .map_or(0, |(last, first)| last.as_millis() - first.as_millis());
        days.len() >= 4 && apart >= 7 * 24 * 3_600_000
    }

    /// The product that the event with this key is about.
    pub(crate) fn product(&self, key: Option<&str>) -> Option<&Item> {
        let event = self
            .events
            .iter()
            .find(|event| Some(event.fact_key.as_str()) == key)?;
        match &event.kind {
            EventKind::ProductViewed { product } => Some(product),
            _ => None,
        }
    }

    pub(crate) fn has_email(&self) -> bool {
        self.confirmed().any(|event| match &event.kind {
            EventKind::CustomerCreated { profile } | EventKind::CustomerUpdated { profile } => {
                profile.email.is_some()
            }
            _ => false,
        })
    }

    /// A trait: the server's word before a browser's, then the latest, then the greatest.
    fn known_trait(&self, name: &str) -> Option<Known> {
        let said = self.events.iter().filter_map(|event| match &event.kind {
            EventKind::CustomerCreated { profile } | EventKind::CustomerUpdated { profile } => {
                let value = profile.traits.get(name)?.clone();
                Some((event.source.is_confirmed(), event.occurred_at, value))
            }
            _ => None,
        });
        said.max().map(|(_, _, value)| value)
    }

    pub(crate) fn trait_number(&self, name: &str) -> Option<i64> {
        match self.known_trait(name)? {
            Known::Number(number) => Some(number.millionths()),
            other => panic!("{other:?}"),
        }
    }

    /// A date as it would be written in a file.
    pub(crate) fn date(&self, name: &str) -> Option<String> {
        match name {
            "birth_date" => {
                let said = self.events.iter().filter_map(|event| match &event.kind {
                    EventKind::CustomerCreated { profile }
                    | EventKind::CustomerUpdated { profile } => {
                        let day = profile.birth_date.as_ref()?.expose().to_string();
                        Some((event.source.is_confirmed(), event.occurred_at, day))
                    }
                    _ => None,
                });
                said.max().map(|(_, _, day)| day)
            }
            "renews" => match self.known_trait(name)? {
                Known::Text(text) if text.starts_with("20") => Some(text),
                _ => None,
            },
            "first_seen" => {
                let first = self.events.iter().map(|event| event.occurred_at).min();
                Some(first.unwrap_or_default().to_string())
            }
            "last_order_at" => {
                let placed = self.orders().into_values().filter_map(|order| order.placed);
                placed.max().map(|at| at.to_string())
            }
            other => panic!("{other}"),
        }
    }
}

impl OrderKnown {
    fn add(&mut self, order: &Order, at: Timestamp) {
        let earliest =
            |known: Option<Timestamp>, new: Option<Timestamp>| known.into_iter().chain(new).min();
        self.placed = earliest(self.placed, order.placed_at);
        self.paid = earliest(self.paid, order.paid_at);
        self.newest = self.newest.max(Some((at, order.total.unwrap().minor)));
        // Whichever version names a cart last is believed; the generator never contradicts itself.
        self.tokens.extend(order.cart_token.clone());
        self.items.clone_from(&order.items);
    }

    pub(crate) fn net(&self) -> i64 {
        let total = self.newest.map_or(0, |(_, total)| total);
        (total - self.refunds.values().sum::<i64>()).max(0)
    }

    pub(crate) fn passes(&self, test: &Value) -> bool {
        self.items.iter().any(|line| passes(line, test))
    }
}

/// Whether one line of a cart or an order passes a test.
pub(crate) fn passes(line: &Item, test: &Value) -> bool {
    match text(test, "property") {
        "price" => passes_number(test, line.unit_price.map(|price| price.minor * 10_000)),
        "quantity" => passes_number(test, Some(i64::from(line.quantity) * 1_000_000)),
        "vendor" => {
            let vendor = line.vendor.as_deref().map(str::to_lowercase);
            match test.get("value").unwrap() {
                Value::String(wanted) => vendor == Some(wanted.to_lowercase()),
                Value::Array(unwanted) => vendor
                    .is_none_or(|vendor| !unwanted.iter().any(|one| one.as_str() == Some(&vendor))),
                other => panic!("{other}"),
            }
        }
        other => panic!("{other}"),
    }
}
