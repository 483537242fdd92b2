//! A date of the customer's: a birthday, the day they joined, a renewal.

use super::customer_date::{date_moved_by, date_of};
use super::{Answer, Bound, Context, Leaf, Scope};
#[cfg(test)]
use crate::document::{Described, Form, Members, forms::typed};
use crate::document::{FromNode, Object, Part, declared};
use crate::json::choices;
use crate::sentence::{Said, Sentence, Word};
use crate::time::{Date, Duration, Timestamp};
use crate::trace::Seen;

declared! {
    /// Compares a date in the customer’s profile. A date without a time starts and ends at midnight
    /// in the customer’s time zone, so “in the last 3 days” includes today and “in the next 3 days”
    /// doesn’t.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct DateIs beside ["type"] {
        /// `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or the name
        /// of a custom property that holds a date.
        name: String = required(checked(text(100), |node, name| {
            if !NAMES.contains(&name.as_str()) {
                node.suggest(&name, &NAMES, "Ignore this if you mean a custom property with that name.");
            }
            Some(name)
        })),
        /// The comparison and its value.
        is in DatePredicate: DatePredicate = part::<DatePredicate>(),
    }
    listed in "Customer" as "Date in the profile";
    example {"name": "birth_date", "is": "anniversary"};
}

/// How a date is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePredicate {
    /// Before a date or time.
    Before(Bound),
    /// After a date or time; a date excludes that whole day.
    After(Bound),
    /// On that day.
    On(Date),
    /// Between two dates or times, both included.
    Between(Bound, Bound),
    /// At most this long ago: from the date until it is this old.
    InLast(Duration),
    /// More than this long ago.
    BeforeLast(Duration),
    /// At most this far ahead: counted back from the date, and not after it.
    InNext(Duration),
    /// Farther ahead than that.
    AfterNext(Duration),
    /// Today is the day of the year, in a later year than the date's. 29 February is the 28th
    /// in common years.
    Anniversary,
    /// The next anniversary is at most this far ahead. Today’s doesn’t count.
    AnniversaryInNext(Duration),
    /// The customer has this date.
    Set,
    /// The customer doesn’t have this date.
    NotSet,
}

impl Part for DatePredicate {
    type Value = Self;
    const KEYS: &'static [&'static str] = &["is", "value", "and", "span"];

    fn read_part(object: &Object<'_>) -> Option<Self> {
        let is = object.required("is")?;
        DateComparison::read(&is).and_then(|is| Self::read(is, object))
    }

    #[cfg(test)]
    fn describe_part(members: &mut Members, generator: &mut schemars::SchemaGenerator) {
        let is = Described::new("is", &["The comparison."]);
        members.add(is, typed::<DateComparison>().schema(generator), true);
        let value = Described::new(
            "value",
            &["A day, such as `2026-11-27`, or a time with its offset."],
        );
        members.add(value, typed::<Bound>().schema(generator), false);
        let and = Described::new("and", &["The later limit, for “between”."]);
        members.add(and, typed::<Bound>().schema(generator), false);
        let span = Described::new("span", &["The length of time, back or ahead."]);
        members.add(span, typed::<Duration>().schema(generator), false);
    }
}

choices! {
    /// How a date is compared.
    #[derive(Clone, Copy)]
    enum DateComparison {
        /// Before a date or time.
        Before = "before",
        /// After a date or time. A date excludes that whole day.
        After = "after",
        /// On a date.
        On = "on",
        /// Between two dates or times, both included.
        Between = "between",
        /// In the past, at most `span` ago.
        InLast = "in_last",
        /// More than `span` ago.
        BeforeLast = "before_last",
        /// In the future, at most `span` from now.
        InNext = "in_next",
        /// More than `span` from now.
        AfterNext = "after_next",
        /// The anniversary of the date is today.
        Anniversary = "anniversary",
        /// The next anniversary of the date is at most `span` from now.
        AnniversaryInNext = "anniversary_in_next",
        /// The customer has this date.
        Set = "set",
        /// The customer doesn’t have this date.
        NotSet = "not_set",
    }
}

impl Leaf for DateIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        self.judge(date_of(context.customer, &self.name), context)
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        date_of(context.customer, &self.name).map_or(Seen::Nothing, |date| match date {
            Bound::Day(day) => Seen::text(day.to_string()),
            Bound::Moment(moment) => Seen::Whole(moment.as_millis()),
        })
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen {
            Seen::Whole(millis) => Timestamp::from_millis(*millis).say(to),
            Seen::Text(text) => match Date::parse(text) {
                Some(day) => day.say(to),
                None => to.text(text),
            },
            other => other.say(to),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(date_moved_by(&self.name));
    }

    fn cost(&self) -> u32 {
        4
    }
}

