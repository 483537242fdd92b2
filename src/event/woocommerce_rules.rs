//! What a merchant configures about their WooCommerce shop, where its webhooks are ambiguous.

use crate::json::{object, words};
use crate::sorted_map::SortedMap;

/// How a WooCommerce shop is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WooCommerceRules {
    /// What the statuses of plugins mean, by the status without `wc-`. A status that isn't listed
    /// is judged by whether a payment is due.
    pub statuses: SortedMap<String, StatusMeans>,
    /// Whether `completed` means that the goods were shipped.
    pub completed_is_shipped: bool,
    /// Roles of accounts that are customers; `customer` and `subscriber` where none is named.
    /// Everybody else is staff until they order.
    pub customer_roles: Vec<String>,
    /// The fields of orders, by their key in `meta_data`, that hold tracking numbers.
    pub tracking_fields: Vec<String>,
}

object!(WooCommerceRules or default {
    statuses: sparse,
    completed_is_shipped: sparse,
    customer_roles: sparse,
    tracking_fields: sparse
});

/// What an order status means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum StatusMeans {
    /// A cart that isn’t an order yet.
    Cart,
    /// An order that isn’t paid yet.
    Placed,
    /// A paid order.
    Paid,
    /// Cancelled.
    Cancelled,
    /// Not an order, such as a quote request.
    NotAnOrder,
}

words!(StatusMeans {
    Cart = "cart",
    Placed = "placed",
    Paid = "paid",
    Cancelled = "cancelled",
    NotAnOrder = "not_an_order",
});

impl WooCommerceRules {
    /// Whether the store says when goods are shipped.
    #[must_use]
    pub const fn reports_shipping(&self) -> bool {
        self.completed_is_shipped || !self.tracking_fields.is_empty()
    }

    /// The roles of customers where the merchant names none.
    pub const CUSTOMER_ROLES: [&'static str; 2] = ["customer", "subscriber"];

    /// Whether an account with this role is a customer by itself.
    #[must_use]
    pub fn is_customer(&self, role: &str) -> bool {
        if self.customer_roles.is_empty() {
            Self::CUSTOMER_ROLES.contains(&role)
        } else {
            self.customer_roles.iter().any(|known| known == role)
        }
    }
}
