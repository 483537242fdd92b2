//! How a WooCommerce shop is read, as the merchant writes it.

use crate::document::{Form, FromNode, Node, declared};
use crate::event::{StatusMeans, WooCommerceRules};
use crate::sorted_map::SortedMap;

#[cfg(test)]
use crate::document::forms::typed;

declared! {
    /// WooCommerce only: how to interpret orders and accounts.
    struct WooCommerceRules beside [] {
        /// What custom order statuses mean, by status without `wc-`. With a status that isn’t
        /// listed, an order counts as placed if no payment is due.
        statuses: SortedMap<String, StatusMeans> = or(SortedMap::new(), Statuses),
        /// Whether the status “completed” means the order was shipped. Downloads are never shipped.
        /// Default: false.
        completed_is_shipped: bool = or(false, BOOLEAN),
        /// The account roles that are customers. Accounts with other roles are staff until they
        /// order. Default: `customer` and `subscriber`.
        customer_roles: Vec<String> = or(Vec::new(), list(text(64))),
        /// The order fields (keys in `meta_data`) that hold tracking numbers: a number, or a list
        /// as shipment plugins keep it, such as `_wc_shipment_tracking_items`. Each new number is
        /// a shipped order.
        tracking_fields: Vec<String> = or(Vec::new(), list(text(255))),
    }
}

/// What statuses mean, by their names.
struct Statuses;

impl Form for Statuses {
    type Value = SortedMap<String, StatusMeans>;

    fn read(&self, node: &Node<'_>) -> Option<Self::Value> {
        let mut statuses = SortedMap::new();
        for (status, node) in node.entries()? {
            let bare = status.strip_prefix("wc-").unwrap_or(status);
            statuses.insert(bare.to_owned(), StatusMeans::read(&node)?);
        }
        Some(statuses)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let means = typed::<StatusMeans>().schema(generator);
        serde_json::json!({"type": "object", "additionalProperties": means})
    }
}
