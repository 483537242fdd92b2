//! What a customer agreed to.

use super::person::Customer;
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{Scalar, object, parse};
use crate::adapter::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::{Channel, Consent, ConsentChange, EventKind, KeyStrength, Profile};
use crate::time::Timestamp;

object! {
    /// Shopify's record of a consent.
    struct ConsentState<'a> {
        state: Scalar<'a> = "state",
        updated_at: Scalar<'a> = "consent_updated_at",
    }
}

object! {
    /// `customers_email_marketing_consent/update` names its fields otherwise than
    /// `customers_marketing_consent/update`, which is about SMS in spite of its name.
    struct Update<'a> {
        customer_id: Scalar<'a> = "customer_id" | "id",
        email: Scalar<'a> = "email_address",
        phone: Scalar<'a> = "phone",
        email_consent: ConsentState<'a> = "email_marketing_consent",
        sms_consent: ConsentState<'a> = "sms_marketing_consent",
    }
}

/// Reads either of the two consent topics.
pub(super) fn updated(request: &Request, body: &str, channel: Channel) -> Outcome {
    let told: Update<'_> = parse(body)?;
    let id = told.customer_id.id();
    let id = id.ok_or_else(|| Ignored::shape("customer_id"))?;
    let state = match channel {
        Channel::Email => &told.email_consent,
        _ => &told.sms_consent,
    };
    if state.consent().is_none() {
        return Err(Ignored::new(IgnoreReason::SaysNothing, "no known state"));
    }
    let at = state.updated_at.time().unwrap_or_else(|| request.told_at());
    let mut telling = Telling::new(request);
    telling.keys.confirm("shopify:customer", Some(&id));
    let email = told.email.text();
    telling.keys.email(email.as_deref(), KeyStrength::Confirmed);
    telling.keys.phone(told.phone.text().as_deref());
    let profile = Profile {
        email: told.email.email(),
        phone: told.phone.personal(),
        ..Profile::default()
    };
    if profile != Profile::default() {
        let fact = format!(
            "shopify:customer:{id}:{}-address:{}",
            channel.word(),
            mark(body)
        );
        telling.event(fact, at, EventKind::CustomerIdentified { profile });
    }
    state.tell(&mut telling, &id, channel, at);
    telling.about_customer()
}

/// Tells the consents in the body of a customer, as bodies before API 2025-01 have them.
///
/// A state without a date counts from the day the account was made: it must not outrank what
/// was said later, such as an unsubscription here.
pub(super) fn tell_of_account(telling: &mut Telling, id: &str, customer: &Customer<'_>) {
    let made = customer.created_at.time().unwrap_or_default();
    let email = &customer.email_consent;
    let since = |state: &ConsentState<'_>| state.updated_at.time().unwrap_or(made);
    customer
        .sms_consent
        .tell(telling, id, Channel::Sms, since(&customer.sms_consent));
    if email.consent().is_some() {
        return email.tell(telling, id, Channel::Email, since(email));
    }
    // The oldest bodies have a box that is ticked or not.
    let consent = if customer.accepts_marketing.is_yes() {
        Consent::Subscribed
    } else if customer.accepts_marketing.is_no() {
        Consent::NeverSubscribed
    } else {
        return;
    };
    let at = customer.accepts_marketing_updated_at.time().unwrap_or(made);
    tell(telling, id, Channel::Email, consent, at);
}

/// Tells that the buyer ticked the box at the checkout, once for each checkout: its body
/// repeats the tick as long as it lives, and must not undo an unsubscription in between.
///
/// Shopify's own record goes first where it says more than "not yet": with double opt-in the
/// tick only asks for a confirmation. A box left empty takes nothing back.
pub(super) fn tell_tick(
    telling: &mut Telling,
    checkout: &str,
    channel: Channel,
    record: &ConsentState<'_>,
    at: Timestamp,
) {
    let decided = record
        .consent()
        .is_some_and(|consent| consent != Consent::NeverSubscribed);
    if decided {
        return;
    }
    let change = ConsentChange {
        channel,
        consent: Consent::Subscribed,
        origin: Some("checkout".to_owned()),
    };
    let fact = format!("shopify:checkout:{checkout}:accepts-{}", channel.word());
    telling.event(fact, at, EventKind::ConsentChanged { change });
}

impl ConsentState<'_> {
    /// The state in our words; `None` where Shopify says nothing. An address that is redacted
    /// or invalid must not be written to, which is what "unsubscribed" means here.
    fn consent(&self) -> Option<Consent> {
        let state = self.state.text()?;
        Some(match state.to_ascii_lowercase().as_str() {
            "subscribed" => Consent::Subscribed,
            "pending" => Consent::Pending,
            "not_subscribed" => Consent::NeverSubscribed,
            "unsubscribed" | "redacted" | "invalid" => Consent::Unsubscribed,
            _ => return None,
        })
    }

    fn tell(&self, telling: &mut Telling, id: &str, channel: Channel, at: Timestamp) {
        if let Some(consent) = self.consent() {
            tell(telling, id, channel, consent, at);
        }
    }
}

fn tell(telling: &mut Telling, id: &str, channel: Channel, consent: Consent, at: Timestamp) {
    let state = match consent {
        Consent::NeverSubscribed => "not-subscribed",
        Consent::Pending => "pending",
        Consent::Subscribed => "subscribed",
        Consent::Unsubscribed => "unsubscribed",
    };
    let fact = format!(
        "shopify:customer:{id}:{}-{state}:{}",
        channel.word(),
        at.as_millis()
    );
    let change = ConsentChange {
        channel,
        consent,
        origin: Some("shopify".to_owned()),
    };
    telling.event(fact, at, EventKind::ConsentChanged { change });
}
