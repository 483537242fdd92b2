//! How far an order has come, by its status.
//!
//! | status | read as |
//! |---|---|
//! | `checkout-draft`, `pending`, `failed` | a checkout, left off |
//! | `on-hold` | placed |
//! | `processing`, `completed` | placed and paid |
//! | `refunded` | placed, paid, and its refunds |
//! | `cancelled` | cancelled; placed and paid too if it has a date of payment |
//! | `trash` | deleted |
//! | any other, a plugin's own | what the merchant says it means; else placed where no payment is due, and changed where one is; placed and paid too if it has a date of payment |
//!
//! An unpaid order that WooCommerce cancels after an hour to free the stock was never placed:
//! the buyer left it off. Nothing in a cancelled body distinguishes that from an order that was on
//! hold, so without a payment date it does not count as placed.

use crate::adapter::Request;
use crate::adapter::tolerant::Scalar;
use crate::event::StatusMeans;

/// How far an order has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    LeftOff,
    Placed,
    Paid,
    Cancelled,
    Trashed,
    Draft,
    /// A plugin's request of another kind, such as for a quote.
    NotAnOrder,
    Other,
}

impl Stage {
    /// The stage of an order, and whether its status is none of WooCommerce's own.
    pub(super) fn of(request: &Request, status: &str, needs_payment: Scalar<'_>) -> (Self, bool) {
        let bare = status.strip_prefix("wc-").unwrap_or(status);
        let own = match bare {
            "checkout-draft" | "pending" | "failed" => Self::LeftOff,
            "on-hold" => Self::Placed,
            "processing" | "completed" | "refunded" => Self::Paid,
            "cancelled" => Self::Cancelled,
            "trash" => Self::Trashed,
            "auto-draft" | "draft" | "new" => Self::Draft,
            _ => {
                let rules = request.shop.woocommerce.as_ref();
                let named = rules.and_then(|rules| rules.statuses.get(bare));
                let stage = match named {
                    Some(StatusMeans::Cart) => Self::LeftOff,
                    Some(StatusMeans::Placed) => Self::Placed,
                    Some(StatusMeans::Paid) => Self::Paid,
                    Some(StatusMeans::Cancelled) => Self::Cancelled,
                    Some(StatusMeans::NotAnOrder) => Self::NotAnOrder,
                    // Cash on delivery goes straight to a plugin's status, without a payment.
                    None if needs_payment.is_no() => Self::Placed,
                    None => Self::Other,
                };
                return (stage, true);
            }
        };
        (own, false)
    }
}
