//! What a connected store keeps of a customer, so that the merchant's other tools and the customer's own
//! account page show what is in force.
//!
//! A store is not told of changes one by one: it is brought to what the state says now, as often as it
//! takes. So nothing is lost in an outage, and a change that was taken back in between is never written.

use super::{Plans, Refusal, read_state};
use crate::condition::Tier;
use crate::customer::Customer;
use crate::event::{Channel, Consent, EventName};
use crate::id::CustomerId;
use crate::json::{self, object, tagged};
use crate::state::State;
use crate::time::Timestamp;
use crate::trace::{Decision, Entry};

/// What a store keeps of a customer, by their state: a `StoreCopy`.
///
/// # Errors
///
/// `unknown-plan`, `bad-state`, `state-too-large`.
pub fn store_copy(plans: &Plans, plan: &str, state: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let state = read_state(state, CustomerId::default())?;
    Ok(json::to_string(&StoreCopy::of(
        &state.customer,
        plan.loyalty.ladder.tiers(),
    )))
}

/// What a store keeps of a customer.
struct StoreCopy {
    /// The address that their account has: personal data. `None` where none is known.
    email: Option<String>,
    /// The parts, in a fixed order. A consent that the store has by itself is left out.
    parts: Vec<NamedPart>,
}

object!(write StoreCopy { email: sparse, parts });

/// A part with its name.
struct NamedPart {
    /// Which part it is: `consent/email`, `tags`. A customer has each once.
    name: String,
    /// Whether it says what a store that was never told anything shows anyway.
    blank: bool,
    /// What the store keeps.
    part: StorePart,
}

object!(write NamedPart { name, blank: sparse, part });

tagged! {
/// One part of what a store keeps of a customer.
pub enum StorePart {
    /// The consent on a channel.
    Consent {
        /// The channel of the consent.
        channel: Channel,
        /// The consent in force; `never_subscribed` if there is none anymore.
        consent: Consent,
        /// When it took effect.
        at: Timestamp,
        /// Where it was given.
        origin: Option<String> as sparse,
        /// The text that was agreed to, or another proof.
        proof: Option<String> as sparse,
    } = "consent",
    /// The tags that the customer has.
    Tags {
        /// As they are written.
        tags: Vec<String>,
    } = "tags",
    /// The loyalty points that can be redeemed.
    Points {
        /// The balance.
        balance: i64,
    } = "points",
    /// The loyalty tier.
    Tier {
        /// The tier's id; `None` below the lowest.
        tier: Option<String>,
        /// The name that customers see.
        name: Option<String> as sparse,
    } = "tier",
}
}

impl StoreCopy {
    /// Of a customer, with the tiers that there are.
    fn of(customer: &Customer, tiers: &[Tier]) -> Self {
        let records = customer.consent.channels.iter();
        let consents = records.filter(|(_, record)| !record.in_store);
        let consents = consents.map(|(channel, record)| StorePart::Consent {
            channel: *channel,
            consent: record.consent,
            at: record.at,
            origin: record.origin.clone(),
            proof: record.proof.clone(),
        });
        let tags = StorePart::Tags {
            tags: customer.tags.present().map(str::to_owned).collect(),
        };
        let points = StorePart::Points {
            balance: customer.points.balance,
        };
        let held = tiers
            .iter()
            .find(|tier| Some(&tier.id) == customer.tier.as_ref());
        let tier = StorePart::Tier {
            tier: customer.tier.clone(),
            name: held.map(|tier| tier.name.clone()),
        };
        let parts = consents.chain([tags, points, tier]);
        Self {
            email: customer.address(Channel::Email).map(str::to_owned),
            parts: parts.map(NamedPart::from).collect(),
        }
    }

    /// Whether there is nothing to keep.
    fn is_blank(&self) -> bool {
        self.parts.iter().all(|part| part.blank)
    }
}

