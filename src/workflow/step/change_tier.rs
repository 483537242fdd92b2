//! Lift somebody into a tier.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::condition::Reference;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence, TierName};
use crate::time::Duration;

declared! {
    /// Lifts the customer into a tier they have not reached: for a time, or for good. Whoever has
    /// reached a higher one by themselves keeps that. When the time is over they are in the tier they
    /// deserve; a lower one is told like any other.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ChangeTier beside ["id", "type"] {
        /// The tier's id.
        tier: String = required(NAME),
        /// For how long; for good, when left out.
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
