//! Shopify's record of what a customer agreed to.

use crate::adapter::tolerant::{Scalar, payload};
use crate::event::Consent;

payload! {
    /// Shopify's record of a consent.
    struct ConsentState<'a> {
        state: Scalar<'a> = "state",
        updated_at: Scalar<'a> = "consent_updated_at",
    }
}

impl ConsentState<'_> {
    /// The state in our words; `None` where Shopify says nothing. An address that is redacted
    /// or invalid must not be written to, which is what "unsubscribed" means here.
    pub(super) fn consent(&self) -> Option<Consent> {
        let state = self.state.text()?;
        Some(match state.to_ascii_lowercase().as_str() {
            "subscribed" => Consent::Subscribed,
            "pending" => Consent::Pending,
            "not_subscribed" | "never_subscribed" => Consent::NeverSubscribed,
            "unsubscribed" | "redacted" | "invalid" => Consent::Unsubscribed,
            _ => return None,
        })
    }
}
