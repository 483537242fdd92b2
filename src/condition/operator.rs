//! The words by which a single value is compared.

use crate::event::PropertyKind;
use crate::json::choices;
use crate::sentence::{Said, Sentence};

choices! {
    /// How a value is compared.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Operator {
        /// The same.
        Equals = "equals",
        /// Another, or nothing.
        NotEquals = "not_equals",
        /// One of a list.
        OneOf = "one_of",
        /// None of a list, or nothing.
        NotOneOf = "not_one_of",
        /// Text with this in it; a list with this in it.
        Contains = "contains",
        /// Text or a list without this in it, or nothing.
        NotContains = "not_contains",
        /// Text that begins with this.
        StartsWith = "starts_with",
        /// Text that ends with this.
        EndsWith = "ends_with",
        /// A greater number, or a later date.
        MoreThan = "more_than",
        /// As great or greater.
        AtLeast = "at_least",
        /// A smaller number, or an earlier date.
        LessThan = "less_than",
        /// As small or smaller.
        AtMost = "at_most",
        /// From the first to the second of two, both taken in.
        Between = "between",
        /// A list with at least one of these in it.
        ContainsAny = "contains_any",
        /// A list with all of these in it.
        ContainsAll = "contains_all",
        /// A list with none of these in it, or nothing.
        ContainsNone = "contains_none",
        /// Anything at all.
        Set = "set",
        /// Nothing.
        NotSet = "not_set",
    }
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
