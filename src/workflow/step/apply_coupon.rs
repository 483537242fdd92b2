//! Make a coupon code.

use super::super::enrollment::{Coupon, Enrollment};
use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::forms::{text, whole};
#[cfg(test)]
use crate::document::{Described, Members, forms::AMOUNT};
use crate::document::{Form, Object, Part, Text, Whole, declared};
use crate::effect::Payload;
use crate::event::Channel;
use crate::id::EffectId;
use crate::money::Money;
use crate::sentence::{Choices, Said, Sentence, Word};
use crate::time::Duration;

declared! {
    /// Creates a coupon code that only this customer gets. It is created when the step is reached,
    /// and the same enrollment and step always get the same code. The messages that follow wait for
    /// it and can use `coupon.code`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ApplyCoupon beside ["id", "type"] {
        /// The discount: one of `percent` (1 to 100), `amount` (`"10.00"`), `free_shipping` (true),
        /// and `free_gift` (a product ID).
        discount in Discount: Discount = part::<Discount>(),
        /// The IDs of the products it applies to. Default: all products.
        products: Vec<String> = or(Vec::new(), list(text(64))),
        /// The prefix of the code: up to 12 uppercase letters and digits. Default: `SAVE`.
        prefix: String = or("SAVE".to_owned(), checked(text(12).pattern("^[A-Z0-9]+$"), |node, prefix| {
            if prefix
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            {
                return Some(prefix);
            }
            node.error(
                "not-a-prefix",
                format!("“{prefix}” can’t be used as a code prefix."),
                "Use uppercase letters and digits only.",
            )
        })),
        /// How long the coupon is valid. Default: it never expires.
        valid_for: Option<Duration> = maybe(typed()),
        /// The ID of a pool of codes that you made beforehand. Each code is given out once; the
        /// discount only says what they’re worth. Default: the code is created.
        pool: Option<String> = maybe(NAME),
    }
    listed in "Customer" as "Create coupon";
    example {"percent": 10, "prefix": "SAVE", "valid_for": {"amount": 5, "unit": "days"}};
}

/// The discount of a coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discount {
    /// A percentage off: 1 to 100.
    Percent(u32),
    /// So much off, in the shop's currency.
    Amount(Money),
    /// Whether shipping is free.
    FreeShipping,
    /// The ID of a free product.
    FreeGift(String),
}

impl Act for ApplyCoupon {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        let Coupon {
            percent,
            amount,
            free_shipping,
            free_gift,
            ..
        } = self.discount.coupon(EffectId::default());
        let Enrollment { order, cart, .. } = asked.enrollment;
        let email = asked
            .customer
            .address_about(Channel::Email, order.as_deref(), cart.as_deref());
        let lasts = |span| asked.after(span).millis_since(asked.due);
        Some(Payload::ApplyCoupon {
            percent,
            amount,
            amount_off: amount.map(Money::decimal),
            free_shipping,
            free_gift,
            products: self.products.clone(),
            prefix: self.prefix.clone(),
            valid_for_ms: self.valid_for.map(lasts),
            email: email.map(|email| asked.text(email)),
            pool: self.pool.clone(),
        })
    }
}

impl Said for ApplyCoupon {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Create a coupon for {_discount}",
            &[("_discount", &self.discount)],
        );
        if !self.products.is_empty() {
            to.say(" on {products}", &[("products", &Choices(&self.products))]);
        }
        if let Some(span) = &self.valid_for {
            to.say(", valid for {valid_for}", &[("valid_for", span)]);
        }
        if let Some(pool) = &self.pool {
            to.say(", from the codes in “{pool}”", &[("pool", pool)]);
        }
    }
}

impl Discount {
    /// A code that `effect` creates.
    #[must_use]
    pub fn coupon(&self, effect: EffectId) -> Coupon {
        let mut coupon = Coupon {
            effect,
            ..Coupon::default()
        };
        match self {
            Self::Percent(percent) => coupon.percent = *percent,
            Self::Amount(amount) => coupon.amount = Some(*amount),
            Self::FreeShipping => coupon.free_shipping = true,
            Self::FreeGift(product) => coupon.free_gift = Some(product.clone()),
        }
        coupon
    }
}

impl Said for Discount {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Percent(percent) => to.say("{percent}% off", &[("percent", percent)]),
            Self::Amount(amount) => to.say("{amount} off", &[("amount", amount)]),
            Self::FreeShipping => {
                to.say(
                    "{free_shipping}",
                    &[("free_shipping", &Word("free shipping"))],
                );
            }
            Self::FreeGift(product) => {
                to.say("a free gift (“{free_gift}”)", &[("free_gift", product)]);
            }
        }
    }
}

impl Part for Discount {
    type Value = Self;
    const KEYS: &'static [&'static str] = &["percent", "amount", "free_shipping", "free_gift"];

    fn read_part(object: &Object<'_>) -> Option<Self> {
        let keys = ["percent", "amount", "free_shipping", "free_gift"];
        match keys.map(|key| object.optional(key)) {
            [Some(percent), None, None, None] => PERCENT.read(&percent).map(Self::Percent),
            [None, Some(amount), None, None] => {
                let money = amount.money()?;
                if money.minor < 1 {
                    return amount.error(
                        "out-of-range",
                        "Expected an amount above zero.",
                        "Use an amount such as “10.00”.",
                    );
                }
                Some(Self::Amount(money))
            }
            [None, None, Some(free), None] if free.boolean() == Some(true) => {
                Some(Self::FreeShipping)
            }
            [None, None, None, Some(gift)] => PRODUCT.read(&gift).map(Self::FreeGift),
            _ => object.node().error(
                "not-a-discount",
                "Expected one of “percent”, “amount”, “free_shipping”, and “free_gift”.",
                "For example: {\"percent\": 10}, {\"amount\": \"10.00\"}, {\"free_shipping\": true}, or {\"free_gift\": \"the product’s id\"}.",
            ),
        }
    }

    #[cfg(test)]
    fn describe_part(members: &mut Members, generator: &mut schemars::SchemaGenerator) {
        let percent = Described::new("percent", &["The percentage off: 1 to 100."]);
        members.add(percent, PERCENT.schema(generator), false);
        let amount = Described::new("amount", &["The amount off, in the shop's currency."]);
        members.add(amount, AMOUNT.schema(generator), false);
        let shipping = Described::new("free_shipping", &["Whether shipping is free."]);
        members.add(shipping, serde_json::json!({"const": true}), false);
        let gift = Described::new("free_gift", &["The ID of a free product."]);
        members.add(gift, PRODUCT.schema(generator), false);
    }
}

const PERCENT: Whole = whole(1..=100);
const PRODUCT: Text = text(64);

crate::compact::compact!(
    enum Discount {
        Percent(number),
        Amount(money),
        FreeShipping,
        FreeGift(product),
    }
);
