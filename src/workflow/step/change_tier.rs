//! Move the customer to a tier.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::condition::Reference;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence, TierName};
use crate::time::Duration;

declared! {
    /// Moves the customer to a tier they haven’t reached, for a time or permanently. A customer who
    /// has reached a higher tier keeps it. When the time is over, the customer returns to the tier
    /// they have earned.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChangeTier beside ["id", "type"] {
        /// The tier’s ID.
        tier: String = required(NAME),
        /// How long the customer keeps the tier. Default: permanently.
        lasts as "for": Option<Duration> = maybe(typed()),
    }
    listed in "Customer" as "Move to tier";
}

impl Act for ChangeTier {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::ChangeTier {
            tier: self.tier.clone(),
            until: self.lasts.map(|span| asked.after(span)),
        })
    }

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference::Tier(&self.tier))
    }
}

impl Said for ChangeTier {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Move to tier “{tier}”", &[("tier", &TierName(&self.tier))]);
        if let Some(span) = &self.lasts {
            to.say(" for {for}", &[("for", span)]);
        }
    }
}
