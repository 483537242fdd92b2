//! WooCommerce's webhooks.
//!
//! A body is built when it is delivered, not when the thing happened, so `order.created` may
//! well show a completed order, and several changes come as one. So a topic means little: what an
//! order reports depends on its state, and the same fact received again has the same key.
//!
//! The Edgewise plugin signs and sends like a webhook what WooCommerce has no webhook for: carts,
//! consent given or withdrawn, sign-ins, downloads.

mod account;
mod address;
mod cart;
mod consent;
mod coupon;
mod customer;
mod line;
mod meta;
mod order;
mod parcel;
mod product;
mod stage;
mod subscription;

use super::tolerant::{Scalar, parse, payload};
use super::{IgnoreReason, Ignored, Outcome, Request, consents};
use crate::time::Timestamp;

payload! {
    /// What stands in the place of a resource that the webhook's owner may no longer see.
    struct ErrorBody<'a> {
        code: Scalar<'a> = "code",
    }
}

/// Reads one webhook.
pub(super) fn read(request: &Request, body: &str) -> Outcome {
    if is_ping(body) {
        return Err(Ignored::new(IgnoreReason::Ping, "webhook saved"));
    }
    let is_import = request.imported_before.is_some();
    match request.topic.as_str() {
        "order.created" => order::read(request, body, order::News::Created),
        "order.updated" => order::read(request, body, order::News::Updated),
        "order.restored" => order::read(request, body, order::News::Restored),
        "order.deleted" => order::deleted(request, body),
        "customer.created" => customer::created(request, body),
        "customer.updated" | "customer.restored" => customer::updated(request, body),
        "customer.deleted" => customer::deleted(request, body),
        // What a comparison with the store's lists found: an update whose webhook was lost.
        "order.found" => order::read(request, body, order::News::Updated),
        "customer.found" => customer::imported(request, body),
        "product.found" => product::updated(request, body),
        // What is read from the store's lists. No webhook can say so: its topic is not signed.
        "order.imported" if is_import => order::read(request, body, order::News::Updated),
        "customer.imported" if is_import => customer::imported(request, body),
        "product.imported" if is_import => product::updated(request, body),
        "coupon.imported" if is_import => coupon::updated(request, body),
        "subscription.imported" if is_import => subscription::updated(request, body),
        "product.created" | "product.updated" | "product.restored" => {
            product::updated(request, body)
        }
        "product.deleted" => product::deleted(request, body),
        "coupon.created" | "coupon.updated" | "coupon.restored" => coupon::updated(request, body),
        "coupon.deleted" => coupon::deleted(request, body),
        "subscription.created"
        | "subscription.updated"
        | "subscription.switched"
        | "subscription.found" => subscription::updated(request, body),
        "cart.updated" => cart::updated(request, body),
        "consent.changed" => consents::reported(request, body),
        "account.signed_in" => account::signed_in(request, body),
        "file.downloaded" => account::downloaded(request, body),
        _ => Err(Ignored::topic(request)),
    }
}

/// The id every resource has. A body without one is an error of the platform, or no resource.
fn resource_id(id: Scalar<'_>, body: &str) -> Result<String, Ignored> {
    if let Some(id) = id.id() {
        return Ok(id);
    }
    let error: ErrorBody<'_> = parse(body)?;
    let code = error.code.text().unwrap_or_default();
    if code.starts_with("woocommerce_") || code.starts_with("rest_") {
        Err(Ignored::new(IgnoreReason::PlatformError, &code))
    } else {
        Err(Ignored::shape("id"))
    }
}

/// The moment of a body: its last change, else its making, else its arrival. Only the `_gmt`
/// fields are moments; the others are readings of the shop's clock.
fn moment(request: &Request, modified: Scalar<'_>, created: Scalar<'_>) -> Timestamp {
    (modified.utc())
        .or_else(|| created.utc())
        .unwrap_or_else(|| request.sent_at())
}

/// Saving a webhook posts `webhook_id=7` as a form, without a topic and without a signature.
fn is_ping(body: &str) -> bool {
    body.trim()
        .strip_prefix("webhook_id=")
        .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}
