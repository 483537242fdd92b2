//! Things for sale, carts, orders and their way to the buyer.

use crate::money::Money;
use crate::tagged::fields;
use crate::time::Timestamp;
use serde::Serialize;

/// One line of a cart or an order, or a product that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Item {
    /// The platform's product id; empty when the source does not tell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub product_id: String,
    /// The platform's variant (variation) id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_id: Option<String>,
    /// The product's name as the buyer sees it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The variant's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant_title: Option<String>,
    /// Pieces; 1 where a product was only looked at.
    #[serde(skip_serializing_if = "is_zero")]
    pub quantity: u32,
    /// Price of one piece.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Money>,
    /// Stock keeping unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Brand or vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Product type or category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Address of a picture; http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Address of the product's page; http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

fields!(Item or default { product_id, variant_id, title, variant_title, quantity, unit_price, sku, vendor, category, image_url, url });

/// A cart or a checkout: what somebody is about to buy, as a whole, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cart {
    /// The platform's cart token (Shopify `token` of a cart, `cart_token` of a checkout).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_token: Option<String>,
    /// The platform's checkout token; for WooCommerce the unplaced order, `order:<id>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkout_token: Option<String>,
    /// The platform's number of the checkout: all that Shopify names when one is thrown away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkout_id: Option<String>,
    /// What is in it. Empty: the cart was emptied.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What it costs, when the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// Where the buyer gets back to it; http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it became an order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
}

fields!(Cart or default { cart_token, checkout_token, checkout_id, items, total, url, completed_at });

impl Cart {
    /// Whether it can be told from other carts.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.cart_token.is_some() || self.checkout_token.is_some() || self.checkout_id.is_some()
    }
}

/// An order as the platform last told it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Order {
    /// `shopify:<id>` or `woocommerce:<id>` or `segment:<id>`: unique over all sources.
    pub order_id: String,
    /// The number the buyer knows, such as `#1042`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// When the buyer placed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placed_at: Option<Timestamp>,
    /// When it was paid in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Timestamp>,
    /// When it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// What it cost when it was placed, in the shop's currency where the platform tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// What was given back so far, same currency; positive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refunded: Option<Money>,
    /// Its lines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Codes the buyer used, as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discount_codes: Vec<String>,
    /// The cart it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cart_token: Option<String>,
    /// The checkout it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkout_token: Option<String>,
    /// `web`, `pos`, an app's id: where it was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sales_channel: Option<String>,
    /// A test order: kept out of counts and sums.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub test: bool,
    /// The platform's time of the last change; the newest version of an order wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

fields!(Order or default { order_id, number, placed_at, paid_at, cancelled_at, total, refunded, items, discount_codes, cart_token, checkout_token, sales_channel, test, updated_at });

/// Money given back on an order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refund {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// Tells two refunds of one order apart.
    pub refund_id: String,
    /// How much, positive, in the shop's currency; `None` when the platform does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

fields!(Refund {
    order_id,
    refund_id,
    amount
});

/// Goods of an order handed to a carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fulfillment {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// Tells two parcels of one order apart.
    pub fulfillment_id: String,
    /// The platform's status word (`success`, `cancelled`, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Who carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// The tracking number, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_number: Option<String>,
    /// Where to follow it; http or https only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_url: Option<String>,
}

fields!(Fulfillment or default { order_id, fulfillment_id, status, carrier, tracking_number, tracking_url });

/// News of a parcel from its carrier.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Shipment {
    /// As in [`Order::order_id`].
    pub order_id: String,
    /// As in [`Fulfillment::fulfillment_id`].
    pub fulfillment_id: String,
    /// The carrier's word: `in_transit`, `out_for_delivery`, `delivered`, `failure`, …
    pub status: String,
}

fields!(Shipment or default { order_id, fulfillment_id, status });

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_zero(quantity: &u32) -> bool {
    *quantity == 0
}
