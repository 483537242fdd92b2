//! Something was done, so often.

use super::{Firing, Start, said};
use crate::condition::{Behavior, Context, Scope};
use crate::document::{FromNode, Node};
use crate::event::{Event, EventName};
use crate::time::{Duration, Timestamp};
use crate::trace::Saw;

/// Fires for an event of these kinds whose properties pass the tests: each time, or when it is
/// the Nth of its like.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct EventPerformed {
    /// What.
    #[cfg_attr(test, schemars(flatten, with = "crate::condition::DeedShape"))]
    pub what: Behavior,
    /// Only when it is done for so many times; each time, when left out.
    #[cfg_attr(test, schemars(default))]
    pub times: Option<Times>,
    /// Whether only those count that are about the same thing: the same product, collection,
    /// search, page, order. False when left out.
    #[cfg_attr(test, schemars(default))]
    pub same_thing: bool,
    /// Whether only those count that are at most so old; all that are known, when left out.
    #[cfg_attr(test, schemars(default))]
    pub within: Option<Duration>,
}

/// Which of several like events is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Times {
    /// This one, and none before or after it: 1 to 1,000.
    Exactly(u32),
    /// Each time so many more have been done: 2 to 1,000.
    Every(u32),
}

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
        Firing::NotMet(Saw {
            condition: format!("it is {times}{}", self.counted()),
            value: count.map_or_else(
                || "nobody knows: older ones are no longer kept".to_owned(),
                ordinal,
            ),
            matched: false,
        })
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let times = match self.times {
            Some(times) => format!(", {times}{}", self.counted()),
            None => String::new(),
        };
        let known = self.what.records(context).map(|(_, record)| record.at);
        let (count, last) = known.fold((0_u32, None), |(count, last), at| {
            (count.saturating_add(1), last.max(Some(at)))
        });
        Saw {
            condition: format!("does {}{times}", self.what.sentence()),
            value: last.map_or_else(
                || "never, as far as we know".to_owned(),
                |last| format!("{count} known, last at {}", said(last, context)),
            ),
            matched: last.is_some(),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
        describe(&self.what, scope);
    }
}

impl EventPerformed {
    /// How many of its like there were up to and with this one; `None` where the history no longer
    /// holds all that would have to be looked at.
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

    fn counted(&self) -> String {
        let same = if self.same_thing {
            " of the same thing"
        } else {
            ""
        };
        let within = self.within.map(|within| format!(" in {within}"));
        format!("{same}{}", within.unwrap_or_default())
    }
}

/// Lets messages speak of the product that an event was about.
pub(super) fn describe(what: &Behavior, scope: &mut Scope) {
    for event in &what.events {
        let known = event.properties().unwrap_or_default();
        for name in ["title", "price"] {
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

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(wanted) => f.write_str(&ordinal(*wanted)),
            Self::Every(step) => write!(f, "one of every {step}"),
        }
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("the {number}{ending}")
}

impl FromNode for EventPerformed {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "type",
            "event",
            "about",
            "where",
            "times",
            "same_thing",
            "within",
        ])?;
        let what = Behavior::read(&object);
        let times = object.maybe("times", Times::read);
        let same_thing = object.or("same_thing", false, Node::boolean);
        let within = object.maybe("within", Duration::read);
        let read = Self {
            what: what?,
            times: times?,
            same_thing: same_thing?,
            within: within?,
        };
        if read.times.is_none() && (read.same_thing || read.within.is_some()) {
            return node.error(
                "nothing-to-count",
                "“same_thing” and “within” say what is counted, but no number is asked for.",
                "Add “times”, such as {\"exactly\": 3}, or leave them out.",
            );
        }
        Some(read)
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
                "“times” is either “exactly” or “every”.",
                "Write {\"exactly\": 3} for the third, or {\"every\": 5} for the fifth, tenth, …",
            ),
        }
    }
}
