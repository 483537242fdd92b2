//! What a host is told when it asked wrongly.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A call that was not carried out; nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What kind.
    pub code: RefusalCode,
    /// Which argument, or which place in it.
    pub path: String,
    /// What is wrong, without personal data.
    pub message: String,
}

/// The kinds of [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalCode {
    /// An argument is not what it should be.
    BadRequest,
    /// The plan is not in this instance (any more): load its configuration again.
    UnknownPlan,
    /// The stored state cannot be read.
    BadState,
    /// The state is, or would be, larger than [`super::MAX_STATE_BYTES`].
    StateTooLarge,
    /// The events are one customer's and the state another's.
    WrongCustomer,
}

impl Refusal {
    /// A refusal about `path`.
    pub fn new(code: RefusalCode, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            path: path.into(),
            message: message.into(),
        }
    }

    /// Reads an argument called `path`.
    pub(super) fn parse<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, Self> {
        serde_json::from_str(text)
            .map_err(|error| Self::new(RefusalCode::BadRequest, path, without_content(&error)))
    }

    /// Prints an answer. It cannot fail for the engine's own types; if it ever does, the host
    /// hears of it instead of a crash.
    pub(super) fn print<T: Serialize>(answer: &T) -> Result<String, Self> {
        serde_json::to_string(answer)
            .map_err(|error| Self::new(RefusalCode::BadRequest, "answer", error.to_string()))
    }
}

/// Where and what kind of error, but not the offending text itself: it may be somebody's name.
fn without_content(error: &serde_json::Error) -> String {
    let kind = match error.classify() {
        serde_json::error::Category::Syntax | serde_json::error::Category::Eof => "not JSON",
        serde_json::error::Category::Data => "not of the expected shape",
        serde_json::error::Category::Io => "not readable",
    };
    format!("{kind} at line {} column {}", error.line(), error.column())
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match serde_json::to_string(self) {
            Ok(text) => f.write_str(&text),
            Err(_) => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Refusal {}
