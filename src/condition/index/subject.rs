//! What a leaf reads, apart from the value it compares with.

use crate::condition::ValuePredicate;
pub(super) use crate::condition::value_predicate::InList;
use crate::condition::{
    Behavior, CartValue, Comparison, Condition, Context, OrderCount, Spend, Window, attribute,
};
use crate::money::Currency;
use crate::value::{Decimal, Value};
use std::borrow::Cow;

/// What is read of a customer. Leaves that differ only in the value they compare with share a
/// subject.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::condition) enum Subject {
    /// An attribute, by name.
    Attribute(String),
    /// The number of orders.
    Orders(Window),
    /// The amount spent.
    Spend(Window, Currency),
    /// The value of the cart.
    CartValue(Currency),
    /// The number of times something was done.
    Done(Box<Behavior>),
    /// The points that can be redeemed.
    Points,
    /// The lead score.
    Score,
    /// A leaf as a whole: 1 if it holds.
    Leaf(Box<Condition>),
    /// The same under a negation: 1 also if the answer is unknown.
    InDoubt(Box<Condition>),
}

/// The test of a subject.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::condition) enum Test {
    /// A test on a value that may be missing.
    Value(ValuePredicate),
    /// A comparison of a number; nothing passes none.
    Number {
        /// How the number is compared.
        is: Comparison,
        /// The number to compare with.
        limit: i64,
        /// For "between": the upper limit.
        upper: Option<i64>,
    },
}

/// What was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact<'c> {
    /// There is nothing.
    Nothing,
    /// A number; an attribute's in millionths.
    Number(i64),
    /// Anything else.
    Other(Cow<'c, Value>),
}

impl Subject {
    /// What a leaf reads and how it is tested; `doubt` under a negation.
    pub(super) fn of(condition: &Condition, doubt: bool) -> (Self, Test) {
        if doubt {
            return (Self::InDoubt(Box::new(condition.clone())), HOLDS);
        }
        let own = || (Self::Leaf(Box::new(condition.clone())), HOLDS);
        condition
            .leaf()
            .and_then(|leaf| leaf.question())
            // A long list would make a long table.
            .filter(|(_, test)| test.edges().len() + test.texts().count() <= MOST_VALUES)
            .unwrap_or_else(own)
    }

    /// Whether a leaf is read as a whole: then what was read only says whether it holds.
    pub(super) const fn is_whole(&self) -> bool {
        matches!(self, Self::Leaf(_) | Self::InDoubt(_))
    }

    /// Reads the subject’s value for one customer.
    pub(super) fn read<'c>(&self, context: &Context<'c>) -> Fact<'c> {
        let customer = context.customer;
        Fact::Number(match self {
            Self::Attribute(name) => return Fact::of(attribute::find(&customer.profile, name)),
            Self::Orders(window) => window.sum(context, OrderCount::moments(context)),
            Self::Spend(window, currency) => {
                window.sum(context, Spend::moments(*currency, context))
            }
            Self::CartValue(currency) => {
                match CartValue::value(context).filter(|value| value.currency == *currency) {
                    Some(value) => value.minor,
                    None => return Fact::Nothing,
                }
            }
            Self::Done(what) => what.window.sum(context, what.moments(context)),
            Self::Points => customer.points.balance,
            Self::Score => customer.score.value,
            Self::Leaf(condition) => condition.evaluate(context).matched.into(),
            Self::InDoubt(condition) => condition.evaluate(&context.in_doubt()).matched.into(),
        })
    }
}

/// With how many values a test compares at most that is put into a table.
const MOST_VALUES: usize = 64;

/// Of a leaf that was read as a whole.
const HOLDS: Test = Test::Number {
    is: Comparison::Exactly,
    limit: 1,
    upper: None,
};

impl Test {
    /// A comparison of a number.
    pub(in crate::condition) fn number<T: Into<i64>>(
        is: Comparison,
        limit: T,
        upper: Option<T>,
    ) -> Self {
        Self::Number {
            is,
            limit: limit.into(),
            upper: upper.map(Into::into),
        }
    }

    /// Whether a fact passes.
    pub(super) fn passes(&self, fact: &Fact<'_>) -> bool {
        match (self, fact) {
            (Self::Value(test), Fact::Nothing) => test.holds(None),
            (Self::Value(test), Fact::Number(millionths)) => {
                test.holds(Some(&Value::Number(Decimal::from_millionths(*millionths))))
            }
            (Self::Value(test), Fact::Other(value)) => test.holds(Some(value)),
            (Self::Number { is, limit, upper }, Fact::Number(number)) => {
                is.holds(number, limit, upper.as_ref())
            }
            (Self::Number { .. }, _) => false,
        }
    }

    /// The numbers at which its answer for numbers may change: between two of them, and up to
    /// the first and from the last on, it is the same for all.
    pub(super) fn edges(&self) -> Vec<i64> {
        let limits = match self {
            Self::Value(test) => test.numbers(),
            Self::Number { limit, upper, .. } => std::iter::once(*limit).chain(*upper).collect(),
        };
        let edges = limits
            .into_iter()
            .flat_map(|limit| [limit, limit.saturating_add(1)]);
        edges.collect()
    }

    /// The texts, in lower case, that it compares with.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let test = match self {
            Self::Value(test) => Some(test),
            Self::Number { .. } => None,
        };
        test.into_iter().flat_map(ValuePredicate::texts)
    }

    /// Whether all that matters of a text is which of [`Test::texts`] it is, if any.
    pub(super) fn compares_whole_texts(&self) -> bool {
        match self {
            Self::Value(test) => test.compares_whole_texts(),
            Self::Number { .. } => true,
        }
    }

    /// How it tests a list, if the answer only depends on which of [`Test::texts`] the list
    /// contains.
    pub(super) fn in_list(&self) -> Option<InList> {
        match self {
            Self::Value(test) => test.in_list(),
            Self::Number { .. } => None,
        }
    }
}

/// Whether two leaves read the same and no value of it passes both.
pub(in crate::condition) fn exclude_each_other(one: &Condition, other: &Condition) -> bool {
    let asked = |condition: &Condition| condition.leaf().and_then(|leaf| leaf.question());
    let (Some((subject, test)), Some((same, against))) = (asked(one), asked(other)) else {
        return false;
    };
    // Parts of texts and contents of lists can’t be represented by a few values.
    let whole = |test: &Test| test.compares_whole_texts() && test.in_list().is_none();
    if subject != same || !whole(&test) || !whole(&against) {
        return false;
    }
    let edges = test.edges().into_iter().chain(against.edges());
    let numbers = edges.flat_map(|edge| [edge.saturating_sub(1), edge]);
    let texts = test.texts().chain(against.texts());
    let other_text = std::iter::once("\u{1}");
    let texts = texts
        .chain(other_text)
        .map(|text| Fact::Other(Cow::Owned(Value::Text(text.to_owned()))));
    let either = [true, false].map(|answer| Fact::Other(Cow::Owned(Value::Boolean(answer))));
    let mut facts = std::iter::once(Fact::Nothing)
        .chain(either)
        .chain(numbers.map(Fact::Number))
        .chain(texts);
    !facts.any(|fact| test.passes(&fact) && against.passes(&fact))
}

impl<'c> Fact<'c> {
    fn of(value: Option<Cow<'c, Value>>) -> Self {
        match value {
            None => Self::Nothing,
            Some(value) => match &*value {
                Value::Number(number) => Self::Number(number.millionths()),
                _ => Self::Other(value),
            },
        }
    }
}
