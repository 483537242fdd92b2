//! Single values in the document: text, numbers, amounts, words.

use super::{NAME_HELP, Node, is_name, nearest};
use crate::json::Tree;
use crate::money::Money;

impl<'a> Node<'a> {
    /// Text of 1 to `longest` characters without control characters other than line breaks
    /// and tabs.
    #[must_use]
    pub fn text(&self, longest: usize) -> Option<String> {
        let Tree::Text(text) = self.value else {
            return self.wrong_type("text", "\"…\"");
        };
        if text.trim().is_empty() {
            return self.error(
                "empty-text",
                "This is empty.",
                "Write something, or leave the key out.",
            );
        }
        let length = text.chars().count();
        if length > longest {
            return self.error(
                "too-long",
                format!("This has {length} characters; {longest} are allowed."),
                "Make it shorter.",
            );
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return self.error(
                "control-character",
                "This holds a control character.",
                "Remove it.",
            );
        }
        Some(text.clone())
    }

    /// The text here, if it is text, without any check.
    #[must_use]
    pub fn as_text(&self) -> Option<&'a str> {
        match self.value {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A name in kebab-case: `cart-abandonment-recovery`, 1 to 64 characters.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let text = self.text(64)?;
        if is_name(&text) {
            return Some(text);
        }
        self.error("not-a-name", format!("“{text}” is not a name."), NAME_HELP)
    }

    /// A whole number within `range`.
    #[must_use]
    pub fn whole(&self, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let Some(number) = self.numeral().and_then(|text| text.parse::<u64>().ok()) else {
            return self.wrong_type("a whole number", &range.start().to_string());
        };
        match u32::try_from(number) {
            Ok(number) if range.contains(&number) => Some(number),
            _ => self.error(
                "out-of-range",
                format!(
                    "{number} is not between {} and {}.",
                    range.start(),
                    range.end()
                ),
                "Choose a number in that range.",
            ),
        }
    }

    /// A whole number that may be negative, within ±1,000,000,000.
    #[must_use]
    pub fn signed(&self) -> Option<i32> {
        let number: Option<i32> = self.numeral().and_then(|text| text.parse().ok());
        match number.filter(|number| number.unsigned_abs() <= 1_000_000_000) {
            Some(number) => Some(number),
            None => self.wrong_type("a whole number", "100"),
        }
    }

    /// A moment in milliseconds since 1970.
    #[must_use]
    pub fn moment(&self) -> Option<crate::time::Timestamp> {
        match self.numeral().and_then(|text| text.parse().ok()) {
            Some(millis) => Some(crate::time::Timestamp::from_millis(millis)),
            None => self.wrong_type("a moment in milliseconds since 1970", "1795363985745"),
        }
    }

    /// An amount of the shop's money, written as text so that nothing is rounded: `"500.00"`.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let Tree::Text(text) = self.value else {
            return self.wrong_type("an amount in quotes", "\"500.00\"");
        };
        let decimals = text
            .split_once('.')
            .map_or(0, |(_, fraction)| fraction.len());
        let currency = self.currency();
        match Money::parse(text, currency) {
            Some(money) if decimals <= currency.exponent() as usize => {
                // Only a warning: configurations of earlier releases may hold one.
                if money.minor < 0 {
                    self.warn(
                        "negative-amount",
                        format!("“{text}” is below zero, and no amount here ever is."),
                        format!(
                            "Write it like “{}”.",
                            Money::new(50_000, currency).decimal()
                        ),
                    );
                }
                Some(money)
            }
            _ => self.error(
                "not-an-amount",
                format!("“{text}” is not an amount in {currency}."),
                format!(
                    "Write it like “{}”.",
                    Money::new(50_000, currency).decimal()
                ),
            ),
        }
    }

    /// A number with up to six decimals.
    #[must_use]
    pub fn decimal(&self) -> Option<crate::value::Decimal> {
        match self.value() {
            Some(crate::value::Value::Number(number)) => Some(number),
            Some(_) => self.wrong_type("a number", "12.5"),
            None => None,
        }
    }

    /// Yes or no.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        match self.value {
            Tree::Boolean(value) => Some(*value),
            _ => self.wrong_type("true or false", "true"),
        }
    }

    /// One of the `choices`, by its word.
    #[must_use]
    pub fn choice<T: Copy>(&self, choices: &[(&'static str, T)]) -> Option<T> {
        let words: Vec<&'static str> = choices.iter().map(|(word, _)| *word).collect();
        let Tree::Text(text) = self.value else {
            return self.wrong_type(
                "one of the words below",
                &format!("\"{}\"", words.first().unwrap_or(&"")),
            );
        };
        if let Some((_, value)) = choices.iter().find(|(word, _)| word == text) {
            return Some(*value);
        }
        let help = match nearest(text, &words) {
            Some(word) => format!("Did you mean “{word}”?"),
            None => format!("Known here: {}.", words.join(", ")),
        };
        self.error("unknown-word", format!("“{text}” is not known here."), help)
    }

    /// An attribute's value: true or false, a number, text, or a list of texts.
    #[must_use]
    pub fn value(&self) -> Option<crate::value::Value> {
        match crate::value::Value::from_json(self.value) {
            Some(value) => Some(value),
            None => self.wrong_type(
                "a value (true, a number, text or a list of texts)",
                "\"DE\"",
            ),
        }
    }
}
