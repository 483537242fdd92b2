//! Show the customer an offer in the shop, or hide it.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

declared! {
    /// Shows the customer an offer in the shop, for a time or until it is hidden. The storefront
    /// gets a customer’s offers from the admin API.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ShowOffer beside ["id", "type"] {
        /// The ID of the offer in the storefront.
        offer: String = required(NAME),
        /// How long it is shown. Default: until it is hidden.
        lasts as "for": Option<Duration> = maybe(typed()),
    }
    listed in "Customer" as "Show offer in the shop";
}

declared! {
    /// Stops showing an offer in the shop.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HideOffer beside ["id", "type"] {
        /// The ID of the offer in the storefront.
        offer: String = required(NAME),
    }
    listed in "Customer" as "Hide offer";
}

impl Act for ShowOffer {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::ShowOffer {
            offer: self.offer.clone(),
            until: self.lasts.map(|span| asked.after(span)),
        })
    }
}

impl Said for ShowOffer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Show offer “{offer}” in the shop",
            &[("offer", &self.offer)],
        );
        if let Some(span) = &self.lasts {
            to.say(" for {for}", &[("for", span)]);
        }
    }
}

impl Act for HideOffer {
    fn payload(&self, _: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::HideOffer {
            offer: self.offer.clone(),
        })
    }
}

impl Said for HideOffer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Hide offer “{offer}”", &[("offer", &self.offer)]);
    }
}
