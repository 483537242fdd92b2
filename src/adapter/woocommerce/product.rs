//! Products, variations and their stock.

use super::{moment, resource_id};
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Item, StockItem, Subject};

payload! {
    /// The product resource; a variation is one with a parent.
    struct ProductBody<'a> {
        id: Scalar<'a> = "id",
        parent_id: Scalar<'a> = "parent_id",
        name: Scalar<'a> = "name",
        created: Scalar<'a> = "date_created_gmt",
        modified: Scalar<'a> = "date_modified_gmt",
        price: Scalar<'a> = "price",
        regular_price: Scalar<'a> = "regular_price",
        sku: Scalar<'a> = "sku",
        permalink: Scalar<'a> = "permalink",
        manage_stock: Scalar<'a> = "manage_stock",
        stock_quantity: Scalar<'a> = "stock_quantity",
        stock_status: Scalar<'a> = "stock_status",
        images: List<Image<'a>, 1> = "images",
        image: Image<'a> = "image",
        categories: List<Named<'a>, 1> = "categories",
        tags: List<Named<'a>, { bounds::LIST }> = "tags",
        brands: List<Named<'a>, 1> = "brands",
    }
}

payload! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

payload! {
    struct Named<'a> {
        name: Scalar<'a> = "name",
    }
}

/// Reads `product.created`, `product.updated` and `product.restored`. Orders change stock, and
/// stock comes with the product, so both are reported each time.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let received: ProductBody<'_> = parse(body)?;
    let id = resource_id(received.id, body)?;
    let at = moment(request, received.modified, received.created);
    let product = received.item(request, &id);
    let mark = mark(body);
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("woocommerce:product:{id}:updated:{mark}");
    let available = received.available();
    let kind = EventKind::ProductUpdated {
        product,
        tags: (received.tags.iter())
            .filter_map(|tag| tag.name.cut(bounds::NAME))
            .collect(),
        collections: None,
        stock_items: vec![StockItem {
            inventory_item_id: id.clone(),
            available,
        }],
    };
    delivery.event(fact, at, kind);
    let fact = format!("woocommerce:product:{id}:stock:{mark}");
    let kind = EventKind::InventoryChanged {
        inventory_item_id: id,
        location: None,
        available,
    };
    delivery.event(fact, at, kind);
    delivery.about_shop()
}

/// Reads `product.deleted`, whose body is `{"id":13}`. Trashing a coupon by code sends it too,
/// with the coupon's id: a product nobody knows.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let received: ProductBody<'_> = parse(body)?;
    let product_id = resource_id(received.id, body)?;
    if received.created.utc().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Product, &product_id);
    let fact = format!("woocommerce:product:{product_id}:deleted");
    let kind = EventKind::ProductDeleted { product_id };
    delivery.event(fact, request.sent_at(), kind);
    delivery.about_shop()
}

impl ProductBody<'_> {
    fn item(&self, request: &Request, id: &str) -> Item {
        let parent = self.parent_id.id();
        let is_variation = parent.is_some();
        let image = self.images.iter().next().unwrap_or(&self.image);
        let named = |list: &List<Named<'_>, 1>| {
            list.iter()
                .next()
                .and_then(|one| one.name.cut(bounds::NAME))
        };
        let unit_price = self.price.money(request.shop.currency);
        let list_price = self.regular_price.money(request.shop.currency);
        Item {
            product_id: parent.unwrap_or_else(|| id.to_owned()).into(),
            variant_id: is_variation.then(|| id.to_owned()).map(Into::into),
            title: self.name.html_title().unwrap_or_default().into(),
            variant_title: None,
            quantity: 1,
            unit_price,
            list_price: list_price.filter(|_| list_price != unit_price),
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            vendor: named(&self.brands).map(Into::into),
            category: named(&self.categories).map(Into::into),
            image_url: image.src.url().map(Into::into),
            url: self.permalink.url().map(Into::into),
        }
    }

    /// Pieces that can be sold; shops that don't count stock still report when there is none.
    fn available(&self) -> Option<i64> {
        let counted = (self.stock_quantity.integer()).filter(|_| !self.manage_stock.is_no());
        let is_out = self.stock_status.text().as_deref() == Some("outofstock");
        counted.or(is_out.then_some(0))
    }
}
