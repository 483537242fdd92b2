//! What an attribute or an event's property can hold.

use crate::json::{Malformed, Read, Reader, Tree, Write, Writer};
use crate::money::Money;
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

    /// The number of this many millionths.
    #[must_use]
    pub const fn from_millionths(millionths: i64) -> Self {
        Self { millionths }
    }

    /// Reads a number as JSON writes it, which may have an exponent (`1.5e3`).
    #[must_use]
    pub fn from_numeral(numeral: &str) -> Option<Self> {
        let Some((digits, exponent)) = numeral.split_once(['e', 'E']) else {
            return Self::parse(numeral);
        };
        let exponent: i32 = exponent.parse().ok()?;
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", digits),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        // Ten places either way are more than a decimal holds.
        let zeros = "0000000000";
        if exponent.unsigned_abs() as usize > zeros.len() {
            return None;
        }
        let digits = format!("{zeros}{whole}{fraction}{zeros}");
        let point = zeros.len() + whole.len();
        let point = point.checked_add_signed(isize::try_from(exponent).ok()?)?;
        let (whole, fraction) = digits.split_at_checked(point)?;
        Self::parse(&format!("{sign}{whole}.{fraction}"))
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
    pub fn from_json(json: &Tree) -> Option<Self> {
        match json {
            Tree::Boolean(value) => Some(Self::Boolean(*value)),
            Tree::Number(numeral) => Decimal::from_numeral(numeral).map(Self::Number),
            Tree::Text(text) => Some(Self::Text(text.clone())),
            Tree::List(items) => items
                .iter()
                .map(|item| match item {
                    Tree::Text(text) | Tree::Number(text) => Some(text.clone()),
                    Tree::Boolean(value) => Some(value.to_string()),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
                .map(Self::List),
            Tree::Null | Tree::Object(_) => None,
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

impl Write for Value {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Boolean(value) => value.write(out),
            Self::Number(number) => out.numeral(&number.to_string()),
            Self::Text(text) => text.write(out),
            Self::List(items) => items.write(out),
        }
    }
}

impl Read for Value {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Self::from_json(&Tree::read(reader)?)
            .ok_or(reader.expected("true or false, a number, a string, or a list of strings"))
    }
}

crate::compact::compact!(struct Decimal { millionths });
crate::compact::compact!(
    enum Value {
        Boolean(yes),
        Number(number),
        Text(text),
        List(texts),
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

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
        for text in ["true", "12.5", "-3", "\"blog\"", "[\"a\",\"b\"]"] {
            let value: Value = json::from_str(text).unwrap();
            assert_eq!(json::to_string(&value), text);
        }
        assert!(json::from_str::<Value>("{\"a\":1}").is_err());
    }
}
