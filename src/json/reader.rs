//! JSON from left to right.
//!
//! A body is mostly fields nobody reads, and reading bodies is most of the work of the path
//! from a webhook to a decision. This reader takes each byte once, borrows what is asked for
//! and steps over the rest; it accepts exactly what `serde_json` accepts, which a test checks.

use super::members::Name;
use super::scan::Scan;
use super::{Interner, TextCache, Word, Writer, packed};
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
    /// It is not what this release or an earlier one packs.
    Damaged,
    /// Something else should stand there: this.
    Expected(&'static str),
    /// It should be one of these words.
    OneOf(&'static [Word]),
    /// The object that ends there lacks this member.
    Missing(&'static str),
    /// The object that begins there should be of one of these types.
    Type(&'static [Word]),
}

/// A place in a JSON text, or in what is packed (`src/json/packed.rs`).
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) scan: Scan<'a>,
    pub(super) depth: u8,
    pub(super) values: Option<&'a RefCell<TextCache>>,
    pub(super) interner: Option<&'a Interner>,
    pub(super) is_packed: bool,
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
    PackedObject,
    PackedList,
    Neither,
}

impl<'a> Reader<'a> {
    /// At the beginning of `text`.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self {
            text,
            scan: Scan::new(text),
            depth: 0,
            values: None,
            interner: None,
            is_packed: false,
        }
    }

    /// At the beginning of something that was stored: packed or JSON text, which its first byte says.
    #[must_use]
    pub fn stored(text: &'a str) -> Self {
        let mut reader = Self::new(text);
        if reader.scan.byte() == packed::MARK {
            reader.is_packed = true;
            reader.scan.at = 1;
        }
        reader
    }

    /// At the beginning of `text`, in which some `values` may stand that are at hand.
    #[must_use]
    pub const fn knowing(text: &'a str, values: &'a RefCell<TextCache>) -> Self {
        Self {
            values: Some(values),
            ..Self::new(text)
        }
    }

    /// The same, whose shared texts are looked for in `interner`.
    #[must_use]
    pub const fn sharing(self, interner: &'a Interner) -> Self {
        Self {
            interner: Some(interner),
            ..self
        }
    }

    /// Checks that nothing follows.
    ///
    /// # Errors
    ///
    /// Where something does.
    pub fn end(mut self) -> Result<(), Malformed> {
        self.next();
        if self.scan.at == self.text.len() {
            Ok(())
        } else {
            Err(self.malformed())
        }
    }

    /// Takes the next value of a JSON text as it is written.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[inline]
    pub fn raw(&mut self) -> Result<&'a str, Malformed> {
        if self.is_packed {
            return Err(self.expected("JSON"));
        }
        self.scan.next();
        let start = self.scan.at;
        self.skip_json()?;
        Ok(self.text.get(start..self.scan.at).unwrap_or_default())
    }

    /// Steps over the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    #[inline]
    pub fn skip(&mut self) -> Result<(), Malformed> {
        if self.is_packed {
            // Written away: what is skipped is checked as strictly as what is read.
            return super::copy(self, &mut Writer::text());
        }
        self.skip_json()
    }

    #[inline(never)]
    fn skip_json(&mut self) -> Result<(), Malformed> {
        let depth = self.depth;
        self.scanned(|scan| scan.value(depth))
    }

    /// Enters the next value if it is an object or a list, and steps over anything else.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or deeper than anything honest.
    pub fn enter(&mut self) -> Result<Entered, Malformed> {
        let kind = match self.next() {
            b'{' if self.is_packed => Kind::PackedObject,
            b'[' if self.is_packed => Kind::PackedList,
            b'{' => Kind::Object,
            b'[' => Kind::List,
            _ => {
                self.skip()?;
                Kind::Neither
            }
        };
        if kind != Kind::Neither {
            self.scan.at += 1;
            self.depth += 1;
            if self.depth > Scan::MAX_DEPTH {
                return Err(self.malformed());
            }
        }
        Ok(Entered {
            kind,
            is_first: true,
        })
    }

    /// Goes to the next member of a JSON object and takes its name as it is written; `None` at the
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
        let start = self.scan.at + 1;
        let end = self.scanned(|scan| {
            scan.string()?;
            let end = scan.at - 1;
            scan.expect(b':')?;
            Some(end)
        })?;
        Ok(Some(self.text.get(start..end).unwrap_or_default()))
    }

    /// Goes to the next member of an object if it is one of `names` from a position on, written without
    /// white space: which. Else it stays where it is, and [`Reader::name`] says what follows.
    pub(super) fn written_member(
        &mut self,
        object: &mut Entered,
        names: &[Name],
        from: usize,
    ) -> Option<usize> {
        match object.kind {
            Kind::Object => {}
            Kind::PackedObject => return self.packed_member(names, from),
            _ => return None,
        }
        let rest = self.text.as_bytes().get(self.scan.at..)?;
        let skipped = usize::from(object.is_first);
        // What sets a name apart most cheaply: the letter behind the quote.
        let letter = rest.get(2 - skipped)?;
        let place = names.get(from..)?.iter().position(|name| {
            let name = name.written.as_bytes();
            name.get(2) == Some(letter)
                && name
                    .get(skipped..)
                    .is_some_and(|name| rest.starts_with(name))
        })?;
        let place = from + place;
        self.scan.at += names.get(place)?.written.len() - skipped;
        object.is_first = false;
        Some(place)
    }

    /// Goes to the next value of a list, or of an object, whose names are stepped over.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn step(&mut self, list: &mut Entered) -> Result<bool, Malformed> {
        match list.kind {
            Kind::List => self.advance(list, b']'),
            Kind::Object => self.member(list).map(|name| name.is_some()),
            Kind::PackedList => self.advance_packed(list),
            Kind::PackedObject => self.name(list).map(|name| name.is_some()),
            Kind::Neither => Ok(false),
        }
    }

    /// Goes past a comma to what follows, or past `close`.
    #[inline]
    pub(super) fn advance(&mut self, inside: &mut Entered, close: u8) -> Result<bool, Malformed> {
        let is_first = inside.is_first;
        inside.is_first = false;
        let more = self.scanned(|scan| {
            let byte = scan.next();
            if byte == close {
                scan.at += 1;
                return Some(false);
            }
            if !is_first {
                scan.expect(b',')?;
                scan.next();
            }
            Some(true)
        })?;
        if !more {
            self.depth -= 1;
            inside.kind = Kind::Neither;
        }
        Ok(more)
    }

    /// Goes to what follows in something packed, or past its end.
    pub(super) fn advance_packed(&mut self, inside: &mut Entered) -> Result<bool, Malformed> {
        if inside.kind == Kind::Neither {
            return Ok(false);
        }
        let more = self.packed_more()?;
        if !more {
            self.depth -= 1;
            inside.kind = Kind::Neither;
        }
        Ok(more)
    }

    /// Steps over a string; whether there are escapes in it.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<bool, Malformed> {
        self.scanned(Scan::string)
    }

    /// As [`Reader::raw`], once for all who are not in a hurry.
    #[inline(never)]
    pub(super) fn raw_apart(&mut self) -> Result<&'a str, Malformed> {
        self.raw()
    }

    pub(super) fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        self.scanned(|scan| scan.expect(byte))
    }

    /// Steps over white space; the byte that follows. Of something packed, the byte that JSON would have
    /// there.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u8 {
        if self.is_packed {
            return self.packed_kind();
        }
        self.scan.next()
    }

    /// What stands here is in none of the two forms.
    pub(super) const fn malformed(&self) -> Malformed {
        self.wrong(match self.is_packed {
            true => Wrong::Damaged,
            false => Wrong::NotJson,
        })
    }

    /// Lets `step` go on from here; where it stops, the text is no JSON.
    #[inline(always)]
    fn scanned<T>(
        &mut self,
        step: impl FnOnce(&mut Scan<'a>) -> Option<T>,
    ) -> Result<T, Malformed> {
        // A copy stays in registers.
        let mut scan = self.scan;
        let stepped = step(&mut scan);
        self.scan = scan;
        stepped.ok_or(Malformed {
            at: scan.at,
            wrong: Wrong::NotJson,
        })
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
