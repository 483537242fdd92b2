//! What things of Shopify's are called beside those of other platforms, and its tags.

use crate::adapter::bounds;
use crate::adapter::tolerant::{List, Scalar};

/// An order's id over all platforms.
pub(super) fn order_id(id: &str) -> String {
    format!("shopify:{id}")
}

/// Tags: in webhooks one text with commas, in the shop's records a list.
pub(super) fn tags_in(tags: Scalar<'_>) -> Vec<String> {
    if tags.raw().starts_with('[') {
        let tags: List<Scalar<'_>, { bounds::LIST }> = tags.object().unwrap_or_default();
        return tags
            .iter()
            .filter_map(|tag| tag.cut(bounds::NAME))
            .collect();
    }
    let tags = tags.text().unwrap_or_default();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    tags.take(bounds::LIST)
        .map(|tag| bounds::cut(tag, bounds::NAME))
        .collect()
}
