//! Orders, which are WooCommerce's checkouts too. [`super::stage`] decides what a status means.

use super::address::Address;
use super::cart;
use super::consent::{self, InOrder};
use super::line::{Line, RefundLine};
use super::meta::{self, entries};
use super::stage::Stage;
use super::{moment, parcel, resource_id};
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::keys::Keys;
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::adapter::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::{
    Cart, EventKind, FieldOfCheckout, Fulfillment, Item, KeyStrength, Order, Refund, Refunded,
    Subject,
};
use crate::money::{Currency, Money};
use crate::pii::Pii;
use crate::time::Timestamp;

payload! {
    /// The order resource.
    struct OrderBody<'a> {
        id: Scalar<'a> = "id",
        status: Scalar<'a> = "status",
        number: Scalar<'a> = "number",
        currency: Scalar<'a> = "currency",
        total: Scalar<'a> = "total",
        created: Scalar<'a> = "date_created_gmt",
        modified: Scalar<'a> = "date_modified_gmt",
        paid: Scalar<'a> = "date_paid_gmt",
        customer_id: Scalar<'a> = "customer_id",
        /// The order that a marketplace split this one off; 0 for none.
        parent: Scalar<'a> = "parent_id",
        /// Without its tax.
        discount: Scalar<'a> = "discount_total",
        created_via: Scalar<'a> = "created_via",
        payment_url: Scalar<'a> = "payment_url",
        needs_payment: Scalar<'a> = "needs_payment",
        billing: Address<'a> = "billing",
        shipping: Address<'a> = "shipping",
        lines: List<Line<'a>, { bounds::ITEMS }> = "line_items",
        coupons: List<CouponLine<'a>, { bounds::LIST }> = "coupon_lines",
        prices_include_tax: Scalar<'a> = "prices_include_tax",
        shipping_lines: List<ShippingLine<'a>, 1> = "shipping_lines",
        refunds: List<RefundLine<'a>, { bounds::LIST }> = "refunds",
        meta: Scalar<'a> = "meta_data",
    }
}

payload! {
    struct CouponLine<'a> {
        code: Scalar<'a> = "code",
    }
}

payload! {
    struct ShippingLine<'a> {
        method: Scalar<'a> = "method_id",
    }
}

/// What WooCommerce writes in the place of an erased address.
const ERASED_EMAIL: &str = "deleted@site.invalid";
/// What WordPress writes in the place of other erased texts.
const ERASED_TEXT: &str = "[deleted]";

/// Which topic an order came with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Created,
    Updated,
    /// Taken back out of the bin.
    Restored,
}

/// Reads `order.created`, `order.updated` and `order.restored`.
pub(super) fn read(request: &Request, body: &str, news: News) -> Outcome {
    let received: OrderBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    let status = received.status.text();
    let status = status.ok_or_else(|| Ignored::shape("status"))?;
    let mut delivery = DeliveryBuilder::new(request);
    let modified = moment(request, received.modified, received.created);
    if request.shop.reports_carts && status.ends_with("checkout-draft") {
        return Err(Ignored::new(IgnoreReason::Draft, &status));
    }
    let (stage, is_foreign) = Stage::of(request, &status, received.needs_payment);
    delivery.status = is_foreign.then(|| bounds::cut(&status, bounds::NAME));
    if received.is_anonymized() {
        return received.add_anonymized(delivery, request, &id, stage);
    }
    received.keys(&mut delivery.keys, &id, modified);
    match stage {
        Stage::Draft | Stage::NotAnOrder => return Err(Ignored::new(IgnoreReason::Draft, &status)),
        Stage::Trashed => return add_deleted(delivery, &id, request.sent_at()),
        _ => {}
    }
    if news == News::Restored {
        add_restored(&mut delivery, &id, request.sent_at());
    }
    let mark = mark(body);
    received.add_buyer(&mut delivery, (&id, &mark), modified);
    received.add_consent(&mut delivery, request, &id, modified, stage);
    if stage == Stage::LeftOff && received.paid.utc().is_none() {
        let cart = received.cart(request, &id);
        let created = received.created.utc().unwrap_or(modified);
        let (what, at, kind) = if news == News::Created {
            let kind = EventKind::CheckoutStarted { cart };
            ("started".to_owned(), created, kind)
        } else {
            let kind = EventKind::CheckoutUpdated { cart };
            (format!("updated:{mark}"), modified, kind)
        };
        delivery.event(format!("woocommerce:order:{id}:{what}"), at, kind);
    } else {
        received.add_order(&mut delivery, request, (&id, stage), &mark);
    }
    delivery.about_customer()
}

