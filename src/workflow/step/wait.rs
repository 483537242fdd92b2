//! Wait.

use crate::document::{Node, Read};
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
}

impl Wait {
    /// When a wait that begins at `begins` ends, in a run counted from `anchor`.
    #[must_use]
    pub fn ends(&self, begins: Timestamp, anchor: Timestamp, zone: Zone) -> Timestamp {
        match self {
            Self::For(span) => span.after(begins, zone),
            Self::AfterTrigger(span) => span.after(anchor, zone),
            Self::TimeOfDay(time, days) => next_on(*time, days, begins, zone),
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

impl Read for Wait {
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
    let object = node.object(&["after_trigger", "time_of_day", "days"])?;
    let days = object.optional("days");
    match (object.optional("after_trigger"), object.optional("time_of_day")) {
        (Some(_), None) if days.is_some() => days?.error(
            "days-without-a-time",
            "Days of the week need a time of day.",
            "Write {\"time_of_day\": \"09:00\", \"days\": [\"monday\"]}.",
        ),
        (Some(span), None) => Duration::read(&span).map(Wait::AfterTrigger),
        (None, Some(time)) => {
            let days = object.or("days", Vec::new(), Node::list);
            TimeOfDay::read(&time).zip(days).map(|(time, days)| Wait::TimeOfDay(time, days))
        }
        _ => node.error(
            "not-a-moment",
            "“until” is either “after_trigger” or “time_of_day”.",
            "Write {\"after_trigger\": {\"amount\": 24, \"unit\": \"hours\"}} or {\"time_of_day\": \"09:00\"}, with “days” if only some will do.",
        ),
    }
}

impl Read for TimeOfDay {
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
