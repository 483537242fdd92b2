//! The naive reading of a condition: a list of events and a question, nothing kept in between.

use edgewise::event::{Cart, Channel, Consent, Event, EventKind, Order};
use edgewise::money::Money;
use edgewise::time::{Duration, Timestamp, Unit, Zone};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

use crate::generate::euro;

pub(crate) struct Oracle<'e> {
    /// All that was told, in the order in which it happened.
    pub(crate) events: &'e [Event],
    pub(crate) zone: Zone,
    pub(crate) entered: Option<Timestamp>,
}

/// An order put together from everything said about it.
#[derive(Default)]
struct Told {
    placed: Option<Timestamp>,
    paid: bool,
    /// The newest version, and of versions of one moment the dearest.
    newest: Option<(Timestamp, i64)>,
    refunds: BTreeMap<String, i64>,
    tokens: BTreeSet<String>,
}

impl Oracle<'_> {
    /// Whether the condition holds at `now`.
    pub(crate) fn holds(&self, condition: &Value, now: Timestamp) -> bool {
        let text = |key: &str| {
            condition
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        match text("type") {
            "all" => self.of(condition).all(|inner| self.holds(inner, now)),
            "any" => self.of(condition).any(|inner| self.holds(inner, now)),
            "none" => !self.of(condition).any(|inner| self.holds(inner, now)),
            "spend" => {
                let inside = self.orders().into_values().filter(|order| order.paid);
                let inside = inside.filter(|order| {
                    order
                        .placed
                        .is_some_and(|at| self.inside(condition, at, now))
                });
                let spent: i64 = inside.map(|order| order.net()).sum();
                compare(
                    text("is"),
                    spent,
                    Money::parse(text("amount"), euro()).unwrap().minor,
                )
            }
            "order_count" => {
                let placed = self.orders().into_values().filter_map(|order| order.placed);
                let count = placed.filter(|at| self.inside(condition, *at, now)).count();
                compare(text("is"), i64::try_from(count).unwrap(), limit(condition))
            }
            "performed" => {
                let count = i64::try_from(self.done(condition, now)).unwrap();
                compare(text("is"), count, limit(condition))
            }
            "not_performed" => self.done(condition, now) == 0,
            "cart_value" => self.cart().is_some_and(|worth| {
                compare(
                    text("is"),
                    worth,
                    Money::parse(text("amount"), euro()).unwrap().minor,
                )
            }),
            "tag" => {
                let wanted = condition
                    .get("has")
                    .and_then(Value::as_bool)
                    .unwrap_or(true);
                self.has_tag(&text("tag").to_lowercase()) == wanted
            }
            "consent" => consent_word(self.consent()) == text("is"),
            "attribute" => self.has_email() == (text("is") == "set"),
            other => panic!("the oracle does not know {other}"),
        }
    }

    /// The moments at which anything in the condition can change by time alone.
    pub(crate) fn moments_of_change(&self, condition: &Value) -> impl Iterator<Item = Timestamp> {
        let mut spans = Vec::new();
        self.spans(condition, &mut spans);
        let moments: BTreeSet<Timestamp> = self
            .events
            .iter()
            .flat_map(|event| {
                spans
                    .iter()
                    .map(|span| span.after(event.occurred_at, self.zone))
            })
            .flat_map(|at| [at.plus_millis(-1), at, at.plus_millis(1)])
            .collect();
        moments.into_iter()
    }

    fn spans(&self, condition: &Value, spans: &mut Vec<Duration>) {
        spans.extend(last(condition));
        for inner in condition
            .get("of")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            self.spans(inner, spans);
        }
    }

    fn of<'c>(&self, condition: &'c Value) -> impl Iterator<Item = &'c Value> + use<'c> {
        condition
            .get("of")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
    }

    fn inside(&self, condition: &Value, at: Timestamp, now: Timestamp) -> bool {
        if at > now {
            return false;
        }
        if let Some(span) = last(condition) {
            return now < span.after(at, self.zone);
        }
        let since_entry = condition.get("window").is_some();
        !since_entry || self.entered.is_none_or(|entered| at > entered)
    }

    /// What the shop's server said (a browser's word counts for behaviour only).
    fn confirmed(&self) -> impl Iterator<Item = &Event> {
        self.events
            .iter()
            .filter(|event| event.source.is_confirmed())
    }

    fn done(&self, condition: &Value, now: Timestamp) -> usize {
        let wanted = condition
            .get("event")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let mut facts: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for event in self
            .events
            .iter()
            .filter(|event| event.kind.name().word() == wanted)
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
            let first = facts.entry(&event.fact_key).or_insert(event.occurred_at);
            *first = (*first).min(event.occurred_at);
        }
        facts
            .values()
            .filter(|at| self.inside(condition, **at, now))
            .count()
    }

    fn orders(&self) -> BTreeMap<String, Told> {
        let mut orders: BTreeMap<String, Told> = BTreeMap::new();
        for event in self.confirmed() {
            match &event.kind {
                EventKind::OrderPlaced { order } | EventKind::OrderCompleted { order } => {
                    orders
                        .entry(order.order_id.clone())
                        .or_default()
                        .hear(order, event.occurred_at);
                }
                EventKind::OrderRefunded { refund } => {
                    let told = orders.entry(refund.order_id.clone()).or_default();
                    told.refunds
                        .insert(refund.refund_id.clone(), refund.amount.unwrap().minor);
                }
                _ => {}
            }
        }
        orders
    }

    /// The worth of the cart that was touched last and is neither bought nor emptied.
    fn cart(&self) -> Option<i64> {
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
            let told = content
                .entry(token)
                .or_insert_with(|| (event.occurred_at, cart.clone()));
            let worth = |cart: &Cart| cart.total.map(|total| total.minor);
            if event.occurred_at > told.0
                || (event.occurred_at == told.0 && worth(cart) > worth(&told.1))
            {
                *told = (event.occurred_at, cart.clone());
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
            if bought(token, at) {
                return None;
            }
            cart.total.map(|total| total.minor)
        })
    }

    fn has_tag(&self, tag: &str) -> bool {
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

    fn consent(&self) -> Consent {
        let said = self.confirmed().filter_map(|event| match &event.kind {
            EventKind::ConsentChanged { change } if change.channel == Channel::Email => {
                let strict = match change.consent {
                    Consent::Unsubscribed => 2,
                    Consent::Pending => 1,
                    _ => 0,
                };
                Some((event.occurred_at, strict, change.consent))
            }
            _ => None,
        });
        said.max_by_key(|(at, strict, _)| (*at, *strict))
            .map_or(Consent::NeverSubscribed, |(_, _, consent)| consent)
    }

    fn has_email(&self) -> bool {
        self.confirmed().any(|event| match &event.kind {
            EventKind::CustomerUpdated { profile } => profile.email.is_some(),
            _ => false,
        })
    }
}

