//! One message from a platform: the events in it and whose they are.

use super::Event;
use crate::pii::Pii;
use serde::{Deserialize, Serialize};

/// The events of one message, all about the same person or about the shop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Whom it concerns.
    pub scope: Scope,
    /// By what the person can be found; empty for the shop.
    pub keys: Vec<IdentityKey>,
    /// What happened, in the order in which it must be folded.
    pub events: Vec<Event>,
}

/// Whom a delivery concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One person.
    Customer,
    /// The shop as a whole: its products, its installation.
    Shop,
}

/// Something a person is known by, such as `email:anna@example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IdentityKey {
    /// `<kind>:<value>`; e-mail addresses are trimmed and lower-cased, telephone numbers keep
    /// `+` and digits only.
    pub key: Pii<String>,
    /// How far it may be believed.
    pub strength: KeyStrength,
}

/// How far an [`IdentityKey`] may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyStrength {
    /// The shop's server said so: two customers that share it are one person.
    Confirmed,
    /// A browser said so: it finds a person, but never joins two.
    Claimed,
}