impl Said for DateIs {
    fn say(&self, to: &mut Sentence<'_>) {
        let word = match self.name.as_str() {
            "birth_date" => Some("birthday"),
            "joined_at" => Some("join date"),
            "first_seen" => Some("first visit"),
            "first_order_at" => Some("first order"),
            "last_order_at" => Some("last order"),
            _ => None,
        };
        let own = format!("“{}”", self.name.replace('_', " "));
        let word = word.map(Word);
        let name: &dyn Said = word.as_ref().map_or(&own, |word| word);
        let birthday = self.name == "birth_date";
        let said = |to: &mut Sentence<'_>, template, values: &[(&str, &dyn Said)]| {
            let mut all = vec![("name", name)];
            all.extend_from_slice(values);
            to.say(template, &all);
        };
        match &self.is {
            DatePredicate::Before(bound) => {
                said(to, "has a {name} before {value}", &[("value", bound)]);
            }
            DatePredicate::After(bound) => {
                said(to, "has a {name} after {value}", &[("value", bound)]);
            }
            DatePredicate::On(day) => said(to, "has a {name} on {value}", &[("value", day)]),
            DatePredicate::Between(from, until) => said(
                to,
                "has a {name} between {value} and {and}",
                &[("value", from), ("and", until)],
            ),
            DatePredicate::InLast(span) => {
                said(to, "has a {name} in the last {span!d}", &[("span", span)]);
            }
            DatePredicate::BeforeLast(span) => {
                said(to, "has a {name} more than {span!d} ago", &[("span", span)]);
            }
            DatePredicate::InNext(span) => {
                said(to, "has a {name} in the next {span!d}", &[("span", span)]);
            }
            DatePredicate::AfterNext(span) => {
                said(
                    to,
                    "has a {name} more than {span!d} from now",
                    &[("span", span)],
                );
            }
            DatePredicate::Anniversary if birthday => said(to, "has their birthday today", &[]),
            DatePredicate::Anniversary => {
                said(to, "has the anniversary of their {name} today", &[])
            }
            DatePredicate::AnniversaryInNext(span) if birthday => {
                said(
                    to,
                    "has their birthday in the next {span!d}",
                    &[("span", span)],
                );
            }
            DatePredicate::AnniversaryInNext(span) => said(
                to,
                "has the anniversary of their {name} in the next {span!d}",
                &[("span", span)],
            ),
            DatePredicate::Set => said(to, "has a {name}", &[]),
            DatePredicate::NotSet => said(to, "has no {name}", &[]),
        }
    }
}

impl DateIs {
    /// Whether a customer with this date, or with none, is meant.
    pub(crate) fn holds(&self, date: Option<Bound>, context: &Context<'_>) -> bool {
        self.judge(date, context).matched
    }

    fn judge(&self, date: Option<Bound>, context: &Context<'_>) -> Answer {
        match (date, self.is) {
            (None, DatePredicate::NotSet) | (Some(_), DatePredicate::Set) => Answer::settled(true),
            (None, _) | (Some(_), DatePredicate::NotSet) => Answer::settled(false),
            (Some(date), _) => self.compare(date, context),
        }
    }

    fn compare(&self, date: Bound, context: &Context<'_>) -> Answer {
        let zone = context.local;
        let from = date.moment(zone);
        // The last moment of the date, excluded: the next midnight for a day.
        let until = match date {
            Bound::Day(day) => day.ends(zone),
            Bound::Moment(moment) => moment.plus_millis(1),
        };
        let ends = |bound: Bound| match bound {
            Bound::Day(day) => day.ends(zone),
            Bound::Moment(moment) => moment.plus_millis(1),
        };
        match self.is {
            DatePredicate::Before(bound) => Answer::settled(from < bound.moment(zone)),
            DatePredicate::After(bound) => Answer::settled(from >= ends(bound)),
            DatePredicate::On(day) => {
                Answer::settled(from >= day.begins(zone) && until <= day.ends(zone))
            }
            DatePredicate::Between(low, high) => {
                Answer::settled(from >= low.moment(zone) && until <= ends(high))
            }
            DatePredicate::InLast(span) => during(context.now, &[(from, span.after(from, zone))]),
            DatePredicate::BeforeLast(span) => {
                during(context.now, &[(span.after(from, zone), Timestamp::MAX)])
            }
            DatePredicate::InNext(span) => during(context.now, &[(span.before(from, zone), from)]),
            DatePredicate::AfterNext(span) => {
                during(context.now, &[(Timestamp::MIN, span.before(from, zone))])
            }
            DatePredicate::Anniversary | DatePredicate::AnniversaryInNext(_) => {
                self.anniversary(date, context)
            }
            DatePredicate::Set => Answer::settled(true),
            DatePredicate::NotSet => Answer::settled(false),
        }
    }

