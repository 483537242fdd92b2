//! A date in the customer’s profile, such as a birthday, an anniversary, or a renewal.

use super::super::CustomerDate;
use super::{Entry, Foreseen, See, Start};
use crate::condition::{Context, date_moved_by, date_of};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::id::FactKey;
use crate::sentence::{Said, Sentence};
use crate::time::{Date, Timestamp};

declared! {
    /// Starts at a time of day on a date in the customer’s profile, or some days before or after
    /// it, in the customer’s time zone. Every year, or once.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DateReached beside ["type"] {
        /// The date.
        date in CustomerDate: CustomerDate = part::<CustomerDate>(),
    }
    listed in "Time" as "Date in the customer’s profile";
}

impl Start for DateReached {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let Self { date } = self;
        for (at, day) in date.moments(context.now, context) {
            // A customer first seen after it has missed it.
            if at < context.customer.first_seen {
                continue;
            }
            see(at, &DayAhead { date, day, at });
        }
    }

    fn moved_by(&self) -> EventNames {
        date_moved_by(&self.date.name)
    }

    fn turns(&self, context: &Context<'_>) -> Timestamp {
        self.date.turns(context.now, context)
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let Self { date } = self;
        match (
            date.awaited(context.now, context),
            date_of(context.customer, &date.name),
        ) {
            (_, None) => to.say("the date isn’t known", &[]),
            (None, Some(_)) => to.say("the date has passed", &[]),
            (Some(at), Some(_)) => to.say("on {_at!d}", &[("_at", &at)]),
        }
    }

    fn date(&self) -> Option<&CustomerDate> {
        Some(&self.date)
    }
}

/// A day that the date falls on.
struct DayAhead<'d> {
    date: &'d CustomerDate,
    day: Date,
    at: Timestamp,
}

impl Foreseen for DayAhead<'_> {
    fn make(&self) -> Entry {
        let Self { date, day, at } = *self;
        let key: FactKey = if date.every_year {
            format!("date:{}:{}", date.name, day.year()).into()
        } else {
            format!("date:{}:{day}", date.name).into()
        };
        Entry {
            keys: vec![key.clone()],
            fact: key,
            record: None,
            anchor: at,
            cart: None,
            order: None,
        }
    }
}

impl Said for DateReached {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self { date } = self;
        date.say(to);
    }
}
