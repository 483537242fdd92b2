//! What a customer agreed to.

use super::body::Body;
use super::consent_state::ConsentState;
use super::person::Customer;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{Scalar, payload};
use crate::adapter::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::{
    Channel, Consent, ConsentChange, ConsentField, EventKind, FieldOfCheckout, KeyStrength,
    Prefill, Profile,
};
use crate::time::Timestamp;

payload! {
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
pub(super) fn updated(request: &Request, body: &Body<'_>, channel: Channel) -> Outcome {
    let received: Update<'_> = body.parse()?;
    let id = received.customer_id.id();
    let id = id.ok_or_else(|| Ignored::shape("customer_id"))?;
    let state = match channel {
        Channel::Email => &received.email_consent,
        _ => &received.sms_consent,
    };
    let Some(consent) = state.consent() else {
        return Err(Ignored::new(IgnoreReason::SaysNothing, "no known state"));
    };
    if consent == Consent::NeverSubscribed && state.updated_at.time().is_none() {
        return Err(Ignored::new(
            IgnoreReason::SaysNothing,
            "not subscribed, without a date",
        ));
    }
    let at = state.updated_at.time().unwrap_or_else(|| request.sent_at());
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:customer", Some(&id));
    let email = received.email.text();
    delivery
        .keys
        .email(email.as_deref(), KeyStrength::Confirmed);
    delivery.keys.phone(received.phone.text().as_deref());
    let profile = Profile {
        email: received.email.email(),
        phone: received.phone.personal(),
        ..Profile::default()
    };
    if profile != Profile::default() {
        let fact = format!(
            "shopify:customer:{id}:{}-address:{}",
            channel.word(),
            mark(body.text())
        );
        delivery.event(fact, at, EventKind::CustomerIdentified { profile });
    }
    report(&mut delivery, &id, channel, consent, at);
    delivery.about_customer()
}

/// Adds the consents in the body of a customer, as bodies before API 2025-01 have them.
///
/// A consent without a date counts from the day the account was made: it must not outrank what
/// was said later, such as an unsubscription here. A withdrawal without a date counts from
/// `updated`, the body's own time.
pub(super) fn add_of_account(
    delivery: &mut DeliveryBuilder,
    id: &str,
    customer: &Customer<'_>,
    updated: Timestamp,
) {
    let made = customer.created_at.time().unwrap_or_default();
    let email = &customer.email_consent;
    let add_state = |delivery: &mut DeliveryBuilder, state: &ConsentState<'_>, channel| {
        let Some(consent) = state.consent() else {
            return;
        };
        let undated = if consent == Consent::Unsubscribed {
            updated
        } else {
            made
        };
        let at = state.updated_at.time().unwrap_or(undated);
        // Every account begins with "not subscribed", which is no statement of anybody.
        if consent != Consent::NeverSubscribed || at > made {
            report(delivery, id, channel, consent, at);
        }
    };
    add_state(delivery, customer.sms_consent(), Channel::Sms);
    if email.consent().is_some() {
        return add_state(delivery, email, Channel::Email);
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
    if consent != Consent::NeverSubscribed || at > made {
        report(delivery, id, Channel::Email, consent, at);
    }
}

/// The box about marketing in a checkout, or in the order it became.
pub(super) struct CheckoutTick<'t, 'a> {
    /// The checkout's token.
    pub(super) token: &'t str,
    /// When the checkout began; for an order, only its own beginning is known.
    pub(super) began_at: Timestamp,
    /// Whether that is the checkout's own beginning.
    pub(super) is_beginning: bool,
    /// The body's own time.
    pub(super) sent_at: Timestamp,
    /// Whether the body is an order.
    pub(super) placed: bool,
    /// The customer in the body.
    pub(super) customer: &'t Customer<'a>,
}

impl CheckoutTick<'_, '_> {
    /// Adds what the box shows. An empty one counts too: only so is it known when a checkout began
    /// that is ticked later.
    ///
    /// Shopify's own record goes in its place where it says more than "not yet": with double
    /// opt-in the tick only asks for a confirmation.
    pub(super) fn report(&self, delivery: &mut DeliveryBuilder, channel: Channel, ticked: bool) {
        let record = match channel {
            Channel::Email => &self.customer.email_consent,
            _ => self.customer.sms_consent(),
        };
        let account = self.customer.id();
        let decided = record
            .consent()
            .filter(|consent| *consent != Consent::NeverSubscribed);
        if let Some(consent) = decided {
            if let (Some(id), Some(at)) = (&account, record.updated_at.time()) {
                report(delivery, id, channel, consent, at);
            }
            return;
        }
        let field = ConsentField {
            channel,
            ticked,
            checkout: Some(FieldOfCheckout {
                token: self.token.to_owned(),
                began_at: self.began_at,
                is_beginning: self.is_beginning,
                placed: self.placed,
                prefill: if account.is_some() {
                    Prefill::FromRecord
                } else {
                    Prefill::Never
                },
            }),
            account: None,
        };
        let fact = format!(
            "shopify:checkout:{}:{}-box:{}",
            self.token,
            channel.word(),
            self.sent_at.as_millis()
        );
        delivery.event(fact, self.sent_at, EventKind::ConsentFieldSeen { field });
    }
}

fn report(
    delivery: &mut DeliveryBuilder,
    id: &str,
    channel: Channel,
    consent: Consent,
    at: Timestamp,
) {
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
        in_store: true,
        ..ConsentChange::new(channel, consent, ConsentChange::RECORD)
    };
    delivery.event(fact, at, EventKind::ConsentChanged { change });
}
