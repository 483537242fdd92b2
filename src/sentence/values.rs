//! Plain values in words: numbers, amounts of money, spans, moments.

use super::{Language, Said, Sentence};
use crate::money::Money;
use crate::time::{Date, Duration, Period, TimeOfDay, Timestamp, Unit, Weekday};
use crate::value::{Decimal, Value};

/// A fixed word or phrase of ours.
#[derive(Clone, Copy, Debug)]
pub struct Word(pub &'static str);

impl Said for Word {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(self.0, &[]);
    }
}

/// A name as it is written in files, read as words: `order_placed`, `birth_date`.
#[derive(Clone, Copy, Debug)]
pub struct Name<'t>(pub &'t str);

impl Said for Name<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.text(&self.0.replace('_', " "));
    }
}

/// A segment by its name, which the reader may know it by.
#[derive(Clone, Copy, Debug)]
pub struct SegmentName<'t>(pub &'t str);

impl Said for SegmentName<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.segment(self.0);
    }
}

/// A tier by its name.
#[derive(Clone, Copy, Debug)]
pub struct TierName<'t>(pub &'t str);

impl Said for TierName<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.tier(self.0);
    }
}

/// A workflow by its name.
#[derive(Clone, Copy, Debug)]
pub struct WorkflowName<'t>(pub &'t str);

impl Said for WorkflowName<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.workflow(self.0);
    }
}

/// A message by its channel and subject.
#[derive(Clone, Copy, Debug)]
pub struct MessageName<'t>(pub &'t str);

impl Said for MessageName<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        let names = to.reader().names;
        match names.and_then(|names| names.message(self.0)) {
            Some(("sms", text)) => to.say("SMS “{_text}”", &[("_text", &text)]),
            Some(("push", text)) => to.say("push message “{_text}”", &[("_text", &text)]),
            Some((_, text)) => to.say("email “{_text}”", &[("_text", &text)]),
            None => to.say("message “{_text}”", &[("_text", &self.0)]),
        }
    }
}

impl Said for Weekday {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            match self {
                Self::Monday => "Monday",
                Self::Tuesday => "Tuesday",
                Self::Wednesday => "Wednesday",
                Self::Thursday => "Thursday",
                Self::Friday => "Friday",
                Self::Saturday => "Saturday",
                Self::Sunday => "Sunday",
            },
            &[],
        );
    }
}

/// Several values of which any will do: `a or b`.
pub struct Choices<'t, T>(pub &'t [T]);

impl<T: Said> Said for Choices<'_, T> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.join(self.0, " or ", |to, _, one| one.say(to));
    }
}

impl Said for str {
    fn say(&self, to: &mut Sentence<'_>) {
        to.text(self);
    }
}

impl Said for String {
    fn say(&self, to: &mut Sentence<'_>) {
        to.text(self);
    }
}

impl<T: Said + ?Sized> Said for &T {
    fn say(&self, to: &mut Sentence<'_>) {
        (**self).say(to);
    }

    fn number(&self) -> Option<i64> {
        (**self).number()
    }
}

macro_rules! whole_numbers {
    ($($type:ty),+) => {
        $(impl Said for $type {
            fn say(&self, to: &mut Sentence<'_>) {
                to.text(&self.to_string());
            }

            fn number(&self) -> Option<i64> {
                Some(i64::from(*self))
            }
        })+
    };
}

whole_numbers!(u8, u32, i32, i64);

/// A number as English writes it, in the reader's language.
fn decimal(plain: &str, to: &mut Sentence<'_>) {
    match to.reader().language {
        Language::English => to.text(plain),
        Language::German => to.text(&plain.replace('.', ",")),
    }
}

impl Said for Decimal {
    fn say(&self, to: &mut Sentence<'_>) {
        decimal(&self.to_string(), to);
    }
}

impl Said for Money {
    fn say(&self, to: &mut Sentence<'_>) {
        let english = self.to_string();
        match to.reader().language {
            Language::English => to.text(&english),
            Language::German => to.text(&german_money(&english)),
        }
    }
}

/// `-$1,234.50` as `-1.234,50 $`.
fn german_money(english: &str) -> String {
    let symbols = ['$', '€', '£'];
    let number: String = english
        .chars()
        .filter(|letter| !symbols.contains(letter))
        .map(|letter| match letter {
            ',' => '.',
            '.' => ',',
            other => other,
        })
        .collect();
    match english.chars().find(|letter| symbols.contains(letter)) {
        Some(symbol) => format!("{number} {symbol}"),
        None => number,
    }
}

impl Said for Value {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Boolean(true) => to.say("yes", &[]),
            Self::Boolean(false) => to.say("no", &[]),
            Self::Number(number) => number.say(to),
            Self::Text(text) => to.say("“{_text}”", &[("_text", text)]),
            Self::List(items) => to.join(items, ", ", |to, _, item| {
                to.say("“{_text}”", &[("_text", item)]);
            }),
        }
    }
}

impl Said for Duration {
    fn say(&self, to: &mut Sentence<'_>) {
        let template = match self.unit {
            Unit::Seconds => "{_n} {_n:second|seconds}",
            Unit::Minutes => "{_n} {_n:minute|minutes}",
            Unit::Hours => "{_n} {_n:hour|hours}",
            Unit::Days => "{_n} {_n:day|days}",
            Unit::Weeks => "{_n} {_n:week|weeks}",
            Unit::CalendarDays => "{_n} calendar {_n:day|days}",
            Unit::Months => "{_n} {_n:month|months}",
            Unit::Years => "{_n} {_n:year|years}",
        };
        to.say(template, &[("_n", &self.amount)]);
    }

    fn number(&self) -> Option<i64> {
        Some(i64::from(self.amount))
    }
}

impl Said for Period {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            match self {
                Self::Day => "day",
                Self::Week => "week",
                Self::Month => "month",
                Self::Quarter => "quarter",
                Self::Year => "year",
            },
            &[],
        );
    }
}

impl Said for Timestamp {
    /// With its zone, and with seconds where there are any: `Sun, Nov 22, 2026, 7:20 PM
    /// (Europe/Berlin)`.
    fn say(&self, to: &mut Sentence<'_>) {
        let zone = to.reader().zone;
        let local = self.local(zone);
        let seconds = local.format("%S").to_string();
        let shown = match (to.reader().language, seconds == "00") {
            (Language::English, true) => local.format("%a, %b %-d, %Y, %-I:%M %p"),
            (Language::English, false) => local.format("%a, %b %-d, %Y, %-I:%M:%S %p"),
            (Language::German, true) => local.format("%-d.%-m.%Y, %H:%M Uhr"),
            (Language::German, false) => local.format("%-d.%-m.%Y, %H:%M:%S Uhr"),
        };
        to.text(&format!("{shown} ({})", zone.name()));
    }
}

impl Said for Date {
    fn say(&self, to: &mut Sentence<'_>) {
        let pattern = match to.reader().language {
            Language::English => "%b %-d, %Y",
            Language::German => "%-d.%-m.%Y",
        };
        to.text(&self.format(pattern));
    }
}

impl Said for TimeOfDay {
    fn say(&self, to: &mut Sentence<'_>) {
        let (hour, minute) = (self.minutes() / 60, self.minutes() % 60);
        match to.reader().language {
            Language::English => {
                let half = if hour < 12 { "AM" } else { "PM" };
                let on_dial = (hour + 11) % 12 + 1;
                to.text(&format!("{on_dial}:{minute:02} {half}"));
            }
            Language::German => to.text(&format!("{hour:02}:{minute:02} Uhr")),
        }
    }
}
