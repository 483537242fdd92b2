//! Coupons.

use super::{moment, resource_id};
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Subject};

payload! {
    /// The coupon resource.
    struct CouponBody<'a> {
        id: Scalar<'a> = "id",
        code: Scalar<'a> = "code",
        created: Scalar<'a> = "date_created_gmt",
        modified: Scalar<'a> = "date_modified_gmt",
    }
}

/// Reads `coupon.created`, `coupon.updated` and `coupon.restored`.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let received: CouponBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    let code = received.code.cut(bounds::NAME);
    let code = code.ok_or_else(|| Ignored::shape("code"))?;
    let at = moment(request, received.modified, received.created);
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("woocommerce:coupon:{id}:updated:{}", mark(body));
    delivery.event(fact, at, EventKind::CouponUpdated { code });
    delivery.about_shop()
}

/// Reads `coupon.deleted`, whose body is `{"id":14}`.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let received: CouponBody<'_> = parse(body)?;
    let coupon_id = resource_id(received.id, body)?;
    if received.created.utc().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Coupon, &coupon_id);
    let fact = format!("woocommerce:coupon:{coupon_id}:deleted");
    let kind = EventKind::CouponDeleted { coupon_id };
    delivery.event(fact, request.sent_at(), kind);
    delivery.about_shop()
}
