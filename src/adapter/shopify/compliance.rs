//! Duties towards people and shops, and the end of an installation.
//!
//! The body decides which request it is: Shopify signs the body and not the topic, so a captured
//! order must not become an erasure by another header. What announces a whole shop's end can be
//! repeated from an earlier installation, or under the topic of another event, so it is only a
//! question.
//!
//! The host acts on these; no workflow does. Orders become keys too, because a customer may be
//! known by nothing else.

use super::person::Customer;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
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

payload! {
    /// The members by which a duty is known.
    struct Marks<'a> {
        asks_for_data: Scalar<'a> = "data_request" | "orders_requested",
        asks_to_redact: Scalar<'a> = "orders_to_redact",
        shop_id: Scalar<'a> = "shop_id",
        shop_domain: Scalar<'a> = "shop_domain",
        customer: Scalar<'a> = "customer",
    }
}

/// What a privacy request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duty {
    /// A person's data: `customers/data_request`.
    Data,
    /// A person's erasure: `customers/redact`.
    Redact,
    /// Everybody's: `shop/redact`.
    RedactShop,
}

/// The privacy request that a body is, if it is one; no other webhook has these members.
pub(super) fn duty_in(body: &str) -> Option<Duty> {
    let worth_a_look = [
        "\"shop_domain\"",
        "\"orders_requested\"",
        "\"orders_to_redact\"",
    ];
    if !worth_a_look.iter().any(|name| body.contains(name)) {
        return None;
    }
    let marks: Marks<'_> = parse(body).ok()?;
    let has = |member: Scalar<'_>| !member.raw().is_empty();
    if has(marks.asks_for_data) {
        Some(Duty::Data)
    } else if has(marks.asks_to_redact) {
        Some(Duty::Redact)
    } else {
        let whole_shop = has(marks.shop_id) && has(marks.shop_domain) && !has(marks.customer);
        whole_shop.then_some(Duty::RedactShop)
    }
}

/// A body under a privacy topic that is no privacy request.
pub(super) fn no_duty(body: &str) -> Outcome {
    let _: Marks<'_> = parse(body)?;
    Err(Ignored::shape("what a privacy request names"))
}

impl Duty {
    /// Reads the request.
    pub(super) fn read(self, request: &Request, body: &str) -> Outcome {
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
fn data_requested(request: &Request, body: &str) -> Outcome {
    let received: Personal<'_> = parse(body)?;
    let request_id = received.request.id.id();
    let request_id = request_id.ok_or_else(|| Ignored::shape("data_request.id"))?;
    let fact = format!("shopify:data-request:{request_id}");
    let kind = EventKind::CustomerDataRequested { request_id };
    received.report(request, fact, kind)
}

/// Reads `customers/redact`.
fn redact_requested(request: &Request, body: &str) -> Outcome {
    let received: Personal<'_> = parse(body)?;
    let fact = format!("shopify:redact:{}", mark(body));
    received.report(request, fact, EventKind::CustomerRedactRequested)
}

/// Reads `app/uninstalled`, whose body is the shop; `shop/update` has the same.
pub(super) fn uninstalled(request: &Request, body: &str) -> Outcome {
    let received: ShopBody<'_> = parse(body)?;
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
    body: &str,
    what: &str,
    (subject, kind): (Subject, EventKind),
) -> Outcome {
    let received: ShopBody<'_> = parse(body)?;
    let id = received.id.id().ok_or_else(|| Ignored::shape("shop id"))?;
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("shopify:shop:{id}:{what}:{}", mark(body));
    delivery.event(fact, request.sent_at(), kind);
    delivery.ask(subject, &id);
    delivery.about_shop()
}
