//! Things for sale, as a pixel names them.

use crate::adapter::tolerant::{Scalar, payload};
use crate::adapter::{Shop, bounds};
use crate::event::Item;
use crate::money::Money;

payload! {
    /// A variant of a product; the pixel's "merchandise".
    struct Variant<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
        sku: Scalar<'a> = "sku",
        price: Amount<'a> = "price",
        image: Image<'a> = "image",
        product: Product<'a> = "product",
    }
}

payload! {
    struct Product<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
        vendor: Scalar<'a> = "vendor",
        kind: Scalar<'a> = "type",
        url: Scalar<'a> = "url",
    }
}

payload! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

payload! {
    /// An amount; a JSON number here.
    struct Amount<'a> {
        amount: Scalar<'a> = "amount",
        currency: Scalar<'a> = "currencyCode",
    }
}

payload! {
    struct CartLine<'a> {
        merchandise: Variant<'a> = "merchandise",
        quantity: Scalar<'a> = "quantity",
    }
}

impl Amount<'_> {
    pub(super) fn money(&self, shop: &Shop) -> Option<Money> {
        let currency = self.currency.currency().unwrap_or(shop.currency);
        self.amount.money(currency)
    }
}

impl CartLine<'_> {
    pub(super) fn item(&self, shop: &Shop) -> Item {
        let quantity = self.quantity.count().unwrap_or(1);
        self.merchandise.item(shop, quantity)
    }
}

impl Variant<'_> {
    pub(super) fn item(&self, shop: &Shop, quantity: u32) -> Item {
        let product = &self.product;
        Item {
            product_id: product.id.id().unwrap_or_default().into(),
            variant_id: self.id.id().map(Into::into),
            title: product.title.title().unwrap_or_default().into(),
            variant_title: (self.title.title())
                .filter(|title| title != "Default Title")
                .map(Into::into),
            quantity,
            unit_price: self.price.money(shop),
            list_price: None,
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            vendor: product.vendor.cut(bounds::NAME).map(Into::into),
            category: product.kind.cut(bounds::NAME).map(Into::into),
            image_url: address(self.image.src, shop).map(Into::into),
            url: address(product.url, shop).map(Into::into),
        }
    }
}

/// An address that may leave out the scheme or the shop.
fn address(text: Scalar<'_>, shop: &Shop) -> Option<String> {
    let text = text.text()?;
    if text.starts_with("//") {
        bounds::url(&format!("https:{text}"))
    } else if text.starts_with('/') {
        bounds::url(&format!("https://{}{text}", shop.domain))
    } else {
        bounds::url(&text)
    }
}
