//! What leaves saw, in words.

use super::{Condition, Leaf};
use crate::json::object;
use crate::sentence::{Reader, Said, Sentence};
use crate::trace::Observation;

/// One leaf of the conditions that a decision asked, with what it saw: "has placed 2 orders (1
/// order)". Where the conditions are no longer those that were asked, the value alone.
pub struct Observed<'c> {
    /// What was asked, in the order of the file.
    pub asked: &'c [&'c Condition],
    /// What one of the leaves saw.
    pub saw: &'c Observation,
}

impl<'c> Observed<'c> {
    fn leaf(&self) -> Option<&'c dyn Leaf> {
        let mut rest = usize::try_from(self.saw.leaf).unwrap_or(usize::MAX);
        self.asked.iter().find_map(|one| one.nth_leaf(&mut rest))
    }
}

/// An observation in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObservedWords {
    /// The leaf, after "the customer".
    pub condition: String,
    /// The value it saw.
    pub value: String,
    /// Whether it held.
    pub matched: bool,
}

object!(ObservedWords or default { condition, value, matched });

impl ObservedWords {
    /// What one of the leaves of `asked` saw, for a reader.
    #[must_use]
    pub fn new(asked: &[&Condition], saw: &Observation, reader: Reader<'_>) -> Self {
        let Some(leaf) = (Observed { asked, saw }).leaf() else {
            return Self::default();
        };
        let mut value = Sentence::new(reader, "");
        leaf.say_seen(&saw.value, &mut value);
        let mut condition = Sentence::new(reader, "");
        leaf.say(&mut condition);
        Self {
            condition: condition.into_text(),
            value: value.into_text(),
            matched: saw.matched,
        }
    }
}

impl Said for Observed<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        match self.leaf() {
            Some(leaf) => {
                leaf.say(to);
                to.text(" (");
                leaf.say_seen(&self.saw.value, to);
                to.text(")");
            }
            None => self.saw.value.say(to),
        }
    }
}

impl Condition {
    /// The leaf of this number, in the order of the file; counts `rest` down by those it has.
    fn nth_leaf(&self, rest: &mut usize) -> Option<&dyn Leaf> {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                group.of.iter().find_map(|inner| inner.nth_leaf(rest))
            }
            leaf => match rest.checked_sub(1) {
                Some(less) => {
                    *rest = less;
                    None
                }
                None => leaf.leaf(),
            },
        }
    }
}
