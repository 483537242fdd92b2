//! Parcels.

use super::body::Body;
use super::naming::order_id;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Fulfillment, KeyStrength, Shipment};

payload! {
    /// The fulfillment resource.
    struct Parcel<'a> {
        id: Scalar<'a> = "id",
        order_id: Scalar<'a> = "order_id",
        email: Scalar<'a> = "email",
        status: Scalar<'a> = "status",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        carrier: Scalar<'a> = "tracking_company",
        number: Scalar<'a> = "tracking_number",
        numbers: List<Scalar<'a>, 1> = "tracking_numbers",
        url: Scalar<'a> = "tracking_url",
        urls: List<Scalar<'a>, 1> = "tracking_urls",
    }
}

payload! {
    /// A carrier's news about a fulfillment.
    struct News<'a> {
        id: Scalar<'a> = "id",
        fulfillment_id: Scalar<'a> = "fulfillment_id",
        order_id: Scalar<'a> = "order_id",
        status: Scalar<'a> = "status",
        happened_at: Scalar<'a> = "happened_at",
        created_at: Scalar<'a> = "created_at",
    }
}

/// Reads `fulfillments/create` and `fulfillments/update`.
pub(super) fn received(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Parcel<'_> = body.parse()?;
    let id = received.id.id().ok_or_else(|| Ignored::shape("id"))?;
    let order = received.order_id.id();
    let order = order.ok_or_else(|| Ignored::shape("order_id"))?;
    let at = (received.updated_at.time())
        .or_else(|| received.created_at.time())
        .unwrap_or_else(|| request.sent_at());
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:order", Some(&order));
    // The order says who this is; the address only helps where the order is not known.
    let email = received.email.text();
    delivery.keys.email(email.as_deref(), KeyStrength::Claimed);
    let fulfillment = Fulfillment {
        order_id: order_id(&order),
        status: received.status.cut(bounds::NAME),
        carrier: received.carrier.cut(bounds::NAME),
        tracking_number: first(received.number, &received.numbers).cut(bounds::NAME),
        tracking_url: first(received.url, &received.urls).url(),
        fulfillment_id: id.clone(),
    };
    let fact = format!("shopify:fulfillment:{id}:{}", mark(body.text()));
    delivery.event(fact, at, EventKind::OrderFulfilled { fulfillment });
    delivery.about_customer()
}

/// Reads `fulfillment_events/create`.
pub(super) fn tracked(request: &Request, body: &Body<'_>) -> Outcome {
    let received: News<'_> = body.parse()?;
    let id = received.id.id().ok_or_else(|| Ignored::shape("id"))?;
    let order = received.order_id.id();
    let order = order.ok_or_else(|| Ignored::shape("order_id"))?;
    let status = received.status.cut(bounds::NAME);
    let status = status.ok_or_else(|| Ignored::shape("status"))?;
    let at = (received.happened_at.time())
        .or_else(|| received.created_at.time())
        .unwrap_or_else(|| request.sent_at());
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:order", Some(&order));
    let shipment = Shipment {
        order_id: order_id(&order),
        fulfillment_id: received.fulfillment_id.id().unwrap_or_default(),
        status,
    };
    let fact = format!("shopify:fulfillment-event:{id}");
    delivery.event(fact, at, EventKind::ShipmentUpdated { shipment });
    delivery.about_customer()
}

/// The value itself, else the first of its list: Shopify keeps both.
fn first<'a>(one: Scalar<'a>, list: &List<Scalar<'a>, 1>) -> Scalar<'a> {
    match one.text() {
        Some(_) => one,
        None => list.iter().next().copied().unwrap_or_default(),
    }
}
