//! Subscriptions, which the plugin WooCommerce Subscriptions adds to a store.
//!
//! Their dates are what workflows wait for, so they become fields of the customer: when the next payment is
//! due, when the subscription ends, and its status. Of several subscriptions, the one that changed last
//! counts. Their orders come as orders.

use super::address::Address;
use super::{moment, resource_id};
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request, bounds};
use crate::event::{EventKind, KeyStrength, Profile};
use crate::value::Value;

payload! {
    /// The subscription resource.
    struct SubscriptionBody<'a> {
        id: Scalar<'a> = "id",
        status: Scalar<'a> = "status",
        created: Scalar<'a> = "date_created_gmt",
        modified: Scalar<'a> = "date_modified_gmt",
        customer_id: Scalar<'a> = "customer_id",
        billing: Address<'a> = "billing",
        next_payment: Scalar<'a> = "next_payment_date_gmt",
        end: Scalar<'a> = "end_date_gmt",
    }
}

/// Reads a subscription, new or changed.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let received: SubscriptionBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    let status = received.status.cut(bounds::NAME);
    let status = status.ok_or_else(|| Ignored::shape("status"))?;
    let mut delivery = DeliveryBuilder::new(request);
    let account = received.customer_id.id();
    let strength = if account.is_some() {
        KeyStrength::Claimed
    } else {
        KeyStrength::Confirmed
    };
    let keys = &mut delivery.keys;
    keys.confirm("woocommerce:customer", account.as_deref());
    keys.email(received.billing.email.text().as_deref(), strength);
    let mut profile = Profile::default();
    // A date that is no longer set is an empty text: nothing that waits for it comes.
    let date = |at: Scalar<'_>| at.utc().map_or_else(String::new, |at| at.to_string());
    for (name, text) in [
        ("subscription_status", status),
        ("subscription_next_payment", date(received.next_payment)),
        ("subscription_end", date(received.end)),
    ] {
        profile.traits.insert(name.to_owned(), Value::Text(text));
    }
    let at = moment(request, received.modified, received.created);
    let fact = format!("woocommerce:subscription:{id}:updated:{}", mark(body));
    delivery.event(fact, at, EventKind::CustomerUpdated { profile });
    delivery.about_customer()
}
