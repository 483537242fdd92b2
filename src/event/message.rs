//! News of messages that were sent, and of things customers wait for.

use super::Channel;
use crate::json::object;

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MessageNews {
    /// Its channel; `None` where that isn't known.
    pub channel: Option<Channel>,
    /// The message, by its id in the configuration or at the provider.
    pub message: Option<String>,
    /// The link that was followed.
    pub link: Option<String>,
}

object!(MessageNews or default { channel: sparse, message: sparse, link: sparse });

/// A quantity of a product that can be sold, as it became known.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StockChange {
    /// The platform's product id.
    pub product_id: String,
    /// Its name, where that is known.
    pub title: Option<String>,
    /// The variant it is about; `None` for the whole product.
    pub variant_id: Option<String>,
    /// Pieces that can be sold now.
    pub available: i64,
    /// Pieces that could be sold before.
    pub previous: i64,
}

/// One thing that is kept in stock: a product's variant, or all of a product without any.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StockItem {
    /// The platform's id of it, as stock webhooks name it.
    pub inventory_item_id: String,
    /// Pieces that can be sold, at all places together; `None` where the platform does not count.
    pub available: Option<i64>,
}

object!(StockItem or default { inventory_item_id, available: sparse });

object!(StockChange or default { product_id, title: sparse, variant_id: sparse, available, previous });
