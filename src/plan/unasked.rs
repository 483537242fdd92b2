//! Which of a visitor's events nothing in a plan can be moved by.

use super::Plan;
use crate::customer::Customer;
use crate::event::EventName;
use crate::shop_facts::ShopFacts;
use crate::time::Timestamp;

/// The events of a visitor who only browses. They change nothing but the history.
const LOOKING_AROUND: [EventName; 5] = [
    EventName::PageViewed,
    EventName::ProductViewed,
    EventName::ProductListViewed,
    EventName::ProductsSearched,
    EventName::Custom,
];

impl Plan {
    /// The kinds of events of an unknown visitor that can wait until the visitor is identified:
    /// nothing in the plan uses them, or anything about a visitor who only browsed. Processed
    /// later, in their order and with their own times, they have the same result.
    #[must_use]
    pub fn unasked(&self) -> Vec<EventName> {
        if self.asks_of_nobody() {
            return Vec::new();
        }
        let scope = self.scope();
        // News of stock goes to every customer who viewed the product.
        let is_watched = |name| name == EventName::ProductViewed && self.waits_for_news();
        let names = LOOKING_AROUND.into_iter();
        names
            .filter(|name| !scope.events.has(*name) && !is_watched(*name))
            .collect()
    }

    /// Whether anything waits for news of stock, prices or promotions.
    #[must_use]
    pub fn waits_for_news(&self) -> bool {
        let events = self.scope().events;
        [
            EventName::StockChanged,
            EventName::PriceChanged,
            EventName::PromotionStarted,
            EventName::PromotionEnded,
        ]
        .into_iter()
        .any(|name| events.has(name))
    }

    /// Whether a customer about whom nothing is known could be in a segment, have a score, or enter
    /// a workflow as time passes.
    fn asks_of_nobody(&self) -> bool {
        let scope = self.scope();
        if self.scoring.is_some() || scope.rfm || scope.catalogue || scope.draws {
            return true;
        }
        let (nobody, facts) = (Customer::default(), ShopFacts::default());
        let context = self.context(&nobody, &facts, Timestamp::default());
        let mut segments = self.segments.iter();
        segments.any(|segment| {
            let answer = segment.evaluate(&context);
            answer.matched || answer.stable_until < Timestamp::MAX
        }) || self
            .behind(self.started_by_time())
            .any(|workflow| workflow.trigger.next_by_time(&context).is_some())
    }
}
