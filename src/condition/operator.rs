//! The words by which a single value is compared.

use crate::event::PropertyKind;
use crate::sentence::{Said, Sentence};

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Operator {
    /// The same.
    Equals,
    /// Another, or nothing.
    NotEquals,
    /// One of a list.
    OneOf,
    /// None of a list, or nothing.
    NotOneOf,
    /// Text with this in it; a list with this in it.
    Contains,
    /// Text or a list without this in it, or nothing.
    NotContains,
    /// Text that begins with this.
    StartsWith,
    /// Text that ends with this.
    EndsWith,
    /// A greater number, or a later date.
    MoreThan,
    /// As great or greater.
    AtLeast,
    /// A smaller number, or an earlier date.
    LessThan,
    /// As small or smaller.
    AtMost,
    /// From the first to the second of two, both taken in.
    Between,
    /// A list with at least one of these in it.
    ContainsAny,
    /// A list with all of these in it.
    ContainsAll,
    /// A list with none of these in it, or nothing.
    ContainsNone,
    /// Anything at all.
    Set,
    /// Nothing.
    NotSet,
}

/// What an operator is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wants {
    Nothing,
    One,
    Text,
    Ordered,
    Two,
    Several,
}

impl Operator {
    /// The words in files.
    pub(super) const WORDS: [(&'static str, Self); 18] = [
        ("equals", Self::Equals),
        ("not_equals", Self::NotEquals),
        ("one_of", Self::OneOf),
        ("not_one_of", Self::NotOneOf),
        ("contains", Self::Contains),
        ("not_contains", Self::NotContains),
        ("starts_with", Self::StartsWith),
        ("ends_with", Self::EndsWith),
        ("more_than", Self::MoreThan),
        ("at_least", Self::AtLeast),
        ("less_than", Self::LessThan),
        ("at_most", Self::AtMost),
        ("between", Self::Between),
        ("contains_any", Self::ContainsAny),
        ("contains_all", Self::ContainsAll),
        ("contains_none", Self::ContainsNone),
        ("set", Self::Set),
        ("not_set", Self::NotSet),
    ];

    /// Its word in files.
    pub(super) fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, one)| *one == self);
        found.map_or("", |(word, _)| word)
    }

    /// What it is compared with.
    pub(super) const fn wants(self) -> Wants {
        match self {
            Self::Set | Self::NotSet => Wants::Nothing,
            Self::Equals | Self::NotEquals => Wants::One,
            Self::Contains | Self::NotContains | Self::StartsWith | Self::EndsWith => Wants::Text,
            Self::MoreThan | Self::AtLeast | Self::LessThan | Self::AtMost => Wants::Ordered,
            Self::Between => Wants::Two,
            Self::OneOf
            | Self::NotOneOf
            | Self::ContainsAny
            | Self::ContainsAll
            | Self::ContainsNone => Wants::Several,
        }
    }

    /// Whether it holds for a value that is not there.
    pub(super) const fn holds_for_nothing(self) -> bool {
        matches!(
            self,
            Self::NotSet
                | Self::NotEquals
                | Self::NotOneOf
                | Self::NotContains
                | Self::ContainsNone
        )
    }

    /// Whether the operator can ever hold for a value of this kind.
    pub(super) const fn fits(self, kind: PropertyKind) -> bool {
        match self {
            Self::Set | Self::NotSet => true,
            Self::Equals | Self::NotEquals => !matches!(kind, PropertyKind::List),
            Self::OneOf | Self::NotOneOf => {
                matches!(kind, PropertyKind::Text | PropertyKind::Number)
            }
            Self::Contains | Self::NotContains => {
                matches!(kind, PropertyKind::Text | PropertyKind::List)
            }
            Self::StartsWith | Self::EndsWith => matches!(kind, PropertyKind::Text),
            Self::MoreThan | Self::AtLeast | Self::LessThan | Self::AtMost | Self::Between => {
                matches!(kind, PropertyKind::Number)
            }
            Self::ContainsAny | Self::ContainsAll | Self::ContainsNone => {
                matches!(kind, PropertyKind::List)
            }
        }
    }
}

impl Said for Operator {
    fn say(&self, to: &mut Sentence<'_>) {
        let words = match self {
            Self::Equals => "is",
            Self::NotEquals => "is not",
            Self::OneOf => "is one of",
            Self::NotOneOf => "is none of",
            Self::Contains => "contains",
            Self::NotContains => "does not contain",
            Self::StartsWith => "starts with",
            Self::EndsWith => "ends with",
            Self::MoreThan => "is more than",
            Self::AtLeast => "is at least",
            Self::LessThan => "is less than",
            Self::AtMost => "is at most",
            Self::Between => "is between",
            Self::ContainsAny => "contains any of",
            Self::ContainsAll => "contains all of",
            Self::ContainsNone => "contains none of",
            Self::Set => "is set",
            Self::NotSet => "is not set",
        };
        to.say(words, &[]);
    }
}
