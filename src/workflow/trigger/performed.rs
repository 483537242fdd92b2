//! An event occurred a certain number of times.

use super::{Firing, NEVER, Ordinal, Start, say_ordinal_found};
use crate::condition::{Behavior, Context, Scope, WithoutWindow};
use crate::document::{FromNode, Node, declared};
use crate::event::{Event, EventName};
use crate::sentence::{Said, Sentence, Word};
use crate::time::{Duration, Timestamp};
use crate::trace::{Observation, Seen};

declared! {
    /// Starts when an event occurs whose properties pass all tests: each time, or only the Nth
    /// time.
    #[derive(Clone, Debug, PartialEq)]
    pub struct EventPerformed beside ["type"] {
        /// The events.
        what in WithoutWindow: Behavior = part::<WithoutWindow>(),
        /// Only the Nth time. Default: each time.
        times: Option<Times> = maybe(typed()),
        /// Whether to count separately for each product, collection, search, page, or order.
        /// Default: false.
        same_thing: bool = or(false, BOOLEAN),
        /// Only count events that are at most this old. Default: all.
        within: Option<Duration> = maybe(typed()),
    }
    listed in "Any event" as "Customer does something";
    check |read, object| {
        if read.times.is_none() && (read.same_thing || read.within.is_some()) {
            return object.node().error(
                "nothing-to-count",
                "“same_thing” and “within” only work with “times”.",
                "Add “times”, such as {\"exactly\": 3}, or remove them.",
            );
        }
        Some(())
    };
}

/// Which occurrence of an event counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Times {
    /// Only this occurrence: 1 to 1,000.
    Exactly(u32),
    /// Every so many occurrences: 2 to 1,000. With 5, the 5th, 10th, 15th, and so on.
    Every(u32),
}

/// The events to which a customer expects an answer.
const ASKED_FOR: &[EventName] = &[
    EventName::OrderPlaced,
    EventName::OrderCompleted,
    EventName::OrderUpdated,
    EventName::OrderCancelled,
    EventName::OrderRefunded,
    EventName::OrderFulfilled,
    EventName::ShipmentUpdated,
    EventName::ReturnRequested,
    EventName::CustomerCreated,
    EventName::ConsentChanged,
    EventName::Custom,
];

impl Start for EventPerformed {
    fn events(&self) -> &[EventName] {
        &self.what.events
    }

    fn fires(&self, event: &Event, context: &Context<'_>) -> Firing {
        let orders = &context.customer.orders.by_id;
        let order = event.kind.order_id().and_then(|id| orders.get(id));
        if !self.what.is_named(&event.kind) || order.is_some_and(|order| order.test) {
            return Firing::Unrelated;
        }
        if let Some(saw) = self.what.objection(&event.kind) {
            return Firing::NotMet(saw);
        }
        let Some(times) = self.times else {
            return Firing::Fires;
        };
        let count = self.count(event, context);
        if count.is_some_and(|count| times.is(count)) {
            return Firing::Fires;
        }
        let seen = count.map_or(Seen::Nothing, |count| Seen::Whole(count.into()));
        let number = u32::try_from(self.what.tests.len()).unwrap_or(u32::MAX);
        Firing::NotMet(Observation::new(number, seen, false))
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let known = self.what.records(context).map(|(_, record)| record.at);
        let (count, last) = known.fold((0_u32, None), |(count, last), at| {
            (count.saturating_add(1), last.max(Some(at)))
        });
        match last {
            None => to.say(NEVER, &[]),
            Some(last) => to.say(
                "{_n} {_n:time|times} so far, last on {_at!d}",
                &[("_n", &count), ("_at", &last)],
            ),
        }
    }

    fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
        match (self.what.test(saw.leaf), &self.times) {
            (None, Some(times)) => {
                to.say("it happens ", &[]);
                times.say(to);
                self.say_counted(to);
            }
            _ => self.what.say_asked(saw, to),
        }
    }

    fn say_found(&self, saw: &Observation, to: &mut Sentence<'_>) {
        match (self.what.test(saw.leaf), saw.value.as_whole()) {
            (Some(_), _) => saw.value.say(to),
            (None, Some(number)) => say_ordinal_found(number, to),
            (None, None) => to.say("unknown: older events are no longer kept", &[]),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
        describe(&self.what, scope);
    }

    fn names_order(&self) -> bool {
        self.what.events.iter().all(|event| event.is_of_order())
    }

    fn is_asked_for(&self) -> bool {
        self.what
            .events
            .iter()
            .all(|event| ASKED_FOR.contains(event))
    }
}

impl Said for EventPerformed {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("does {_what}", &[("_what", &self.what)]);
        if let Some(times) = &self.times {
            to.text(" ");
            to.at_object("times", |to| times.say(to));
            self.say_counted(to);
        }
    }
}

impl EventPerformed {
    /// The number of like events up to and including this one; `None` if the history doesn’t go
    /// back far enough.
    fn count(&self, event: &Event, context: &Context<'_>) -> Option<u32> {
        let now = event.effective_at();
        let subject = event.kind.subject();
        let fresh = |at: Timestamp| {
            self.within
                .is_none_or(|within| within.after(at, context.zone) > now)
        };
        let history = &context.customer.history;
        let mut dropped_until = self
            .what
            .events
            .iter()
            .filter_map(|event| history.dropped_until(*event));
        // What the history dropped is only known as a number.
        let counts_all = !self.same_thing && self.within.is_none() && self.what.takes_all();
        let dropped: i64 = if counts_all {
            self.what.dropped(context).map(|(_, count)| count).sum()
        } else if dropped_until.any(fresh) {
            return None;
        } else {
            0
        };
        let same = |other: &Option<String>| !self.same_thing || *other == subject;
        let kept = self
            .what
            .records(context)
            .filter(|(_, record)| record.at <= now && fresh(record.at) && same(&record.subject))
            .count();
        let kept = u32::try_from(kept).unwrap_or(u32::MAX);
        Some(kept.saturating_add(u32::try_from(dropped).unwrap_or(u32::MAX)))
    }

    /// Which of several are counted, behind how many.
    fn say_counted(&self, to: &mut Sentence<'_>) {
        if self.same_thing {
            to.say(
                " {same_thing}",
                &[("same_thing", &Word("for the same thing"))],
            );
        }
        if let Some(within) = &self.within {
            to.say(" within {within!d}", &[("within", within)]);
        }
    }
}

/// The properties of the event that started an enrollment which a message may use, sorted.
pub(in crate::workflow) const DESCRIBED: [&str; 6] = [
    "carrier",
    "name",
    "price",
    "title",
    "tracking_number",
    "tracking_url",
];

/// Lets messages speak of the product or the parcel that an event was about.
pub(super) fn describe(what: &Behavior, scope: &mut Scope) {
    for event in &what.events {
        let known = event.properties().unwrap_or_default();
        for name in DESCRIBED {
            if known.iter().any(|(known, _)| *known == name) {
                scope.keeps(*event, name);
            }
        }
    }
}

impl Times {
    const fn is(self, count: u32) -> bool {
        match self {
            Self::Exactly(wanted) => count == wanted,
            Self::Every(step) => count > 0 && count.is_multiple_of(step),
        }
    }
}

impl Said for Times {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Exactly(wanted) => {
                to.say("for the {exactly} time", &[("exactly", &Ordinal(*wanted))]);
            }
            Self::Every(step) => to.say("every {every} times", &[("every", step)]),
        }
    }
}

impl FromNode for Times {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["exactly", "every"])?;
        match (object.optional("exactly"), object.optional("every")) {
            (Some(exactly), None) => exactly.whole(1..=1_000).map(Self::Exactly),
            (None, Some(every)) => every.whole(2..=1_000).map(Self::Every),
            _ => node.error(
                "not-a-number-of-times",
                "Expected either “exactly” or “every” in “times”.",
                "Use {\"exactly\": 3} for the third time, or {\"every\": 5} for every fifth time.",
            ),
        }
    }
}

crate::compact::compact!(
    enum Times {
        Exactly(number),
        Every(number),
    }
);
