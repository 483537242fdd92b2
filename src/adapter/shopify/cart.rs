//! Carts of the Online Store.

use super::line::{Line, Lines, items};
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{Cart, EventKind};
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
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let told: CartBody<'_> = parse(body)?;
    let token = told.token.id().or_else(|| told.id.id());
    let token = token.ok_or_else(|| Ignored::shape("token"))?;
    let at = (told.updated_at.time())
        .or_else(|| told.created_at.time())
        .unwrap_or_else(|| request.told_at());
    let currency = request.shop.currency;
    let cart = Cart {
        cart_token: Some(token.clone()),
        items: items(&told.lines, currency),
        total: total(&told.lines, currency),
        ..Cart::default()
    };
    let mut telling = Telling::new(request);
    telling.keys.confirm("cart", Some(&token));
    let fact = format!("shopify:cart:{token}:updated:{}", mark(body));
    telling.event(fact, at, EventKind::CartUpdated { cart });
    telling.about_customer()
}

/// The sum of the lines after their discounts; `None` if one does not say what it costs.
fn total(lines: &Lines<'_>, currency: Currency) -> Option<Money> {
    let price =
        |line: &Line<'_>| (line.line_price_set.shop()).or_else(|| line.line_price.money(currency));
    let mut prices = lines.iter().map(price);
    let first = prices.next()??;
    prices.try_fold(first, |sum, price| sum.plus(price?))
}
