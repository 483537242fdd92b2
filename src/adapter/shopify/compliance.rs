//! Duties towards people and shops, and the end of an installation.
//!
//! The host acts on these; no workflow does. Orders are told as keys too, because a customer
//! may be known by nothing else.

use super::person::Customer;
use crate::adapter::bounds;
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{List, Scalar, object, parse};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::EventKind;

object! {
    /// `customers/data_request` and `customers/redact`.
    struct Duty<'a> {
        customer: Customer<'a> = "customer",
        request: DataRequest<'a> = "data_request",
        orders: List<Scalar<'a>, { bounds::LIST }> = "orders_requested" | "orders_to_redact",
    }
}

object! {
    struct DataRequest<'a> {
        id: Scalar<'a> = "id",
    }
}

object! {
    /// `shop/redact`, and the shop itself in `app/uninstalled`.
    struct ShopBody<'a> {
        id: Scalar<'a> = "shop_id" | "id",
    }
}

/// Reads `customers/data_request`.
pub(super) fn data_requested(request: &Request, body: &str) -> Outcome {
    let told: Duty<'_> = parse(body)?;
    let request_id = told.request.id.id();
    let request_id = request_id.ok_or_else(|| Ignored::shape("data_request.id"))?;
    let fact = format!("shopify:data-request:{request_id}");
    let kind = EventKind::CustomerDataRequested { request_id };
    told.tell(request, fact, kind)
}

/// Reads `customers/redact`.
pub(super) fn redact_requested(request: &Request, body: &str) -> Outcome {
    let told: Duty<'_> = parse(body)?;
    let fact = format!("shopify:redact:{}", mark(body));
    told.tell(request, fact, EventKind::CustomerRedactRequested)
}

/// Reads `shop/redact`.
pub(super) fn shop_redact_requested(request: &Request, body: &str) -> Outcome {
    about_shop(request, body, "redact", EventKind::ShopRedactRequested)
}

/// Reads `app/uninstalled`.
pub(super) fn uninstalled(request: &Request, body: &str) -> Outcome {
    about_shop(request, body, "uninstalled", EventKind::AppUninstalled)
}

impl Duty<'_> {
    fn tell(&self, request: &Request, fact: String, kind: EventKind) -> Outcome {
        let mut telling = Telling::new(request);
        self.customer.keys(&mut telling.keys);
        for order in self.orders.iter() {
            telling.keys.confirm("shopify:order", order.id().as_deref());
        }
        if telling.keys.is_empty() {
            return Err(Ignored::shape("customer"));
        }
        telling.event(fact, request.told_at(), kind);
        telling.about_customer()
    }
}

fn about_shop(request: &Request, body: &str, what: &str, kind: EventKind) -> Outcome {
    let told: ShopBody<'_> = parse(body)?;
    let id = told.id.id().ok_or_else(|| Ignored::shape("shop id"))?;
    let mut telling = Telling::new(request);
    let fact = format!("shopify:shop:{id}:{what}:{}", mark(body));
    telling.event(fact, request.told_at(), kind);
    telling.about_shop()
}
