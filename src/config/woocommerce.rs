//! How a WooCommerce shop is read, as the merchant writes it.

use crate::document::{Form, FromNode, Node, declared};
use crate::event::{StatusMeans, WooCommerceRules};
use crate::sorted_map::SortedMap;

#[cfg(test)]
use crate::document::forms::typed;

declared! {
    /// WooCommerce only: how orders and accounts are read.
    struct WooCommerceRules beside [] {
        /// What the order statuses of plugins mean, by the status without wc-. Where none is named
        /// here, an order without payment due is placed.
        statuses: SortedMap<String, StatusMeans> = or(SortedMap::new(), Statuses),
        /// Whether “completed” means the goods were sent. Not when left out. Downloads are never sent.
        completed_is_shipped: bool = or(false, BOOLEAN),
        /// Account roles that are customers: customer and subscriber when left out. Everybody else is
        /// staff until they order.
        customer_roles: Vec<String> = or(Vec::new(), list(text(64))),
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
