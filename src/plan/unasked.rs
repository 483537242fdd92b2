//! Which of a visitor's events nothing in a plan can be moved by.

use super::Plan;
use crate::customer::Customer;
use crate::event::EventName;
use crate::shop_facts::ShopFacts;
use crate::time::Timestamp;

/// What somebody does who only looks around. It changes nothing but their history.
const LOOKING_AROUND: [EventName; 5] = [
    EventName::PageViewed,
    EventName::ProductViewed,
    EventName::ProductListViewed,
    EventName::ProductsSearched,
    EventName::Custom,
];

impl Plan {
    /// The kinds of events of an unknown visitor that may wait until the visitor is known: nothing
    /// in the plan asks for them, and it asks nothing of somebody who only looked around. Folded
    /// later, in their order and with their own times, they come to the same.
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
        ]
        .into_iter()
        .any(|name| events.has(name))
    }

    /// Whether a customer of whom nothing is known could be in a segment, have a score, or enter
    /// a workflow by time alone.
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
