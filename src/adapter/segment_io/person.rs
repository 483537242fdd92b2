//! What a call says about a person.

use super::Context;
use crate::adapter::tolerant::{Entries, Scalar, object};
use crate::adapter::{Ignored, bounds};
use crate::event::Profile;
use crate::pii::Pii;
use crate::time::Date;

object! {
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

object! {
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
    ) -> Result<Profile, Ignored> {
        let others: Entries<'_> = all.object()?;
        Ok(Profile {
            email: self.email.email(),
            phone: self.phone.personal(),
            first_name: self.first_name.personal(),
            last_name: self.last_name.personal(),
            language: context.locale.cut(bounds::NAME),
            time_zone: context.time_zone.cut(bounds::NAME),
            country: self.address.country.country(),
            region: self.address.state.cut(bounds::NAME),
            birth_date: self.birth_date(),
            joined_at: self.created_at.time(),
            tags: None,
            traits: others.values(&RESERVED),
        })
    }

    /// A birthday is a date, written alone or as midnight somewhere.
    fn birth_date(&self) -> Option<Pii<Date>> {
        let text = self.birthday.text()?;
        Date::parse(text.get(..10)?).map(Pii::new)
    }
}
