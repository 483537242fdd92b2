//! A customer's profile, from several sources in any order.

use crate::event::Profile;
use crate::pii::Pii;
use crate::sorted_map::SortedMap;
use crate::stored::{Reported, stored};
use crate::time::{Date, Timestamp};
use crate::value::Value;

stored! {
    /// The profile, each field with the moment it was reported.
    pub struct ProfileFacts {
        /// Email address. Only ever from the shop's server: an address that a browser claims
        /// must not become mailable.
        pub email: Option<Reported<Pii<String>>>,
        /// Telephone number; like the email address.
        pub phone: Option<Reported<Pii<String>>>,
        /// The given name.
        pub first_name: Option<Reported<Pii<String>>>,
        /// The family name.
        pub last_name: Option<Reported<Pii<String>>>,
        /// Language tag, as received.
        pub language: Option<Reported<String>>,
        /// IANA zone name as received, valid or not.
        pub time_zone: Option<Reported<String>>,
        /// ISO 3166 country code.
        pub country: Option<Reported<String>>,
        /// State or province code.
        pub region: Option<Reported<String>>,
        /// Date of birth.
        pub birth_date: Option<Reported<Pii<Date>>>,
        /// When the account was created.
        pub joined_at: Option<Reported<Timestamp>>,
        /// Everything else, by name. At most [`ProfileFacts::MAX_TRAITS`].
        pub traits: SortedMap<String, Reported<Value>>,
    }
}

impl ProfileFacts {
    /// How many traits are kept; further names are dropped.
    pub const MAX_TRAITS: usize = 100;

    /// Folds in a profile as reported at `at`.
    pub fn fold(&mut self, received: &Profile, at: Timestamp, confirmed: bool) {
        if confirmed {
            join(&mut self.email, received.email.as_ref(), at, confirmed);
            join(&mut self.phone, received.phone.as_ref(), at, confirmed);
        }
        join(
            &mut self.first_name,
            received.first_name.as_ref(),
            at,
            confirmed,
        );
        join(
            &mut self.last_name,
            received.last_name.as_ref(),
            at,
            confirmed,
        );
        join(
            &mut self.language,
            received.language.as_ref(),
            at,
            confirmed,
        );
        join(
            &mut self.time_zone,
            received.time_zone.as_ref(),
            at,
            confirmed,
        );
        join(&mut self.country, received.country.as_ref(), at, confirmed);
        join(&mut self.region, received.region.as_ref(), at, confirmed);
        join(
            &mut self.birth_date,
            received.birth_date.as_ref(),
            at,
            confirmed,
        );
        join(
            &mut self.joined_at,
            received.joined_at.as_ref(),
            at,
            confirmed,
        );
        for (name, value) in received.traits.iter() {
            self.join_trait(name, Reported::new(value.clone(), at, confirmed));
        }
    }

    /// Dates every field to `at`: at the beginning of time it fills blanks only.
    pub fn date_at(&mut self, at: Timestamp) {
        fn date<T>(received: &mut Option<Reported<T>>, at: Timestamp) {
            if let Some(received) = received {
                received.at = at;
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
        for (_, received) in self.traits.iter_mut() {
            received.at = at;
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
        self.join_trait(name, Reported::new(Value::Text(text.to_owned()), at, true));
    }

    /// The names of the fields that differ from `before`.
    #[must_use]
    pub fn changed_since(&self, before: &Self) -> Vec<String> {
        fn differ<T: PartialEq>(now: Option<&Reported<T>>, before: Option<&Reported<T>>) -> bool {
            now.map(|received| &received.value) != before.map(|received| &received.value)
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
            .filter(|(name, received)| differ(Some(received), before.traits.get(name.as_str())));
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
        for (name, received) in other.traits {
            self.join_trait(&name, received);
        }
    }

    fn join_trait(&mut self, name: &str, received: Reported<Value>) {
        let mut known = self.traits.remove(name);
        Reported::join(&mut known, received);
        if let Some(known) = known {
            self.traits.insert(name.to_owned(), known);
        }
        // The last by name goes, not the last received: whatever the order, the same ones stay.
        while self.traits.len() > Self::MAX_TRAITS {
            self.traits.pop_last();
        }
    }
}

fn join<T: Ord + Clone>(
    known: &mut Option<Reported<T>>,
    received: Option<&T>,
    at: Timestamp,
    confirmed: bool,
) {
    if let Some(value) = received {
        Reported::join(known, Reported::new(value.clone(), at, confirmed));
    }
}

fn merge<T: Ord>(known: &mut Option<Reported<T>>, other: Option<Reported<T>>) {
    if let Some(other) = other {
        Reported::join(known, other);
    }
}
