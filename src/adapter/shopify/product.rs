//! Products and stock.

use super::line::variant_title;
use crate::adapter::bounds;
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Item, StockItem, Subject};

payload! {
    /// The product resource. Of prices and names only the first variant's are read: with more
    /// than one, a product's own event speaks for the product.
    struct ProductBody<'a> {
        id: Scalar<'a> = "id",
        gid: Scalar<'a> = "admin_graphql_api_id",
        title: Scalar<'a> = "title",
        vendor: Scalar<'a> = "vendor",
        product_type: Scalar<'a> = "product_type",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        image: Image<'a> = "image",
        tags: Scalar<'a> = "tags",
        variants: List<Variant<'a>, { bounds::LIST }> = "variants",
    }
}

payload! {
    struct Variant<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
        price: Scalar<'a> = "price",
        sku: Scalar<'a> = "sku",
        inventory_item: Scalar<'a> = "inventory_item_id",
        inventory_quantity: Scalar<'a> = "inventory_quantity",
        management: Scalar<'a> = "inventory_management",
    }
}

payload! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

payload! {
    /// Stock of one item at one place.
    struct Level<'a> {
        item: Scalar<'a> = "inventory_item_id",
        location: Scalar<'a> = "location_id",
        available: Scalar<'a> = "available",
        updated_at: Scalar<'a> = "updated_at",
    }
}

/// Reads `products/create` and `products/update`.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    let told: ProductBody<'_> = parse(body)?;
    let id = told.id.id().or_else(|| told.gid.id());
    let id = id.ok_or_else(|| Ignored::shape("id"))?;
    let at = (told.updated_at.time())
        .or_else(|| told.created_at.time())
        .unwrap_or_else(|| request.told_at());
    let mut variants = told.variants.iter();
    let first = variants.next();
    let only = first.filter(|_| variants.next().is_none());
    let product = Item {
        product_id: id.clone(),
        variant_id: only.and_then(|variant| variant.id.id()),
        title: told.title.title().unwrap_or_default(),
        variant_title: only.and_then(|variant| variant_title(variant.title)),
        quantity: 1,
        unit_price: first.and_then(|variant| variant.price.money(request.shop.currency)),
        list_price: None,
        sku: only.and_then(|variant| variant.sku.cut(bounds::NAME)),
        vendor: told.vendor.cut(bounds::NAME),
        category: told.product_type.cut(bounds::NAME),
        image_url: told.image.src.url(),
        url: None,
    };
    let mut telling = Telling::new(request);
    let fact = format!("shopify:product:{id}:updated:{}", mark(body));
    let tags = told.tags.text().unwrap_or_default();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let kind = EventKind::ProductUpdated {
        product,
        tags: tags
            .take(bounds::LIST)
            .map(|tag| tag.chars().take(bounds::NAME).collect())
            .collect(),
        stock_items: told.variants.iter().filter_map(Variant::stock).collect(),
    };
    telling.event(fact, at, kind);
    telling.about_shop()
}

impl Variant<'_> {
    /// What stock is told of. Shopify's `inventory_management` is null where nobody counts, and
    /// left out in newer versions, where a quantity means that somebody does.
    fn stock(&self) -> Option<StockItem> {
        Some(StockItem {
            inventory_item_id: self.inventory_item.id()?,
            available: (self.inventory_quantity.integer()).filter(|_| !self.management.is_null()),
        })
    }
}

/// Reads `products/delete`.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let told: ProductBody<'_> = parse(body)?;
    let id = told.id.id().or_else(|| told.gid.id());
    let product_id = id.ok_or_else(|| Ignored::shape("id"))?;
    if told.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let mut telling = Telling::new(request);
    telling.ask(Subject::Product, &product_id);
    let fact = format!("shopify:product:{product_id}:deleted");
    let kind = EventKind::ProductDeleted { product_id };
    telling.event(fact, request.told_at(), kind);
    telling.about_shop()
}

/// Reads `inventory_levels/update`.
pub(super) fn stocked(request: &Request, body: &str) -> Outcome {
    let told: Level<'_> = parse(body)?;
    let item = told.item.id();
    let item = item.ok_or_else(|| Ignored::shape("inventory_item_id"))?;
    let at = told.updated_at.time();
    let place = told.location.id().unwrap_or_default();
    let mut telling = Telling::new(request);
    let fact = format!("shopify:inventory:{item}:{place}:{}", mark(body));
    let kind = EventKind::InventoryChanged {
        inventory_item_id: item,
        location: told.location.id(),
        available: told.available.integer(),
    };
    telling.event(fact, at.unwrap_or_else(|| request.told_at()), kind);
    telling.about_shop()
}
