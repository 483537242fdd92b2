//! Shopify's webhooks.
//!
//! Bodies look like the REST resources of old, whatever the API version, but for a few newer
//! topics with camelCase names and GIDs. Ids have up to 18 digits and keep them all. Money is
//! taken in the shop's currency wherever the body has it.
//!
//! What is read from the shop's records over GraphQL is asked for under the names that webhooks have, so
//! that one reader reads both and their facts have the same keys. Where GraphQL nests what a webhook has
//! flat, the reader knows both forms.

mod body;
mod cart;
mod checkout;
mod codes;
mod compliance;
mod consent;
mod consent_state;
mod customer;
mod fulfillment;
mod line;
mod naming;
mod order;
mod person;
mod price;
mod product;
mod refund;
mod returns;

use super::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::Channel;
use body::Body;
use order::News;

/// Reads one webhook. A body that can only be a privacy request is one under any topic: the topic is
/// not signed.
pub(super) fn read(request: &Request, body: &str) -> Outcome {
    let body = Body::new(body);
    let outcome = read_topic(request, &body);
    match body.duty() {
        Some(duty) => duty.read(request, &body),
        None => outcome,
    }
}

fn read_topic(request: &Request, body: &Body<'_>) -> Outcome {
    let is_of_records = request.imported_before.is_some();
    match request.topic.as_str() {
        // What is read from the shop's records, by `edge/src/platform/shopify/operations`. No webhook can say
        // so: its topic is not signed.
        "orders/imported" if is_of_records => order::read(request, body, News::Imported),
        "orders/found" if is_of_records => order::read(request, body, News::Found),
        "customers/imported" | "customers/found" if is_of_records => {
            customer::imported(request, body)
        }
        "products/imported" | "products/found" if is_of_records => product::updated(request, body),
        "coupons/imported" if is_of_records => codes::imported(request, body),
        "checkouts/create" => checkout::started(request, body),
        "checkouts/update" => checkout::updated(request, body),
        "checkouts/delete" => checkout::deleted(request, body),
        "carts/create" | "carts/update" => cart::updated(request, body),
        "orders/create" => order::read(request, body, News::Placed),
        "orders/paid" => order::read(request, body, News::Paid),
        "orders/cancelled" => order::read(request, body, News::Cancelled),
        "orders/updated" | "orders/fulfilled" | "orders/partially_fulfilled" => {
            order::read(request, body, News::Changed)
        }
        "orders/edited" => elsewhere("orders/updated tells the whole order"),
        "orders/delete" => order::deleted(request, body),
        "refunds/create" => refund::created(request, body),
        "customers/create" => customer::created(request, body),
        "customers/update" | "customers/enable" | "customers/disable" => {
            customer::updated(request, body)
        }
        "customers/delete" => customer::deleted(request, body),
        "customers/merge" => customer::merged(request, body),
        "customers/purchasing_summary" => elsewhere("the orders report it"),
        "customer.tags_added" => customer::tagged(request, body, true),
        "customer.tags_removed" => customer::tagged(request, body, false),
        "customers_email_marketing_consent/update" => {
            consent::updated(request, body, Channel::Email)
        }
        "customers_marketing_consent/update" => consent::updated(request, body, Channel::Sms),
        "customers_whats_app_marketing_consent/update" => {
            Err(Ignored::new(IgnoreReason::UnsupportedChannel, "whatsapp"))
        }
        "fulfillments/create" | "fulfillments/update" => fulfillment::received(request, body),
        "fulfillment_events/create" => fulfillment::tracked(request, body),
        "returns/request" => returns::requested(request, body),
        "products/create" | "products/update" => product::updated(request, body),
        "products/delete" => product::deleted(request, body),
        "inventory_levels/update" => product::stocked(request, body),
        "customers/data_request" | "customers/redact" | "shop/redact" => compliance::no_duty(body),
        "app/uninstalled" => compliance::uninstalled(request, body),
        _ => Err(Ignored::topic(request)),
    }
}

fn elsewhere(detail: &str) -> Outcome {
    Err(Ignored::new(IgnoreReason::SentElsewhere, detail))
}
