//! A date came: a birthday, an anniversary, a renewal.

use super::{Entry, Start};
use crate::condition::{Bound, Context, DATE_NAMES, date_of};
use crate::document::{Node, Read};
use crate::event::EventName;
use crate::time::{Date, Duration, TimeOfDay, Timestamp, Unit};

/// Fires at a time of day on a date of the customer's, or so long before or after it, where the
/// customer is. Each year, or once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct DateReached {
    /// `birth_date`, `joined_at`, `first_seen`, `first_order_at`, `last_order_at`, or a trait that
    /// holds a date by its own name.
    pub name: String,
    /// Whether each anniversary is meant and not the date itself. True when left out, but for a
    /// trait. 29 February is the 28th in common years.
    #[cfg_attr(test, schemars(with = "Option<bool>"))]
    pub every_year: bool,
    /// So many days before the date.
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub days_before: u32,
    /// So many days after it.
    #[cfg_attr(test, schemars(with = "Option<u32>"))]
    pub days_after: u32,
    /// At which time of day. 09:00 when left out.
    #[cfg_attr(test, schemars(with = "Option<TimeOfDay>"))]
    pub at: TimeOfDay,
}

/// A date that came longer ago was missed for good: nobody wants last month's birthday greeting.
const MISSED_AFTER: Duration = Duration::new(7, Unit::Days);

impl Start for DateReached {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>) -> Vec<(Timestamp, Entry)> {
        let zone = context.local;
        let Some(date) = date_of(context.customer, &self.name) else {
            return Vec::new();
        };
        let day = match date {
            Bound::Day(day) => day,
            Bound::Moment(moment) => Date::at(moment, zone),
        };
        let days: Vec<Date> = if self.every_year {
            let this_year = Date::at(context.now, zone).year();
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
        // Whom we did not know then has missed it, and a reminder has no use after the date.
        let known = |at: Timestamp| at >= context.customer.first_seen;
        let is_over = |day: Date| self.days_before > 0 && day.ends(zone) <= context.now;
        moments
            .filter(|(at, day)| known(*at) && !is_over(*day))
            .filter(|(at, _)| MISSED_AFTER.after(*at, zone) > context.now)
            .map(|(at, day)| {
                let key = if self.every_year {
                    format!("date:{}:{}", self.name, day.year())
                } else {
                    format!("date:{}:{day}", self.name)
                };
                let entry = Entry {
                    keys: vec![key.clone()],
                    fact: key,
                    record: None,
                    anchor: at,
                    cart: None,
                    order: None,
                };
                (at, entry)
            })
            .collect()
    }
}

impl Read for DateReached {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "type",
            "name",
            "every_year",
            "days_before",
            "days_after",
            "at",
        ])?;
        let name = object.required("name").and_then(|node| {
            let name = node.text(100)?;
            if !DATE_NAMES.contains(&name.as_str()) {
                node.suggest(&name, &DATE_NAMES, "This is read as a trait of that name.");
            }
            Some(name)
        });
        let known = name
            .as_deref()
            .is_some_and(|name| DATE_NAMES.contains(&name));
        let every_year = object.or("every_year", known, Node::boolean);
        let days_before = object.or("days_before", 0, |node| node.whole(0..=MOST_DAYS));
        let days_after = object.or("days_after", 0, |node| node.whole(0..=MOST_DAYS));
        let nine = TimeOfDay::parse("09:00");
        let at = object.maybe("at", TimeOfDay::read);
        Some(Self {
            name: name?,
            every_year: every_year?,
            days_before: days_before?,
            days_after: days_after?,
            at: at?.or(nine)?,
        })
    }
}

/// The farthest from the date.
const MOST_DAYS: u32 = 366;
