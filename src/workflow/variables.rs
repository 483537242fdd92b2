//! What a message's template may speak of.
//!
//! Facts are read when the message is released, so a cart that changed after the reminder was
//! planned is shown as it is now. Money goes out as minor units and currency; the shim's
//! `money` filter prints it.

use super::enrollment::Enrollment;
use crate::customer::{Customer, LineFacts, OrderFacts};
use crate::money::Money;
use crate::pii::Pii;
use crate::shop::Shop;
use crate::stored::Told;
use serde_json::{Value as Json, json};

/// The variables of a message of `enrollment` to `customer`.
#[must_use]
pub fn variables(shop: &Shop, customer: &Customer, enrollment: &Enrollment) -> Json {
    json!({
        "shop": shop.variables(),
        "customer": customer_variables(shop, customer),
        "cart": enrollment.cart.as_deref().and_then(|key| cart_variables(customer, key)),
        "order": enrollment.order.as_deref().and_then(|id| customer.orders.by_id.get(id)).map(order_variables),
        "coupon": enrollment.coupon.as_ref().map(|coupon| json!({
            "code": coupon.code,
            "percent": coupon.percent,
        })),
    })
}

fn customer_variables(shop: &Shop, customer: &Customer) -> Json {
    let profile = &customer.profile;
    let personal =
        |told: &Option<Told<Pii<String>>>| told.as_ref().map(|told| told.value.expose().clone());
    json!({
        "first_name": personal(&profile.first_name),
        "last_name": personal(&profile.last_name),
        "email": personal(&profile.email),
        "language": profile.language.as_ref().map(|told| &told.value),
        "tier": customer.tier,
        "tags": customer.tags.present().collect::<Vec<_>>(),
        "order_count": customer.orders.count(),
        "total_spent": money(customer.lifetime_spend(shop.currency)),
    })
}

fn cart_variables(customer: &Customer, key: &str) -> Option<Json> {
    let cart = customer.carts.by_key(key)?;
    Some(json!({
        "items": cart.items.iter().map(line_variables).collect::<Vec<_>>(),
        "total": cart.value().map(money),
        "url": cart.url,
    }))
}

fn order_variables(order: &OrderFacts) -> Json {
    json!({
        "number": order.number,
        "items": order.items.iter().map(line_variables).collect::<Vec<_>>(),
        "total": order.total.map(money),
        "placed_at": order.placed_at,
    })
}

fn line_variables(line: &LineFacts) -> Json {
    json!({
        "product_id": line.product_id,
        "title": line.title,
        "variant_title": line.variant_title,
        "quantity": line.quantity,
        "price": line.unit_price.map(money),
        "image_url": line.image_url,
        "url": line.url,
    })
}

fn money(money: Money) -> Json {
    json!({ "minor": money.minor, "currency": money.currency })
}
