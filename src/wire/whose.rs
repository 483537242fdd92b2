//! Whose a delivery is, and what changes hands when that turns out to be somebody else.

use super::{Refusal, read_state};
use crate::customer::{Handover, Purchase, ResolveRequest};
use crate::event::{Channel, Event};
use crate::id::{CustomerId, EffectId};
use crate::json::{self, object};

/// Decides whose events a delivery holds; see [`crate::customer::resolve`].
///
/// # Errors
///
/// `bad-request` when `request` is not a [`ResolveRequest`].
pub fn resolve(request: &str) -> Result<String, Refusal> {
    let request: ResolveRequest = Refusal::parse("request", request)?;
    Ok(json::to_string(&crate::customer::resolve(&request)))
}

/// The events of a delivery that names somebody who no longer has what it is about (see
/// [`crate::customer::Resolution::outdated`]): those about the person are left out.
///
/// # Errors
///
/// `bad-request` when `events` is not a list of events.
pub fn without_person(events: &str) -> Result<String, Refusal> {
    let mut events: Vec<Event> = Refusal::parse("events", events)?;
    events.retain(|event| !event.kind.is_about_a_person());
    Ok(json::to_string(&events))
}

/// What is known of a customer besides orders that the person was taken out of in the shop:
/// `"nothing"`, `"an-order"` or `"something-else"`, see
/// [`crate::customer::Remains`].
///
/// # Errors
///
/// `bad-state`, `state-too-large`.
pub fn remains(state: &str) -> Result<String, Refusal> {
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_string(&state.customer.remains()))
}

/// Events without the personal data of the customer who placed an order, by its identity key: what
/// the journal keeps of an order that was anonymized in the shop.
///
/// # Errors
///
/// `bad-request` when `events` is not a list of events.
pub fn anonymize(events: &str, purchase: &str) -> Result<String, Refusal> {
    let mut events: Vec<Event> = Refusal::parse("events", events)?;
    let known = Purchase::of_key(purchase);
    let fact = format!("{purchase}:");
    for event in &mut events {
        let received = |kind| {
            known
                .as_ref()
                .is_some_and(|known| known.is_subject_of(kind))
        };
        if event.fact_key.starts_with(&fact) || received(&event.kind) {
            event.kind.forget_person();
        }
    }
    Ok(json::to_string(&events))
}

/// Events without those about some checkouts and orders, given as a list of identity keys: a
/// customer's events before these turned out to be other customers'.
///
/// # Errors
///
/// `bad-request` for what is not a list of events or of keys.
pub fn without_purchases(events: &str, keys: &str) -> Result<String, Refusal> {
    let mut events: Vec<Event> = Refusal::parse("events", events)?;
    let keys: Vec<String> = Refusal::parse("keys", keys)?;
    let purchases: Vec<Purchase> = keys
        .iter()
        .filter_map(|key| Purchase::of_key(key))
        .collect();
    events.retain(|event| {
        let mut purchases = purchases.iter();
        !purchases.any(|purchase| purchase.is_subject_of(&event.kind))
    });
    Ok(json::to_string(&events))
}

/// What a customer hands over with a checkout or an order that turns out to be `to`'s, by its
/// identity key: `{"handover": …, "hollow": whether nothing is left of them but an address,
/// "address": the identity key of their email address or null}`. The other customer gets the
/// handover by `take_over`; this customer gets `give_up`.
///
/// `in_flight` lists the effects that the host is handing over at this moment.
///
/// # Errors
///
/// `bad-state`, `state-too-large`, `bad-request` for what is not a list of effects.
pub fn handover(state: &str, purchase: &str, to: &str, in_flight: &str) -> Result<String, Refusal> {
    let mut state = read_state(state, CustomerId::default())?;
    let in_flight: Vec<EffectId> = Refusal::parse("in_flight", in_flight)?;
    let handover = state.give_up(purchase, &CustomerId::new(to), &in_flight);
    let hollow = state.customer.is_hollow();
    let address = state.customer.address(Channel::Email);
    let address = address.and_then(crate::adapter::email_key);
    Ok(json::to_string(&HandedOver {
        handover,
        hollow,
        address,
    }))
}

/// What a customer hands over with a checkout or an order.
struct HandedOver {
    /// What the other customer receives with `take_over`.
    handover: Handover,
    /// Whether nothing is left of the customer but an address that was a mistake.
    hollow: bool,
    /// That address, by its identity key.
    address: Option<String>,
}

object!(write HandedOver { handover, hollow, address });
