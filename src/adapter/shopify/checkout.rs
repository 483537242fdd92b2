//! Checkouts.

use super::body::Body;
use super::consent::CheckoutTick;
use super::line::{Lines, items};
use super::person::{Address, Buyer, Customer};
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{Cart, Channel, EventKind};
use crate::time::Timestamp;

payload! {
    /// The checkout resource. Its amounts are in the buyer's currency, other than an order's.
    struct CheckoutBody<'a> {
        id: Scalar<'a> = "id",
        token: Scalar<'a> = "token",
        cart_token: Scalar<'a> = "cart_token",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        completed_at: Scalar<'a> = "completed_at",
        url: Scalar<'a> = "abandoned_checkout_url",
        currency: Scalar<'a> = "currency",
        presentment_currency: Scalar<'a> = "presentment_currency",
        total_price: Scalar<'a> = "total_price",
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        sms_phone: Scalar<'a> = "sms_marketing_phone",
        locale: Scalar<'a> = "customer_locale",
        accepts_marketing: Scalar<'a> = "buyer_accepts_marketing",
        accepts_sms: Scalar<'a> = "buyer_accepts_sms_marketing",
        customer: Customer<'a> = "customer",
        billing: Address<'a> = "billing_address",
        shipping: Address<'a> = "shipping_address",
        lines: Lines<'a> = "line_items",
    }
}

/// Reads `checkouts/create`.
pub(super) fn started(request: &Request, body: &Body<'_>) -> Outcome {
    read(request, body, true)
}

/// Reads `checkouts/update`.
pub(super) fn updated(request: &Request, body: &Body<'_>) -> Outcome {
    read(request, body, false)
}

/// Reads `checkouts/delete`. Its body often has the number only, by which the checkout is then
/// found.
pub(super) fn deleted(request: &Request, body: &Body<'_>) -> Outcome {
    let received: CheckoutBody<'_> = body.parse()?;
    if received.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let number = received.id.id();
    let token = received.token.id();
    let name = (token.clone()).or_else(|| number.as_ref().map(|number| format!("id:{number}")));
    let name = name.ok_or_else(|| Ignored::shape("id"))?;
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("checkout", token.as_deref());
    delivery.keys.confirm("checkout:id", number.as_deref());
    let fact = format!("shopify:checkout:{name}:deleted");
    let kind = EventKind::CheckoutDeleted {
        checkout_token: token,
        checkout_id: number,
    };
    delivery.event(fact, request.sent_at(), kind);
    delivery.about_customer()
}

fn read(request: &Request, body: &Body<'_>, is_new: bool) -> Outcome {
    let received: CheckoutBody<'_> = body.parse()?;
    let token = received.token.id();
    let token = token.ok_or_else(|| Ignored::shape("token"))?;
    let cart = received.cart(request, &token);
    let created = received.created_at.time();
    let updated = received.updated_at.time().or(created);
    let updated = updated.unwrap_or_else(|| request.sent_at());

    let mut delivery = DeliveryBuilder::new(request);
    received.keys(&mut delivery, &cart, updated);
    let mark = mark(body.text());
    let buyer = format!("shopify:checkout:{token}:buyer:{mark}");
    received.buyer().report(&mut delivery, buyer, updated);
    let tick = CheckoutTick {
        token: &token,
        began_at: created.unwrap_or(updated),
        is_beginning: created.is_some(),
        sent_at: updated,
        placed: false,
        customer: &received.customer,
    };
    received.add_ticks(&mut delivery, &tick);
    if is_new {
        let fact = format!("shopify:checkout:{token}:started");
        let at = created.unwrap_or(updated);
        delivery.event(fact, at, EventKind::CheckoutStarted { cart });
    } else {
        let fact = format!("shopify:checkout:{token}:updated:{mark}");
        delivery.event(fact, updated, EventKind::CheckoutUpdated { cart });
    }
    delivery.about_customer()
}

impl<'a> CheckoutBody<'a> {
    fn cart(&self, request: &Request, token: &str) -> Cart {
        let currency = (self.presentment_currency.currency())
            .or_else(|| self.currency.currency())
            .unwrap_or(request.shop.currency);
        Cart {
            cart_token: self.cart_token.id(),
            checkout_token: Some(token.to_owned()),
            checkout_id: self.id.id(),
            items: items(&self.lines, currency),
            total: self.total_price.money(currency),
            url: self.url.url(),
            completed_at: self.completed_at.time(),
            email: self.buyer().other_email(),
        }
    }

    fn keys(&self, delivery: &mut DeliveryBuilder, cart: &Cart, at: Timestamp) {
        self.buyer().keys(&mut delivery.keys);
        delivery.keys.confirm("cart", cart.cart_token.as_deref());
        let token = cart.checkout_token.as_deref();
        delivery.keys.claim_purchase("checkout", token, at);
        delivery
            .keys
            .confirm("checkout:id", self.id.id().as_deref());
    }

    fn add_ticks(&self, delivery: &mut DeliveryBuilder, tick: &CheckoutTick<'_, '_>) {
        let customer = &self.customer;
        if self.accepts_marketing.is_yes() || self.accepts_marketing.is_no() {
            tick.report(delivery, Channel::Email, self.accepts_marketing.is_yes());
        }
        // A tick for another number than the account's would let us text the wrong one.
        let number = self.sms_phone.text();
        let is_kept = customer.phone.text().is_none() || customer.phone.text() == number;
        if self.accepts_sms.is_yes() || self.accepts_sms.is_no() {
            let ticked = self.accepts_sms.is_yes() && number.is_some() && is_kept;
            tick.report(delivery, Channel::Sms, ticked);
        }
    }

    fn buyer(&self) -> Buyer<'_, 'a> {
        // The number that may be texted, if one was given for that, is the one to keep.
        let phone = [self.sms_phone, self.phone];
        let phone = phone.into_iter().find(|phone| phone.text().is_some());
        Buyer {
            customer: &self.customer,
            email: self.email,
            contact_email: Scalar::default(),
            phone: phone.unwrap_or_default(),
            locale: self.locale,
            billing: &self.billing,
            shipping: &self.shipping,
        }
    }
}
