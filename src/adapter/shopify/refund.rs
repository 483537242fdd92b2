//! Money given back on orders.

use super::body::Body;
use super::naming::order_id;
use super::price::MoneyBag;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Refund};
use crate::money::{Currency, Money};
use crate::time::Timestamp;

/// The refunds in the body of an order.
pub(super) type Refunds<'a> = List<RefundBody<'a>, { bounds::LIST }>;

payload! {
    /// A refund. Transactions are in the buyer's currency; what is lined up in `*_set` is in
    /// the shop's too.
    struct RefundBody<'a> {
        id: Scalar<'a> = "id",
        gid: Scalar<'a> = "admin_graphql_api_id",
        order_id: Scalar<'a> = "order_id",
        created_at: Scalar<'a> = "created_at",
        processed_at: Scalar<'a> = "processed_at",
        total: MoneyBag<'a> = "total_refunded_set",
        lines: List<Part<'a>, { bounds::LIST }> = "refund_line_items",
        shipping: List<Part<'a>, { bounds::LIST }> = "refund_shipping_lines",
        adjustments: List<Part<'a>, { bounds::LIST }> = "order_adjustments",
        duties: MoneyBag<'a> = "total_duties_set",
        transactions: List<Transaction<'a>, { bounds::LIST }> = "transactions",
    }
}

payload! {
    /// A line, a shipping line or an adjustment of a refund.
    struct Part<'a> {
        kind: Scalar<'a> = "kind",
        amount: MoneyBag<'a> = "subtotal_set" | "subtotal_amount_set" | "amount_set",
        tax: MoneyBag<'a> = "total_tax_set" | "tax_amount_set",
    }
}

payload! {
    struct Transaction<'a> {
        kind: Scalar<'a> = "kind",
        status: Scalar<'a> = "status",
        amount: Scalar<'a> = "amount",
        currency: Scalar<'a> = "currency",
    }
}

/// Reads `refunds/create`.
pub(super) fn created(request: &Request, body: &Body<'_>) -> Outcome {
    let received: RefundBody<'_> = body.parse()?;
    let id = received.id.id().or_else(|| received.gid.id());
    let id = id.ok_or_else(|| Ignored::shape("id"))?;
    let order = received.order_id.id();
    let order = order.ok_or_else(|| Ignored::shape("order_id"))?;
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:order", Some(&order));
    received.report(&mut delivery, id, &order, request.sent_at(), request);
    delivery.about_customer()
}

/// Adds the refunds in the body of an order. One without a time was made by `latest`.
pub(super) fn add_of_order(
    delivery: &mut DeliveryBuilder,
    refunds: &Refunds<'_>,
    order: &str,
    latest: Timestamp,
    request: &Request,
) {
    for refund in refunds.iter() {
        if let Some(id) = refund.id.id().or_else(|| refund.gid.id()) {
            refund.report(delivery, id, order, latest, request);
        }
    }
}

/// The sum of an order's refunds; `None` if there are none or one has no amount.
pub(super) fn given_back(refunds: &Refunds<'_>, shop: Currency) -> Option<Money> {
    let mut amounts = refunds.iter().map(|refund| refund.amount(shop));
    let first = amounts.next()??;
    amounts.try_fold(first, |sum, amount| sum.plus(amount?))
}

impl RefundBody<'_> {
    /// Adds the refund; `latest` is its moment where it has none.
    fn report(
        &self,
        delivery: &mut DeliveryBuilder,
        id: String,
        order: &str,
        latest: Timestamp,
        request: &Request,
    ) {
        let at = (self.processed_at.time()).or_else(|| self.created_at.time());
        let fact = format!("shopify:order:{order}:refund:{id}");
        let refund = Refund {
            order_id: order_id(order),
            amount: self.amount(request.shop.currency),
            refund_id: id,
        };
        let kind = EventKind::OrderRefunded { refund };
        delivery.event(fact, at.unwrap_or(latest), kind);
    }

    /// How much, in the shop's currency; `None` when it isn't known in that currency.
    fn amount(&self, shop: Currency) -> Option<Money> {
        (self.total.shop())
            .or_else(|| self.lined_up())
            .or_else(|| self.transferred(shop))
            .filter(|amount| amount.minor >= 0)
    }

    /// Lines, shipping and duties, less adjustments, which are negative where more was given
    /// back than the lines say.
    fn lined_up(&self) -> Option<Money> {
        let mut sum: Option<Money> = None;
        let mut add = |amount: Option<Money>, negative: bool| {
            let Some(amount) = amount else { return };
            let signed = if negative {
                Money::zero(amount.currency).minus(amount)
            } else {
                Some(amount)
            };
            let all = sum.unwrap_or(Money::zero(amount.currency));
            sum = signed.and_then(|signed| all.plus(signed));
        };
        for line in self.lines.iter() {
            add(line.amount.shop(), false);
            add(line.tax.shop(), false);
        }
        for adjustment in self.adjustments.iter() {
            add(adjustment.amount.shop(), true);
            add(adjustment.tax.shop(), true);
        }
        // Shipping comes as an adjustment, as lines of its own, or as both.
        let adjusted = |part: &Part<'_>| part.kind.text().as_deref() == Some("shipping_refund");
        if !self.adjustments.iter().any(adjusted) {
            for line in self.shipping.iter() {
                add(line.amount.shop(), false);
            }
        }
        let sum = sum?;
        self.duties
            .shop()
            .map_or(Some(sum), |duties| sum.plus(duties))
    }

    /// What was transferred, if that was in the shop's currency.
    fn transferred(&self, shop: Currency) -> Option<Money> {
        let mut sum = None;
        for transaction in self.transactions.iter() {
            let is_refund = transaction.kind.text().as_deref() == Some("refund");
            let failed = (transaction.status.text())
                .is_some_and(|status| matches!(&*status, "failure" | "error"));
            if !is_refund || failed {
                continue;
            }
            let currency = transaction.currency.currency().unwrap_or(shop);
            let amount = transaction.amount.money(currency);
            let amount = amount.filter(|amount| amount.currency == shop)?;
            sum = sum.unwrap_or(Money::zero(shop)).plus(amount);
        }
        sum
    }
}
