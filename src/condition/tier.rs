//! Tests the customer’s loyalty tier.

use super::{Answer, Condition, Context, Leaf, Reference, Scope};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence, TierName};
use crate::trace::Seen;

declared! {
    /// True for customers who are in the tier now.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TierIs beside ["type"] {
        /// The tier’s ID, such as `gold`.
        tier: String = required(NAME),
    }
    listed in "Loyalty" as "Tier";
}

impl Leaf for TierIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.tier.as_deref() == Some(&self.tier))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        context
            .customer
            .tier
            .as_ref()
            .map_or(Seen::Nothing, Seen::text)
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen.as_text() {
            Some(tier) => to.say("“{_tier}”", &[("_tier", &TierName(tier))]),
            None => to.say("no tier", &[]),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::TierChanged]));
    }

    fn cost(&self) -> u32 {
        1
    }

    fn excludes(&self, other: &Condition) -> bool {
        matches!(other, Condition::TierIs(other) if other.tier != self.tier)
    }

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference::Tier(&self.tier))
    }
}

impl Said for TierIs {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("is in tier “{tier}”", &[("tier", &TierName(&self.tier))]);
    }
}
