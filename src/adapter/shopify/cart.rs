//! Carts of the Online Store.

use super::body::Body;
use super::line::{Line, Lines, items};
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{Cart, EventKind, cart_link};
use crate::money::{Currency, Money};

payload! {
    /// The cart resource: nothing in it says whose it is.
    struct CartBody<'a> {
        token: Scalar<'a> = "token",
        id: Scalar<'a> = "id",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        lines: Lines<'a> = "line_items",
    }
}

/// Reads `carts/create` and `carts/update`.
pub(super) fn updated(request: &Request, body: &Body<'_>) -> Outcome {
    let received: CartBody<'_> = body.parse()?;
    let token = received.token.id().or_else(|| received.id.id());
    let token = token.ok_or_else(|| Ignored::shape("token"))?;
    let at = (received.updated_at.time())
        .or_else(|| received.created_at.time())
        .unwrap_or_else(|| request.sent_at());
    let currency = request.shop.currency;
    let items = items(&received.lines, currency);
    let cart = Cart {
        cart_token: Some(token.clone()),
        url: cart_link::permalink(&request.shop.domain, &items),
        items,
        total: total(&received.lines, currency),
        ..Cart::default()
    };
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("cart", Some(&token));
    let fact = format!("shopify:cart:{token}:updated:{}", mark(body.text()));
    delivery.event(fact, at, EventKind::CartUpdated { cart });
    delivery.about_customer()
}

/// The sum of the lines after their discounts; `None` if one does not say what it costs.
fn total(lines: &Lines<'_>, currency: Currency) -> Option<Money> {
    let price =
        |line: &Line<'_>| (line.line_price_set.shop()).or_else(|| line.line_price.money(currency));
    let mut prices = lines.iter().map(price);
    let first = prices.next()??;
    prices.try_fold(first, |sum, price| sum.plus(price?))
}
