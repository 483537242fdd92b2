//! When and how often customers can be in a workflow.

use crate::condition::Bound;
use crate::document::{FromNode, Node, declared};
use crate::json::choices;
use crate::sentence::{Said, Sentence};
use crate::time::{Duration, Timestamp, Zone};

/// Whether customers can enter a workflow again. A customer is never in a workflow twice at once
/// unless `one_per` is `entry`, and the same cart or order never starts it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(tag = "type", rename_all = "snake_case"))]
pub enum Reentry {
    /// Never. Each customer enters once.
    Once,
    /// Each time the trigger fires.
    EveryTime,
    /// Only if this much time has passed since they last entered.
    After {
        /// Counted from the last entry.
        span: Duration,
    },
}

declared! {
    /// When customers can enter a workflow. Customers in it continue after the end.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Schedule beside [] {
        /// The start: a day (from midnight in the shop’s time zone) or a time. Default: no start.
        from: Option<Bound> = maybe(typed()),
        /// The end, not included: a day (until midnight at its start) or a time. Default: no end.
        until: Option<Bound> = maybe(typed()),
    }
    check |read, object| {
        let ends_first = read.from.zip(read.until).is_some_and(|(from, until)| {
            // Of a day and a moment it is enough to know by UTC.
            until.moment(Zone::UTC) <= from.moment(Zone::UTC)
        });
        if ends_first {
            return object.node().error(
                "limits-reversed",
                "The schedule ends before it starts, so no customer would ever enter.",
                "Make “until” later than “from”.",
            );
        }
        Some(())
    };
}

impl Schedule {
    /// Whether customers can enter at `at`, in a shop in `zone`.
    #[must_use]
    pub fn is_open(&self, at: Timestamp, zone: Zone) -> bool {
        self.from.is_none_or(|from| at >= from.moment(zone))
            && self.until.is_none_or(|until| at < until.moment(zone))
    }
}

choices! {
    /// How many times a customer can be in a workflow at once.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum OnePer {
        /// Once.
        Customer = "customer" as default,
        /// Once for each cart, order, or event.
        Entry = "entry",
    }
}

choices! {
    /// What happens to customers in a workflow when you publish changes.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum InFlight {
        /// They continue in the revision they started with.
        Keep = "keep" as default,
        /// They continue in the new revision at the step where they wait, with its new length
        /// counted from when their wait started. They exit if the step no longer exists.
        Move = "move",
        /// They exit, and messages not sent yet are canceled.
        Stop = "stop",
    }
}

choices! {
    /// What happens to customers in a workflow while it is paused.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub enum Inside {
        /// They continue.
        Keep = "keep" as default,
        /// They exit, and messages not sent yet are canceled.
        Stop = "stop",
    }
}

impl Said for Schedule {
    fn say(&self, to: &mut Sentence<'_>) {
        match (&self.from, &self.until) {
            (Some(from), Some(until)) => to.say(
                "from {_from!d} until {_until!d}",
                &[("_from", from), ("_until", until)],
            ),
            (Some(from), None) => to.say("from {_from!d}", &[("_from", from)]),
            (None, Some(until)) => to.say("until {_until!d}", &[("_until", until)]),
            (None, None) => to.say("at any time", &[]),
        }
    }
}

impl Said for Reentry {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Once => to.say("once", &[]),
            Self::EveryTime => to.say("every time", &[]),
            Self::After { span } => to.say("after {_span!d}", &[("_span", span)]),
        }
    }
}

impl FromNode for Reentry {
    fn read(node: &Node<'_>) -> Option<Self> {
        match node.kind()? {
            "once" => node.object(&["type"]).map(|_| Self::Once),
            "every_time" => node.object(&["type"]).map(|_| Self::EveryTime),
            "after" => {
                let span = node.object(&["type", "span"])?.required("span")?;
                Duration::read(&span).map(|span| Self::After { span })
            }
            other => node.unknown_kind(other, &["once", "every_time", "after"]),
        }
    }
}

crate::compact::compact!(enum Reentry { Once, EveryTime, After { span } });
