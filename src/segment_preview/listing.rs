//! Those a condition holds for, in an order: who stands on one page of a list of customers.

use super::page::{Kind, Page};
use super::rfm::{Purchases, purchases};
use super::{Population, select, whole};
use crate::condition::Condition;
use crate::customer::Customer;
use crate::id::CustomerId;
use crate::json::{object, words};
use crate::plan::Plan;
use crate::time::Timestamp;
use crate::value::Value;
use std::cmp::Ordering;

/// What a list of customers is sorted by. Those who lack it come last, whichever way it is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListOrder {
    /// When something was last decided about them.
    #[default]
    Decided,
    /// What they spent in the shop's currency, net of refunds.
    Spent,
    /// The number of orders, without canceled ones.
    Orders,
    /// When the newest of those was placed.
    LastOrder,
    /// Their name, or without one their email address, whatever the case of its letters.
    Name,
}

words!(ListOrder or default {
    Decided = "decided",
    Spent = "spent",
    Orders = "orders",
    LastOrder = "last_order",
    Name = "name",
});

/// Which part of a list is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListQuestion {
    /// The moment it is asked for, in milliseconds since 1970.
    pub now: Timestamp,
    /// What it is sorted by; those that are equal stand in the order of their ids.
    pub order: ListOrder,
    /// Whether the greatest come first.
    pub descending: bool,
    /// How many to pass over.
    pub skip: u32,
    /// How many to name behind those.
    pub take: u32,
}

object!(ListQuestion or default { now, order, descending, skip, take });

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// How many customers were asked.
    pub asked: u32,
    /// How many are in the list.
    pub count: u32,
    /// The part that was wanted, in its order.
    pub list: Vec<Listed>,
}

object!(Listing or default { asked, count, list });

/// A customer in a list, with what they are sorted by: one of the two, or neither where they lack it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The customer who stands here.
    pub customer: CustomerId,
    /// A moment, a count, or minor units.
    pub number: Option<i64>,
    /// What they are called, in lower case.
    pub text: Option<String>,
}

object!(Listed or default { customer, number, text });

impl Population {
    /// A part of the list of those `condition` holds for; without one, of everybody.
    #[must_use]
    pub fn list(
        &self,
        plan: &Plan,
        condition: Option<&Condition>,
        question: &ListQuestion,
    ) -> Listing {
        let nobody = Customer::default();
        let context = self.context(plan, &nobody, question.now);
        let until = question.first();
        let mut listing = Listing::default();
        for page in &self.pages {
            let members = match condition {
                Some(condition) => select::select(page, condition, &context, &page.alive),
                None => page.alive.clone(),
            };
            let keys = Keys::of(page, question.order, plan);
            let mut found: Vec<(Key, usize)> =
                members.iter().map(|row| (keys.get(row), row)).collect();
            // On a page the rows stand in the order of the ids.
            found.sort_unstable_by(|(one, row), (other, place)| {
                one.order(other, question.descending).then(row.cmp(place))
            });
            found.truncate(until);
            let list = found.into_iter().map(|(key, row)| key.of(page.id(row)));
            listing.add(Listing {
                asked: whole(&page.alive),
                count: whole(&members),
                list: list.collect(),
            });
        }
        listing.part(question)
    }
}

impl ListQuestion {
    /// The question to each of several instances that hold some of the customers each, whose answers
    /// [`Listing::joined`] joins: any of them may have the first ones.
    #[must_use]
    pub fn of_a_part(&self) -> Self {
        Self {
            skip: 0,
            take: self.skip.saturating_add(self.take),
            ..self.clone()
        }
    }

    /// How many of the first have to be known.
    const fn first(&self) -> usize {
        self.skip.saturating_add(self.take) as usize
    }
}

impl Listing {
    /// Makes one of the answers of several instances to [`ListQuestion::of_a_part`].
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>, question: &ListQuestion) -> Self {
        let mut all = Self::default();
        parts.into_iter().for_each(|part| all.add(part));
        all.part(question)
    }

    fn add(&mut self, other: Self) {
        self.asked = self.asked.saturating_add(other.asked);
        self.count = self.count.saturating_add(other.count);
        self.list.extend(other.list);
    }

    /// The part that is wanted, in its order.
    fn part(mut self, question: &ListQuestion) -> Self {
        self.list
            .sort_unstable_by(|one, other| one.order(other, question.descending));
        self.list.truncate(question.first());
        let skipped = (question.skip as usize).min(self.list.len());
        self.list.drain(..skipped);
        self
    }
}

impl Listed {
    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let lacks = |listed: &Self| listed.number.is_none() && listed.text.is_none();
        let values = (self.number, &self.text).cmp(&(other.number, &other.text));
        let values = if descending { values.reverse() } else { values };
        lacks(self)
            .cmp(&lacks(other))
            .then(values)
            .then_with(|| self.customer.cmp(&other.customer))
    }
}

/// What a customer is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
    Missing,
}

impl Key {
    fn order(&self, other: &Self, descending: bool) -> Ordering {
        let present = |key: &Self| *key != Self::Missing;
        match self.cmp(other) {
            order if descending && present(self) && present(other) => order.reverse(),
            order => order,
        }
    }

    fn of(self, customer: CustomerId) -> Listed {
        let (number, text) = match self {
            Self::Number(number) => (Some(number), None),
            Self::Text(text) => (None, Some(text)),
            Self::Missing => (None, None),
        };
        Listed {
            customer,
            number,
            text,
        }
    }
}

/// What the rows of a page are sorted by.
enum Keys<'a> {
    Decided(&'a Page),
    Bought(Vec<Purchases>, fn(&Purchases) -> Option<i64>),
    Name(&'a Page),
}

impl<'a> Keys<'a> {
    fn of(page: &'a Page, order: ListOrder, plan: &Plan) -> Self {
        let bought = |of| Self::Bought(purchases(page, plan.shop.currency), of);
        match order {
            ListOrder::Decided => Self::Decided(page),
            ListOrder::Spent => bought(|bought| Some(bought.spent)),
            ListOrder::Orders => bought(|bought| Some(bought.orders)),
            ListOrder::LastOrder => bought(|bought| bought.last),
            ListOrder::Name => Self::Name(page),
        }
    }

    fn get(&self, row: usize) -> Key {
        let number = match self {
            Self::Decided(page) => page.decided.get(row),
            Self::Bought(all, of) => all.get(row).and_then(of),
            Self::Name(page) => return name(page, row).map_or(Key::Missing, Key::Text),
        };
        number.map_or(Key::Missing, Key::Number)
    }
}

/// What a customer is called where they are listed: their name, or their email address.
fn name(page: &Page, row: usize) -> Option<String> {
    let field = |name: &str| {
        let named = page.named(Kind::Field, name)?;
        match named.values.get(named.ids.get(row)?)? {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        }
    };
    let known: Vec<&str> = ["first_name", "last_name"]
        .into_iter()
        .filter_map(field)
        .collect();
    let called = if known.is_empty() {
        field("email")?.to_owned()
    } else {
        known.join(" ")
    };
    Some(called.to_lowercase())
}
