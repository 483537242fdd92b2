//! Consent in `meta_data`.
//!
//! Core has none; checkout fields and plugins keep theirs under keys of their own, of which the
//! merchant names those that mean consent. A guess must not make somebody mailable.

use super::meta::{Entry, entries};
use crate::adapter::Request;
use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::Scalar;
use crate::event::{
    Channel, ConsentField, ConsentSource, EventKind, FieldOfAccount, FieldOfCheckout, Prefill,
};
use crate::time::Timestamp;

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

fn report(delivery: &mut DeliveryBuilder, of: &str, at: Timestamp, field: ConsentField) {
    let fact = format!("{of}-field:{}:{}", field.ticked, at.as_millis());
    delivery.event(fact, at, EventKind::ConsentFieldSeen { field });
}
