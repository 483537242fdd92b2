//! Consent, by channel and kind.

use crate::customer::Customer;
use crate::event::{Channel, Consent, MessageKind};
use crate::reason::Reason;

/// Why the customer's consent forbids a message, if it does.
///
/// Marketing needs a yes on this very channel; silence and an unconfirmed yes are no. A
/// transactional message belongs to something the customer did and needs none. Consent is
/// asked at the moment of sending, never at entry.
pub(super) fn objection(
    customer: &Customer,
    channel: Channel,
    kind: MessageKind,
) -> Option<Reason> {
    match (kind, customer.consent.on(channel)) {
        (MessageKind::Transactional, _) | (_, Consent::Subscribed) => None,
        (_, Consent::Unsubscribed) => Some(Reason::ConsentWithdrawn),
        (_, Consent::NeverSubscribed | Consent::Pending) => Some(Reason::NoConsent),
    }
}
