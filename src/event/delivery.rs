//! One message from a platform: the events in it and whose they are.

use super::Event;
use crate::json::{object, words};
use crate::pii::Pii;
use crate::time::Timestamp;

/// The events of one message, all about the same person or about the shop.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Whether it is about one customer or the shop.
    pub scope: Scope,
    /// The identity keys of the person; empty for the shop.
    pub keys: Vec<IdentityKey>,
    /// The events, in the order in which they must be folded.
    pub events: Vec<Event>,
    /// Whether it creates no customer, and is only for one who exists: an account of the shop's
    /// staff, an anonymized order.
    pub only_known: bool,
    /// The platform's order status, where Edgewise has no equivalent.
    pub status: Option<String>,
    /// What the platform must be asked before any of it is folded: several topics share such a
    /// body, and a topic is not signed.
    pub question: Option<Question>,
    /// The latest moment that the body itself names. The times of headers and arrival don't count,
    /// because an attacker who repeats a captured body chooses both.
    pub happened_at: Option<Timestamp>,
}

object!(Delivery {
    scope,
    keys,
    events,
    only_known: sparse,
    status: sparse,
    question: sparse,
    happened_at: sparse,
});

/// What the platform must be asked before a delivery counts: is this thing gone?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is claimed to be gone.
    pub about: Subject,
    /// Its id on the platform; the shop's own for the shop.
    pub id: String,
}

object!(Question { about, id });

/// What a [`Question`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The app in the shop: it was removed.
    Installation,
    /// All data of a shop that removed the app: it must be erased.
    ShopData,
    /// A customer's account.
    Customer,
    /// An order.
    Order,
    /// A product.
    Product,
    /// A discount code.
    Coupon,
}

words!(Subject {
    Installation = "installation",
    ShopData = "shop-data",
    Customer = "customer",
    Order = "order",
    Product = "product",
    Coupon = "coupon",
});

/// Whether a delivery is about one customer or the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One person.
    Customer,
    /// The shop as a whole: its products, its installation.
    Shop,
}

words!(Scope { Customer = "customer", Shop = "shop" });

/// Something that identifies a person, such as `email:anna@example.com`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdentityKey {
    /// `<kind>:<value>`; email addresses are trimmed and lower-cased, telephone numbers keep
    /// `+` and digits only.
    pub key: Pii<String>,
    /// How far it can be trusted.
    pub strength: KeyStrength,
    /// For a checkout or an order: when, by the platform's time of its last change, it belonged to
    /// the person that the delivery names.
    pub claimed_at: Option<Timestamp>,
}

object!(IdentityKey {
    key,
    strength,
    claimed_at: sparse
});

/// How far an [`IdentityKey`] can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyStrength {
    /// Reported by the shop's server: two customers who share it are one person.
    Confirmed,
    /// Reported by a browser: it finds a customer, but never merges two.
    Claimed,
}

words!(KeyStrength { Confirmed = "confirmed", Claimed = "claimed" });
