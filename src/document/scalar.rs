//! Single values in the document: text, numbers, amounts, words.

use super::{NAME_HELP, Node, is_name, nearest};
use crate::json::Tree;
use crate::money::Money;

/// The largest number that [`Node::signed`] takes, above and below zero.
const FURTHEST: u32 = 1_000_000_000;

impl<'a> Node<'a> {
    /// Text of 1 to `longest` characters without control characters other than line breaks
    /// and tabs.
    #[must_use]
    pub fn text(&self, longest: usize) -> Option<String> {
        let Tree::Text(text) = self.value else {
            return self.wrong_type("text in quotes", "\"Hello\"");
        };
        if text.trim().is_empty() {
            return self.error(
                "empty-text",
                "Expected text; found an empty string.",
                "Enter text, or remove the key.",
            );
        }
        let length = text.chars().count();
        if length > longest {
            return self.error(
                "too-long",
                format!("Expected at most {longest} characters; found {length}."),
                "Shorten the text.",
            );
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            return self.error(
                "control-character",
                "Found a control character, which isn’t allowed here.",
                "Remove the control character.",
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
        self.error(
            "not-a-name",
            format!("“{text}” isn’t a valid name."),
            NAME_HELP,
        )
    }

    /// A whole number within `range`.
    #[must_use]
    pub fn whole(&self, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        let Some(numeral) = self.numeral() else {
            return self.wrong_type("a whole number", &range.start().to_string());
        };
        let number: Option<u64> = numeral.parse().ok();
        let fitting = number.and_then(|number| u32::try_from(number).ok());
        let code = match number {
            Some(_) => "out-of-range",
            None => "wrong-type",
        };
        fitting
            .filter(|number| range.contains(number))
            .or_else(|| self.not_within(code, numeral, range.start(), range.end()))
    }

    /// A whole number that may be negative, within ±1,000,000,000.
    #[must_use]
    pub fn signed(&self) -> Option<i32> {
        let Some(numeral) = self.numeral() else {
            return self.wrong_type("a whole number", "100");
        };
        let number: Option<i32> = numeral.parse().ok();
        number
            .filter(|number| number.unsigned_abs() <= FURTHEST)
            .or_else(|| self.not_within("wrong-type", numeral, &format!("-{FURTHEST}"), &FURTHEST))
    }

    /// Reports a number that is not whole or not from `least` to `most`, and returns `None`.
    pub(super) fn not_within<T>(
        &self,
        code: &str,
        found: impl std::fmt::Display,
        least: &impl std::fmt::Display,
        most: &impl std::fmt::Display,
    ) -> Option<T> {
        self.error(
            code,
            format!("Expected a whole number from {least} to {most}; found {found}."),
            "Use a number in that range.",
        )
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
                        format!("Expected an amount of zero or more; found “{text}”."),
                        format!(
                            "Use an amount such as “{}”.",
                            Money::new(50_000, currency).decimal()
                        ),
                    );
                }
                Some(money)
            }
            _ => self.error(
                "not-an-amount",
                format!("Expected an amount in {currency}; found “{text}”."),
                format!(
                    "Use an amount such as “{}”.",
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
                "a word in quotes",
                &format!("\"{}\"", words.first().unwrap_or(&"")),
            );
        };
        if let Some((_, value)) = choices.iter().find(|(word, _)| word == text) {
            return Some(*value);
        }
        let help = match nearest(text, &words) {
            Some(word) => format!("Did you mean “{word}”?"),
            None => format!("Use one of: {}.", words.join(", ")),
        };
        self.error("unknown-word", format!("Unknown value “{text}”."), help)
    }

    /// An attribute's value: true or false, a number, text, or a list of texts.
    #[must_use]
    pub fn value(&self) -> Option<crate::value::Value> {
        match crate::value::Value::from_json(self.value) {
            Some(value) => Some(value),
            None => self.wrong_type(
                "true, false, a number, text, or a list of text values",
                "\"DE\"",
            ),
        }
    }
}
