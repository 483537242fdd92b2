//! How a single value is compared.

use crate::event::PropertyKind;
use crate::json::choices;
use crate::sentence::{Said, Sentence};

choices! {
    /// How a value is compared.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Operator {
        /// Equal to the value.
        Equals = "equals",
        /// Not equal to the value, or not set.
        NotEquals = "not_equals",
        /// Equal to one of the values in a list.
        OneOf = "one_of",
        /// Equal to none of the values in a list, or not set.
        NotOneOf = "not_one_of",
        /// Text or a list that contains the value.
        Contains = "contains",
        /// Text or a list that doesn’t contain the value, or not set.
        NotContains = "not_contains",
        /// Text that starts with the value.
        StartsWith = "starts_with",
        /// Text that ends with the value.
        EndsWith = "ends_with",
        /// A number greater than the value, or a later date.
        MoreThan = "more_than",
        /// A number equal to or greater than the value, or the same or a later date.
        AtLeast = "at_least",
        /// A number less than the value, or an earlier date.
        LessThan = "less_than",
        /// A number equal to or less than the value, or the same or an earlier date.
        AtMost = "at_most",
        /// Between two values, both included.
        Between = "between",
        /// A list that contains at least one of the values.
        ContainsAny = "contains_any",
        /// A list that contains all of the values.
        ContainsAll = "contains_all",
        /// A list that contains none of the values, or not set.
        ContainsNone = "contains_none",
        /// Any value.
        Set = "set",
        /// No value.
        NotSet = "not_set",
    }
}

/// The kind of value an operator compares with.
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
    /// Its word in files.
    pub(super) fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, one)| *one == self);
        found.map_or("", |(word, _)| word)
    }

    /// The kind of value it compares with.
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