impl Told {
    fn hear(&mut self, order: &Order, at: Timestamp) {
        let placed = order.placed_at.unwrap();
        self.placed = Some(self.placed.map_or(placed, |known| known.min(placed)));
        self.paid |= order.paid_at.is_some();
        self.newest = self.newest.max(Some((at, order.total.unwrap().minor)));
        // Whichever version names a cart last is believed; the generator never contradicts itself.
        self.tokens.extend(order.cart_token.clone());
    }

    fn net(&self) -> i64 {
        let total = self.newest.map_or(0, |(_, total)| total);
        (total - self.refunds.values().sum::<i64>()).max(0)
    }
}

fn last(condition: &Value) -> Option<Duration> {
    let last = condition.get("window")?.get("last")?;
    let unit = match last.get("unit")?.as_str()? {
        "minutes" => Unit::Minutes,
        "hours" => Unit::Hours,
        "days" => Unit::Days,
        "calendar_days" => Unit::CalendarDays,
        "weeks" => Unit::Weeks,
        "months" => Unit::Months,
        other => panic!("{other}"),
    };
    Some(Duration::new(
        u32::try_from(last.get("amount")?.as_u64()?).unwrap(),
        unit,
    ))
}

fn limit(condition: &Value) -> i64 {
    condition.get("count").and_then(Value::as_i64).unwrap_or(1)
}

fn compare(is: &str, value: i64, limit: i64) -> bool {
    match is {
        "more_than" => value > limit,
        "at_least" => value >= limit,
        "less_than" => value < limit,
        "at_most" => value <= limit,
        "exactly" => value == limit,
        other => panic!("{other}"),
    }
}

fn consent_word(consent: Consent) -> &'static str {
    match consent {
        Consent::Subscribed => "subscribed",
        Consent::Unsubscribed => "unsubscribed",
        Consent::Pending => "pending",
        Consent::NeverSubscribed => "never_subscribed",
    }
}
