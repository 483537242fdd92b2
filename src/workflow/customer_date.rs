//! A moment on or about a date of the customer's: a birthday, a renewal.

use crate::condition::{Bound, Context, DATE_NAMES, date_of};
use crate::document::declared;
use crate::sentence::{Name, Said, Sentence, Word};
use crate::time::{Date, Duration, TimeOfDay, Timestamp, Unit, Zone};

declared! {
    /// A time of day on a date in the customer’s profile, or some days before or after it, in the
    /// customer’s time zone.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub part struct CustomerDate {
        /// `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or the name
        /// of a custom property that holds a date.
        name: String = required(checked(text(100), |node, name| {
            if !DATE_NAMES.contains(&name.as_str()) {
                node.suggest(&name, &DATE_NAMES, "Ignore this if you mean a custom property with that name.");
            }
            Some(name)
        })),
        /// Whether each anniversary counts instead of the date itself. February 29 becomes February
        /// 28 in common years. Default: true, except for custom properties.
        every_year: bool = or_else(
            name.as_deref().is_some_and(|name| DATE_NAMES.contains(&name)),
            BOOLEAN,
        ),
        /// Days before the date. Default: 0.
        days_before: u32 = or(0, whole(0..=MOST_DAYS)),
        /// Days after the date. Default: 0.
        days_after: u32 = or(0, whole(0..=MOST_DAYS)),
        /// The time of day. Default: `09:00`.
        at: TimeOfDay = or(TimeOfDay::NINE, typed()),
    }
}

/// A date longer ago than this was missed for good: no customer wants last month’s birthday
/// greeting.
const MISSED_AFTER: Duration = Duration::new(7, Unit::Days);

/// The farthest from the date.
const MOST_DAYS: u32 = 366;

/// "reaches 3 days before the date “renews on”, at 9:00 AM, every year".
impl Said for CustomerDate {
    fn say(&self, to: &mut Sentence<'_>) {
        let template = match (self.days_before, self.days_after) {
            (0, 0) => "reaches the date “{name}”",
            (_, 0) => "reaches {days_before} {days_before:day|days} before the date “{name}”",
            (0, _) => "reaches {days_after} {days_after:day|days} after the date “{name}”",
            _ => {
                "reaches {days_before} {days_before:day|days} before and {days_after} {days_after:day|days} after the date “{name}”"
            }
        };
        to.say(
            template,
            &[
                ("days_before", &self.days_before),
                ("days_after", &self.days_after),
                ("name", &Name(&self.name)),
            ],
        );
        to.say(", at {at}", &[("at", &self.at)]);
        if self.every_year {
            to.say(", {every_year}", &[("every_year", &Word("every year"))]);
        }
    }
}

impl CustomerDate {
    /// The moments not missed as of `from`, each with its date: at most one for the date itself,
    /// otherwise those of the years around it. None if the date isn’t known.
    #[must_use]
    pub fn moments(&self, from: Timestamp, context: &Context<'_>) -> Vec<(Timestamp, Date)> {
        let zone = context.local;
        let Some(date) = date_of(context.customer, &self.name) else {
            return Vec::new();
        };
        let day = match date {
            Bound::Day(day) => day,
            Bound::Moment(moment) => Date::at(moment, zone),
        };
        let days: Vec<Date> = if self.every_year {
            let this_year = Date::at(from, zone).year();
            // The anniversary of the day itself is no anniversary.
            let years = this_year.saturating_sub(1)..=this_year.saturating_add(2);
            let later = years.filter(|year| *year > day.year());
            later.filter_map(|year| day.in_year(year)).collect()
        } else {
            vec![day]
        };
        let moments = days.into_iter().filter_map(|day| {
            let on = day.plus_days(i64::from(self.days_after) - i64::from(self.days_before))?;
            Some((on.at_time(self.at, zone), day))
        });
        moments
            .filter(|(at, day)| self.missed_from(*at, *day, zone) > from)
            .collect()
    }

    /// From when on `moments` has others than at `from`.
    #[must_use]
    pub fn turns(&self, from: Timestamp, context: &Context<'_>) -> Timestamp {
        let zone = context.local;
        let moments = self.moments(from, context).into_iter();
        let missed = moments
            .map(|(at, day)| self.missed_from(at, day, zone))
            .min();
        // The years that are looked at are those around the current one.
        let year = self
            .every_year
            .then(|| Date::at(from, zone).year_ends(zone));
        missed
            .into_iter()
            .chain(year)
            .min()
            .unwrap_or(Timestamp::MAX)
    }

    /// From when on it is too late for the moment of a date. A reminder has no use after the date.
    fn missed_from(&self, at: Timestamp, day: Date, zone: Zone) -> Timestamp {
        let missed = MISSED_AFTER.after(at, zone);
        if self.days_before > 0 {
            missed.min(day.ends(zone))
        } else {
            missed
        }
    }

    /// Whether the customer has the date.
    #[must_use]
    pub fn is_known(&self, context: &Context<'_>) -> bool {
        date_of(context.customer, &self.name).is_some()
    }

    /// The end of a wait that started at `from`, which may be a few days earlier. `None` if there
    /// is no such date or it was missed for good.
    #[must_use]
    pub fn awaited(&self, from: Timestamp, context: &Context<'_>) -> Option<Timestamp> {
        let moments = self.moments(from, context).into_iter().map(|(at, _)| at);
        // Next year's birthday, and not the one of last week.
        moments.filter(|at| !self.every_year || *at >= from).min()
    }
}
