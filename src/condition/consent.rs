//! Tests marketing consent on a channel.

use super::{Answer, Condition, Context, Leaf, Scope};
use crate::document::declared;
use crate::event::{Channel, Consent, EventName, EventNames};
use crate::sentence::{Said, Sentence, Word};
use crate::trace::Seen;

declared! {
    /// True for customers with this marketing consent on this channel.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct ConsentIs beside ["type"] {
        /// The channel.
        channel: Channel = required(typed()),
        /// The consent.
        is: Consent = required(typed()),
    }
    listed in "Consent" as "Marketing consent";
}

impl Leaf for ConsentIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.consent.on(self.channel) == self.is)
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::text(word_of(context.customer.consent.on(self.channel)))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        let words = match seen.as_text() {
            Some("subscribed") => "subscribed",
            Some("unsubscribed") => "unsubscribed",
            Some("pending") => "not confirmed yet",
            _ => "never subscribed",
        };
        to.say(words, &[]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::ConsentChanged]));
    }

    fn cost(&self) -> u32 {
        1
    }

    fn excludes(&self, other: &Condition) -> bool {
        matches!(other, Condition::ConsentIs(other) if other.channel == self.channel && other.is != self.is)
    }
}

impl Said for ConsentIs {
    fn say(&self, to: &mut Sentence<'_>) {
        let is = match self.is {
            Consent::Subscribed => "is subscribed to",
            Consent::Unsubscribed => "has unsubscribed from",
            Consent::Pending => "hasn’t confirmed yet:",
            Consent::NeverSubscribed => "never subscribed to",
        };
        to.say(
            "{is} {channel}",
            &[("is", &Word(is)), ("channel", &self.channel)],
        );
    }
}

const fn word_of(consent: Consent) -> &'static str {
    match consent {
        Consent::Subscribed => "subscribed",
        Consent::Unsubscribed => "unsubscribed",
        Consent::Pending => "pending",
        Consent::NeverSubscribed => "never_subscribed",
    }
}
