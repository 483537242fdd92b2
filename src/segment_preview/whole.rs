//! A customer's facts, put together again from the columns for whoever asks them one by one.

use super::bits::Bits;
use super::page::{Kind, NEVER, Named, Page};
use crate::condition::{Behavior, Condition, Window};
use crate::customer::{
    CartFacts, ConsentRecord, Customer, LineFacts, OrderFacts, Record, TagFacts,
};
use crate::event::{Channel, Consent, EventNames};
use crate::pii::Pii;
use crate::stored::Told;
use crate::time::{Date, Timestamp};
use crate::value::Value;

/// Which of a customer's facts are needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// Profile, tags, consent, tier, points, score.
    pub(super) person: bool,
    pub(super) cart: bool,
    pub(super) orders: bool,
    pub(super) events: EventNames,
}

impl Wanted {
    /// Everything.
    pub(super) const ALL: Self = Self {
        person: true,
        cart: true,
        orders: true,
        events: EventNames::ALL,
    };

    /// What a whole condition reads.
    pub(super) fn of(condition: &Condition) -> Self {
        match condition {
            Condition::All(group) | Condition::Any(group) | Condition::None(group) => group
                .of
                .iter()
                .map(Self::of)
                .fold(Self::default(), Self::and),
            leaf => Self::by(leaf),
        }
    }

    /// What either needs.
    fn and(self, other: Self) -> Self {
        Self {
            person: self.person || other.person,
            cart: self.cart || other.cart,
            orders: self.orders || other.orders,
            events: self.events.and(other.events),
        }
    }

    /// What a condition reads that is no group and asks for no segment.
    pub(super) fn by(condition: &Condition) -> Self {
        let since = |window: &Window| match window {
            Window::SinceEvent(event) => EventNames::of(&[*event]),
            _ => EventNames::NONE,
        };
        let orders = |window: &Window| Self {
            orders: true,
            events: since(window),
            ..Self::default()
        };
        let behavior = |what: &Behavior| Self {
            events: what.reads().and(since(&what.window)),
            ..Self::default()
        };
        match condition {
            Condition::During(_) | Condition::RandomBucket(_) => Self::default(),
            Condition::OrderCount(leaf) => orders(&leaf.window),
            Condition::Spend(leaf) => orders(&leaf.window),
            Condition::Bought(leaf) => orders(&leaf.window),
            Condition::RfmIs(_) => orders(&Window::Ever),
            Condition::CartValue(_) | Condition::CartContains(_) => Self {
                cart: true,
                ..Self::default()
            },
            Condition::Performed(leaf) => behavior(&leaf.what),
            Condition::NotPerformed(leaf) => behavior(&leaf.what),
            Condition::Aggregate(leaf) => Self {
                orders: true,
                ..behavior(&leaf.what)
            },
            _ => Self::ALL,
        }
    }
}

impl Page {
    /// The rows that have any of the facts `wanted`; all others answer as somebody of whom
    /// nothing is known.
    pub(super) fn touched(&self, wanted: Wanted) -> Bits {
        let rows = self.rows();
        if wanted.person {
            return Bits::all(rows);
        }
        let mut touched = Bits::none(rows);
        if wanted.cart {
            touched = touched.or(&self.carts.starts.owners(rows));
        }
        if wanted.orders {
            touched = touched.or(&self.orders.starts.owners(rows));
            touched = touched.or(&self.orders.folded.owners(rows));
        }
        for line in self
            .history
            .iter()
            .filter(|line| wanted.events.has(line.event))
        {
            touched = touched.or(&line.starts.owners(rows));
            touched = touched.or(&line.dropped.owners(rows));
        }
        touched
    }

    /// Those of a customer's facts that are `wanted`, put together again.
    pub(super) fn customer(&self, row: usize, wanted: Wanted) -> Customer {
        let mut customer = Customer {
            id: self.id(row),
            ..Customer::default()
        };
        if wanted.person {
            self.add_person(row, &mut customer);
        }
        if wanted.cart {
            self.add_cart(row, &mut customer);
        }
        if wanted.orders {
            self.add_orders(row, &mut customer);
        }
        for line in self
            .history
            .iter()
            .filter(|line| wanted.events.has(line.event))
        {
            let records: Vec<Record> = line
                .starts
                .of(row)
                .filter_map(|place| {
                    let at = Timestamp::from_millis(*line.times.get(place)?);
                    Some(Record {
                        at,
                        ..line.record(line.subject.get(place), line.kept.get(place))
                    })
                })
                .collect();
            if !records.is_empty() {
                customer.history.kinds.insert(line.event, records);
            }
            if let Some((until, count)) = line.dropped.get(row) {
                let until = Timestamp::from_millis(until);
                customer.history.dropped.insert(line.event, until);
                customer.history.dropped_count.insert(line.event, count);
            }
        }
        customer
    }