impl From<StorePart> for NamedPart {
    fn from(part: StorePart) -> Self {
        let (name, blank) = match &part {
            StorePart::Consent {
                channel, consent, ..
            } => {
                let name = ["consent/", channel.word()].concat();
                (name, *consent == Consent::NeverSubscribed)
            }
            StorePart::Tags { tags } => ("tags".to_owned(), tags.is_empty()),
            StorePart::Points { balance } => ("points".to_owned(), *balance == 0),
            StorePart::Tier { tier, .. } => ("tier".to_owned(), tier.is_none()),
        };
        Self { name, blank, part }
    }
}

/// Whether what a store keeps of a customer may have changed by some decisions. A new account or
/// address counts for those of whom there is something to keep, and so does a plan (`is_pass`), which
/// may call a tier another name.
pub(super) fn concerns_store(trace: &[Entry], state: &State, is_pass: bool) -> bool {
    if is_pass && state.customer.tier.is_some() {
        return true;
    }
    trace.iter().any(|entry| match &entry.decision {
        Decision::TierChanged { .. }
        | Decision::PointsChanged { .. }
        | Decision::Merged { .. }
        | Decision::GaveUp { .. }
        | Decision::TookOver { .. } => true,
        // What was received before may still have said something new.
        Decision::Recorded { event, .. } | Decision::Ignored { event, .. } => match event {
            EventName::ConsentChanged | EventName::TagsAdded | EventName::TagsRemoved => true,
            EventName::CustomerCreated
            | EventName::CustomerUpdated
            | EventName::CustomerIdentified => !StoreCopy::of(&state.customer, &[]).is_blank(),
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{ConsentChange, Source};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000 + second * 1000)
    }

    fn written(customer: &Customer) -> String {
        json::to_string(&StoreCopy::of(customer, &[]))
    }

    #[test]
    fn a_consent_that_the_store_has_is_not_written_back_and_a_later_one_is() {
        let mut customer = Customer::default();
        let act = ConsentChange {
            in_store: true,
            ..ConsentChange::new(Channel::Email, Consent::Subscribed, "account page")
        };
        customer.consent.fold(&act, at(0));
        assert!(StoreCopy::of(&customer, &[]).is_blank());
        assert!(!written(&customer).contains("consent"));
        let link = ConsentChange::new(Channel::Email, Consent::Unsubscribed, "one-click");
        customer.consent.fold(&link, at(1));
        assert!(!StoreCopy::of(&customer, &[]).is_blank());
        assert!(written(&customer).contains("\"one-click\""));
        // The same act again, as a redelivery says it, takes nothing back.
        customer.consent.fold(&act, at(0));
        assert!(written(&customer).contains("unsubscribed"));
        let again = ConsentChange { ..act };
        customer.consent.fold(&again, at(2));
        assert!(!written(&customer).contains("consent"));
    }

    #[test]
    fn what_a_merged_account_had_is_written_again() {
        let mut customer = Customer::default();
        let mut other = Customer::default();
        let act = ConsentChange {
            in_store: true,
            ..ConsentChange::new(Channel::Sms, Consent::Unsubscribed, "account page")
        };
        other.consent.fold(&act, at(0));
        customer.merge(other);
        assert!(written(&customer).contains("\"unsubscribed\""));
    }

    #[test]
    fn a_part_is_blank_until_there_is_something_to_keep() {
        let mut customer = Customer::default();
        let blanks = |customer: &Customer| {
            let parts = StoreCopy::of(customer, &[]).parts;
            parts.iter().map(|part| part.blank).collect::<Vec<_>>()
        };
        assert_eq!(blanks(&customer), [true; 3]);
        let tags = ["VIP".to_owned(), "b2b".to_owned()];
        customer.tags.set(&tags, true, at(0), Source::Edgewise);
        customer
            .tags
            .set(&tags[1..], false, at(1), Source::Edgewise);
        customer.points.earn(at(0), 40, "welcome".to_owned());
        customer.tier = Some("gold".to_owned());
        assert_eq!(blanks(&customer), [false; 3]);
        assert_eq!(
            written(&customer),
            r#"{"parts":[{"name":"tags","part":{"type":"tags","tags":["VIP"]}},{"name":"points","part":{"type":"points","balance":40}},{"name":"tier","part":{"type":"tier","tier":"gold"}}]}"#
        );
    }
}
