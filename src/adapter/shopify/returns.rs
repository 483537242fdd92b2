//! Returns.

use super::body::Body;
use super::naming::order_id;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::EventKind;

payload! {
    /// The return resource.
    struct Return<'a> {
        id: Scalar<'a> = "id",
        order: Order<'a> = "order",
        order_id: Scalar<'a> = "order_id",
        lines: List<Line<'a>, 1> = "return_line_items",
        created_at: Scalar<'a> = "created_at",
    }
}

payload! {
    struct Order<'a> {
        id: Scalar<'a> = "id",
    }
}

payload! {
    struct Line<'a> {
        reason: Scalar<'a> = "return_reason",
    }
}

/// Reads `returns/request`.
pub(super) fn requested(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Return<'_> = body.parse()?;
    let id = received.id.id().ok_or_else(|| Ignored::shape("id"))?;
    let order = received.order.id.id().or_else(|| received.order_id.id());
    let order = order.ok_or_else(|| Ignored::shape("order.id"))?;
    let at = received
        .created_at
        .time()
        .unwrap_or_else(|| request.sent_at());
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:order", Some(&order));
    let kind = EventKind::ReturnRequested {
        order_id: order_id(&order),
        reason: received
            .lines
            .iter()
            .next()
            .and_then(|line| line.reason.cut(bounds::NAME)),
    };
    delivery.event(format!("shopify:return:{id}:requested"), at, kind);
    delivery.about_customer()
}
