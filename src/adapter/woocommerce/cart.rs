//! Carts, as the Edgewise plugin reports them: WooCommerce itself has no webhook for them.
//!
//! The plugin names a cart by a token of its own, which the cart keeps from its first line to its
//! order. Once a buyer has typed an address or is signed in, the cart is their checkout as well,
//! and it moves when the address is corrected. A cart of nobody known makes nobody a customer.

use super::address::Address;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{Cart, EventKind, Item, KeyStrength};
use crate::money::Currency;
use crate::time::Timestamp;

payload! {
    /// What the plugin sends at the end of a request that changed a cart or its address.
    struct CartBody<'a> {
        token: Scalar<'a> = "token",
        at: Scalar<'a> = "at",
        visitor: Scalar<'a> = "visitor",
        customer_id: Scalar<'a> = "customer_id",
        buyer: Address<'a> = "buyer",
        currency: Scalar<'a> = "currency",
        total: Scalar<'a> = "total",
        recovery_url: Scalar<'a> = "recovery_url",
        lines: List<Line<'a>, { bounds::ITEMS }> = "lines",
    }
}

payload! {
    /// A line, with prices as the cart shows them: with tax or without.
    struct Line<'a> {
        product_id: Scalar<'a> = "product_id",
        variation_id: Scalar<'a> = "variation_id",
        name: Scalar<'a> = "name",
        quantity: Scalar<'a> = "quantity",
        price: Scalar<'a> = "price",
        sku: Scalar<'a> = "sku",
        image_url: Scalar<'a> = "image_url",
        url: Scalar<'a> = "url",
    }
}

/// The identity key under which a cart's token stands for the checkout it became.
pub(super) const CHECKOUT: &str = "checkout";

/// Reads `cart.updated`.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let received: CartBody<'_> = parse(body)?;
    let token = received.token.id();
    let token = token.ok_or_else(|| Ignored::shape("token"))?;
    let at = happened_at(request, received.at);
    let mut delivery = DeliveryBuilder::new(request);
    let is_checkout = received.keys(&mut delivery, &token, at);
    delivery.only_known = !is_checkout;
    let mark = mark(body);
    let cart = received.cart(request, &token, is_checkout);
    let fact = |what: &str| format!("woocommerce:cart:{token}:{what}");
    if !is_checkout {
        delivery.event(fact(&mark), at, EventKind::CartUpdated { cart });
        return delivery.about_customer();
    }
    received.add_buyer(&mut delivery, fact("buyer"), &mark, at);
    // The same fact each time, so that the first one counts.
    let started = EventKind::CheckoutStarted { cart: cart.clone() };
    delivery.event(fact("started"), at, started);
    delivery.event(fact(&mark), at, EventKind::CheckoutUpdated { cart });
    delivery.about_customer()
}

/// When it happened by the shop's clock, which is not believed about the future.
pub(super) fn happened_at(request: &Request, at: Scalar<'_>) -> Timestamp {
    at.time()
        .map_or(request.received_at, |at| at.min(request.received_at))
}

impl CartBody<'_> {
    /// Adds by what the buyer can be found; returns whether the shop knows whose cart it is.
    fn keys(&self, delivery: &mut DeliveryBuilder, token: &str, at: Timestamp) -> bool {
        let keys = &mut delivery.keys;
        let account = self.customer_id.id();
        // Somebody signed in may type another person's address.
        let strength = if account.is_some() {
            KeyStrength::Claimed
        } else {
            KeyStrength::Confirmed
        };
        keys.confirm("woocommerce:customer", account.as_deref());
        keys.email(self.buyer.email.text().as_deref(), strength);
        let is_checkout = account.is_some() || self.buyer.email.is_email();
        if is_checkout {
            keys.phone(self.buyer.phone.text().as_deref());
            keys.claim_purchase(CHECKOUT, Some(token), at);
        }
        keys.confirm("cart", Some(token));
        // The shop's own server saw this browser with this cart.
        keys.confirm("visitor", self.visitor.id().as_deref());
        is_checkout
    }

    /// Adds what was typed. An account keeps its own address.
    fn add_buyer(&self, delivery: &mut DeliveryBuilder, fact: String, mark: &str, at: Timestamp) {
        let mut profile = self.buyer.profile(&Address::default());
        if self.customer_id.id().is_some() {
            profile.email = None;
        }
        let says_something =
            profile.email.is_some() || profile.phone.is_some() || profile.first_name.is_some();
        if says_something {
            let kind = EventKind::CustomerIdentified { profile };
            delivery.event(format!("{fact}:{mark}"), at, kind);
        }
    }

    fn cart(&self, request: &Request, token: &str, is_checkout: bool) -> Cart {
        let currency = self.currency.currency();
        let currency = currency.unwrap_or(request.shop.currency);
        let is_signed_in = self.customer_id.id().is_some();
        Cart {
            cart_token: Some(token.to_owned()),
            checkout_token: is_checkout.then(|| token.to_owned()),
            items: self.lines.iter().map(|line| line.item(currency)).collect(),
            total: self.total.money(currency),
            url: self.recovery_url.url(),
            email: self.buyer.email.email().filter(|_| is_signed_in),
            ..Cart::default()
        }
    }
}

impl Line<'_> {
    fn item(&self, currency: Currency) -> Item {
        Item {
            product_id: self.product_id.id().unwrap_or_default().into(),
            variant_id: self.variation_id.id().map(Into::into),
            title: self.name.html_title().unwrap_or_default().into(),
            quantity: self.quantity.count().unwrap_or(1),
            unit_price: self.price.money(currency),
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            image_url: self.image_url.url().map(Into::into),
            url: self.url.url().map(Into::into),
            ..Item::default()
        }
    }
}
