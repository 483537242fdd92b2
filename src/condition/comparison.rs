//! More, less, equal, between.

use crate::document::{FromNode, Node, Object};
use crate::sentence::{Said, Sentence};

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

impl Said for Comparison {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            match self {
                Self::MoreThan => "more than",
                Self::AtLeast => "at least",
                Self::LessThan => "less than",
                Self::AtMost => "at most",
                Self::Exactly => "exactly",
                Self::Between => "between",
            },
            &[],
        );
    }
}

/// A comparison with its limits: "more than 3", "between 3 and 5". The fields are `is`, the limit's
/// own, and `and`.
pub struct Compared<'c, T> {
    is: Comparison,
    field: &'static str,
    limit: &'c T,
    upper: Option<&'c T>,
}

impl<'c, T: Said> Compared<'c, T> {
    /// A comparison with the limit that stands under `field`.
    pub const fn new(
        is: Comparison,
        field: &'static str,
        limit: &'c T,
        upper: Option<&'c T>,
    ) -> Self {
        Self {
            is,
            field,
            limit,
            upper,
        }
    }
}

impl<T: Said> Said for Compared<'_, T> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.at("is", |to| self.is.say(to));
        to.text(" ");
        to.at(self.field, |to| self.limit.say(to));
        if let Some(upper) = self.upper {
            to.say(" and ", &[]);
            to.at("and", |to| upper.say(to));
        }
    }

    fn number(&self) -> Option<i64> {
        self.upper.unwrap_or(self.limit).number()
    }
}

/// How often something is counted, behind what it is: " at least 3 times"; nothing for "at least
/// once", which goes without saying.
pub(super) struct Times(Comparison, i64, Option<i64>);

impl Times {
    pub(super) fn new<T: Copy + Into<i64>>(is: Comparison, count: T, upper: Option<T>) -> Self {
        Self(is, count.into(), upper.map(Into::into))
    }
}

impl Said for Times {
    fn say(&self, to: &mut Sentence<'_>) {
        let Self(is, count, upper) = self;
        if (*is, *count) != (Comparison::AtLeast, 1) {
            let times = Compared::new(*is, "count", count, upper.as_ref());
            to.say(" {_times} {_times:time|times}", &[("_times", &times)]);
        }
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
