//! The variables that a message’s template may use.
//!
//! Facts are read when the message is released, so a cart that changed after the reminder was
//! planned is shown as it is now. Money is given as minor units and currency, which the host’s
//! `money` filter formats.

use super::enrollment::Enrollment;
use super::trigger::DESCRIBED;
use crate::condition::{NextTier, Threshold};
use crate::customer::{Customer, LineFacts, OrderFacts};
use crate::event::cart_link::with_code;
use crate::json::{Text, Write};
use crate::money::Money;
use crate::shop::Shop;
use crate::stored::Reported;

/// The variables of a message of `enrollment` to `customer`, whose next tier is `next_tier`.
/// Members are sorted by name.
#[must_use]
pub fn variables(
    shop: &Shop,
    customer: &Customer,
    next_tier: Option<&NextTier<'_>>,
    enrollment: &Enrollment,
) -> Text {
    let cart = enrollment.cart.as_deref();
    let order = enrollment.order.as_deref();
    Text::object(&[
        (
            "cart",
            &cart.and_then(|key| {
                let code = enrollment
                    .coupon
                    .as_ref()
                    .and_then(|coupon| coupon.code.as_deref());
                cart_variables(customer, key, code)
            }),
        ),
        (
            "coupon",
            &enrollment.coupon.as_ref().map(|coupon| {
                Text::object(&[
                    ("amount", &coupon.amount.map(money)),
                    ("code", &coupon.code),
                    ("free_gift", &coupon.free_gift),
                    ("free_shipping", &coupon.free_shipping),
                    ("percent", &coupon.percent),
                ])
            }),
        ),
        ("customer", &customer_variables(shop, customer, next_tier)),
        (
            "order",
            &order
                .and_then(|id| customer.orders.by_id.get(id))
                .map(|order| order_variables(order)),
        ),
        ("shop", &shop.variables()),
        ("trigger", &trigger_variables(customer, enrollment)),
    ])
}

fn customer_variables(shop: &Shop, customer: &Customer, next_tier: Option<&NextTier<'_>>) -> Text {
    let profile = &customer.profile;
    Text::object(&[
        ("email", &told(profile.email.as_ref())),
        ("first_name", &told(profile.first_name.as_ref())),
        ("language", &told(profile.language.as_ref())),
        ("last_name", &told(profile.last_name.as_ref())),
        ("next_tier", &next_tier.map(next_tier_variables)),
        ("order_count", &customer.orders.count()),
        ("points", &customer.points.balance),
        ("tags", &customer.tags.present().collect::<Vec<_>>()),
        ("tier", &customer.tier),
        (
            "total_spent",
            &money(customer.lifetime_spend(shop.currency)),
        ),
    ])
}

/// What is missing is an amount if the tiers are based on spend, otherwise a number.
fn next_tier_variables(next: &NextTier<'_>) -> Text {
    let spend = match next.tier.from {
        Threshold::Spend(from) => Some(money(Money::new(next.missing, from.currency))),
        Threshold::Orders(_) | Threshold::Points(_) => None,
    };
    let missing: &dyn Write = match &spend {
        Some(spend) => spend,
        None => &next.missing,
    };
    Text::object(&[("missing", missing), ("name", &next.tier.name)])
}

/// What started the enrollment: its product, parcel, search, or page, if the history still has it.
fn trigger_variables(customer: &Customer, enrollment: &Enrollment) -> Option<Text> {
    let record = customer.history.find(enrollment.entry_fact)?;
    let mut members: Vec<(&'static str, &dyn Write)> = vec![("subject", &record.subject)];
    for name in DESCRIBED {
        if let Some(value) = record.property(name) {
            members.push((name, value));
        }
    }
    members.sort_unstable_by_key(|(name, _)| *name);
    Some(Text::object(&members))
}

fn told<T>(told: Option<&Reported<T>>) -> Option<&T> {
    told.map(|told| &told.value)
}

/// How many lines of a cart or an order a message may list: the first ones. `more_items` says how
/// many there are beyond them.
const MOST_LINES: usize = 20;

/// The link brings a coupon along, which then applies without being typed.
fn cart_variables(customer: &Customer, key: &str, code: Option<&str>) -> Option<Text> {
    let cart = customer.carts.by_key(key)?;
    let (items, more) = lines(&cart.items);
    let url = cart.url.as_deref();
    let url = url.map(|url| code.map_or_else(|| url.to_owned(), |code| with_code(url, code)));
    Some(Text::object(&[
        ("items", &items),
        ("more_items", &more),
        ("total", &cart.value().map(money)),
        ("url", &url),
    ]))
}

fn order_variables(order: &OrderFacts) -> Text {
    let (items, more) = lines(&order.items);
    Text::object(&[
        ("items", &items),
        ("more_items", &more),
        ("number", &order.number),
        ("placed_at", &order.placed_at),
        ("total", &order.total.map(money)),
    ])
}

fn lines(lines: &[LineFacts]) -> (Vec<Text>, u64) {
    let shown = lines.iter().take(MOST_LINES).map(line_variables).collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    (shown, u64::try_from(more).unwrap_or(u64::MAX))
}

fn line_variables(line: &LineFacts) -> Text {
    Text::object(&[
        ("image_url", &line.image_url),
        ("list_price", &line.list_price.map(money)),
        ("price", &line.unit_price.map(money)),
        ("product_id", &line.product_id),
        ("quantity", &line.quantity),
        ("title", &line.title),
        ("url", &line.url),
        ("variant_title", &line.variant_title),
    ])
}

fn money(money: Money) -> Text {
    Text::object(&[("currency", &money.currency), ("minor", &money.minor)])
}
