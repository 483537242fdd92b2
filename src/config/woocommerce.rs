//! How a WooCommerce shop is read, as the merchant writes it.

use crate::document::{FromNode, Node};
use crate::event::{StatusMeans, WooCommerceRules};
use crate::sorted_map::SortedMap;

impl FromNode for WooCommerceRules {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["statuses", "completed_is_shipped", "customer_roles"])?;
        let statuses = object.or("statuses", SortedMap::new(), |node| {
            let mut statuses = SortedMap::new();
            for (status, node) in node.entries()? {
                let bare = status.strip_prefix("wc-").unwrap_or(status);
                statuses.insert(bare.to_owned(), StatusMeans::read(&node)?);
            }
            Some(statuses)
        });
        let completed_is_shipped = object.or("completed_is_shipped", false, Node::boolean);
        let customer_roles = object.or("customer_roles", Vec::new(), |node| {
            node.items()?.iter().map(|item| item.text(64)).collect()
        });
        Some(Self {
            statuses: statuses?,
            completed_is_shipped: completed_is_shipped?,
            customer_roles: customer_roles?,
        })
    }
}

impl FromNode for StatusMeans {
    fn read(node: &Node<'_>) -> Option<Self> {
        let word = node.text(20)?;
        Some(match word.as_str() {
            "cart" => Self::Cart,
            "placed" => Self::Placed,
            "paid" => Self::Paid,
            "cancelled" => Self::Cancelled,
            "not_an_order" => Self::NotAnOrder,
            _ => {
                return node.error(
                    "unknown-choice",
                    format!("“{word}” isn’t a meaning of a status."),
                    "Use “cart”, “placed”, “paid”, “cancelled” or “not_an_order”.",
                );
            }
        })
    }
}
