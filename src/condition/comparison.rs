//! More, less, equal, between.

#[cfg(test)]
use crate::document::{Described, Members};
use crate::document::{Form, Member, Object};
use crate::json::choices;
use crate::sentence::{Said, Sentence};
use std::ops::RangeInclusive;

choices! {
    /// How a number or an amount is compared. `more_than` and `less_than` exclude the limit;
    /// `between` includes both limits.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Comparison {
        /// Greater than the limit.
        MoreThan = "more_than",
        /// Equal to or greater than the limit.
        AtLeast = "at_least",
        /// Less than the limit.
        LessThan = "less_than",
        /// Equal to or less than the limit.
        AtMost = "at_most",
        /// Equal to the limit.
        Exactly = "exactly",
        /// Between two limits, both included. The upper limit goes in `and`.
        Between = "between",
    }
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

    /// The whole numbers that [compare](Self::holds) like this.
    #[must_use]
    pub fn range(self, limit: i64, upper: Option<i64>) -> RangeInclusive<i64> {
        const NOTHING: RangeInclusive<i64> = RangeInclusive::new(1, 0);
        match self {
            Self::MoreThan => limit
                .checked_add(1)
                .map_or(NOTHING, |least| least..=i64::MAX),
            Self::AtLeast => limit..=i64::MAX,
            Self::LessThan => limit.checked_sub(1).map_or(NOTHING, |most| i64::MIN..=most),
            Self::AtMost => i64::MIN..=limit,
            Self::Exactly => limit..=limit,
            Self::Between => upper.map_or(NOTHING, |upper| limit..=upper),
        }
    }
}

/// The upper limit of a comparison.
#[derive(Clone, Copy, Debug)]
pub struct Upper<'l, F: Form> {
    is: Option<Comparison>,
    limit: &'l Option<F::Value>,
    form: F,
}

/// The upper limit, which “between” needs and no other comparison may have. `is` and `limit` are
/// what was read before it.
pub const fn upper<F: Form>(
    is: Option<Comparison>,
    limit: &Option<F::Value>,
    form: F,
) -> Upper<'_, F> {
    Upper { is, limit, form }
}

impl<F: Form> Member for Upper<'_, F>
where
    F::Value: PartialOrd,
{
    type Value = Option<F::Value>;

    fn read(self, object: &Object<'_>, key: &'static str) -> Option<Self::Value> {
        match (self.is, object.optional(key)) {
            (Some(Comparison::Between), Some(node)) => {
                let upper = self.form.read(&node)?;
                if self.limit.as_ref().is_some_and(|limit| upper < *limit) {
                    return node.error(
                        "limits-reversed",
                        "The upper limit is lower than the lower limit, so this never matches.",
                        "Put the smaller number first.",
                    );
                }
                Some(Some(upper))
            }
            (Some(Comparison::Between), None) => {
                object.required(key)?;
                None
            }
            (Some(_), Some(node)) => node.error(
                "not-needed",
                "“{key}” only works with “between”.",
                format!("Remove “{key}”, or use “between”."),
            ),
            (_, None) => Some(None),
            (None, _) => None,
        }
    }

    #[cfg(test)]
    fn describe(
        self,
        member: Described<'_>,
        object: &mut Members,
        generator: &mut schemars::SchemaGenerator,
    ) {
        object.add(member, self.form.schema(generator), false);
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
    /// Whether things are counted: "fewer than 2 orders", but "less than $50".
    counts: bool,
}

impl<'c, T: Said> Compared<'c, T> {
    /// A comparison with the limit in the member `field`.
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
            counts: false,
        }
    }

    /// The same, where the limit is a number of things.
    pub const fn of_things(self) -> Self {
        Self {
            counts: true,
            ..self
        }
    }
}

impl<T: Said> Said for Compared<'_, T> {
    fn say(&self, to: &mut Sentence<'_>) {
        to.at("is", |to| match self.is {
            Comparison::LessThan if self.counts => to.say("fewer than", &[]),
            is => is.say(to),
        });
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
            let times = Compared::new(*is, "count", count, upper.as_ref()).of_things();
            to.say(" {_times} {_times:time|times}", &[("_times", &times)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_the_numbers_that_hold() {
        let numbers = [i64::MIN, -1, 0, 1, 2, 3, i64::MAX];
        for (_, is) in Comparison::WORDS {
            for (limit, upper) in numbers
                .iter()
                .flat_map(|limit| numbers.map(|upper| (limit, upper)))
            {
                let upper = (*is == Comparison::Between).then_some(upper);
                let range = is.range(*limit, upper);
                for number in numbers {
                    let holds = is.holds(&number, limit, upper.as_ref());
                    assert_eq!(
                        range.contains(&number),
                        holds,
                        "{number} {is:?} {limit} {upper:?}"
                    );
                }
            }
        }
    }
}
