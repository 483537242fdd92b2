//! Things for sale, carts, orders and their way to the buyer.

use crate::json::{Shared, object};
use crate::money::Money;
use crate::pii::Pii;
use crate::time::Timestamp;

/// A line item of a cart or an order, or a product that was viewed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The platform's product id; empty when the source doesn't have it.
    pub product_id: Shared,
    /// The platform's variant (variation) id.
    pub variant_id: Option<Shared>,
    /// The product's name as the buyer sees it.
    pub title: Shared,
    /// The variant's name.
    pub variant_title: Option<Shared>,
    /// The quantity; 1 for a product that was only viewed.
    pub quantity: u32,
    /// The unit price the buyer saw.
    pub unit_price: Option<Money>,
    /// The unit price before discounts, if it differs.
    pub list_price: Option<Money>,
    /// Stock keeping unit.
    pub sku: Option<Shared>,
    /// Brand or vendor.
    pub vendor: Option<Shared>,
    /// Product type or category.
    pub category: Option<Shared>,
    /// Address of a picture; http or https only.
    pub image_url: Option<Shared>,
    /// Address of the product's page; http or https only.
    pub url: Option<Shared>,
}

object!(Item or default {
    product_id: sparse,
    variant_id: sparse,
    title: sparse,
    variant_title: sparse,
    quantity: sparse,
    unit_price: sparse,
    list_price: sparse,
    sku: sparse,
    vendor: sparse,
    category: sparse,
    image_url: sparse,
    url: sparse,
});

/// A snapshot of a cart or checkout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cart {
    /// The platform's cart token (Shopify `token` of a cart, `cart_token` of a checkout).
    pub cart_token: Option<String>,
    /// The platform's checkout token; for WooCommerce the unplaced order, `order:<id>`.
    pub checkout_token: Option<String>,
    /// The platform's id of the checkout: all that Shopify names when one is deleted.
    pub checkout_id: Option<String>,
    /// Its line items. Empty if the cart was emptied.
    pub items: Vec<Item>,
    /// Its total, when the source has one.
    pub total: Option<Money>,
    /// The link that restores it; http or https only.
    pub url: Option<String>,
    /// When it became an order.
    pub completed_at: Option<Timestamp>,
    /// The email address given for this purchase, if it differs from the account’s.
    pub email: Option<Pii<String>>,
}

object!(Cart or default {
    cart_token: sparse,
    checkout_token: sparse,
    checkout_id: sparse,
    items: sparse,
    total: sparse,
    url: sparse,
    completed_at: sparse,
    email: sparse,
});

impl Cart {
    /// Whether it has an id or token that identifies it.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.cart_token.is_some() || self.checkout_token.is_some() || self.checkout_id.is_some()
    }
}

/// An order, as of the platform's latest version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    /// `shopify:<id>` or `woocommerce:<id>` or `segment:<id>`: unique over all sources.
    pub order_id: String,
    /// The number the buyer knows, such as `#1042`.
    pub number: Option<String>,
    /// When the buyer placed it.
    pub placed_at: Option<Timestamp>,
    /// When it was paid in full.
    pub paid_at: Option<Timestamp>,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Its total when it was placed, in the shop's currency where the platform has that.
    pub total: Option<Money>,
    /// What was refunded so far, in the same currency; positive.
    pub refunded: Option<Money>,
    /// All refunds there are as of this version, where the platform lists them with the order. A
    /// refund that is missing was undone.
    pub refunds: Option<Vec<Refunded>>,
    /// The line items.
    pub items: Vec<Item>,
    /// Codes the buyer used, as written.
    pub discount_codes: Vec<String>,
    /// What its goods came to after discounts, without tax and shipping, in the currency of `total`.
    pub goods: Option<Money>,
    /// The discount it was given, in the same currency.
    pub discount: Option<Money>,
    /// The order that this one is a part of, as in `order_id`: a marketplace splits one purchase.
    pub parent: Option<String>,
    /// The cart it came from.
    pub cart_token: Option<String>,
    /// The checkout it came from.
    pub checkout_token: Option<String>,
    /// `web`, `pos`, an app's id: where it was placed.
    pub sales_channel: Option<String>,
    /// Whether it is a test order, which never counts.
    pub test: bool,
    /// When its restoration from the trash was reported.
    pub restored_at: Option<Timestamp>,
    /// The platform's time of the last change; the newest version of an order wins.
    pub updated_at: Option<Timestamp>,
    /// The email address given for this purchase, if it differs from the account’s.
    pub email: Option<Pii<String>>,
}

object!(Order or default {
    order_id,
    number: sparse,
    placed_at: sparse,
    paid_at: sparse,
    cancelled_at: sparse,
    total: sparse,
    refunded: sparse,
    refunds: sparse,
    items: sparse,
    discount_codes: sparse,
    goods: sparse,
    discount: sparse,
    parent: sparse,
    cart_token: sparse,
    checkout_token: sparse,
    sales_channel: sparse,
    test: sparse,
    restored_at: sparse,
    updated_at: sparse,
    email: sparse,
});

/// One refund in an order's own list.
#[derive(Clone, Debug, PartialEq)]
pub struct Refunded {
    /// As in [`Refund::refund_id`].
    pub refund_id: String,
    /// As in [`Refund::amount`].
    pub amount: Option<Money>,
}

object!(Refunded {
    refund_id,
    amount: sparse
});

/// A refund of an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Refund {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// Distinguishes the refunds of one order.
    pub refund_id: String,
    /// The amount in the shop’s currency, positive; `None` if the platform reports none.
    pub amount: Option<Money>,
}

object!(Refund {
    order_id,
    refund_id,
    amount: sparse,
});

/// A shipment of items from an order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fulfillment {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// The platform’s ID of the shipment.
    pub fulfillment_id: String,
    /// The platform's status word (`success`, `cancelled`, …).
    pub status: Option<String>,
    /// The carrier’s name.
    pub carrier: Option<String>,
    /// The tracking number, once there is one.
    pub tracking_number: Option<String>,
    /// The tracking link; http or https only.
    pub tracking_url: Option<String>,
}

object!(Fulfillment or default {
    order_id,
    fulfillment_id,
    status: sparse,
    carrier: sparse,
    tracking_number: sparse,
    tracking_url: sparse,
});

/// The status of a shipment, as its carrier reports it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shipment {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// As in [`Fulfillment::fulfillment_id`].
    pub fulfillment_id: String,
    /// The carrier's status: `in_transit`, `out_for_delivery`, `delivered`, `failure`, …
    pub status: String,
}

object!(Shipment or default { order_id, fulfillment_id, status });
