//! The customer reached a tier.

use super::{Firing, Start};
use crate::condition::{Context, Reference};
use crate::document::declared;
use crate::event::{Event, EventKind, EventName};
use crate::sentence::{Said, Sentence, TierName};
use crate::trace::{Observation, Seen};

declared! {
    /// Starts each time the customer reaches the tier. A customer who drops out, for example after
    /// a refund, and reaches it again can enter again if the workflow allows it.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TierReached beside ["type"] {
        /// The tier’s ID, such as `gold`.
        tier: String = required(NAME),
    }
    listed in "Loyalty" as "Customer reaches a tier";
}

impl Start for TierReached {
    fn events(&self) -> &[EventName] {
        &[EventName::TierChanged]
    }

    fn fires(&self, event: &Event, _: &Context<'_>) -> Firing {
        let EventKind::TierChanged { tier, upward, .. } = &event.kind else {
            return Firing::Unrelated;
        };
        if tier.as_deref() != Some(self.tier.as_str()) {
            return Firing::Unrelated;
        }
        if !upward {
            return Firing::NotMet(Observation::new(0, Seen::Nothing, false));
        }
        Firing::Fires
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        match &context.customer.tier {
            None => to.say("not in a tier", &[]),
            Some(tier) => to.say("in tier “{_tier}”", &[("_tier", &TierName(tier))]),
        }
    }

    fn say_asked(&self, _: &Observation, to: &mut Sentence<'_>) {
        to.say("the customer moved up", &[]);
    }

    fn say_found(&self, _: &Observation, to: &mut Sentence<'_>) {
        to.say("they moved down", &[]);
    }

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference::Tier(&self.tier))
    }
}

impl Said for TierReached {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "moves up to tier “{tier}”",
            &[("tier", &TierName(&self.tier))],
        );
    }
}
