//! Consent, by channel and kind.

use crate::customer::Customer;
use crate::event::{Channel, Consent, MessageKind};
use crate::reason::Reason;

/// Why the customer's consent forbids a message, if it does.
///
/// Marketing needs a yes on this channel; no answer and an unconfirmed yes count as no. A
/// transactional message is part of something the customer did and needs none. Consent is checked
/// when sending, never at entry.
pub(super) fn objection(
    customer: &Customer,
    channel: Channel,
    kind: MessageKind,
) -> Option<Reason> {
    match (kind, customer.consent.on(channel)) {
        (MessageKind::Transactional, _) | (_, Consent::Subscribed) => None,
        (_, Consent::Unsubscribed) => Some(Reason::ConsentWithdrawn),
        (_, Consent::Pending) => Some(Reason::ConsentUnconfirmed),
        (_, Consent::NeverSubscribed) => Some(Reason::NoConsent),
    }
}
