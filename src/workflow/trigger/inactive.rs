//! The customer has been inactive for a time.

use super::{Entry, Foreseen, See, Start, last_received, say_last};
use crate::condition::Context;
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::id::FactKey;
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{Duration, Timestamp, Unit};

declared! {
    /// Starts when a customer hasn’t done any of the activities for a time, once for each period of
    /// inactivity. Customers who never did any of them aren’t inactive. Customers who were already
    /// inactive when the workflow was turned on don’t enter, so that the first day isn’t a flood.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Inactive beside ["type"] {
        /// The events that count as activity: 1 to 20.
        activity: Vec<EventName> = required(list(typed()).of(
            1..=20,
            "event-list",
            "List what counts as activity, such as [\"order_placed\", \"page_viewed\"].",
        )),
        /// How long the customer must be inactive: 1 minute or more.
        quiet as "for": Duration = required(lasting(Duration::new(1, Unit::Minutes))),
    }
    listed in "Time" as "Customer goes quiet";
    example {
        "activity": ["page_viewed", "product_viewed", "order_placed"], "for": {"amount": 30, "unit": "days"}
    };
}

impl Start for Inactive {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let Some(last) = last_received(&self.activity, context) else {
            return;
        };
        let due = self.quiet.after(last, context.local);
        see(due, &Quiet { since: last, due });
    }

    fn moved_by(&self) -> EventNames {
        EventNames::of(&self.activity)
    }

    /// Where anything else counts as activity as well, that they did none of it is what was seen.
    fn reactions(&self) -> Option<&[EventName]> {
        let all = self.activity.iter().all(EventName::is_reaction);
        all.then_some(self.activity.as_slice())
    }

    fn absent_since(&self, entry: &Entry, context: &Context<'_>) -> Timestamp {
        // The last of it is no message that went unanswered.
        last_received(&self.activity, context).map_or(entry.anchor, |last| last.plus_millis(1))
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        say_last(&self.activity, context, to);
    }

    fn looks_back(&self) -> Option<Duration> {
        Some(self.quiet)
    }

    fn wins_back_by(&self) -> Option<&'static str> {
        Some("win-back")
    }
}

/// It has been quiet for long enough.
struct Quiet {
    since: Timestamp,
    due: Timestamp,
}

impl Quiet {
    const KEY: &str = "quiet-since:";
}

impl Foreseen for Quiet {
    fn make(&self) -> Entry {
        let fact = FactKey::from(format!("{}{}", Self::KEY, self.since.as_millis()));
        Entry {
            keys: vec![fact.clone()],
            fact,
            record: None,
            // It is the quiet that starts it, and that has lasted long enough only now.
            anchor: self.due,
            cart: None,
            order: None,
        }
    }

    fn is(&self, entry: &Entry) -> bool {
        let since = entry.fact.strip_prefix(Self::KEY);
        let since = since.and_then(|since| since.parse().ok());
        entry.anchor == self.due && since == Some(self.since.as_millis())
    }
}

impl Said for Inactive {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "does none of these for {for}: {activity}",
            &[("for", &self.quiet), ("activity", &Choices(&self.activity))],
        );
    }
}
