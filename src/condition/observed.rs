//! What leaves saw, in words.

use super::Condition;
use crate::json::object;
use crate::sentence::{Reader, Said, Sentence};
use crate::trace::Observation;

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
    /// What one of the leaves of `asked` saw, for a reader; if there is no such leaf, only the
    /// value.
    #[must_use]
    pub fn new(asked: &[&Condition], saw: &Observation, reader: Reader<'_>) -> Self {
        let mut rest = usize::try_from(saw.leaf).unwrap_or(usize::MAX);
        let leaf = asked.iter().find_map(|one| one.nth_leaf(&mut rest));
        let (mut condition, mut value) = (Sentence::new(reader, ""), Sentence::new(reader, ""));
        match leaf {
            Some(leaf) => {
                leaf.say(&mut condition);
                leaf.say_seen(&saw.value, &mut value);
            }
            None => saw.value.say(&mut value),
        }
        Self {
            condition: condition.into_text(),
            value: value.into_text(),
            matched: saw.matched,
        }
    }
}

/// "has placed 2 orders (1 order)".
impl Said for ObservedWords {
    fn say(&self, to: &mut Sentence<'_>) {
        to.text(&self.condition);
        if !self.value.is_empty() {
            to.text(" (");
            to.text(&self.value);
            to.text(")");
        }
    }
}

impl Condition {
    /// The leaf of this number, in the order of the file; counts `rest` down by those it has.
    fn nth_leaf(&self, rest: &mut usize) -> Option<&Self> {
        match self {
            Self::All(group) | Self::Any(group) | Self::None(group) => {
                group.of.iter().find_map(|inner| inner.nth_leaf(rest))
            }
            leaf => match rest.checked_sub(1) {
                Some(less) => {
                    *rest = less;
                    None
                }
                None => Some(leaf),
            },
        }
    }
}
