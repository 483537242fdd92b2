//! JSON from left to right.
//!
//! A body is mostly fields nobody reads, and reading bodies is most of the work of the path
//! from a webhook to a decision. This reader takes each byte once, borrows what is asked for
//! and steps over the rest; it accepts exactly what `serde_json` accepts, which a test checks.

use super::{TextCache, text};
use std::cell::RefCell;

/// The text is not what was to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The byte at which it is not.
    pub at: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What is wrong with a text that was to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It is no JSON.
    NotJson,
    /// Something else should stand there: this.
    Expected(&'static str),
    /// It should be one of these words.
    OneOf(&'static [&'static str]),
    /// The object that ends there lacks this member.
    Missing(&'static str),
    /// The object that begins there should be of one of these types.
    Type(&'static [&'static str]),
}

/// A place in a JSON text.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) depth: u8,
    pub(super) values: Option<&'a RefCell<TextCache>>,
}

/// The members of an object, or the values of a list, that is being read.
#[derive(Debug)]
pub struct Entered {
    kind: Kind,
    is_first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Object,
    List,
    Neither,
}

impl<'a> Reader<'a> {
    /// Objects and lists inside each other; more is hostile.
    const MAX_DEPTH: u8 = 127;

    /// At the beginning of `text`.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            values: None,
        }
    }

    /// At the beginning of `text`, in which some `values` may stand that are at hand.
    #[must_use]
    pub const fn knowing(text: &'a str, values: &'a RefCell<TextCache>) -> Self {
        Self {
            values: Some(values),
            ..Self::new(text)
        }
    }

    /// Checks that nothing follows.
    ///
    /// # Errors
    ///
    /// Where something does.
    pub fn end(mut self) -> Result<(), Malformed> {
        self.next();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    /// Takes the next value as it is written.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn raw(&mut self) -> Result<&'a str, Malformed> {
        self.next();
        let start = self.at;
        self.skip()?;
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Steps over the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn skip(&mut self) -> Result<(), Malformed> {
        match self.next() {
            b'"' => self.string().map(|_| ()),
            b'{' | b'[' => {
                let mut inside = self.enter()?;
                while self.step(&mut inside)? {
                    self.skip()?;
                }
                Ok(())
            }
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => Err(self.malformed()),
        }
    }

    /// Enters the next value if it is an object or a list, and steps over anything else.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or deeper than anything honest.
    pub fn enter(&mut self) -> Result<Entered, Malformed> {
        let kind = match self.next() {
            b'{' => Kind::Object,
            b'[' => Kind::List,
            _ => {
                self.skip()?;
                Kind::Neither
            }
        };
        if kind != Kind::Neither {
            self.at += 1;
            self.depth += 1;
            if self.depth > Self::MAX_DEPTH {
                return Err(self.malformed());
            }
        }
        Ok(Entered {
            kind,
            is_first: true,
        })
    }

    /// Goes to the next member of an object and takes its name as it is written; `None` at the
    /// end, and for what is not an object. The names that are asked for are plain, and no platform
    /// escapes plain letters.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn member(&mut self, object: &mut Entered) -> Result<Option<&'a str>, Malformed> {
        if object.kind != Kind::Object {
            while self.step(object)? {
                self.skip()?;
            }
            return Ok(None);
        }
        if !self.advance(object, b'}')? {
            return Ok(None);
        }
        let start = self.at + 1;
        self.string()?;
        let name = self.text.get(start..self.at - 1);
        self.expect(b':')?;
        Ok(Some(name.unwrap_or_default()))
    }

    /// Goes to the next value of a list, or of an object, whose names are stepped over.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn step(&mut self, list: &mut Entered) -> Result<bool, Malformed> {
        match list.kind {
            Kind::Neither => Ok(false),
            Kind::List => self.advance(list, b']'),
            Kind::Object => {
                let more = self.advance(list, b'}')?;
                if more {
                    self.string()?;
                    self.expect(b':')?;
                }
                Ok(more)
            }
        }
    }

    /// Goes past a comma to what follows, or past `close`.
    pub(super) fn advance(&mut self, inside: &mut Entered, close: u8) -> Result<bool, Malformed> {
        if self.next() == close {
            self.at += 1;
            self.depth -= 1;
            inside.kind = Kind::Neither;
            return Ok(false);
        }
        if !inside.is_first {
            self.expect(b',')?;
            self.next();
        }
        inside.is_first = false;
        Ok(true)
    }

    /// Steps over a string; whether there are escapes in it.
    pub(super) fn string(&mut self) -> Result<bool, Malformed> {
        if self.byte() != b'"' {
            return Err(self.malformed());
        }
        self.at += 1;
        let mut escaped = false;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            self.at += text::plain(rest);
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(escaped);
                }
                b'\\' => self.escape()?,
                _ => return Err(self.malformed()),
            }
            escaped = true;
        }
    }

    fn escape(&mut self) -> Result<(), Malformed> {
        self.at += 1;
        match self.byte() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.at += 1,
            b'u' => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.byte().is_ascii_hexdigit() {
                        return Err(self.malformed());
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.malformed()),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Malformed> {
        if self.byte() == b'-' {
            self.at += 1;
        }
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.malformed());
        }
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), Malformed> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.malformed());
        }
        self.at += word.len();
        Ok(())
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.next() != byte {
            return Err(self.malformed());
        }
        self.at += 1;
        Ok(())
    }

    /// Steps over white space; the byte that follows.
    pub(super) fn next(&mut self) -> u8 {
        loop {
            match self.byte() {
                byte @ b'!'.. => return byte,
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// The next byte; 0, which no JSON has outside of strings, at the end.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    const fn malformed(&self) -> Malformed {
        Malformed {
            at: self.at,
            wrong: Wrong::NotJson,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether the reader takes the whole text as JSON.
    fn accepts(text: &str) -> bool {
        let mut reader = Reader::new(text);
        reader.skip().is_ok() && reader.end().is_ok()
    }

    fn oracle_accepts(text: &str) -> bool {
        // A value that is ignored is checked as far as its grammar goes, which is what counts:
        // half a surrogate pair and a number beyond all floats are written correctly.
        serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
    }

    #[test]
    fn takes_json_and_nothing_else() {
        for text in [
            "0",
            "-0",
            "10",
            "1.5",
            "1e9",
            "1E-9",
            "-1.5e+10",
            "true",
            "null",
            "\"\"",
            "\"é\"",
            "[]",
            "[1,2]",
            "{}",
            "{\"a\":{}}",
            " [ 1 , 2 ] ",
            "\"\\u00e9\\n\"",
            "\"\\ud800\"",
            "[[[[]]]]",
            "\"a string that is longer than eight bytes\"",
        ] {
            assert!(accepts(text) && oracle_accepts(text), "{text}");
        }
        for text in [
            "",
            " ",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "tru",
            "nul",
            "True",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":1 \"b\":2}",
            "\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\n\"",
            "\"a string with a tab\t in it\"",
            "1 2",
            "[1}",
            "{\"a\":1]",
            "\u{feff}1",
            "\0",
            "'a'",
            "//",
        ] {
            assert!(!accepts(text) && !oracle_accepts(text), "{text:?}");
        }
    }

    #[test]
    fn refuses_to_go_deeper_than_anything_honest() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(accepts(&nested(127)));
        assert!(!accepts(&nested(128)));
        assert!(!accepts(&nested(100_000)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn agrees_with_serde_json_on_damaged_texts(
            at in 0usize..400,
            length in 0usize..4,
            damage in "[\\x00-\\x7fé\"\\\\{}\\[\\],:0-9eE+.-]{0,4}",
        ) {
            let text = r#" {"id":820982911946154508,"a b":[true,false,null,-1.5e+3,"x\"y\\z\u00e9"],
                "größe":{"":[],"n":{"deep":[[1,2],{"k":"some longer text, no escapes at all"}]}},"e":0} "#;
            let mut characters: Vec<char> = text.chars().collect();
            let start = at.min(characters.len());
            let end = (start + length).min(characters.len());
            characters.splice(start..end, damage.chars());
            let damaged: String = characters.into_iter().collect();
            prop_assert_eq!(accepts(&damaged), oracle_accepts(&damaged), "{}", damaged);
        }
    }
}
