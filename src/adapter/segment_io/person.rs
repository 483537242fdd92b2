//! What a call says about a person.

use super::Context;
use crate::adapter::tolerant::{Entries, Scalar, payload};
use crate::adapter::{Ignored, bounds};
use crate::event::Profile;
use crate::pii::Pii;
use crate::time::{Date, Timestamp, Zone};

payload! {
    /// The traits that Segment reserves a meaning for.
    struct Traits<'a> {
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        first_name: Scalar<'a> = "firstName" | "first_name",
        last_name: Scalar<'a> = "lastName" | "last_name",
        birthday: Scalar<'a> = "birthday",
        created_at: Scalar<'a> = "createdAt" | "created_at",
        address: Address<'a> = "address",
    }
}

payload! {
    struct Address<'a> {
        country: Scalar<'a> = "country",
        state: Scalar<'a> = "state",
    }
}

/// Names of [`Traits`], which are no further traits.
const RESERVED: [&str; 10] = [
    "email",
    "phone",
    "firstName",
    "first_name",
    "lastName",
    "last_name",
    "birthday",
    "createdAt",
    "created_at",
    "address",
];

impl Traits<'_> {
    /// The profile these traits make; `all` is the object they were read from.
    pub(super) fn profile(
        &self,
        context: &Context<'_>,
        all: Scalar<'_>,
        shop_zone: Option<&str>,
    ) -> Result<Profile, Ignored> {
        let others: Entries<'_> = all.object()?;
        let zone = context.time_zone.text();
        let zone = zone.as_deref().and_then(Zone::parse);
        let zone = zone.or_else(|| shop_zone.and_then(Zone::parse));
        Ok(Profile {
            email: self.email.email(),
            phone: self.phone.personal(),
            first_name: self.first_name.personal(),
            last_name: self.last_name.personal(),
            language: context.locale.cut(bounds::NAME),
            time_zone: context.time_zone.cut(bounds::NAME).map(known_zone),
            country: self.address.country.country(),
            region: self.address.state.cut(bounds::NAME),
            birth_date: self.birth_date(zone),
            joined_at: self.created_at.time(),
            tags: None,
            traits: others.values(&RESERVED),
        })
    }

    /// A birthday is a date. Written as a moment it is a browser's `Date`: midnight where the
    /// person is, written in UTC. Exactly midnight UTC is a date without a time, and stays that
    /// date everywhere.
    fn birth_date(&self, zone: Option<Zone>) -> Option<Pii<Date>> {
        let text = self.birthday.text()?;
        let written = Date::parse(text.get(..10)?)?;
        let moment = Timestamp::parse_rfc3339(&text);
        let is_midnight = moment.is_some_and(|at| at.as_millis().rem_euclid(DAY_MS) == 0);
        let date = match (moment, zone) {
            (Some(at), Some(zone)) if !is_midnight && text.ends_with(['Z', 'z']) => {
                Date::at(at, zone)
            }
            _ => written,
        };
        Some(Pii::new(date))
    }
}

/// A zone by its name in the table, where it is one; otherwise as received.
fn known_zone(text: String) -> String {
    Zone::parse(&text).map_or(text, |zone| zone.name().to_owned())
}

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;
