//! What the Edgewise plugin reports of a signed-in customer: that they signed in, and what they
//! downloaded.

use super::cart::happened_at;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request, bounds};
use crate::event::EventKind;
use crate::sorted_map::SortedMap;
use crate::time::Timestamp;
use crate::value::Value;

payload! {
    struct AccountBody<'a> {
        customer_id: Scalar<'a> = "customer_id",
        visitor: Scalar<'a> = "visitor",
        at: Scalar<'a> = "at",
        order_id: Scalar<'a> = "order_id",
        product_id: Scalar<'a> = "product_id",
        file: Scalar<'a> = "file",
    }
}

/// Reads `account.signed_in`, which links the browser to the account.
pub(super) fn signed_in(request: &Request, body: &str) -> Outcome {
    let received: AccountBody<'_> = parse(body)?;
    let account = received.customer_id.id();
    let account = account.ok_or_else(|| Ignored::shape("customer_id"))?;
    let at = happened_at(request, received.at);
    let mut delivery = DeliveryBuilder::new(request);
    // Signing in makes nobody a customer: the shop's own people do it all day.
    delivery.only_known = true;
    delivery
        .keys
        .confirm("woocommerce:customer", Some(&account));
    let visitor = received.visitor.id();
    delivery.keys.confirm("visitor", visitor.as_deref());
    let kind = custom("Signed In", SortedMap::default());
    delivery.event(fact(&account, "signed-in", at), at, kind);
    delivery.about_customer()
}

/// Reads `file.downloaded`. A guest is found by the order that the file was bought with.
pub(super) fn downloaded(request: &Request, body: &str) -> Outcome {
    let received: AccountBody<'_> = parse(body)?;
    let order = received.order_id.id();
    let order = order.ok_or_else(|| Ignored::shape("order_id"))?;
    let at = happened_at(request, received.at);
    let mut delivery = DeliveryBuilder::new(request);
    delivery.only_known = true;
    let account = received.customer_id.id();
    let keys = &mut delivery.keys;
    keys.confirm("woocommerce:customer", account.as_deref());
    keys.confirm("woocommerce:order", Some(&order));
    let mut properties = SortedMap::default();
    let named = [
        ("product_id", received.product_id.id()),
        ("file", received.file.cut(bounds::PROPERTY)),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            properties.insert(name.to_owned(), Value::Text(value));
        }
    }
    let kind = custom("File Downloaded", properties);
    delivery.event(fact(&order, "downloaded", at), at, kind);
    delivery.about_customer()
}

fn fact(of: &str, what: &str, at: Timestamp) -> String {
    format!("woocommerce:plugin:{of}:{what}:{}", at.as_millis())
}

fn custom(event: &str, properties: SortedMap<String, Value>) -> EventKind {
    EventKind::Custom {
        event: event.to_owned(),
        properties,
    }
}
