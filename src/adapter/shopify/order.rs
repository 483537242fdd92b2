//! Orders.

use super::body::Body;
use super::consent::CheckoutTick;
use super::line::{Lines, items, taxes};
use super::naming::order_id;
use super::person::{Address, Buyer, Customer};
use super::price::MoneyBag;
use super::refund::{self, Refunds, given_back};
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{Channel, EventKind, Order, Subject};
use crate::json;
use crate::money::Money;
use crate::time::Timestamp;

/// What a topic says about the order in its body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Placed,
    Paid,
    Cancelled,
    Changed,
    /// All that the shop's records say of it.
    Imported,
    /// The same, where something of it may have been missed: also that it changed.
    Found,
}

payload! {
    /// The order resource. `total_*` stays as sold; `current_total_*`, which follows edits and
    /// refunds, is not read.
    struct OrderBody<'a> {
        id: Scalar<'a> = "id",
        gid: Scalar<'a> = "admin_graphql_api_id",
        name: Scalar<'a> = "name",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        cancelled_at: Scalar<'a> = "cancelled_at",
        processed_at: Scalar<'a> = "processed_at",
        financial_status: Scalar<'a> = "financial_status",
        currency: Scalar<'a> = "currency",
        total_price: Scalar<'a> = "total_price",
        total_price_set: MoneyBag<'a> = "total_price_set",
        /// The lines after discounts; with their tax where prices include it.
        subtotal_set: MoneyBag<'a> = "subtotal_price_set",
        taxes_included: Scalar<'a> = "taxes_included",
        discounts_set: MoneyBag<'a> = "total_discounts_set",
        test: Scalar<'a> = "test",
        source_name: Scalar<'a> = "source_name",
        cart_token: Scalar<'a> = "cart_token",
        checkout_token: Scalar<'a> = "checkout_token",
        email: Scalar<'a> = "email",
        contact_email: Scalar<'a> = "contact_email",
        phone: Scalar<'a> = "phone",
        locale: Scalar<'a> = "customer_locale",
        accepts_marketing: Scalar<'a> = "buyer_accepts_marketing",
        customer: Customer<'a> = "customer",
        billing: Address<'a> = "billing_address",
        shipping: Address<'a> = "shipping_address",
        discount_codes: List<DiscountCode<'a>, { bounds::LIST }> = "discount_codes",
        plain_codes: List<Scalar<'a>, { bounds::LIST }> = "plain_discount_codes",
        lines: Lines<'a> = "line_items",
        refunds: Refunds<'a> = "refunds",
    }
}

payload! {
    struct DiscountCode<'a> {
        code: Scalar<'a> = "code",
    }
}

/// Reads any topic whose body is an order.
pub(super) fn read(request: &Request, body: &Body<'_>, news: News) -> Outcome {
    let received: OrderBody<'_> = body.parse()?;
    let id = received.id.id().or_else(|| received.gid.id());
    let id = id.ok_or_else(|| Ignored::shape("id"))?;
    let order = received.order(request, &id, news);
    let updated = order.updated_at.unwrap_or_else(|| request.sent_at());
    let placed = order.placed_at.unwrap_or(updated);

    let mut delivery = DeliveryBuilder::new(request);
    received.keys(&mut delivery, &order, &id, updated);
    // Records have another text than webhooks, so what is read is marked instead of the body.
    let who = mark(&json::to_string(&received.buyer().profile()));
    let buyer = format!("shopify:order:{id}:buyer:{}:{who}", updated.as_millis());
    received.buyer().report(&mut delivery, buyer, updated);
    // What was not read by earlier releases is left out, so that a version keeps its name.
    let mark = mark(&json::to_string(&Order {
        goods: None,
        discount: None,
        parent: None,
        ..order.clone()
    }));
    if news == News::Placed {
        received.add_tick(&mut delivery, placed, updated);
    }

    let fact = |what: &str| format!("shopify:order:{id}:{what}");
    let mut report = |what: &str, at, kind| delivery.event(fact(what), at, kind);
    match news {
        News::Placed | News::Imported | News::Found => {
            let changed = (news == News::Found && updated > placed).then(|| order.clone());
            let paid = order.paid_at.map(|at| (at, order.clone()));
            let cancelled = order.cancelled_at.map(|at| (at, order.clone()));
            report("placed", placed, EventKind::OrderPlaced { order });
            if let Some((at, order)) = paid {
                report("paid", at, EventKind::OrderCompleted { order });
            }
            if let Some((at, order)) = cancelled {
                report("cancelled", at, EventKind::OrderCancelled { order });
            }
            if let Some(order) = changed {
                let what = format!("updated:{mark}");
                report(&what, updated, EventKind::OrderUpdated { order });
            }
            if news != News::Placed {
                refund::add_of_order(&mut delivery, &received.refunds, &id, updated, request);
            }
        }
        News::Paid => report("paid", updated, EventKind::OrderCompleted { order }),
        News::Cancelled if order.cancelled_at.is_some() => {
            let at = order.cancelled_at.unwrap_or(updated);
            report("cancelled", at, EventKind::OrderCancelled { order });
        }
        // All of an order's topics share one body, and the topic is not signed: an order that does not
        // say that it is cancelled is not.
        News::Cancelled | News::Changed => {
            let what = format!("updated:{mark}");
            report(&what, updated, EventKind::OrderUpdated { order });
        }
    }
    delivery.about_customer()
}

