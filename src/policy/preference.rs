//! What the customer chose themselves: topics, a pause, how often.

use super::{FrequencyCap, Situation};
use crate::intent::Intent;
use crate::reason::Reason;

/// Why the customer's own choice forbids marketing about `topic`, if it does.
pub(super) fn objection(situation: &Situation<'_>, topic: Option<&str>) -> Option<Reason> {
    let chosen = &situation.customer.preferences;
    if chosen.paused_at(situation.now).is_some() {
        return Some(Reason::PausedByCustomer);
    }
    let declined = topic.is_some_and(|topic| chosen.declines(topic));
    declined.then_some(Reason::TopicDeclined)
}

/// Whether the customer already had as much marketing as they asked for.
pub(super) fn has_enough(situation: &Situation<'_>, intent: &Intent) -> bool {
    let span = situation.customer.preferences.frequency().span();
    span.is_some_and(|span| FrequencyCap::one_in(span).is_full(situation, intent))
}
