//! What is wrong with a merchant's file, in a merchant's words.

use crate::json::{object, words};

/// One finding about a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the finding, such as `unknown-key`. Codes never change.
    pub code: String,
    /// Whether it keeps the configuration from being used.
    pub severity: Severity,
    /// The path, such as `workflows[0].steps[2].until`; empty for the whole file.
    pub path: String,
    /// What is wrong: what was expected and what was found.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

object!(Diagnostic {
    code,
    severity,
    path,
    message,
    help
});

impl Diagnostic {
    /// Whether it keeps the configuration from being used.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can be used, but probably does not do what was meant.
    Warning,
}

words!(Severity { Error = "error", Warning = "warning" });
