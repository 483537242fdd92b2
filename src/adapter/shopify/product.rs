//! Products and stock.

use super::line::variant_title;
use crate::adapter::bounds;
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{List, Scalar, object, parse};
use crate::adapter::{Ignored, Outcome, Request};
use crate::event::{EventKind, Item};

object! {
    /// The product resource. Only the first variant is read: with more than one, a product's
    /// own event speaks for the product.
    struct ProductBody<'a> {
        id: Scalar<'a> = "id",
        gid: Scalar<'a> = "admin_graphql_api_id",
        title: Scalar<'a> = "title",
        vendor: Scalar<'a> = "vendor",
        product_type: Scalar<'a> = "product_type",
        created_at: Scalar<'a> = "created_at",
        updated_at: Scalar<'a> = "updated_at",
        image: Image<'a> = "image",
        variants: List<Variant<'a>, 2> = "variants",
    }
}

object! {
    struct Variant<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
        price: Scalar<'a> = "price",
        sku: Scalar<'a> = "sku",
    }
}

object! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

object! {
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
        title: told.title.cut(bounds::TITLE).unwrap_or_default(),
        variant_title: only.and_then(|variant| variant_title(variant.title)),
        quantity: 1,
        unit_price: first.and_then(|variant| variant.price.money(request.shop.currency)),
        sku: only.and_then(|variant| variant.sku.cut(bounds::NAME)),
        vendor: told.vendor.cut(bounds::NAME),
        category: told.product_type.cut(bounds::NAME),
        image_url: told.image.src.url(),
        url: None,
    };
    let mut telling = Telling::new(request);
    let fact = format!("shopify:product:{id}:updated:{}", mark(body));
    telling.event(fact, at, EventKind::ProductUpdated { product });
    telling.about_shop()
}

/// Reads `products/delete`.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let told: ProductBody<'_> = parse(body)?;
    let id = told.id.id().or_else(|| told.gid.id());
    let product_id = id.ok_or_else(|| Ignored::shape("id"))?;
    let mut telling = Telling::new(request);
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
        available: told.available.integer(),
    };
    telling.event(fact, at.unwrap_or_else(|| request.told_at()), kind);
    telling.about_shop()
}
