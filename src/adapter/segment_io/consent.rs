//! Consent in traits.

use crate::adapter::delivery_builder::DeliveryBuilder;
use crate::adapter::tolerant::{Entries, Scalar};
use crate::adapter::{Ignored, Request};
use crate::event::{Channel, ConsentField, EventKind, FieldOfAccount};
use crate::time::Timestamp;

/// Adds what the traits that the merchant named show. A server repeats a person's traits in every
/// call, so a yes counts when it is seen to change; one that was there from the start fills a
/// blank.
pub(super) fn report(
    delivery: &mut DeliveryBuilder,
    request: &Request,
    traits: Scalar<'_>,
    (id, at): (&str, Timestamp),
) -> Result<(), Ignored> {
    let named = request.shop.consent.iter();
    let named: Vec<_> = named.flat_map(|sources| &sources.traits).collect();
    if named.is_empty() {
        return Ok(());
    }
    let entries: Entries<'_> = traits.object()?;
    for channel in Channel::ALL {
        let of_it = named.iter().filter(|source| source.channel == channel);
        let received = of_it.filter_map(|source| {
            let value = entries.get(&source.name)?.text();
            Some(value.is_some_and(|value| source.means_yes(value.as_ref())))
        });
        // A call without the trait says nothing.
        let Some(ticked) = received.reduce(|one, other| one || other) else {
            continue;
        };
        let field = ConsentField {
            channel,
            ticked,
            checkout: None,
            account: Some(FieldOfAccount {
                of: "segment".to_owned(),
                made_at: None,
                is_new: false,
                fills_blank: true,
            }),
        };
        let fact = format!("segment:{id}:{}-trait", channel.word());
        delivery.event(fact, at, EventKind::ConsentFieldSeen { field });
    }
    Ok(())
}
