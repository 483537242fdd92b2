//! What things of Shopify's are called beside those of other platforms.

/// An order's id over all platforms.
pub(super) fn order_id(id: &str) -> String {
    format!("shopify:{id}")
}
