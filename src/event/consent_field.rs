//! What a marketing checkbox or field of the shop shows.

use super::Channel;
use crate::json::{object, words};
use crate::time::Timestamp;

/// A marketing checkbox or field, as the platform reported it once. On its own it proves nothing:
/// the customer’s facts decide whether the buyer checked it (`customer::ConsentLedger`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentField {
    /// The channel it gives consent to.
    pub channel: Channel,
    /// Whether it is checked. An unchecked field leaves consent unchanged.
    pub ticked: bool,
    /// The checkout or order it stands in; `None` for a field of the customer's account.
    pub checkout: Option<FieldOfCheckout>,
    /// The account it stands in; `None` for a field of a checkout.
    pub account: Option<FieldOfAccount>,
}

object!(ConsentField {
    channel,
    ticked,
    checkout: sparse,
    account: sparse,
});

/// The checkout that a field belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOfCheckout {
    /// As in [`Cart::checkout_token`](super::Cart::checkout_token) and
    /// [`Order::checkout_token`](super::Order::checkout_token).
    pub token: String,
    /// When the checkout, or the order if only that is known, began.
    pub began_at: Timestamp,
    /// Whether that is the checkout's own beginning, and not only the order's that came of it.
    pub is_beginning: bool,
    /// Whether the buyer can no longer change it: the order is placed.
    pub placed: bool,
    /// Whether the shop may have filled it in.
    pub prefill: Prefill,
}

object!(FieldOfCheckout {
    token,
    began_at,
    is_beginning,
    placed,
    prefill
});

/// The account that a field belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldOfAccount {
    /// The account, because a person may have several: what one shows is no change of another.
    pub of: String,
    /// When the account was created, if the platform reports it.
    pub made_at: Option<Timestamp>,
    /// Whether it was made while the shop was connected, so that a yes in it was given since.
    pub is_new: bool,
    /// Whether a yes that was there from the start counts while there is no other statement.
    pub fills_blank: bool,
}

object!(FieldOfAccount {
    of,
    made_at: sparse,
    is_new,
    fills_blank
});

/// Whether the shop may have filled in a checkout's box before the buyer saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Prefill {
    /// A guest's: there is no account to fill it from.
    #[default]
    Never,
    /// From a record of which the platform reports every change.
    FromRecord,
    /// From an account whose changes may not all be known, and into which the shop copies what is
    /// ticked.
    FromAccount,
}

words!(Prefill or default {
    Never = "never",
    FromRecord = "from_record",
    FromAccount = "from_account",
});