/// Reads `order.deleted`, whose body is `{"id":18}`.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let received: OrderBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    if received.created.utc().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Order, &id);
    delivery.keys.confirm("woocommerce:order", Some(&id));
    add_deleted(delivery, &id, request.sent_at())
}

/// An order can be deleted, restored and deleted again, and a deletion's body is the same each
/// time. So both are identified by when they are received, by our own clock.
fn add_deleted(mut delivery: DeliveryBuilder, id: &str, at: Timestamp) -> Outcome {
    let kind = EventKind::OrderDeleted {
        order_id: order_id(id),
    };
    let fact = format!("woocommerce:order:{id}:deleted:{}", at.as_millis());
    delivery.event(fact, at, kind);
    delivery.about_customer()
}

fn add_restored(delivery: &mut DeliveryBuilder, id: &str, at: Timestamp) {
    let order = Order {
        order_id: order_id(id),
        restored_at: Some(at),
        // It says nothing of the contents, so it must not pass for their newest version.
        updated_at: Some(Timestamp::default()),
        ..Order::default()
    };
    let fact = format!("woocommerce:order:{id}:restored:{}", at.as_millis());
    delivery.event(fact, at, EventKind::OrderUpdated { order });
}

fn order_id(id: &str) -> String {
    format!("woocommerce:{id}")
}

/// The token of the checkout that an order is before it is placed.
fn checkout_token(id: &str) -> String {
    format!("order:{id}")
}

