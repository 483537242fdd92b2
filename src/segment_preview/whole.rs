//! A customer's facts, put together again from the columns, to evaluate conditions one customer at
//! a time.

use super::bits::Bits;
use super::page::{Kind, NEVER, Named, Page};
use crate::condition::Reads;
use crate::customer::{
    CartFacts, ConsentRecord, Customer, LineFacts, OrderFacts, Record, TagFacts,
};
use crate::event::{Channel, Consent};
use crate::pii::Pii;
use crate::stored::Reported;
use crate::time::{Date, Timestamp};
use crate::value::Value;

impl Page {
    /// The rows that have any of the facts `wanted`; all others answer as somebody of whom
    /// nothing is known.
    pub(super) fn touched(&self, wanted: Reads) -> Bits {
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
    pub(super) fn customer(&self, row: usize, wanted: Reads) -> Customer {
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
        customer.profile.joined_at = self.joined.get(row).map(|joined| received(at(joined)));
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
                "email" => profile.email = Some(received(Pii::new(text()))),
                "phone" => profile.phone = Some(received(Pii::new(text()))),
                "first_name" => profile.first_name = Some(received(Pii::new(text()))),
                "last_name" => profile.last_name = Some(received(Pii::new(text()))),
                "language" => profile.language = Some(received(text())),
                "time_zone" => profile.time_zone = Some(received(text())),
                "country" => profile.country = Some(received(text())),
                "region" => profile.region = Some(received(text())),
                "birth_date" => {
                    profile.birth_date = Date::parse(&text()).map(|date| received(Pii::new(date)));
                }
                _ => {}
            },
            Kind::Trait => {
                profile
                    .traits
                    .insert(self.name.clone(), received(value.clone()));
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

fn received<T>(value: T) -> Reported<T> {
    Reported::new(value, Timestamp::default(), true)
}
