//! What is wrong with a merchant's file, in a merchant's words.

use crate::json::{object, words};

/// One finding about a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the kind of finding, for example `unknown-key`.
    pub code: String,
    /// Whether it keeps the configuration from being used.
    pub severity: Severity,
    /// Where: `workflows[0].steps[2].until`; empty for the file as a whole.
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

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The configuration cannot be used.
    Error,
    /// It can be used, but probably does not do what was meant.
    Warning,
}

words!(Severity { Error = "error", Warning = "warning" });
