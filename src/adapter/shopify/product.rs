//! Products and stock.

use super::body::Body;
use super::line::variant_title;
use super::naming::tags_in;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, payload};
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
        media: Media<'a> = "featured_media",
        url: Scalar<'a> = "online_store_url",
        collections: Scalar<'a> = "collections",
        tags: Scalar<'a> = "tags",
        variants: List<Variant<'a>, { bounds::LIST }> = "variants",
    }
}

payload! {
    struct Variant<'a> {
        id: Scalar<'a> = "id",
        title: Scalar<'a> = "title",
        price: Scalar<'a> = "price",
        compare_at_price: Scalar<'a> = "compare_at_price",
        sku: Scalar<'a> = "sku",
        inventory_item_id: Scalar<'a> = "inventory_item_id",
        inventory_item: InventoryItem<'a> = "inventory_item",
        inventory_quantity: Scalar<'a> = "inventory_quantity",
        management: Scalar<'a> = "inventory_management",
    }
}

payload! {
    struct InventoryItem<'a> {
        id: Scalar<'a> = "id",
        tracked: Scalar<'a> = "tracked",
    }
}

payload! {
    struct Image<'a> {
        src: Scalar<'a> = "src",
    }
}

payload! {
    /// What shows the product first; of a film its still.
    struct Media<'a> {
        preview: Preview<'a> = "preview",
    }
}

payload! {
    struct Preview<'a> {
        image: Image<'a> = "image",
    }
}

payload! {
    struct Collection<'a> {
        handle: Scalar<'a> = "handle",
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
pub(super) fn updated(request: &Request, body: &Body<'_>) -> Outcome {
    let received: ProductBody<'_> = body.parse()?;
    let id = received.id.id().or_else(|| received.gid.id());
    let id = id.ok_or_else(|| Ignored::shape("id"))?;
    let at = (received.updated_at.time())
        .or_else(|| received.created_at.time())
        .unwrap_or_else(|| request.sent_at());
    let mut variants = received.variants.iter();
    let first = variants.next();
    let only = first.filter(|_| variants.next().is_none());
    let currency = request.shop.currency;
    let unit_price = first.and_then(|variant| variant.price.money(currency));
    let list_price = first.and_then(|variant| variant.compare_at_price.money(currency));
    let product = Item {
        product_id: id.clone().into(),
        variant_id: only.and_then(|variant| variant.id.id()).map(Into::into),
        title: received.title.title().unwrap_or_default().into(),
        variant_title: only
            .and_then(|variant| variant_title(variant.title))
            .map(Into::into),
        quantity: 1,
        unit_price,
        list_price: list_price.filter(|_| list_price != unit_price),
        sku: only
            .and_then(|variant| variant.sku.cut(bounds::NAME))
            .map(Into::into),
        vendor: received.vendor.cut(bounds::NAME).map(Into::into),
        category: received.product_type.cut(bounds::NAME).map(Into::into),
        image_url: (received.image.src.url())
            .or_else(|| received.media.preview.image.src.url())
            .map(Into::into),
        url: received.url.url().map(Into::into),
    };
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("shopify:product:{id}:updated:{}", mark(body.text()));
    let kind = EventKind::ProductUpdated {
        product,
        tags: tags_in(received.tags),
        collections: received.collections(),
        stock_items: received
            .variants
            .iter()
            .filter_map(Variant::stock)
            .collect(),
    };
    delivery.event(fact, at, kind);
    delivery.about_shop()
}

impl ProductBody<'_> {
    /// The collections it is in, which only the shop's records say.
    fn collections(&self) -> Option<Vec<String>> {
        if !self.collections.raw().starts_with('[') {
            return None;
        }
        let all: List<Collection<'_>, { bounds::LIST }> = self.collections.object().ok()?;
        let handles = all.iter().filter_map(|one| one.handle.cut(bounds::NAME));
        Some(handles.collect())
    }
}

impl Variant<'_> {
    /// The items with stock. Shopify's `inventory_management` is null where nobody counts, and left
    /// out in newer versions, where a quantity means that somebody does; the records say it outright.
    fn stock(&self) -> Option<StockItem> {
        let item = &self.inventory_item;
        let counts = !self.management.is_null() && !item.tracked.is_no();
        Some(StockItem {
            inventory_item_id: self.inventory_item_id.id().or_else(|| item.id.id())?,
            available: (self.inventory_quantity.integer()).filter(|_| counts),
        })
    }
}

/// Reads `products/delete`.
pub(super) fn deleted(request: &Request, body: &Body<'_>) -> Outcome {
    let received: ProductBody<'_> = body.parse()?;
    let id = received.id.id().or_else(|| received.gid.id());
    let product_id = id.ok_or_else(|| Ignored::shape("id"))?;
    if received.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Product, &product_id);
    let fact = format!("shopify:product:{product_id}:deleted");
    let kind = EventKind::ProductDeleted { product_id };
    delivery.event(fact, request.sent_at(), kind);
    delivery.about_shop()
}

/// Reads `inventory_levels/update`.
pub(super) fn stocked(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Level<'_> = body.parse()?;
    let item = received.item.id();
    let item = item.ok_or_else(|| Ignored::shape("inventory_item_id"))?;
    let at = received.updated_at.time();
    let place = received.location.id().unwrap_or_default();
    let mut delivery = DeliveryBuilder::new(request);
    let fact = format!("shopify:inventory:{item}:{place}:{}", mark(body.text()));
    let kind = EventKind::InventoryChanged {
        inventory_item_id: item,
        location: received.location.id(),
        available: received.available.integer(),
    };
    delivery.event(fact, at.unwrap_or_else(|| request.sent_at()), kind);
    delivery.about_shop()
}
