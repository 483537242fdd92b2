//! Segment's e-commerce specification.
//!
//! Its events become ours where ours say the same; every other tracked event keeps its name.

use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{Entries, List, Scalar, payload};
use crate::adapter::{Ignored, Request, bounds};
use crate::event::{Cart, Channel, EventKind, Item, MessageNews, Order, Refund};
use crate::money::{Currency, Money};
use crate::time::Timestamp;

payload! {
    /// The properties of any event of the specification.
    struct Properties<'a> {
        order_id: Scalar<'a> = "order_id" | "orderId",
        checkout_id: Scalar<'a> = "checkout_id" | "checkoutId",
        cart_id: Scalar<'a> = "cart_id" | "cartId",
        products: List<Product<'a>, { bounds::ITEMS }> = "products",
        total: Scalar<'a> = "total",
        value: Scalar<'a> = "value",
        revenue: Scalar<'a> = "revenue",
        currency: Scalar<'a> = "currency",
        coupon: Scalar<'a> = "coupon",
        affiliation: Scalar<'a> = "affiliation",
        query: Scalar<'a> = "query",
        list_id: Scalar<'a> = "list_id" | "listId",
        category: Scalar<'a> = "category",
        // Segment's email specification.
        email_id: Scalar<'a> = "email_id" | "campaign_id" | "campaign_name",
        link_url: Scalar<'a> = "link_url" | "linkUrl",
    }
}

payload! {
    struct Product<'a> {
        id: Scalar<'a> = "product_id" | "productId" | "id",
        variant: Scalar<'a> = "variant",
        name: Scalar<'a> = "name",
        sku: Scalar<'a> = "sku",
        brand: Scalar<'a> = "brand",
        category: Scalar<'a> = "category",
        price: Scalar<'a> = "price",
        quantity: Scalar<'a> = "quantity",
        url: Scalar<'a> = "url",
        image_url: Scalar<'a> = "image_url" | "imageUrl",
        currency: Scalar<'a> = "currency",
    }
}

/// Adds the tracked event `name` with its `properties`, which happened `at` and came in the message
/// `id`.
pub(super) fn report(
    delivery: &mut DeliveryBuilder,
    request: &Request,
    (name, properties): (&str, Scalar<'_>),
    (at, id): (Timestamp, &str),
) -> Result<(), Ignored> {
    let received: Properties<'_> = properties.object()?;
    let currency = received
        .currency
        .currency()
        .unwrap_or(request.shop.currency);
    let product = || -> Result<Item, Ignored> {
        let product: Product<'_> = properties.object()?;
        Ok(product.item(currency))
    };
    let order = || received.order(currency, at);
    let fact = |what: &str| format!("segment:{id}:{what}");
    let kind = match (name.to_lowercase().as_str(), order()) {
        ("products searched", _) => EventKind::ProductsSearched {
            query: received.query.cut(bounds::TITLE).unwrap_or_default(),
        },
        ("product list viewed", _) => EventKind::ProductListViewed {
            list_id: received.list_id.id().unwrap_or_default(),
            title: received.category.title().unwrap_or_default(),
        },
        ("product viewed", _) => EventKind::ProductViewed {
            product: product()?,
        },
        ("product added", _) => EventKind::ProductAdded {
            product: product()?,
        },
        ("product removed", _) => EventKind::ProductRemoved {
            product: product()?,
        },
        ("cart viewed", _) => EventKind::CartViewed {
            cart: received.cart(currency),
        },
        ("checkout started", _) => EventKind::CheckoutStarted {
            cart: received.cart(currency),
        },
        // Paid, in Segment's words, and so placed too.
        ("order completed", Some(mut order)) => {
            let placed = format!("{}:placed", order.order_id);
            let paid = format!("{}:paid", order.order_id);
            order.placed_at = Some(at);
            order.paid_at = Some(at);
            let kind = EventKind::OrderPlaced {
                order: order.clone(),
            };
            delivery.event(placed, at, kind);
            delivery.event(paid, at, EventKind::OrderCompleted { order });
            return Ok(());
        }
        ("email delivered", _) => EventKind::MessageDelivered {
            news: received.news(),
        },
        ("email opened", _) => EventKind::MessageOpened {
            news: received.news(),
        },
        ("email link clicked", _) => EventKind::MessageClicked {
            news: received.news(),
        },
        ("order updated", Some(order)) => EventKind::OrderUpdated { order },
        ("order cancelled", Some(mut order)) => {
            order.cancelled_at = Some(at);
            EventKind::OrderCancelled { order }
        }
        ("order refunded", Some(order)) => EventKind::OrderRefunded {
            refund: Refund {
                order_id: order.order_id,
                refund_id: id.to_owned(),
                amount: order.total,
            },
        },
        _ => {
            let entries: Entries<'_> = properties.object()?;
            EventKind::Custom {
                event: name.to_owned(),
                properties: entries.values(&[]),
            }
        }
    };
    delivery.event(fact(kind.name().word()), at, kind);
    Ok(())
}

impl Properties<'_> {
    fn news(&self) -> MessageNews {
        MessageNews {
            channel: Some(Channel::Email),
            message: self.email_id.id(),
            link: self.link_url.url(),
            ..MessageNews::default()
        }
    }

    fn cart(&self, currency: Currency) -> Cart {
        Cart {
            cart_token: self.cart_id.id(),
            checkout_token: self.checkout_id.id().or_else(|| self.order_id.id()),
            items: self.items(currency),
            total: self.total(currency),
            ..Cart::default()
        }
    }

    /// The order, if it has an id.
    fn order(&self, currency: Currency, at: Timestamp) -> Option<Order> {
        Some(Order {
            order_id: format!("segment:{}", self.order_id.id()?),
            total: self.total(currency),
            items: self.items(currency),
            discount_codes: self.coupon.cut(bounds::NAME).into_iter().collect(),
            cart_token: self.cart_id.id(),
            checkout_token: self.checkout_id.id(),
            sales_channel: self.affiliation.cut(bounds::NAME),
            updated_at: Some(at),
            ..Order::default()
        })
    }

    /// All in all; `revenue` leaves out shipping and tax.
    fn total(&self, currency: Currency) -> Option<Money> {
        (self.total.money(currency))
            .or_else(|| self.value.money(currency))
            .or_else(|| self.revenue.money(currency))
    }

    fn items(&self, currency: Currency) -> Vec<Item> {
        let products = self.products.iter();
        products.map(|product| product.item(currency)).collect()
    }
}

impl Product<'_> {
    fn item(&self, currency: Currency) -> Item {
        let currency = self.currency.currency().unwrap_or(currency);
        Item {
            product_id: self.id.id().unwrap_or_default().into(),
            variant_id: None,
            title: self.name.title().unwrap_or_default().into(),
            variant_title: self.variant.title().map(Into::into),
            quantity: self.quantity.count().unwrap_or(1),
            unit_price: self.price.money(currency),
            list_price: None,
            sku: self.sku.cut(bounds::NAME).map(Into::into),
            vendor: self.brand.cut(bounds::NAME).map(Into::into),
            category: self.category.cut(bounds::NAME).map(Into::into),
            image_url: self.image_url.url().map(Into::into),
            url: self.url.url().map(Into::into),
        }
    }
}
