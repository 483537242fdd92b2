//! Make a coupon code.

use crate::document::{FromNode, Node, Object};
use crate::money::Money;
use crate::sentence::{Choices, Said, Sentence, Word};
use crate::time::Duration;

/// Makes a code that is this customer's alone. It is made when the step is reached, not when
/// the workflow is entered; the same run and step always give the same code. The messages
/// after it wait for it and may speak of `coupon.code`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ApplyCoupon {
    /// What it gives: one of `percent` (1 to 100), `amount` (`"10.00"`), `free_shipping` (true)
    /// and `free_gift` (a product's id).
    #[cfg_attr(test, schemars(flatten, with = "DiscountShape"))]
    pub discount: Discount,
    /// On which products it counts, by their ids: a bundle names the one bought and the one to go
    /// with it. On all, when left out.
    #[cfg_attr(test, schemars(default))]
    pub products: Vec<String>,
    /// How the code begins: up to 12 capital letters and digits. `SAVE` when left out.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub prefix: String,
    /// How long it is good for; for ever when left out.
    #[cfg_attr(test, schemars(default))]
    pub valid_for: Option<Duration>,
}

/// What a code gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discount {
    /// So many percent off: 1 to 100.
    Percent(u32),
    /// So much off, in the shop's currency.
    Amount(Money),
    /// Nothing to pay for shipping.
    FreeShipping,
    /// A product as a gift, by its id.
    FreeGift(String),
}

/// The form of [`Discount`] in files.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct DiscountShape {
    /// So many percent off: 1 to 100.
    percent: Option<u32>,
    /// So much off, in the shop's currency.
    amount: Option<crate::money::Money>,
    /// Nothing to pay for shipping.
    free_shipping: Option<bool>,
    /// A product as a gift, by its id.
    free_gift: Option<String>,
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

impl FromNode for ApplyCoupon {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "id",
            "type",
            "percent",
            "amount",
            "free_shipping",
            "free_gift",
            "products",
            "prefix",
            "valid_for",
        ])?;
        let discount = read_discount(&object);
        let products = object.or("products", Vec::new(), |node| {
            let products = node.items()?;
            products.iter().map(|product| product.text(64)).collect()
        });
        let prefix = object.or("prefix", "SAVE".to_owned(), |node| {
            let prefix = node.text(12)?;
            if prefix
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            {
                return Some(prefix);
            }
            node.error(
                "not-a-prefix",
                format!("“{prefix}” cannot begin a code."),
                "Use capital letters and digits.",
            )
        });
        let valid_for = object.maybe("valid_for", Duration::read);
        Some(Self {
            discount: discount?,
            products: products?,
            prefix: prefix?,
            valid_for: valid_for?,
        })
    }
}

fn read_discount(object: &Object<'_>) -> Option<Discount> {
    let keys = ["percent", "amount", "free_shipping", "free_gift"];
    match keys.map(|key| object.optional(key)) {
        [Some(percent), None, None, None] => percent.whole(1..=100).map(Discount::Percent),
        [None, Some(amount), None, None] => {
            let money = amount.money()?;
            if money.minor < 1 {
                return amount.error("out-of-range", "This is not above nothing.", "Write “10.00”.");
            }
            Some(Discount::Amount(money))
        }
        [None, None, Some(free), None] if free.boolean() == Some(true) => {
            Some(Discount::FreeShipping)
        }
        [None, None, None, Some(gift)] => gift.text(64).map(Discount::FreeGift),
        _ => object.node().error(
            "not-a-discount",
            "A code gives one of “percent”, “amount”, “free_shipping” and “free_gift”.",
            "Write {\"percent\": 10}, {\"amount\": \"10.00\"}, {\"free_shipping\": true} or {\"free_gift\": \"the product’s id\"}.",
        ),
    }
}
