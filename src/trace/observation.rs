//! What a condition saw when it was evaluated: facts, from which sentences are made on demand.

use crate::json::{Malformed, Read, Reader, Tree, Write, Writer, object};
use crate::sentence::{Said, Sentence};
use crate::value::{Decimal, Value};

/// One condition as it was evaluated. Which one is meant follows from the decision: the leaves of
/// the conditions that it asks are counted from 0, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// The number of the leaf among all that the decision asks.
    pub leaf: u32,
    /// The value it saw. What it means is known by the leaf: cents, a number of orders.
    pub value: Seen,
    /// Whether the leaf held.
    pub matched: bool,
    /// In journals of earlier releases, which stored sentences: the leaf in words. `value` is text
    /// then.
    pub condition: Option<String>,
}

object!(Observation or default {
    leaf: sparse,
    value: sparse,
    matched,
    condition: sparse
});

impl Observation {
    /// What the leaf of this number saw.
    #[must_use]
    pub const fn new(leaf: u32, value: Seen, matched: bool) -> Self {
        Self {
            leaf,
            value,
            matched,
            condition: None,
        }
    }
}

/// A value that a condition saw. In JSON: `null`, `true`, `12`, `12.5`, `"text"`, `[1, "a"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// The customer doesn’t have this date.
    #[default]
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A count, an amount in minor units, a moment in milliseconds.
    Whole(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// Text; also the word of a reason why it cannot be known.
    Text(String),
    /// Several values.
    List(Vec<Seen>),
}

impl Seen {
    /// A value that is text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The count, amount or moment that it is.
    #[must_use]
    pub const fn as_whole(&self) -> Option<i64> {
        match self {
            Self::Whole(number) => Some(*number),
            _ => None,
        }
    }

    /// The text that it is.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn from_json(json: &Tree) -> Option<Self> {
        Some(match json {
            Tree::Null => Self::Nothing,
            Tree::Boolean(flag) => Self::Flag(*flag),
            Tree::Number(numeral) => match numeral.parse() {
                Ok(whole) => Self::Whole(whole),
                Err(_) => Self::Decimal(Decimal::from_numeral(numeral)?),
            },
            Tree::Text(text) => Self::Text(text.clone()),
            Tree::List(items) => {
                let items = items.iter().map(Self::from_json);
                Self::List(items.collect::<Option<_>>()?)
            }
            Tree::Object(_) => return None,
        })
    }
}

impl From<Option<&Value>> for Seen {
    fn from(value: Option<&Value>) -> Self {
        match value {
            None => Self::Nothing,
            Some(Value::Boolean(flag)) => Self::Flag(*flag),
            Some(Value::Number(number)) => {
                let millionths = number.millionths();
                match millionths % 1_000_000 {
                    0 => Self::Whole(millionths / 1_000_000),
                    _ => Self::Decimal(*number),
                }
            }
            Some(Value::Text(text)) => Self::text(text),
            Some(Value::List(items)) => Self::List(items.iter().map(Self::text).collect()),
        }
    }
}

impl From<Option<Value>> for Seen {
    fn from(value: Option<Value>) -> Self {
        value.as_ref().into()
    }
}

impl Said for Seen {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Nothing => to.say("not set", &[]),
            Self::Flag(true) => to.say("yes", &[]),
            Self::Flag(false) => to.say("no", &[]),
            Self::Whole(number) => number.say(to),
            Self::Decimal(number) => number.say(to),
            Self::Text(text) => to.say("“{_text}”", &[("_text", text)]),
            Self::List(items) => to.join(items, ", ", |to, _, item| item.say(to)),
        }
    }

    fn number(&self) -> Option<i64> {
        self.as_whole()
    }
}

impl Write for Seen {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Nothing => out.null(),
            Self::Flag(flag) => flag.write(out),
            Self::Whole(number) => number.write(out),
            Self::Decimal(number) => out.numeral(&number.to_string()),
            Self::Text(text) => text.write(out),
            Self::List(items) => items.write(out),
        }
    }

    fn is_blank(&self) -> bool {
        *self == Self::Nothing
    }
}

impl Read for Seen {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::from_json(&Tree::read(reader)?).ok_or(reader.expected("a value, or a list of values"))
    }

    fn missing() -> Option<Self> {
        Some(Self::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn what_was_seen_is_facts_and_journals_of_sentences_are_still_read() {
        let seen = Observation::new(2, Seen::Whole(49_999), false);
        let text = json::to_string(&seen);
        assert_eq!(text, r#"{"leaf":2,"value":49999,"matched":false}"#);
        assert_eq!(json::from_str::<Observation>(&text).unwrap(), seen);
        let old =
            r#"{"condition":"has spent more than $500.00","value":"$499.99","matched":false}"#;
        let received: Observation = json::from_str(old).unwrap();
        assert_eq!(
            received.condition.as_deref(),
            Some("has spent more than $500.00")
        );
        assert_eq!(received.value, Seen::text("$499.99"));
    }

    #[test]
    fn values_survive_the_round_trip() {
        for text in ["null", "true", "12", "-12.5", "\"a\"", "[1,\"a\",null]"] {
            assert_eq!(
                json::to_string(&json::from_str::<Seen>(text).unwrap()),
                text
            );
        }
    }
}
