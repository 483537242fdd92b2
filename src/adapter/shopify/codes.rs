//! Discount codes, which only the shop's records name.

use super::body::Body;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::EventKind;

payload! {
    /// A discount with its codes.
    struct Discount<'a> {
        terms: Terms<'a> = "discount",
        codes: List<Code<'a>, { bounds::LIST }> = "codes",
    }
}

payload! {
    struct Terms<'a> {
        updated_at: Scalar<'a> = "updated_at",
    }
}

payload! {
    struct Code<'a> {
        id: Scalar<'a> = "id",
        code: Scalar<'a> = "code",
    }
}

/// Reads a discount from the shop's records.
pub(super) fn imported(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Discount<'_> = body.parse()?;
    let at = received.terms.updated_at.time();
    let at = at.unwrap_or_else(|| request.sent_at());
    let mut delivery = DeliveryBuilder::new(request);
    let mut is_empty = true;
    for one in received.codes.iter() {
        let (Some(id), Some(code)) = (one.id.id(), one.code.cut(bounds::NAME)) else {
            continue;
        };
        is_empty = false;
        let fact = format!("shopify:code:{id}:updated:{}", at.as_millis());
        delivery.event(fact, at, EventKind::CouponUpdated { code });
    }
    if is_empty {
        return Err(Ignored::new(IgnoreReason::SaysNothing, "no codes"));
    }
    delivery.about_shop()
}
