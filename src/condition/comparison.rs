//! More, less, equal.

use crate::document::{Node, Read};
use std::fmt;

/// How a counted or summed value is compared. "More than 500.00" is strict: 500.00 is out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Comparison {
    /// Strictly more.
    MoreThan,
    /// As much or more.
    AtLeast,
    /// Strictly less.
    LessThan,
    /// As much or less.
    AtMost,
    /// Neither more nor less.
    Exactly,
}

impl Comparison {
    /// Whether `value` compares like this with `limit`.
    #[must_use]
    pub fn holds<T: Ord>(self, value: &T, limit: &T) -> bool {
        match self {
            Self::MoreThan => value > limit,
            Self::AtLeast => value >= limit,
            Self::LessThan => value < limit,
            Self::AtMost => value <= limit,
            Self::Exactly => value == limit,
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MoreThan => "more than",
            Self::AtLeast => "at least",
            Self::LessThan => "less than",
            Self::AtMost => "at most",
            Self::Exactly => "exactly",
        })
    }
}

impl Read for Comparison {
    fn read(node: &Node<'_>) -> Option<Self> {
        node.choice(&[
            ("more_than", Self::MoreThan),
            ("at_least", Self::AtLeast),
            ("less_than", Self::LessThan),
            ("at_most", Self::AtMost),
            ("exactly", Self::Exactly),
        ])
    }
}