    fn add_person(&self, row: usize, customer: &mut Customer) {
        let at = Timestamp::from_millis;
        customer.first_seen = at(self.first_seen.get(row).copied().unwrap_or_default());
        customer.profile.joined_at = self.joined.get(row).map(|joined| told(at(joined)));
        customer.suppressed = self.suppressed.get(row).map(at);
        customer.points.balance = self.points.get(row).unwrap_or_default();
        customer.points.earned = self.earned.get(row).unwrap_or_default();
        customer.score.value = self.score.get(row).unwrap_or_default();
        for named in &self.named {
            let value = named.ids.get(row);
            let Some(value) = value.and_then(|id| named.values.get(id as usize)) else {
                continue;
            };
            named.add_to(customer, value);
        }
    }

    fn add_cart(&self, row: usize, customer: &mut Customer) {
        let places = self.carts.starts.of(row);
        let items = self.lines_at(self.carts.lines.get(places));
        if !items.is_empty() {
            customer.carts.list.push(CartFacts {
                items,
                total: self.carts.values.get(row),
                // No order can have been placed after it.
                active_at: Timestamp::MAX,
                ..CartFacts::default()
            });
        }
    }

    fn add_orders(&self, row: usize, customer: &mut Customer) {
        let orders = &self.orders;
        for place in orders.starts.of(row) {
            let at = |moments: &[i64]| {
                let moment = moments.get(place).filter(|moment| **moment != NEVER);
                moment.map(|moment| Timestamp::from_millis(*moment))
            };
            let cancelled = orders.cancelled.get(place).is_some_and(|flag| *flag);
            let order_id = format!("{place:010}");
            let order = OrderFacts {
                placed_at: at(&orders.placed),
                paid_at: at(&orders.paid),
                cancelled_at: cancelled.then_some(Timestamp::MIN),
                total: orders.net_of(place),
                items: self.lines_at(orders.lines_of(place)),
                order_id: order_id.clone(),
                ..OrderFacts::default()
            };
            customer.orders.by_id.insert(order_id, order);
        }
        if let Some(folded) = orders.folded.get(row) {
            customer.orders.folded_count = folded.count;
            customer.orders.folded_paid = folded.paid;
            customer.orders.folded_spend = folded.spend;
            customer.orders.folded_until = folded.until;
        }
    }

    fn lines_at(&self, places: Option<&[u32]>) -> Vec<LineFacts> {
        let places = places.unwrap_or_default().iter();
        places
            .filter_map(|line| self.lines.get(*line as usize).cloned())
            .collect()
    }
}

impl Named {
    fn add_to(&self, customer: &mut Customer, value: &Value) {
        let text = || match value {
            Value::Text(text) => text.clone(),
            other => other.to_string(),
        };
        let profile = &mut customer.profile;
        match self.kind {
            Kind::Field => match self.name.as_str() {
                "email" => profile.email = Some(told(Pii::new(text()))),
                "phone" => profile.phone = Some(told(Pii::new(text()))),
                "first_name" => profile.first_name = Some(told(Pii::new(text()))),
                "last_name" => profile.last_name = Some(told(Pii::new(text()))),
                "language" => profile.language = Some(told(text())),
                "time_zone" => profile.time_zone = Some(told(text())),
                "country" => profile.country = Some(told(text())),
                "region" => profile.region = Some(told(text())),
                "birth_date" => {
                    profile.birth_date = Date::parse(&text()).map(|date| told(Pii::new(date)));
                }
                _ => {}
            },
            Kind::Trait => {
                profile
                    .traits
                    .insert(self.name.clone(), told(value.clone()));
            }
            Kind::Tag => {
                let tag = TagFacts {
                    written: text(),
                    ..TagFacts::default()
                };
                customer.tags.names.insert(self.name.clone(), tag);
            }
            Kind::Consent => {
                let channel = Channel::ALL
                    .into_iter()
                    .find(|channel| channel.word() == self.name);
                if let Some(channel) = channel {
                    let record = ConsentRecord {
                        consent: consent(value),
                        ..ConsentRecord::default()
                    };
                    customer.consent.channels.insert(channel, record);
                }
            }
            Kind::Tier => customer.tier = Some(text()),
        }
    }
}

/// The consent a value stands for.
pub(super) fn consent(value: &Value) -> Consent {
    crate::json::from_str(&crate::json::to_string(value)).unwrap_or_default()
}

fn told<T>(value: T) -> Told<T> {
    Told::new(value, Timestamp::default(), true)
}
