//! Wait.

use super::super::CustomerDate;
use crate::condition::Context;
use crate::document::{FromNode, Node, Object, declared};
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{Duration, TimeOfDay, Timestamp, Weekday, Zone};

/// How long an enrollment waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A length of time, counted from when the step was due.
    For(Duration),
    /// A length of time after the workflow’s start (for a cart: its last activity). If that has
    /// already passed, the enrollment continues at once.
    AfterTrigger(Duration),
    /// Until the clock next shows this time where the customer is, on one of these days of the
    /// week; on any day when there are none.
    TimeOfDay(TimeOfDay, Vec<Weekday>),
    /// Until a date in the customer’s profile, or some days before or after it. If the date changes
    /// during the wait, so does its end. If the date is unknown, or more than a week ago, the
    /// enrollment ends.
    Date(CustomerDate),
}

impl Wait {
    /// When a wait that started at `since` ends, for the enrollment of `context`. `None` if it
    /// waits for a date that doesn’t come.
    #[must_use]
    pub fn ends(&self, since: Timestamp, context: &Context<'_>) -> Option<Timestamp> {
        let zone = context.local;
        match self {
            Self::For(span) => Some(span.after(since, zone)),
            Self::AfterTrigger(span) => Some(span.after(context.anchor.unwrap_or(since), zone)),
            Self::TimeOfDay(time, days) => Some(next_on(*time, days, since, zone)),
            Self::Date(date) => date.awaited(since, context),
        }
    }
}

/// The first moment at or after `begins` at which it is `time` in `zone` on one of `days`.
fn next_on(time: TimeOfDay, days: &[Weekday], begins: Timestamp, zone: Zone) -> Timestamp {
    let mut at = time.next(begins, zone);
    // A week holds every day; one day more, because a zone may have left one out.
    for _ in 0..8 {
        if days.is_empty() || days.contains(&Weekday::at(at, zone)) {
            break;
        }
        at = time.next(at.plus_millis(1), zone);
    }
    at
}

impl Said for Wait {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::For(span) => to.say("Wait {for}", &[("for", span)]),
            Self::AfterTrigger(span) => to.say(
                "Wait until {until} after the workflow started",
                &[("until", span)],
            ),
            Self::TimeOfDay(time, days) if days.is_empty() => {
                to.say("Wait until {until}", &[("until", time)]);
            }
            Self::TimeOfDay(time, days) => to.say(
                "Wait until {until} on {_days}",
                &[("until", time), ("_days", &Choices(days))],
            ),
            Self::Date(date) => {
                to.say("Wait until the customer ", &[]);
                to.at_object("until", |to| to.at_object("date", |to| date.say(to)));
            }
        }
    }
}

declared! {
    /// Waits for a length of time.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct WaitFor beside ["id", "type"] {
        /// How long to wait, counted from when the step was due.
        span as "for": Duration = required(typed()),
    }
}

declared! {
    /// Waits until a certain time.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct WaitUntil beside ["id", "type"] {
        /// When the wait ends.
        until: Until = required(typed()),
    }
}

declared! {
    /// When a wait ends: exactly one of `after_trigger`, `time_of_day`, and `date`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    struct Until beside [] {
        /// The time after the workflow started.
        after_trigger: Option<Duration> = maybe(typed()),
        /// The time of day in the customer’s time zone, such as `09:00`.
        time_of_day: Option<TimeOfDay> = maybe(typed()),
        /// Only on these days of the week. Requires `time_of_day`. Default: any day.
        days: Option<Vec<Weekday>> = maybe(those_of(typed())),
        /// A date in the customer’s profile.
        date: Option<CustomerDate> = maybe(alone::<CustomerDate>()),
    }
    check Until::is_one;
    schema {"oneOf": [
        {"required": ["after_trigger"], "properties": {"days": false}},
        {"required": ["time_of_day"]},
        {"required": ["date"], "properties": {"days": false}},
    ]};
}

impl Until {
    /// Reports an error unless exactly one end is given.
    fn is_one(&self, object: &Object<'_>) -> Option<()> {
        match (&self.after_trigger, self.time_of_day, &self.date) {
            (Some(_), None, None) | (None, None, Some(_)) if self.days.is_some() => {
                object.required("days")?.error(
                    "days-without-a-time",
                    "“days” only works with “time_of_day”.",
                    "For example: {\"time_of_day\": \"09:00\", \"days\": [\"monday\"]}.",
                )
            }
            (Some(_), None, None) | (None, Some(_), None) | (None, None, Some(_)) => Some(()),
            _ => object.node().error(
                "not-a-moment",
                "Expected one of “after_trigger”, “time_of_day”, and “date”.",
                "For example: {\"after_trigger\": {\"amount\": 24, \"unit\": \"hours\"}}, {\"time_of_day\": \"09:00\"}, or {\"date\": {\"name\": \"birth_date\"}}.",
            ),
        }
    }
}

impl From<Until> for Wait {
    fn from(until: Until) -> Self {
        let days = until.days.unwrap_or_default();
        match (until.after_trigger, until.time_of_day, until.date) {
            (_, _, Some(date)) => Self::Date(date),
            (_, Some(time), _) => Self::TimeOfDay(time, days),
            (span, ..) => Self::AfterTrigger(span.unwrap_or(Duration::ZERO)),
        }
    }
}

impl FromNode for Wait {
    fn read(node: &Node<'_>) -> Option<Self> {
        match (node.has("for"), node.has("until")) {
            (true, false) => WaitFor::read(node).map(|wait| Self::For(wait.span)),
            (false, true) => WaitUntil::read(node).map(|wait| wait.until.into()),
            _ => node.error(
                "not-a-wait",
                "Expected either “for” or “until”.",
                "For example: {\"for\": {\"amount\": 1, \"unit\": \"days\"}} or {\"until\": {\"after_trigger\": …}}.",
            ),
        }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Wait {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Wait".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [WaitFor::json_schema(generator), WaitUntil::json_schema(generator)],
        })
    }
}

#[cfg(test)]
impl crate::document::Listed for Wait {
    const TITLE: &'static str = "Wait";
    const GROUP: &'static str = "Timing";
}

impl FromNode for TimeOfDay {
    fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.text(5)?;
        match Self::parse(&text) {
            Some(time) => Some(time),
            None => node.error(
                "not-a-time",
                format!("Expected a time of day; found “{text}”."),
                "Use a time from “00:00” to “23:59”.",
            ),
        }
    }
}

crate::compact::compact!(
    enum Wait {
        For(span),
        AfterTrigger(span),
        TimeOfDay(time, days),
        Date(date),
    }
);
