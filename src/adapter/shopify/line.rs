//! Lines of carts, checkouts and orders.

use super::price::MoneyBag;
use crate::adapter::bounds;
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::event::Item;
use crate::money::{Currency, Money};

/// The lines of one body.
pub(super) type Lines<'a> = List<Line<'a>, { bounds::ITEMS }>;

payload! {
    /// One line. Checkouts and carts have fewer of its fields than orders.
    struct Line<'a> {
        product_id: Scalar<'a> = "product_id",
        variant_id: Scalar<'a> = "variant_id",
        product: Reference<'a> = "product",
        variant: Reference<'a> = "variant",
        title: Scalar<'a> = "title",
        variant_title: Scalar<'a> = "variant_title",
        quantity: Scalar<'a> = "quantity",
        price: Scalar<'a> = "price",
        price_set: MoneyBag<'a> = "price_set",
        line_price: Scalar<'a> = "line_price",
        line_price_set: MoneyBag<'a> = "line_price_set",
        sku: Scalar<'a> = "sku",
        vendor: Scalar<'a> = "vendor",
        image_url: Scalar<'a> = "image_url",
        taxes: List<Tax<'a>, { bounds::LIST }> = "tax_lines",
    }
}

payload! {
    /// One tax on a line.
    struct Tax<'a> {
        price_set: MoneyBag<'a> = "price_set",
    }
}

payload! {
    /// Something that is named by its id.
    struct Reference<'a> {
        id: Scalar<'a> = "id",
    }
}

/// The lines as items; plain prices are in `currency`.
pub(super) fn items(lines: &Lines<'_>, currency: Currency) -> Vec<Item> {
    lines.iter().map(|line| line.item(currency)).collect()
}

/// The tax on the lines, in the shop's `currency`. `None` where there are more lines than are read,
/// or one can't be read.
pub(super) fn taxes(lines: &Lines<'_>, currency: Currency) -> Option<Money> {
    let mut all = lines.iter().flat_map(|line| line.taxes.iter());
    let none = Money::zero(currency);
    let sum = all.try_fold(none, |sum, tax| sum.plus(tax.price_set.shop()?));
    sum.filter(|_| lines.iter().count() < bounds::ITEMS)
}

impl Line<'_> {
    fn item(&self, currency: Currency) -> Item {
        Item {
            product_id: (self.product_id.id())
                .or_else(|| self.product.id.id())
                .unwrap_or_default()
                .into(),
            variant_id: (self.variant_id.id())
                .or_else(|| self.variant.id.id())
                .map(Into::into),
            title: self.title.title().unwrap_or_default().into(),
            variant_title: variant_title(self.variant_title).map(Into::into),
            quantity: self.quantity.count().unwrap_or(1),
            unit_price: (self.price_set.shop()).or_else(|| self.price.money(currency)),
            list_price: None,
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            vendor: self.vendor.cut(bounds::NAME).map(Into::into),
            category: None,
            image_url: self.image_url.url().map(Into::into),
            url: None,
        }
    }
}

/// A variant's name; the only variant of a product is called "Default Title", which no buyer
/// ever sees.
pub(super) fn variant_title(title: Scalar<'_>) -> Option<String> {
    title.title().filter(|title| title != "Default Title")
}