impl OrderBody<'_> {
    /// The address a buyer types may be somebody else's when they are signed in, so it is then
    /// only claimed; the account's own comes with `customer.updated`.
    fn keys(&self, keys: &mut Keys, id: &str, at: Timestamp) {
        let account = self.customer_id.id();
        let strength = if account.is_some() {
            KeyStrength::Claimed
        } else {
            KeyStrength::Confirmed
        };
        keys.confirm("woocommerce:customer", account.as_deref());
        keys.email(self.billing.email.text().as_deref(), strength);
        keys.phone(self.billing.phone.text().as_deref());
        keys.claim_purchase("woocommerce:order", Some(id), at);
        // The cart it came from is this buyer's checkout, whoever's address was typed before.
        keys.claim_purchase(cart::CHECKOUT, self.cart_token().as_deref(), at);
    }

    /// The token that the Edgewise plugin gave the cart.
    fn cart_token(&self) -> Option<String> {
        meta::value(self.meta, "_edgewise_cart")?.id()
    }

    /// Whether WordPress' eraser or WooCommerce's retention setting took the person out of it. What
    /// stands in their place is the same in every such order, and is nobody.
    fn is_anonymized(&self) -> bool {
        let marked = entries(self.meta)
            .iter()
            .any(|meta| meta.key.text().as_deref() == Some("_anonymized") && meta.value.is_yes());
        let is = |field: Scalar<'_>, text: &str| field.text().as_deref() == Some(text);
        let billing = &self.billing;
        marked
            || is(billing.email, ERASED_EMAIL)
            || (is(billing.first_name, ERASED_TEXT) && is(billing.last_name, ERASED_TEXT))
    }

    /// Tells that the person was taken out of the order, and what is left of it.
    fn add_anonymized(
        &self,
        mut delivery: DeliveryBuilder,
        request: &Request,
        id: &str,
        stage: Stage,
    ) -> Outcome {
        delivery.keys.confirm("woocommerce:order", Some(id));
        delivery.only_known = true;
        let mut order = self.order(request, id, stage);
        order.email = None;
        let at = order.updated_at.unwrap_or_else(|| request.sent_at());
        let fact = format!("woocommerce:order:{id}:anonymized");
        delivery.event(fact, at, EventKind::OrderAnonymized { order });
        delivery.about_customer()
    }

    fn add_buyer(&self, delivery: &mut DeliveryBuilder, (id, mark): (&str, &str), at: Timestamp) {
        let mut profile = self.billing.profile(&self.shipping);
        if self.customer_id.id().is_some() {
            // Where this order's news goes; the account keeps its own address.
            profile.email = None;
        }
        profile.birth_date = meta::birth_date(self.meta);
        let known = profile.email.is_some()
            || profile.phone.is_some()
            || profile.first_name.is_some()
            || profile.last_name.is_some()
            || profile.birth_date.is_some();
        if known {
            let fact = format!("woocommerce:order:{id}:buyer:{mark}");
            delivery.event(fact, at, EventKind::CustomerIdentified { profile });
        }
    }

    /// Tells what the fields about marketing show. In an order that the shop made by hand nobody
    /// ticked anything.
    fn add_consent(
        &self,
        delivery: &mut DeliveryBuilder,
        request: &Request,
        id: &str,
        modified: Timestamp,
        stage: Stage,
    ) {
        if self.created_via.text().is_some_and(|via| &*via == "admin") {
            return;
        }
        let checkout = FieldOfCheckout {
            token: checkout_token(id),
            began_at: self.created.utc().unwrap_or(modified),
            is_beginning: true,
            placed: stage != Stage::LeftOff,
            prefill: consent::prefill(self.customer_id.id().is_some()),
        };
        let place = InOrder {
            checkout,
            sent_at: modified,
        };
        place.report(delivery, consent::fields(request, self.meta));
    }

    /// Tells everything that the body proves: old facts again, which their keys recognize, and
    /// whatever is new.
    fn add_order(
        &self,
        delivery: &mut DeliveryBuilder,
        request: &Request,
        (id, stage): (&str, Stage),
        mark: &str,
    ) {
        let order = self.order(request, id, stage);
        let modified = moment(request, self.modified, self.created);
        let ids = (id, order.order_id.as_str());
        let has_parcels = parcel::add(delivery, request, ids, self.meta, modified);
        let mut report = |what: &str, at: Timestamp, kind| {
            delivery.event(format!("woocommerce:order:{id}:{what}"), at, kind);
        };
        if let Some(at) = order.placed_at {
            let order = order.clone();
            report("placed", at, EventKind::OrderPlaced { order });
        }
        if let Some(at) = order.paid_at {
            let order = order.clone();
            report("paid", at, EventKind::OrderCompleted { order });
        }
        if let Some(at) = order.cancelled_at {
            let order = order.clone();
            report("cancelled", at, EventKind::OrderCancelled { order });
        }
        let currency = self.currency(request);
        // A number says more than the status does, and earlier.
        let shipped = self.shipped_at(request, modified).filter(|_| !has_parcels);
        if let Some(at) = shipped {
            let fulfillment = Fulfillment {
                order_id: order.order_id.clone(),
                fulfillment_id: "completed".to_owned(),
                ..Fulfillment::default()
            };
            report("shipped", at, EventKind::OrderFulfilled { fulfillment });
        }
        for refund in self.refunds.iter() {
            if let Some(refund_id) = refund.id() {
                let what = format!("refund:{refund_id}");
                let refund = Refund {
                    order_id: order.order_id.clone(),
                    refund_id,
                    amount: refund.amount(currency),
                };
                report(&what, modified, EventKind::OrderRefunded { refund });
            }
        }
        // A later change without a date of its own: another status, an edited line.
        let dated = order.placed_at.max(order.paid_at).max(order.cancelled_at);
        if dated < Some(modified) {
            let what = format!("updated:{mark}");
            report(&what, modified, EventKind::OrderUpdated { order });
        }
    }

    fn order(&self, request: &Request, id: &str, stage: Stage) -> Order {
        let currency = self.currency(request);
        let modified = moment(request, self.modified, self.created);
        let is_paid = stage == Stage::Paid || self.paid.utc().is_some();
        let is_placed = is_paid || stage == Stage::Placed;
        Order {
            order_id: order_id(id),
            number: self.number.cut(bounds::NAME),
            placed_at: (self.created.utc().or(Some(modified))).filter(|_| is_placed),
            // Cash on delivery is "processing" without a date of payment.
            paid_at: (self.paid.utc().or(Some(modified))).filter(|_| is_paid),
            cancelled_at: (stage == Stage::Cancelled).then_some(modified),
            total: self.total.money(currency),
            refunded: self.refunded(currency),
            refunds: Some(self.refunds_by_id(currency)),
            items: self.items(currency),
            discount_codes: self
                .coupons
                .iter()
                .filter_map(|coupon| coupon.code.cut(bounds::NAME))
                .collect(),
            goods: self.goods(currency),
            discount: self.discount.money(currency),
            parent: self.parent.id().as_deref().map(order_id),
            cart_token: self.cart_token(),
            checkout_token: Some(checkout_token(id)),
            sales_channel: self.created_via.cut(bounds::NAME),
            test: false,
            restored_at: None,
            updated_at: Some(modified),
            email: self.email_of_account_order(),
        }
    }

    fn cart(&self, request: &Request, id: &str) -> Cart {
        let currency = self.currency(request);
        Cart {
            cart_token: self.cart_token(),
            checkout_token: Some(checkout_token(id)),
            items: self.items(currency),
            total: self.total.money(currency),
            // A draft has the link already, but it only works where a payment is due.
            url: self
                .payment_url
                .url()
                .filter(|_| !self.needs_payment.is_no()),
            email: self.email_of_account_order(),
            ..Cart::default()
        }
    }

    /// The address that an account's order gives, which may be another than the account's.
    fn email_of_account_order(&self) -> Option<Pii<String>> {
        self.customer_id.id()?;
        self.billing.email.email()
    }

    fn items(&self, currency: Currency) -> Vec<Item> {
        let with_tax = self.prices_include_tax.is_yes();
        let lines = self.lines.iter();
        lines.map(|line| line.item(currency, with_tax)).collect()
    }

    /// What its lines come to after discounts, without tax. Of an order with more lines than are read it
    /// isn't known.
    fn goods(&self, currency: Currency) -> Option<Money> {
        let mut lines = self.lines.iter();
        let is_whole = self.lines.iter().count() < bounds::ITEMS;
        let none = Money::zero(currency);
        lines
            .try_fold(none, |sum, line| sum.plus(line.total(currency)?))
            .filter(|_| is_whole)
    }

    /// When the goods were sent off, where `completed` means that. What is not shipped at all,
    /// such as a download, has no shipping line.
    fn shipped_at(&self, request: &Request, modified: Timestamp) -> Option<Timestamp> {
        let rules = request.shop.woocommerce.as_ref()?;
        let status = self.status.text()?;
        let is_completed = status.strip_prefix("wc-").unwrap_or(&status) == "completed";
        let ships = self
            .shipping_lines
            .iter()
            .any(|line| line.method.text().is_some());
        (rules.completed_is_shipped && is_completed && ships).then_some(modified)
    }

    /// The refunds there are now. The only sign that one was deleted in the shop is that it is
    /// missing here.
    fn refunds_by_id(&self, currency: Currency) -> Vec<Refunded> {
        let refunds = self.refunds.iter();
        refunds
            .filter_map(|refund| {
                Some(Refunded {
                    refund_id: refund.id()?,
                    amount: refund.amount(currency),
                })
            })
            .collect()
    }

    /// The sum of all refunds; `None` if there are none or one has no amount.
    fn refunded(&self, currency: Currency) -> Option<Money> {
        let mut amounts = self.refunds.iter().map(|refund| refund.amount(currency));
        let first = amounts.next()??;
        amounts.try_fold(first, |sum, amount| sum.plus(amount?))
    }

    /// An order keeps its own currency; the shop's is a guess for bodies without one.
    fn currency(&self, request: &Request) -> Currency {
        self.currency.currency().unwrap_or(request.shop.currency)
    }
}
