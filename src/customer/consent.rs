//! What a customer agreed to, by channel, with its proof.

use crate::event::{Channel, Consent, ConsentChange};
use crate::sorted_map::SortedMap;
use crate::stored::stored;
use crate::time::Timestamp;

stored! {
    /// The consent in force on each channel. Never subscribed where nothing was said.
    pub struct ConsentLedger {
        /// By channel.
        pub channels: SortedMap<Channel, ConsentRecord>,
    }
}

stored! {
    /// A consent and its proof.
    pub struct ConsentRecord {
        /// What is in force.
        pub consent: Consent,
        /// Since when.
        pub at: Timestamp,
        /// Where it was said: `shopify`, `checkout`, `one-click`.
        pub origin: Option<String>,
    }
}

impl ConsentLedger {
    /// The consent on `channel`.
    #[must_use]
    pub fn on(&self, channel: Channel) -> Consent {
        self.channels
            .get(&channel)
            .map_or(Consent::NeverSubscribed, |record| record.consent)
    }

    /// Takes in a change: the later one stands; of two at the same moment the stricter.
    pub fn fold(&mut self, change: &ConsentChange, at: Timestamp) {
        let told = ConsentRecord {
            consent: change.consent,
            at,
            origin: change.origin.clone(),
            ..ConsentRecord::default()
        };
        let known = self
            .channels
            .or_insert_with(change.channel, || told.clone());
        let wins = (told.at, strictness(told.consent), &told.origin)
            > (known.at, strictness(known.consent), &known.origin);
        if wins {
            *known = told;
        }
    }

    /// Takes in the consent of another customer who is the same person: the stricter stands,
    /// whichever is later, because one of the two was said by mistake and only silence is safe.
    pub fn merge(&mut self, other: Self) {
        for (channel, theirs) in other.channels {
            match self.channels.get_mut(&channel) {
                None => {
                    self.channels.insert(channel, theirs);
                }
                Some(ours) => {
                    let stricter = (strictness(theirs.consent), theirs.at)
                        > (strictness(ours.consent), ours.at);
                    if stricter && theirs.consent != Consent::NeverSubscribed {
                        *ours = theirs;
                    }
                }
            }
        }
    }
}

/// Higher forbids more. Silence counts least: it takes nothing back.
const fn strictness(consent: Consent) -> u8 {
    match consent {
        Consent::NeverSubscribed => 0,
        Consent::Subscribed => 1,
        Consent::Pending => 2,
        Consent::Unsubscribed => 3,
    }
}
