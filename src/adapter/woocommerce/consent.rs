//! Consent in `meta_data`.
//!
//! Core has none; checkout fields and plugins keep theirs under keys of their own, of which the
//! merchant names those that mean consent. A guess must not make somebody mailable.

use super::meta::{self, Entry, entries};
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{Scalar, payload};
use crate::adapter::{Request, bounds};
use crate::event::{
    Channel, Consent, ConsentChange, ConsentField, ConsentSource, ConsentWeight, EventKind,
    FieldOfAccount, FieldOfCheckout, Prefill,
};
use crate::time::Timestamp;

payload! {
    /// What an account keeps by Edgewise's word, of a connection before this one too: the consent in
    /// force on each channel.
    struct Kept<'a> {
        email: InForce<'a> = "email",
        sms: InForce<'a> = "sms",
        push: InForce<'a> = "push",
    }
}

payload! {
    struct InForce<'a> {
        consent: Scalar<'a> = "consent",
        at: Scalar<'a> = "at",
        origin: Scalar<'a> = "where",
        proof: Scalar<'a> = "text",
    }
}

/// The account's field in which the plugin keeps it; nobody but the shop can write it.
const KEPT: &str = "_edgewise_consent_state";

/// The fields about marketing in the `meta_data` of one body, by channel. A field that is missing
/// or empty says no more than one that is not ticked.
pub(super) fn fields(request: &Request, meta: Scalar<'_>) -> Vec<(Channel, bool)> {
    let named = request.shop.consent.iter();
    let named = named.flat_map(|sources| &sources.fields);
    let named: Vec<&ConsentSource> = named.filter(|source| !is_of_plugin(source)).collect();
    if named.is_empty() {
        return Vec::new();
    }
    let entries = entries(meta);
    let says_yes = |source: &ConsentSource| {
        let of_it = |entry: &&Entry<'_>| entry.key.text().is_some_and(|key| source.names(&key));
        // An entry that was written twice counts as it was written last.
        let last = entries.iter().rfind(of_it);
        let value = last.and_then(|entry| entry.value.text());
        value.is_some_and(|value| source.means_yes(&value))
    };
    let channels = Channel::ALL.into_iter();
    let asked = channels.filter(|channel| named.iter().any(|source| source.channel == *channel));
    asked
        .map(|channel| {
            let mut of_it = named.iter().filter(|source| source.channel == channel);
            (channel, of_it.any(|source| says_yes(source)))
        })
        .collect()
}

/// Whether a source is one of the plugin's own fields. The plugin reports what the buyer does with them;
/// what else changes them is WooCommerce copying, or Edgewise writing back, and no act of theirs.
fn is_of_plugin(source: &ConsentSource) -> bool {
    let channels = Channel::ALL.into_iter();
    let mut fields =
        channels.map(|channel| format!("_wc_other/edgewise/{}-consent", channel.word()));
    fields.any(|field| source.names(&field))
}

/// Where in the orders the fields stand, and as of when.
pub(super) struct InOrder {
    pub(super) checkout: FieldOfCheckout,
    pub(super) sent_at: Timestamp,
}

impl InOrder {
    /// Adds what they show.
    pub(super) fn report(self, delivery: &mut DeliveryBuilder, fields: Vec<(Channel, bool)>) {
        for (channel, ticked) in fields {
            let field = ConsentField {
                channel,
                ticked,
                checkout: Some(self.checkout.clone()),
                account: None,
            };
            let fact = format!("woocommerce:{}:{}", self.checkout.token, channel.word());
            report(delivery, &fact, self.sent_at, field);
        }
    }
}

/// Who may have filled in an order's fields: only a signed-in buyer has an account to do it from.
pub(super) const fn prefill(has_account: bool) -> Prefill {
    if has_account {
        Prefill::FromAccount
    } else {
        Prefill::Never
    }
}

/// Adds what the fields of account `id` show in the version of `at`.
pub(super) fn add_account(
    delivery: &mut DeliveryBuilder,
    request: &Request,
    (id, made_at): (&str, Option<Timestamp>),
    at: Timestamp,
    fields: Vec<(Channel, bool)>,
) {
    let connected_at = request.shop.connected_at;
    let is_new = request.topic == "customer.created"
        || made_at
            .zip(connected_at)
            .is_some_and(|(made, connected)| made >= connected);
    for (channel, ticked) in fields {
        let field = ConsentField {
            channel,
            ticked,
            checkout: None,
            account: Some(FieldOfAccount {
                of: "woocommerce".to_owned(),
                made_at,
                is_new,
                fills_blank: false,
            }),
        };
        let fact = format!("woocommerce:customer:{id}:{}", channel.word());
        report(delivery, &fact, at, field);
    }
}

/// Adds the consent that account `id` keeps, so that a store which is connected again brings back what its
/// customers decided. Nothing in it is undated, and nothing is written back.
pub(super) fn add_kept(
    delivery: &mut DeliveryBuilder,
    request: &Request,
    id: &str,
    meta: Scalar<'_>,
) {
    let kept: Kept<'_> = meta::value(meta, KEPT)
        .and_then(|kept| kept.object().ok())
        .unwrap_or_default();
    for (channel, word) in [
        (Channel::Email, &kept.email),
        (Channel::Sms, &kept.sms),
        (Channel::Push, &kept.push),
    ] {
        let Some((consent, at)) = word.consent().zip(word.at.time()) else {
            continue;
        };
        let change = ConsentChange {
            channel,
            consent,
            origin: word.origin.cut(bounds::NAME),
            proof: word.proof.cut(bounds::PROPERTY),
            weight: (consent != Consent::Unsubscribed).then_some(ConsentWeight::FillsBlank),
            in_store: true,
        };
        let (said, millis) = (consent.word(), at.as_millis());
        let channel = channel.word();
        let fact = format!("woocommerce:customer:{id}:kept:{channel}:{said}:{millis}");
        let at = at.min(request.received_at);
        delivery.event(fact, at, EventKind::ConsentChanged { change });
    }
}

impl InForce<'_> {
    fn consent(&self) -> Option<Consent> {
        match &*self.consent.text()? {
            "subscribed" => Some(Consent::Subscribed),
            "unsubscribed" => Some(Consent::Unsubscribed),
            "pending" => Some(Consent::Pending),
            _ => None,
        }
    }
}

fn report(delivery: &mut DeliveryBuilder, of: &str, at: Timestamp, field: ConsentField) {
    let fact = format!("{of}-field:{}:{}", field.ticked, at.as_millis());
    delivery.event(fact, at, EventKind::ConsentFieldSeen { field });
}
