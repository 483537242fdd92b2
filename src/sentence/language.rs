//! The languages that can be spoken.

use super::Case;
use super::german::{GERMAN, Text};
use crate::json::words;

/// A language with a catalog of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// American English, in which all texts are written.
    #[default]
    English,
    /// German.
    German,
}

words!(Language or default {
    English = "en",
    German = "de",
});

impl Language {
    /// The language of a reader who asks for `tag` (BCP 47, such as `de-AT`): English, where there
    /// is no catalog.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        match tag.split(['-', '_']).next() {
            Some("de") => Self::German,
            _ => Self::English,
        }
    }

    /// Whether words that go with `number` stand in the singular (CLDR's plural category `one`).
    #[must_use]
    pub const fn is_one(self, number: i64) -> bool {
        match self {
            Self::English | Self::German => number == 1,
        }
    }

    /// What follows a number in a row: “1st”, “2.”.
    pub(super) const fn ordinal_ending(self, number: u32) -> &'static str {
        match self {
            Self::German => ".",
            Self::English => match (number % 100, number % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            },
        }
    }

    /// The text of this language that goes by an English one, if its catalog has it.
    pub(super) fn translate(self, english: &'static str, case: Case) -> Option<&'static str> {
        let catalog = match self {
            Self::English => return Some(english),
            Self::German => GERMAN,
        };
        let text = |case: Case| {
            let is_it = |(key, of, _): &&Text| *key == english && *of == case;
            catalog.iter().find(is_it).map(|(_, _, text)| *text)
        };
        let found = text(case).or_else(|| text(Case::Plain));
        found.or_else(|| (!has_words(english)).then_some(english))
    }
}

/// Whether there is anything in a text that another language says otherwise: letters outside of
/// braces, or quotation marks.
fn has_words(text: &str) -> bool {
    let mut inside = false;
    text.chars().any(|letter| {
        inside = match letter {
            '{' => true,
            '}' => false,
            _ => inside,
        };
        (letter.is_alphabetic() || letter == '“') && !inside
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    /// The names in a text's braces.
    fn names(text: &str) -> BTreeSet<&str> {
        let places = text.split('{').skip(1);
        places
            .filter_map(|place| place.split(['}', ':', '!']).next())
            .collect()
    }

    fn sources(folder: &Path, all: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, all);
            } else if !path.ends_with("german.rs") {
                all.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn german_says_the_same_values_of_texts_that_are_still_said() {
        let mut code = String::new();
        sources(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut code,
        );
        for (english, _, german) in GERMAN {
            assert_eq!(names(english), names(german), "{english}");
            assert!(
                code.contains(&format!("\"{english}\"")),
                "nothing says “{english}”"
            );
        }
    }
}