/// Reads `orders/delete`, whose body is `{"id":405}`.
pub(super) fn deleted(request: &Request, body: &Body<'_>) -> Outcome {
    let received: OrderBody<'_> = body.parse()?;
    let id = received.id.id().or_else(|| received.gid.id());
    let id = id.ok_or_else(|| Ignored::shape("id"))?;
    if received.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Order, &id);
    delivery.keys.confirm("shopify:order", Some(&id));
    let kind = EventKind::OrderDeleted {
        order_id: order_id(&id),
    };
    delivery.event(
        format!("shopify:order:{id}:deleted"),
        request.sent_at(),
        kind,
    );
    delivery.about_customer()
}

impl<'a> OrderBody<'a> {
    fn order(&self, request: &Request, id: &str, news: News) -> Order {
        let currency = self.currency.currency().unwrap_or(request.shop.currency);
        let placed_at = self.created_at.time();
        let updated_at = self.updated_at.time().or(placed_at);
        let is_paid = news == News::Paid || self.is_paid();
        // No field says when; it was by the time of this body, and the earliest body counts. One from the
        // records may be years younger than the payment, which nearly always comes with the order.
        let paid_by = if news == News::Imported {
            self.processed_at.time().or(placed_at)
        } else {
            updated_at
        };
        Order {
            order_id: order_id(id),
            number: self.name.cut(bounds::NAME),
            placed_at,
            paid_at: paid_by.filter(|_| is_paid),
            cancelled_at: self.cancelled_at.time(),
            total: (self.total_price_set.shop()).or_else(|| self.total_price.money(currency)),
            refunded: given_back(&self.refunds, request.shop.currency),
            refunds: None,
            items: items(&self.lines, currency),
            discount_codes: (self.discount_codes.iter().map(|discount| discount.code))
                .chain(self.plain_codes.iter().copied())
                .filter_map(|code| code.cut(bounds::NAME))
                .collect(),
            goods: self.goods(),
            discount: self.discounts_set.shop(),
            parent: None,
            cart_token: self.cart_token.id(),
            checkout_token: self.checkout_token.id(),
            sales_channel: self.source_name.cut(bounds::NAME),
            test: self.test.is_yes(),
            restored_at: None,
            updated_at,
            email: self.buyer().other_email(),
        }
    }

    /// What its lines come to after discounts, without tax. Of an order with more lines than are read it
    /// isn't known where prices include tax.
    fn goods(&self) -> Option<Money> {
        let lines = self.subtotal_set.shop()?;
        if !self.taxes_included.is_yes() {
            return Some(lines);
        }
        lines.minus(taxes(&self.lines, lines.currency)?)
    }

    fn keys(&self, delivery: &mut DeliveryBuilder, order: &Order, id: &str, at: Timestamp) {
        self.buyer().keys(&mut delivery.keys);
        delivery.keys.confirm("cart", order.cart_token.as_deref());
        let token = order.checkout_token.as_deref();
        delivery.keys.claim_purchase("checkout", token, at);
        delivery.keys.claim_purchase("shopify:order", Some(id), at);
    }

    fn add_tick(&self, delivery: &mut DeliveryBuilder, began_at: Timestamp, sent_at: Timestamp) {
        // Who made a draft in the admin ticked for the buyer.
        if self
            .source_name
            .text()
            .is_some_and(|source| &*source == "shopify_draft_order")
        {
            return;
        }
        let checkout = self.checkout_token.id();
        let token = checkout
            .clone()
            .or_else(|| self.id.id().as_deref().map(order_id));
        let Some(token) = token else {
            return;
        };
        let tick = CheckoutTick {
            token: &token,
            began_at,
            // The checkout began before the order, and its body has the moment.
            is_beginning: checkout.is_none(),
            sent_at,
            placed: true,
            customer: &self.customer,
        };
        if self.accepts_marketing.is_yes() || self.accepts_marketing.is_no() {
            tick.report(delivery, Channel::Email, self.accepts_marketing.is_yes());
        }
    }

    /// Whether it was paid in full at some time.
    fn is_paid(&self) -> bool {
        self.financial_status.text().is_some_and(|status| {
            let status = status.to_ascii_lowercase();
            matches!(&*status, "paid" | "partially_refunded" | "refunded")
        })
    }

    const fn buyer(&self) -> Buyer<'_, 'a> {
        Buyer {
            customer: &self.customer,
            email: self.email,
            contact_email: self.contact_email,
            phone: self.phone,
            locale: self.locale,
            billing: &self.billing,
            shipping: &self.shipping,
        }
    }
}
