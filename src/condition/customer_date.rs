//! A customer's dates: of the profile, of their orders, and of properties that hold one.

use super::attribute::PROFILE_EVENTS;
use super::{Bound, ORDER_EVENTS};
use crate::customer::Customer;
use crate::event::EventNames;
use crate::time::Timestamp;
use crate::value::Value;

/// The date of a customer called `name`, if they have it; see [`DateIs::name`](super::DateIs::name).
#[must_use]
pub fn date_of(customer: &Customer, name: &str) -> Option<Bound> {
    let orders = || {
        let placed = customer.orders.by_id.values();
        placed
            .filter(|order| order.counts() && order.cancelled_at.is_none())
            .filter_map(|order| order.placed_at)
    };
    let moment = |at: Option<Timestamp>| at.map(Bound::Moment);
    match name {
        "birth_date" => {
            let reported = customer.profile.birth_date.as_ref()?;
            Some(Bound::Day(*reported.value.expose()))
        }
        "joined_at" => moment(
            customer
                .profile
                .joined_at
                .as_ref()
                .map(|reported| reported.value),
        ),
        "first_seen" => moment(Some(customer.first_seen)),
        // The oldest orders may have been summed up, so the first one is unknown.
        "first_order_at" if customer.orders.folded_until.is_some() => None,
        "first_order_at" => moment(orders().min()),
        "last_order_at" => moment(orders().max()),
        other => match &customer.profile.traits.get(other)?.value {
            Value::Text(text) => Bound::parse(text),
            _ => None,
        },
    }
}

/// The events that can change [`date_of`].
#[must_use]
pub fn date_moved_by(name: &str) -> EventNames {
    match name {
        "first_order_at" | "last_order_at" => ORDER_EVENTS.and(PROFILE_EVENTS),
        "first_seen" => EventNames::ALL,
        _ => PROFILE_EVENTS,
    }
}
