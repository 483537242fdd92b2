//! Duties towards people and shops, and the end of an installation.
//!
//! The body decides which request it is: Shopify signs the body and not the topic, so a captured
//! order must not become an erasure by another header. What announces a whole shop's end can be
//! repeated from an earlier installation, or under the topic of another event, so it is only a
//! question.
//!
//! The host acts on these; no workflow does. Orders become keys too, because a customer may be
//! known by nothing else.

use super::body::{Body, Duty, Nothing};
use super::person::Customer;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Subject};

payload! {
    /// `customers/data_request` and `customers/redact`.
    struct Personal<'a> {
        customer: Customer<'a> = "customer",
        request: DataRequest<'a> = "data_request",
        orders: List<Scalar<'a>, { bounds::LIST }> = "orders_requested" | "orders_to_redact",
    }
}

payload! {
    struct DataRequest<'a> {
        id: Scalar<'a> = "id",
    }
}

payload! {
    /// `shop/redact`, and the shop itself in `app/uninstalled`.
    struct ShopBody<'a> {
        id: Scalar<'a> = "shop_id" | "id",
        myshopify_domain: Scalar<'a> = "myshopify_domain",
        plan_name: Scalar<'a> = "plan_name",
    }
}

/// A body under a privacy topic that is no privacy request.
pub(super) fn no_duty(body: &Body<'_>) -> Outcome {
    let _: Nothing = body.parse()?;
    Err(Ignored::shape("what a privacy request names"))
}

impl Duty {
    /// Reads the request.
    pub(super) fn read(self, request: &Request, body: &Body<'_>) -> Outcome {
        match self {
            Self::Data => data_requested(request, body),
            Self::Redact => redact_requested(request, body),
            Self::RedactShop => about_shop(
                request,
                body,
                "redact",
                (Subject::ShopData, EventKind::ShopRedactRequested),
            ),
        }
    }
}

/// Reads `customers/data_request`.
fn data_requested(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Personal<'_> = body.parse()?;
    let request_id = received.request.id.id();
    let request_id = request_id.ok_or_else(|| Ignored::shape("data_request.id"))?;
    let fact = format!("shopify:data-request:{request_id}");
    let kind = EventKind::CustomerDataRequested { request_id };
    received.report(request, fact, kind)
}

/// Reads `customers/redact`.
fn redact_requested(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Personal<'_> = body.parse()?;
    let fact = format!("shopify:redact:{}", mark(body.text()));
    received.report(request, fact, EventKind::CustomerRedactRequested)
}

/// Reads `app/uninstalled`, whose body is the shop; `shop/update` has the same.
pub(super) fn uninstalled(request: &Request, body: &Body<'_>) -> Outcome {
    let received: ShopBody<'_> = body.parse()?;
    if received.myshopify_domain.raw().is_empty() && received.plan_name.raw().is_empty() {
        return Err(Ignored::shape("myshopify_domain"));
    }
    about_shop(
        request,
        body,
        "uninstalled",
        (Subject::Installation, EventKind::AppUninstalled),
    )
}

impl Personal<'_> {
    fn report(&self, request: &Request, fact: String, kind: EventKind) -> Outcome {
        let mut delivery = DeliveryBuilder::new(request);
        self.customer.keys(&mut delivery.keys);
        for order in self.orders.iter() {
            delivery
                .keys
                .confirm("shopify:order", order.id().as_deref());
        }
        if delivery.keys.is_empty() {
            return Err(Ignored::shape("customer"));
        }
        delivery.event(fact, request.sent_at(), kind);
        delivery.about_customer()
    }
}

fn about_shop(
    request: &Request,
    body: &Body<'_>,
    what: &str,
    (subject, kind): (Subject, EventKind),
) -> Outcome {
    let received: ShopBody<'_> = body.parse()?;
    let id = received.id.id().ok_or_else(|| Ignored::shape("shop id"))?;
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("shopify:shop:{id}:{what}:{}", mark(body.text()));
    delivery.event(fact, request.sent_at(), kind);
    delivery.ask(subject, &id);
    delivery.about_shop()
}
