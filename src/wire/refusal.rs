//! The error that a host gets for a wrong request.

use crate::json::{self, Malformed, Read, Word, Wrong, object, place_of_byte, words};

/// A call that was not carried out; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The kind of error.
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
    /// The plan is not in this instance (anymore): load its configuration again.
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
            let missing = match malformed.wrong {
                Wrong::Missing(member) => [".", member],
                _ => ["", ""],
            };
            let path = [path, &inside, missing[0], missing[1]].concat();
            Self::new(RefusalCode::BadRequest, path, said(malformed))
        })
    }
}

/// What is wrong and at which byte, but not the offending text itself: it may be somebody's name.
pub(super) fn said(Malformed { at, wrong }: Malformed) -> String {
    let what = match wrong {
        Wrong::NotJson => "not JSON".to_owned(),
        Wrong::Damaged => "damaged, or packed by a later release".to_owned(),
        Wrong::Missing(_) => "missing".to_owned(),
        Wrong::Expected(what) => format!("expected {what}"),
        Wrong::OneOf(words) => format!("expected one of {}", joined(words)),
        Wrong::Type(words) => {
            let words = joined(words);
            format!("expected an object whose type is one of {words}")
        }
    };
    format!("{what}, at byte {at}")
}

fn joined(words: &[Word]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text).collect();
    words.join(", ")
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&json::to_string(self))
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;

    #[test]
    fn a_wrong_argument_is_told_by_its_member_and_by_what_was_expected() {
        let refused = |text: &str| {
            let refusal = Refusal::parse::<Input>("input", text).unwrap_err();
            (refusal.path, refusal.message)
        };
        let told = |path: &str, message: &str| (path.to_owned(), message.to_owned());
        assert_eq!(
            refused(r#"{"type":"events","events":[]}"#),
            told("input.customer", "missing, at byte 29")
        );
        assert_eq!(
            refused(r#"{"type":"events","customer":7}"#),
            told("input.customer", "expected a string, at byte 28")
        );
        assert_eq!(
            refused(r#"{"type":"give_up","purchase":"p","to":"c","in_flight":{}}"#),
            told("input.in_flight", "expected a list, at byte 54")
        );
        let event = r#"{"fact_key":"f","occurred_at":1,"received_at":1,"source":"me","kind":{"type":"performed","name":"x"}}"#;
        let (path, message) = refused(&format!(
            r#"{{"type":"events","customer":"c","events":[{event}]}}"#
        ));
        assert_eq!(path, "input.events[0].source");
        assert!(
            message.starts_with("expected one of shopify, woocommerce, "),
            "{message}"
        );
        let (path, message) = refused(r#"{"type":"command","command":{"type":"suppresss"}}"#);
        assert_eq!(path, "input.command");
        assert!(
            message.starts_with("expected an object whose type is one of suppress, "),
            "{message}"
        );
        assert_eq!(refused("{}").0, "input.type");
        assert_eq!(refused("{").1, "not JSON, at byte 1");
    }
}
