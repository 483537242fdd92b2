//! A customer's profile, from several sources in any order.

use crate::event::Profile;
use crate::pii::Pii;
use crate::sorted_map::SortedMap;
use crate::stored::{Told, stored};
use crate::time::{Date, Timestamp};
use crate::value::Value;

stored! {
    /// The profile, each field with the moment it was reported.
    pub struct ProfileFacts {
        /// Email address. Only ever from the shop's server: an address that a browser claims
        /// must not become mailable.
        pub email: Option<Told<Pii<String>>>,
        /// Telephone number; like the email address.
        pub phone: Option<Told<Pii<String>>>,
        /// Given name.
        pub first_name: Option<Told<Pii<String>>>,
        /// Family name.
        pub last_name: Option<Told<Pii<String>>>,
        /// Language tag.
        pub language: Option<Told<String>>,
        /// IANA zone name as received, valid or not.
        pub time_zone: Option<Told<String>>,
        /// ISO 3166 country code.
        pub country: Option<Told<String>>,
        /// State or province code.
        pub region: Option<Told<String>>,
        /// Date of birth.
        pub birth_date: Option<Told<Pii<Date>>>,
        /// When the account was made.
        pub joined_at: Option<Told<Timestamp>>,
        /// Everything else, by name. At most [`ProfileFacts::MAX_TRAITS`].
        pub traits: SortedMap<String, Told<Value>>,
    }
}

impl ProfileFacts {
    /// How many traits are kept; further names are dropped.
    pub const MAX_TRAITS: usize = 100;

    /// Folds in a profile as reported at `at`.
    pub fn fold(&mut self, told: &Profile, at: Timestamp, confirmed: bool) {
        if confirmed {
            join(&mut self.email, told.email.as_ref(), at, confirmed);
            join(&mut self.phone, told.phone.as_ref(), at, confirmed);
        }
        join(
            &mut self.first_name,
            told.first_name.as_ref(),
            at,
            confirmed,
        );
        join(&mut self.last_name, told.last_name.as_ref(), at, confirmed);
        join(&mut self.language, told.language.as_ref(), at, confirmed);
        join(&mut self.time_zone, told.time_zone.as_ref(), at, confirmed);
        join(&mut self.country, told.country.as_ref(), at, confirmed);
        join(&mut self.region, told.region.as_ref(), at, confirmed);
        join(
            &mut self.birth_date,
            told.birth_date.as_ref(),
            at,
            confirmed,
        );
        join(&mut self.joined_at, told.joined_at.as_ref(), at, confirmed);
        for (name, value) in told.traits.iter() {
            self.join_trait(name, Told::new(value.clone(), at, confirmed));
        }
    }

    /// Dates every field to `at`: at the beginning of time it fills blanks only.
    pub fn tell_at(&mut self, at: Timestamp) {
        fn date<T>(told: &mut Option<Told<T>>, at: Timestamp) {
            if let Some(told) = told {
                told.at = at;
            }
        }
        date(&mut self.email, at);
        date(&mut self.phone, at);
        date(&mut self.first_name, at);
        date(&mut self.last_name, at);
        date(&mut self.language, at);
        date(&mut self.time_zone, at);
        date(&mut self.country, at);
        date(&mut self.region, at);
        date(&mut self.birth_date, at);
        date(&mut self.joined_at, at);
        for (_, told) in self.traits.iter_mut() {
            told.at = at;
        }
    }

    /// The trait called `name`, if it is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.traits.get(name)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Sets a text trait, as reported by our own server.
    pub fn set_text(&mut self, name: &str, text: &str, at: Timestamp) {
        self.join_trait(name, Told::new(Value::Text(text.to_owned()), at, true));
    }

    /// The names of the fields that differ from `before`.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        fn differ<T: PartialEq>(now: Option<&Told<T>>, before: Option<&Told<T>>) -> bool {
            now.map(|told| &told.value) != before.map(|told| &told.value)
        }
        let fields = [
            ("email", differ(self.email.as_ref(), before.email.as_ref())),
            ("phone", differ(self.phone.as_ref(), before.phone.as_ref())),
            (
                "first_name",
                differ(self.first_name.as_ref(), before.first_name.as_ref()),
            ),
            (
                "last_name",
                differ(self.last_name.as_ref(), before.last_name.as_ref()),
            ),
            (
                "language",
                differ(self.language.as_ref(), before.language.as_ref()),
            ),
            (
                "time_zone",
                differ(self.time_zone.as_ref(), before.time_zone.as_ref()),
            ),
            (
                "country",
                differ(self.country.as_ref(), before.country.as_ref()),
            ),
            (
                "region",
                differ(self.region.as_ref(), before.region.as_ref()),
            ),
            (
                "birth_date",
                differ(self.birth_date.as_ref(), before.birth_date.as_ref()),
            ),
            (
                "joined_at",
                differ(self.joined_at.as_ref(), before.joined_at.as_ref()),
            ),
        ];
        let fields = fields.into_iter().filter(|(_, differ)| *differ);
        let traits = self
            .traits
            .iter()
            .filter(|(name, told)| differ(Some(told), before.traits.get(name.as_str())));
        fields
            .map(|(name, _)| name.to_owned())
            .chain(traits.map(|(name, _)| name.clone()))
            .collect()
    }

    /// Merges another profile of the same person.
    pub fn merge(&mut self, other: Self) {
        let Self {
            email,
            phone,
            first_name,
            last_name,
            language,
            time_zone,
            country,
            region,
            ..
        } = other;
        merge(&mut self.email, email);
        merge(&mut self.phone, phone);
        merge(&mut self.first_name, first_name);
        merge(&mut self.last_name, last_name);
        merge(&mut self.language, language);
        merge(&mut self.time_zone, time_zone);
        merge(&mut self.country, country);
        merge(&mut self.region, region);
        merge(&mut self.birth_date, other.birth_date);
        merge(&mut self.joined_at, other.joined_at);
        for (name, told) in other.traits {
            self.join_trait(&name, told);
        }
    }

    fn join_trait(&mut self, name: &str, told: Told<Value>) {
        let mut known = self.traits.remove(name);
        Told::join(&mut known, told);
        if let Some(known) = known {
            self.traits.insert(name.to_owned(), known);
        }
        // The last by name goes, not the last told: whatever the order, the same ones stay.
        while self.traits.len() > Self::MAX_TRAITS {
            self.traits.pop_last();
        }
    }
}

fn join<T: Ord + Clone>(
    known: &mut Option<Told<T>>,
    told: Option<&T>,
    at: Timestamp,
    confirmed: bool,
) {
    if let Some(value) = told {
        Told::join(known, Told::new(value.clone(), at, confirmed));
    }
}

fn merge<T: Ord>(known: &mut Option<Told<T>>, other: Option<Told<T>>) {
    if let Some(other) = other {
        Told::join(known, other);
    }
}
