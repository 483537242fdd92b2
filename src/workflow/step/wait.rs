//! Wait.

use super::super::CustomerDate;
use crate::condition::Context;
use crate::document::{FromNode, Node};
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{Duration, TimeOfDay, Timestamp, Weekday, Zone};

/// How long a run waits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Wait {
    /// So long, counted from the moment the step was due.
    For(Duration),
    /// Until so long after the workflow's beginning (for a cart: after its last sign of life).
    /// If that has passed already, it goes on at once.
    AfterTrigger(Duration),
    /// Until the clock next shows this time where the customer is, on one of these days of the
    /// week; on any day when there are none.
    TimeOfDay(TimeOfDay, Vec<Weekday>),
    /// Until a date of the customer's, or so long before or after it. A date that changes during
    /// the wait moves its end. A run whose date is not known, or is over by more than a week, ends.
    Date(CustomerDate),
}

impl Wait {
    /// When a wait that began at `since` ends, in the run that `context` is of. `None`: it waits
    /// for a date that does not come.
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

/// The first moment from `begins` on at which it is `time` in `zone` on one of `days`.
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

impl FromNode for Wait {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "for", "until"])?;
        match (object.optional("for"), object.optional("until")) {
            (Some(span), None) => Duration::read(&span).map(Self::For),
            (None, Some(until)) => read_until(&until),
            _ => node.error(
                "not-a-wait",
                "A wait is either “for” or “until”.",
                "Write {\"for\": {\"amount\": 1, \"unit\": \"days\"}} or {\"until\": {\"after_trigger\": …}}.",
            ),
        }
    }
}

fn read_until(node: &Node<'_>) -> Option<Wait> {
    let object = node.object(&["after_trigger", "time_of_day", "days", "date"])?;
    let days = object.optional("days");
    if let Some(date) = object.optional("date") {
        if object
            .optional("after_trigger")
            .or(object.optional("time_of_day"))
            .or(days)
            .is_some()
        {
            return not_a_moment(node);
        }
        let date = date.object(&["name", "every_year", "days_before", "days_after", "at"])?;
        return CustomerDate::read(&date).map(Wait::Date);
    }
    match (
        object.optional("after_trigger"),
        object.optional("time_of_day"),
    ) {
        (Some(_), None) if days.is_some() => days?.error(
            "days-without-a-time",
            "Days of the week need a time of day.",
            "Write {\"time_of_day\": \"09:00\", \"days\": [\"monday\"]}.",
        ),
        (Some(span), None) => Duration::read(&span).map(Wait::AfterTrigger),
        (None, Some(time)) => {
            let days = object.or("days", Vec::new(), Node::list);
            TimeOfDay::read(&time)
                .zip(days)
                .map(|(time, days)| Wait::TimeOfDay(time, days))
        }
        _ => not_a_moment(node),
    }
}

fn not_a_moment(node: &Node<'_>) -> Option<Wait> {
    node.error(
        "not-a-moment",
        "“until” is one of “after_trigger”, “time_of_day” and “date”.",
        "Write {\"after_trigger\": {\"amount\": 24, \"unit\": \"hours\"}}, {\"time_of_day\": \"09:00\"}, with “days” if only some will do, or {\"date\": {\"name\": \"birth_date\"}}.",
    )
}

impl FromNode for TimeOfDay {
    fn read(node: &Node<'_>) -> Option<Self> {
        let text = node.text(5)?;
        match Self::parse(&text) {
            Some(time) => Some(time),
            None => node.error(
                "not-a-time",
                format!("“{text}” is not a time of day."),
                "Write it like “09:00”, from 00:00 to 23:59.",
            ),
        }
    }
}
