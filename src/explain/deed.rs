//! What somebody did, behind "the customer".

use crate::event::EventName;
use crate::sentence::{Said, Sentence};

/// "placed an order", or the event's name where there are no better words.
pub(super) struct Deed(pub(super) EventName);

impl Deed {
    /// The words, where it is something that a customer does.
    pub(super) const fn words(&self) -> Option<&'static str> {
        Some(match &self.0 {
            EventName::PageViewed => "viewed a page",
            EventName::ProductViewed => "viewed a product",
            EventName::ProductListViewed => "viewed a collection",
            EventName::ProductsSearched => "searched the shop",
            EventName::ProductAdded => "added something to the cart",
            EventName::ProductRemoved => "removed something from the cart",
            EventName::CartViewed => "viewed the cart",
            EventName::CartUpdated => "changed the cart",
            EventName::CheckoutStarted => "started a checkout",
            EventName::CheckoutUpdated => "continued a checkout",
            EventName::OrderPlaced => "placed an order",
            EventName::OrderCompleted => "paid an order",
            EventName::OrderCancelled => "had an order canceled",
            EventName::OrderRefunded => "got a refund",
            EventName::OrderFulfilled => "had an order shipped",
            EventName::CustomerCreated => "created an account",
            EventName::CustomerIdentified => "was identified",
            EventName::ConsentChanged => "changed their consent",
            EventName::PreferencesChanged => "changed their preferences",
            EventName::SurveyAnswered => "answered a survey",
            EventName::BackInStockRequested => "asked to be told when a product is back in stock",
            EventName::TagsAdded => "got a tag",
            EventName::TagsRemoved => "lost a tag",
            EventName::TierChanged => "changed tier",
            EventName::TierAtRisk => "was about to lose a tier",
            EventName::PointsChanged => "earned or spent points",
            EventName::ScoreChanged => "changed score",
            EventName::SegmentEntered => "entered a segment",
            EventName::SegmentLeft => "left a segment",
            _ => return None,
        })
    }
}

impl Said for Deed {
    fn say(&self, to: &mut Sentence<'_>) {
        match self.words() {
            Some(words) => to.say(words, &[]),
            None => to.say("did “{_event}”", &[("_event", &self.0)]),
        }
    }
}
