//! A customer's facts, put together again from the columns, to evaluate conditions one customer at
//! a time.

use super::bits::Bits;
use super::by_row::ByRow;
use super::column::Values as _;
use super::page::{Kind, NEVER, Named, Page, Timeline, places as places_in};
use super::sorted::Sorted as Times;
use super::whose::Whose;
use crate::condition::Reads;
use crate::customer::{
    CartFacts, ConsentRecord, Customer, LineFacts, OrderFacts, Record, TagFacts,
};
use crate::event::{Channel, Consent};
use crate::pii::Pii;
use crate::stored::Reported;
use crate::time::{Date, Timestamp};
use crate::value::Value;

/// A page whose customers are put together again, one after the other.
pub(super) struct Facts<'a> {
    page: &'a Page,
    wanted: Reads,
    /// What is kept by time, sorted by customer once somebody is asked for.
    sorted: Option<Sorted<'a>>,
}

/// Orders and those timelines that are wanted, by customer.
struct Sorted<'a> {
    orders: Option<Taken>,
    timelines: Vec<(&'a Timeline, Taken)>,
}

/// Things kept by time, sorted by customer and with their moments taken out.
struct Taken {
    by_row: ByRow,
    times: Vec<i64>,
}

impl Taken {
    fn of(page: &Page, whose: &Whose, times: &Times) -> Self {
        Self {
            by_row: whose.by_row(page.rows(), 0..whose.len()),
            times: times.taken(0..times.len()),
        }
    }

    /// The places of what a row has, and when each was.
    fn own(&self, row: usize) -> impl Iterator<Item = (usize, i64)> {
        let places = self.by_row.of(row).iter().map(|place| *place as usize);
        places.filter_map(|place| Some((place, *self.times.get(place)?)))
    }
}

impl Facts<'_> {
    /// A customer with the facts that are wanted.
    pub(super) fn customer(&mut self, row: usize) -> Customer {
        let (page, wanted) = (self.page, self.wanted);
        let orders = &page.orders;
        let sorted = self.sorted.get_or_insert_with(|| Sorted {
            orders: wanted
                .orders
                .then(|| Taken::of(page, &orders.whose, &orders.placed)),
            timelines: page
                .lines(wanted)
                .map(|line| (line, Taken::of(page, &line.whose, &line.times)))
                .collect(),
        });
        let mut customer = page.without_history(row, wanted);
        if let Some(orders) = &sorted.orders {
            page.add_orders(row, orders.own(row), &mut customer);
        }
        for (line, taken) in &sorted.timelines {
            line.add_to(&mut customer, row, taken.own(row));
        }
        customer
    }
}

impl Timeline {
    /// Adds what a customer did: where each event is, and when it was.
    fn add_to(&self, customer: &mut Customer, row: usize, own: impl Iterator<Item = (usize, i64)>) {
        let records: Vec<Record> = own
            .map(|(place, at)| {
                let (subject, kept) = self.about(place);
                Record {
                    at: Timestamp::from_millis(at),
                    ..self.record(subject, kept)
                }
            })
            .collect();
        if !records.is_empty() {
            customer.history.kinds.insert(self.event, records.into());
        }
        if let Some((until, count)) = self.dropped.get(row) {
            let until = Timestamp::from_millis(until);
            customer.history.dropped.insert(self.event, until);
            customer.history.dropped_count.insert(self.event, count);
        }
    }
}

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
            touched = touched.or(&self.orders.whose.owners(rows));
            touched = touched.or(&self.orders.folded.owners(rows));
        }
        for line in self.lines(wanted) {
            touched = touched.or(&line.whose.owners(rows));
            touched = touched.or(&line.dropped.owners(rows));
        }
        touched
    }

    /// Those of customers' facts that are `wanted`, to be put together again.
    pub(super) const fn facts(&self, wanted: Reads) -> Facts<'_> {
        Facts {
            page: self,
            wanted,
            sorted: None,
        }
    }

    /// Those of one customer's facts that are `wanted`, put together again. To look for one among all
    /// events takes less than to sort them by customer.
    pub(super) fn customer(&self, row: usize, wanted: Reads) -> Customer {
        let mut customer = self.without_history(row, wanted);
        let own = |whose: &'_ Whose, times: &'_ Times| -> Vec<(usize, i64)> {
            let places = (0..whose.len()).filter(|place| whose.at(*place) == row);
            places.map(|place| (place, times.at(place))).collect()
        };
        if wanted.orders {
            let own = own(&self.orders.whose, &self.orders.placed);
            self.add_orders(row, own.into_iter(), &mut customer);
        }
        for line in self.lines(wanted) {
            let own = own(&line.whose, &line.times);
            line.add_to(&mut customer, row, own.into_iter());
        }
        customer
    }

    /// The timelines that are `wanted`.
    fn lines(&self, wanted: Reads) -> impl Iterator<Item = &Timeline> {
        let lines = self.history.iter();
        lines.filter(move |line| wanted.events.has(line.event))
    }

    /// A customer with those of the facts that are `wanted`, except what they did and ordered.
    fn without_history(&self, row: usize, wanted: Reads) -> Customer {
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
        customer
    }

    fn add_person(&self, row: usize, customer: &mut Customer) {
        let at = Timestamp::from_millis;
        customer.first_seen = at(self.first_seen.get(row).unwrap_or_default());
        customer.profile.joined_at = self.joined.get(row).map(|joined| received(at(joined)));
        customer.suppressed = self.suppressed.get(row).map(at);
        customer.points.balance = self.points.get(row).unwrap_or_default();
        customer.points.earned = self.earned.get(row).unwrap_or_default();
        customer.score.value = self.score.get(row).unwrap_or_default();
        for named in &self.named {
            let value = named.ids.get(row);
            let value = value.and_then(|id| named.values.get(id));
            let Some(value) = value else {
                continue;
            };
            named.add_to(customer, value);
        }
    }

    fn add_cart(&self, row: usize, customer: &mut Customer) {
        let places = self.carts.starts.of(row);
        let items = self.lines_at(places_in(&self.carts.lines, places));
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

    /// Adds a customer's orders: where each is, and when it was placed.
    fn add_orders(
        &self,
        row: usize,
        own: impl Iterator<Item = (usize, i64)>,
        customer: &mut Customer,
    ) {
        let orders = &self.orders;
        for (place, placed) in own {
            let at = |at: i64| (at != NEVER).then(|| Timestamp::from_millis(at));
            let order_id = format!("{place:010}");
            let order = OrderFacts {
                placed_at: at(placed),
                paid_at: at(orders.paid_after(placed, place)),
                cancelled_at: orders.is_cancelled(place).then_some(Timestamp::MIN),
                total: orders.net.get(place),
                items: self.lines_at(orders.lines_of(place)),
                order_id: order_id.clone(),
                ..OrderFacts::default()
            };
            customer.orders.by_id.insert(order_id, order.into());
        }
        if let Some(folded) = orders.folded.get(row) {
            customer.orders.folded_count = folded.count;
            customer.orders.folded_paid = folded.paid;
            customer.orders.folded_spend = folded.spend;
            customer.orders.folded_until = folded.until;
        }
    }

    fn lines_at(&self, places: impl Iterator<Item = usize>) -> Vec<LineFacts> {
        places.map(|line| self.lines.get(line)).collect()
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
