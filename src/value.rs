//! What an attribute or an event's property can hold.

use crate::money::Money;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A number with up to six decimals, exact. Range: about ±9 billion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal {
    millionths: i64,
}

impl Decimal {
    /// Reads a plain decimal number (`12`, `-0.5`). Digits beyond the sixth decimal are cut
    /// off. Returns `None` for anything else (`1e3`, `NaN`) and for numbers beyond 2^53
    /// millionths, which JavaScript could not hold.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(fraction.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let places = fraction.bytes().chain(std::iter::repeat(b'0')).take(6);
        let millionths = whole
            .bytes()
            .chain(places)
            .try_fold(0i64, |number, digit| {
                number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
            })?;
        (millionths <= Money::MAX_MINOR).then_some(Self {
            millionths: if negative { -millionths } else { millionths },
        })
    }
}

impl Decimal {
    /// The number as millionths.
    #[must_use]
    pub const fn millionths(self) -> i64 {
        self.millionths
    }

    /// So many millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self { millionths }
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self {
            millionths: i64::from(number) * 1_000_000,
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.millionths < 0 { "-" } else { "" };
        let (whole, fraction) = (
            self.millionths.unsigned_abs() / 1_000_000,
            self.millionths.unsigned_abs() % 1_000_000,
        );
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:06}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A fact's value. In JSON: `true`, `12.5`, `"text"`, `["a", "b"]`; dates are text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(Decimal),
    /// Text; also dates, as `YYYY-MM-DD` or RFC 3339.
    Text(String),
    /// Several texts, such as interests.
    List(Vec<String>),
}

impl Value {
    /// The value in `json`, or `None` for what no attribute can hold (null, objects, nested
    /// lists, numbers out of range). Numbers and booleans inside a list become text.
    #[must_use]
    pub fn from_json(json: &serde_json::Value) -> Option<Self> {
        use serde_json::Value as Json;
        match json {
            Json::Bool(value) => Some(Self::Boolean(*value)),
            Json::Number(number) => Decimal::parse(&number.to_string()).map(Self::Number),
            Json::String(text) => Some(Self::Text(text.clone())),
            Json::Array(items) => items
                .iter()
                .map(|item| match item {
                    Json::String(text) => Some(text.clone()),
                    Json::Number(number) => Some(number.to_string()),
                    Json::Bool(value) => Some(value.to_string()),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
                .map(Self::List),
            Json::Null | Json::Object(_) => None,
        }
    }

    /// The value as JSON: the inverse of [`Value::from_json`].
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match self {
            Self::Boolean(value) => Json::Bool(*value),
            Self::Number(number) => number
                .to_string()
                .parse::<serde_json::Number>()
                .map_or_else(|_| Json::String(number.to_string()), Json::Number),
            Self::Text(text) => Json::String(text.clone()),
            Self::List(items) => Json::Array(items.iter().cloned().map(Json::String).collect()),
        }
    }
}

impl fmt::Display for Value {
    /// As it reads in a sentence: `12.5`, `"blog"`, `"a", "b"`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{}", if *value { "yes" } else { "no" }),
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "“{text}”"),
            Self::List(items) => {
                for (position, item) in items.iter().enumerate() {
                    let comma = if position == 0 { "" } else { ", " };
                    write!(f, "{comma}“{item}”")?;
                }
                Ok(())
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        Self::from_json(&json).ok_or_else(|| {
            serde::de::Error::custom("expected true, false, a number, text or a list of texts")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_and_print_as_they_were_read() {
        for text in ["0", "12", "-0.5", "0.1", "123456.654321"] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
        for text in ["", "1e3", "NaN", "0x10", "--1", "9007199254.740992"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn json_survives_the_round_trip() {
        for json in ["true", "12.5", "-3", "\"blog\"", "[\"a\",\"b\"]"] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        assert!(serde_json::from_str::<Value>("{\"a\":1}").is_err());
    }
}