    fn anniversary(&self, date: Bound, context: &Context<'_>) -> Answer {
        let zone = context.local;
        let day = match date {
            Bound::Day(day) => day,
            Bound::Moment(moment) => Date::at(moment, zone),
        };
        let this_year = Date::at(context.now, zone).year();
        // The anniversary of the day itself is no anniversary; a span is a year at most.
        let first = this_year.saturating_sub(1).max(day.year() + 1);
        let last = this_year.saturating_add(2).max(first);
        let spans: Vec<(Timestamp, Timestamp)> = (first..=last)
            .filter_map(|year| {
                let day = day.in_year(year)?;
                let begins = day.begins(zone);
                Some(match self.is {
                    DatePredicate::AnniversaryInNext(span) => (span.before(begins, zone), begins),
                    _ => (begins, day.ends(zone)),
                })
            })
            .collect();
        during(context.now, &spans)
    }
}

/// Whether `now` is within any of the spans (the end excluded), and until when that is the case.
fn during(now: Timestamp, spans: &[(Timestamp, Timestamp)]) -> Answer {
    let inside = |at: Timestamp| spans.iter().any(|(from, until)| *from <= at && at < *until);
    let matched = inside(now);
    let edges = spans.iter().flat_map(|(from, until)| [*from, *until]);
    let change = edges
        .filter(|edge| *edge > now && inside(*edge) != matched)
        .min();
    Answer {
        matched,
        stable_until: change.unwrap_or(Timestamp::MAX),
        truncated: false,
    }
}

impl DatePredicate {
    fn read(word: DateComparison, object: &Object<'_>) -> Option<Self> {
        let wanted: &[&'static str] = match word {
            DateComparison::Before | DateComparison::After | DateComparison::On => &["value"],
            DateComparison::Between => &["value", "and"],
            DateComparison::InLast
            | DateComparison::BeforeLast
            | DateComparison::InNext
            | DateComparison::AfterNext
            | DateComparison::AnniversaryInNext => &["span"],
            DateComparison::Anniversary | DateComparison::Set | DateComparison::NotSet => &[],
        };
        let mut fine = true;
        for key in ["value", "and", "span"] {
            if let Some(extra) = object.optional(key).filter(|_| !wanted.contains(&key)) {
                let message = format!("“{key}” doesn’t apply to this comparison.");
                extra.error::<()>("not-needed", message, format!("Remove “{key}”."));
                fine = false;
            }
        }
        let bound = |key| object.required(key).and_then(|node| Bound::read(&node));
        let span = || {
            object
                .required("span")
                .and_then(|node| Duration::read(&node))
        };
        let test = match word {
            DateComparison::Before => Self::Before(bound("value")?),
            DateComparison::After => Self::After(bound("value")?),
            DateComparison::On => {
                let node = object.required("value")?;
                match Date::parse(&node.text(40)?) {
                    Some(day) => Self::On(day),
                    None => {
                        return node.error(
                            "not-a-date",
                            "Expected a date such as “2026-11-27”.",
                            "Use a date that exists, as year-month-day.",
                        );
                    }
                }
            }
            DateComparison::Between => {
                let (low, high) = (bound("value"), bound("and"));
                Self::Between(low?, high?)
            }
            DateComparison::InLast => Self::InLast(span()?),
            DateComparison::BeforeLast => Self::BeforeLast(span()?),
            DateComparison::InNext => Self::InNext(span()?),
            DateComparison::AfterNext => Self::AfterNext(span()?),
            DateComparison::Anniversary => Self::Anniversary,
            DateComparison::AnniversaryInNext => {
                let span = span()?;
                if span.at_most_millis() > YEAR_MILLIS {
                    return object.required("span")?.error(
                        "span-too-long",
                        "An anniversary is never more than 1 year away.",
                        "Use at most 1 year.",
                    );
                }
                Self::AnniversaryInNext(span)
            }
            DateComparison::Set => Self::Set,
            DateComparison::NotSet => Self::NotSet,
        };
        fine.then_some(test)
    }
}

/// The dates that are not traits.
pub(crate) const NAMES: [&str; 5] = [
    "birth_date",
    "joined_at",
    "first_seen",
    "first_order_at",
    "last_order_at",
];

/// The longest year, with an hour for clock changes.
const YEAR_MILLIS: i64 = 366 * 86_400_000 + 3_600_000;

crate::compact::compact!(
    enum DatePredicate {
        Before(first),
        After(first),
        On(first),
        Between(first, second),
        InLast(first),
        BeforeLast(first),
        InNext(first),
        AfterNext(first),
        Anniversary,
        AnniversaryInNext(first),
        Set,
        NotSet,
    }
);
