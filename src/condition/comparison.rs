//! More, less, equal, between.

use crate::document::{FromNode, Node, Object};
use std::fmt;

/// How a counted or summed value is compared. "More than 500.00" is strict: 500.00 is out.
/// "Between" takes in both ends.
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
    /// From one limit to another, both taken in. The other stands under `and`.
    Between,
}

impl Comparison {
    /// Whether `value` compares like this with `limit`, and for [`Comparison::Between`] with
    /// `upper`, without which nothing is between.
    #[must_use]
    pub fn holds<T: Ord>(self, value: &T, limit: &T, upper: Option<&T>) -> bool {
        match self {
            Self::MoreThan => value > limit,
            Self::AtLeast => value >= limit,
            Self::LessThan => value < limit,
            Self::AtMost => value <= limit,
            Self::Exactly => value == limit,
            Self::Between => value >= limit && upper.is_some_and(|upper| value <= upper),
        }
    }

    /// The comparison in words: "more than 3", "between 3 and 5".
    #[must_use]
    pub fn say(self, limit: &impl fmt::Display, upper: Option<&impl fmt::Display>) -> String {
        match upper {
            Some(upper) => format!("{self} {limit} and {upper}"),
            None => format!("{self} {limit}"),
        }
    }

    /// Reads the upper limit under `and`, which "between" needs and nothing else may have.
    /// `None` where that went wrong.
    pub fn upper<'a, T: PartialOrd>(
        is: Option<Self>,
        limit: Option<&T>,
        object: &Object<'a>,
        read: impl FnOnce(&Node<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match (is, object.optional("and")) {
            (Some(Self::Between), Some(node)) => {
                let upper = read(&node)?;
                if limit.is_some_and(|limit| upper < *limit) {
                    return node.error(
                        "limits-reversed",
                        "The upper limit is below the lower one, so nothing is between them.",
                        "Write the smaller one first.",
                    );
                }
                Some(Some(upper))
            }
            (Some(Self::Between), None) => {
                object.required("and")?;
                None
            }
            (Some(_), Some(node)) => node.error(
                "not-needed",
                "Only “between” has a second limit.",
                "Leave “and” out, or compare with “between”.",
            ),
            (_, None) => Some(None),
            (None, _) => None,
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
            Self::Between => "between",
        })
    }
}

impl FromNode for Comparison {
    fn read(node: &Node<'_>) -> Option<Self> {
        node.choice(&[
            ("more_than", Self::MoreThan),
            ("at_least", Self::AtLeast),
            ("less_than", Self::LessThan),
            ("at_most", Self::AtMost),
            ("exactly", Self::Exactly),
            ("between", Self::Between),
        ])
    }
}
