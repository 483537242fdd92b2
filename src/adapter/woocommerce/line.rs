//! The lines of an order, with the prices the buyer saw, and its refunds.

use crate::adapter::bounds;
use crate::adapter::tolerant::{Scalar, payload};
use crate::event::Item;
use crate::money::{Currency, Money};

payload! {
    struct Line<'a> {
        product_id: Scalar<'a> = "product_id",
        variation_id: Scalar<'a> = "variation_id",
        name: Scalar<'a> = "name",
        quantity: Scalar<'a> = "quantity",
        /// Net, a JSON number with up to six decimals or more, other than every amount beside it.
        price: Scalar<'a> = "price",
        /// Before discounts, without and with its tax.
        subtotal: Scalar<'a> = "subtotal",
        subtotal_tax: Scalar<'a> = "subtotal_tax",
        /// What is paid, without and with its tax.
        total: Scalar<'a> = "total",
        total_tax: Scalar<'a> = "total_tax",
        sku: Scalar<'a> = "sku",
        image: Image<'a> = "image",
    }
}

payload! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

payload! {
    struct RefundLine<'a> {
        id: Scalar<'a> = "id",
        total: Scalar<'a> = "total",
    }
}

impl Line<'_> {
    /// What it comes to after discounts, without tax.
    pub(super) fn total(&self, currency: Currency) -> Option<Money> {
        self.total.money(currency)
    }

    /// The line, with prices that include the tax where the shop shows them so.
    pub(super) fn item(&self, currency: Currency, with_tax: bool) -> Item {
        let quantity = self.quantity.count().unwrap_or(1);
        let each = |amount: Scalar<'_>, tax: Scalar<'_>| {
            let net = amount.money(currency)?;
            let tax = tax.money(currency).filter(|_| with_tax);
            let whole = net.minor.checked_add(tax.map_or(0, |tax| tax.minor))?;
            let pieces = i64::from(quantity.max(1));
            // The half up, as shops round.
            let minor = whole
                .checked_mul(2)?
                .checked_add(pieces)?
                .div_euclid(pieces * 2);
            Some(Money::new(minor, currency))
        };
        let unit_price = each(self.total, self.total_tax);
        let list_price = each(self.subtotal, self.subtotal_tax);
        Item {
            product_id: self.product_id.id().unwrap_or_default().into(),
            variant_id: self.variation_id.id().map(Into::into),
            title: self.name.html_title().unwrap_or_default().into(),
            quantity,
            unit_price: unit_price.or_else(|| self.price.money(currency)),
            list_price: list_price.filter(|before| Some(*before) != unit_price),
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            image_url: self.image.src.url().map(Into::into),
            ..Item::default()
        }
    }
}

impl RefundLine<'_> {
    /// The refund's id.
    pub(super) fn id(&self) -> Option<String> {
        self.id.id()
    }

    /// Totals of refunds are negative.
    pub(super) fn amount(&self, currency: Currency) -> Option<Money> {
        let total = self.total.money(currency)?;
        Some(Money::new(total.minor.saturating_abs(), currency))
    }
}
