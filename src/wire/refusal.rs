//! What a host is told when it asked wrongly.

use crate::json::{self, Malformed, Read, object, place_of_byte, words};

/// A call that was not carried out; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What kind.
    pub code: RefusalCode,
    /// Which argument, or which place in it.
    pub path: String,
    /// What is wrong, without personal data.
    pub message: String,
}

/// The kinds of [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RefusalCode {
    /// An argument is not what it should be.
    BadRequest,
    /// The plan is not in this instance (any more): load its configuration again.
    UnknownPlan,
    /// The stored state cannot be read.
    BadState,
    /// The state is, or would be, larger than [`super::MAX_STATE_BYTES`].
    StateTooLarge,
    /// The bytes are no snapshot of customers, or one of a later release.
    BadSnapshot,
    /// The events are one customer's and the state another's.
    WrongCustomer,
}

object!(Refusal {
    code,
    path,
    message
});

words!(RefusalCode {
    BadRequest = "bad-request",
    UnknownPlan = "unknown-plan",
    BadState = "bad-state",
    StateTooLarge = "state-too-large",
    BadSnapshot = "bad-snapshot",
    WrongCustomer = "wrong-customer",
});

impl Refusal {
    /// A refusal about `path`.
    pub fn new(code: RefusalCode, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            message: message.into(),
        }
    }

    /// There is no backtest, or no forecast, to ask.
    #[must_use]
    pub fn nothing_running(what: &str) -> Self {
        let message = format!("begin a {what} first; one that was running ends with its instance");
        Self::new(RefusalCode::BadRequest, what, message)
    }

    /// An argument called `path` that comes as bytes.
    ///
    /// # Errors
    ///
    /// `bad-request` where it is not UTF-8.
    pub fn text<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, Self> {
        std::str::from_utf8(bytes).map_err(|error| {
            let message = format!("not UTF-8 at byte {}", error.valid_up_to());
            Self::new(RefusalCode::BadRequest, path, message)
        })
    }

    /// Reads an argument called `path`.
    pub(super) fn parse<T: Read>(path: &str, text: &str) -> Result<T, Self> {
        Self::taken(path, text, json::from_str(text))
    }

    /// What was read out of `text`, an argument called `path`. Names the member that is wrong.
    pub(super) fn taken<T>(path: &str, text: &str, read: Result<T, Malformed>) -> Result<T, Self> {
        read.map_err(|malformed| {
            let inside = place_of_byte(text, malformed.at);
            let path = format!("{path}{inside}");
            Self::new(RefusalCode::BadRequest, path, place_of(malformed))
        })
    }
}

/// Where and what kind of error, but not the offending text itself: it may be somebody's name.
pub(super) fn place_of(malformed: Malformed) -> String {
    let kind = if malformed.is_json {
        "a member is missing or not of the expected type"
    } else {
        "not JSON"
    };
    format!("{kind} at byte {}", malformed.at)
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&json::to_string(self))
    }
}

impl std::error::Error for Refusal {}
