//! Whether the customer is on the suppression list.

use super::attribute::PROFILE_EVENTS;
use super::{Answer, CART_EVENTS, Context, Leaf, Scope};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence, Word};
use crate::time::Timestamp;
use crate::trace::Seen;

declared! {
    /// True for customers whom messages on some channel must not go to: they complained, their
    /// address bounced, or the merchant stopped all messages (or, with `"is": false`, for everyone
    /// else).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Suppressed beside ["type"] {
        /// True for suppressed customers, false for everyone else. Default: true.
        is: bool = or(true, BOOLEAN),
    }
    listed in "Consent" as "Suppressed";
}

impl Leaf for Suppressed {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.suppressed_anywhere().is_some() == self.is)
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        let found = context.customer.suppressed_anywhere();
        found.map_or(Seen::Nothing, |found| Seen::Whole(found.since.as_millis()))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen.as_whole().map(Timestamp::from_millis) {
            Some(since) => to.say("suppressed since {_since!d}", &[("_since", &since)]),
            None => to.say("not suppressed", &[]),
        }
    }

    // Commands change it too, but after a command everything is evaluated again.
    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[
            EventName::MessageDelivered,
            EventName::MessageOpened,
            EventName::MessageClicked,
            EventName::MessageBounced,
            EventName::MessageComplained,
            EventName::ConsentChanged,
        ]));
        // Orders and sign-ups lift it, and it is of an address.
        scope.moved_by(CART_EVENTS);
        scope.moved_by(PROFILE_EVENTS);
    }

    fn cost(&self) -> u32 {
        1
    }
}

impl Said for Suppressed {
    fn say(&self, to: &mut Sentence<'_>) {
        let is = Word(if self.is { "is" } else { "isn’t" });
        to.say("{is} on the suppression list", &[("is", &is)]);
    }
}
