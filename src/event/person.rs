//! A person's profile, and their consent.

use crate::json::{object, words};
use crate::pii::Pii;
use crate::sentence::{Said, Sentence};
use crate::sorted_map::SortedMap;
use crate::time::{Date, Timestamp};
use crate::value::Value;
use std::fmt;

/// What a source reports about a person. `None` means that the source doesn't report it, not that
/// it is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// Email address, trimmed, as written.
    pub email: Option<Pii<String>>,
    /// Telephone number as written.
    pub phone: Option<Pii<String>>,
    /// The given name.
    pub first_name: Option<Pii<String>>,
    /// The family name.
    pub last_name: Option<Pii<String>>,
    /// Language tag such as `en` or `de-AT`.
    pub language: Option<String>,
    /// IANA zone name, as written.
    pub time_zone: Option<String>,
    /// ISO 3166 country code, upper case.
    pub country: Option<String>,
    /// State or province code.
    pub region: Option<String>,
    /// Date of birth.
    pub birth_date: Option<Pii<Date>>,
    /// When the account was created.
    pub joined_at: Option<Timestamp>,
    /// Tags the platform keeps on the customer; `None` when the body has no tags at all, as
    /// Shopify's since 2025-01.
    pub tags: Option<Vec<String>>,
    /// Everything else that was reported, by name.
    pub traits: SortedMap<String, Value>,
}

object!(Profile or default {
    email: sparse,
    phone: sparse,
    first_name: sparse,
    last_name: sparse,
    language: sparse,
    time_zone: sparse,
    country: sparse,
    region: sparse,
    birth_date: sparse,
    joined_at: sparse,
    tags: sparse,
    traits: sparse
});

/// Tags added to or removed from a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tags {
    /// The tags, as written; compared without regard to case.
    pub tags: Vec<String>,
}

object!(Tags or default { tags });

/// A channel for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Channel {
    /// Email.
    Email,
    /// Text message.
    Sms,
    /// Push notification.
    Push,
}

words!(Channel { Email = "email", Sms = "sms", Push = "push" });

impl Channel {
    /// All channels, in the order they are listed to people.
    pub const ALL: [Self; 3] = [Self::Email, Self::Sms, Self::Push];

    /// The word used in files: `email`, `sms`, `push`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Push => "push",
        }
    }
}

impl Said for Channel {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            match self {
                Self::Email => "email",
                Self::Sms => "SMS",
                Self::Push => "push",
            },
            &[],
        );
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Email => "email",
            Self::Sms => "SMS",
            Self::Push => "push",
        })
    }
}

/// The kind of message. Marketing needs consent. A transactional message is part of something the
/// customer asked for, such as an order, and must not contain an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum MessageKind {
    /// Marketing: sent only with consent, within quiet hours and frequency caps.
    #[default]
    Marketing,
    /// Transactional: part of a service the customer asked for.
    Transactional,
}

words!(MessageKind or default { Marketing = "marketing", Transactional = "transactional" });

/// A customer’s marketing consent on a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Consent {
    /// The customer was never asked or never answered.
    #[default]
    NeverSubscribed,
    /// The customer was asked to confirm (double opt-in) and hasn’t yet.
    Pending,
    /// The customer agreed to marketing.
    Subscribed,
    /// The customer unsubscribed.
    Unsubscribed,
}

impl Consent {
    /// The word used in files: `subscribed`, `never_subscribed`, …
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NeverSubscribed => "never_subscribed",
            Self::Pending => "pending",
            Self::Subscribed => "subscribed",
            Self::Unsubscribed => "unsubscribed",
        }
    }
}

words!(Consent or default {
    NeverSubscribed = "never_subscribed",
    Pending = "pending",
    Subscribed = "subscribed",
    Unsubscribed = "unsubscribed",
});

/// A change of consent on one channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsentChange {
    /// The channel it is about.
    pub channel: Channel,
    /// The state from now on.
    pub consent: Consent,
    /// Where it was given, such as `shopify`, `one-click`, or `checkout`. Kept as proof.
    pub origin: Option<String>,
    /// The text that was agreed to, or another proof, where one was given.
    pub proof: Option<String>,
    /// How much it counts, where that is less than a dated statement of the customer or the
    /// platform.
    pub weight: Option<ConsentWeight>,
    /// Whether the store's own copy of the customer has it already: the store wrote it down before
    /// it reported it. It is not written back.
    pub in_store: bool,
}

object!(ConsentChange {
    channel,
    consent,
    origin: sparse,
    proof: sparse,
    weight: sparse,
    in_store: sparse
});

impl ConsentChange {
    /// The origin of Shopify's own consent record. Shopify reports every change to it, and prefills
    /// its checkout boxes from it.
    pub const RECORD: &'static str = "shopify";

    /// A statement that counts by its time.
    #[must_use]
    pub fn new(channel: Channel, consent: Consent, origin: &str) -> Self {
        Self {
            channel,
            consent,
            origin: Some(origin.to_owned()),
            proof: None,
            weight: None,
            in_store: false,
        }
    }
}

/// How much a statement about consent counts, other than by its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsentWeight {
    /// Only while there is no other statement on the channel: an imported row without a time or
    /// without proof. It overrides nothing. (A withdrawal always counts in full.)
    FillsBlank,
    /// The same, without a date: no workflow starts from it.
    Undated,
    /// Only while the customer isn't subscribed: a sign-up, by whoever typed the address, that is
    /// still to be confirmed.
    Asks,
    /// Not at all: the engine's own event that the consent in force changed, because of earlier
    /// statements. Only triggers and conditions see it.
    Follows,
}

words!(ConsentWeight {
    FillsBlank = "fills_blank",
    Undated = "undated",
    Asks = "asks",
    Follows = "follows"
});
