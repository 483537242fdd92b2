//! Reading what must be of a certain shape.

use super::reader::{Entered, Malformed, Reader, Wrong};
use super::{Word, Writer, packed, text};
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// Goes to the next member of an object, whose name can be read like a value; then comes
    /// [`Reader::colon`].
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn entry(&mut self, object: &mut Entered) -> Result<bool, Malformed> {
        if self.is_packed {
            return self.advance_packed(object);
        }
        self.advance(object, b'}')
    }

    /// Steps over what stands between a member's name and its value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn colon(&mut self) -> Result<(), Malformed> {
        if self.is_packed {
            return Ok(());
        }
        self.expect(b':')
    }

    /// Goes to the next member of an object and takes its name as it stands between quotes in JSON; `None`
    /// at the end.
    ///
    /// # Errors
    ///
    /// If it is neither JSON nor packed.
    pub fn name(&mut self, object: &mut Entered) -> Result<Option<Cow<'a, str>>, Malformed> {
        if !self.is_packed {
            return Ok(self.member(object)?.map(Cow::Borrowed));
        }
        match self.entry(object)? {
            true => self.packed_inner().map(Some),
            false => Ok(None),
        }
    }

    /// Enters the next value, which must be an object.
    ///
    /// # Errors
    ///
    /// Where something else stands.
    pub fn object(&mut self) -> Result<Entered, Malformed> {
        match self.next() {
            b'{' => self.enter(),
            _ => Err(self.expected("an object")),
        }
    }

    /// Enters the next value, which must be a list.
    ///
    /// # Errors
    ///
    /// Where something else stands.
    pub fn list(&mut self) -> Result<Entered, Malformed> {
        match self.next() {
            b'[' => self.enter(),
            _ => Err(self.expected("a list")),
        }
    }

    /// Takes the next value, which must be a string, with its escapes resolved.
    ///
    /// # Errors
    ///
    /// Where something else stands, or half of a surrogate pair.
    pub fn text(&mut self) -> Result<Cow<'a, str>, Malformed> {
        if self.is_packed {
            return self.packed_text();
        }
        if self.next() != b'"' {
            return Err(self.expected("a string"));
        }
        let start = self.scan.at;
        let escaped = self.string()?;
        let inner = self
            .text
            .get(start + 1..self.scan.at - 1)
            .unwrap_or_default();
        if !escaped {
            return Ok(Cow::Borrowed(inner));
        }
        let plain = text::unescaped(inner).map(Cow::Owned);
        plain.ok_or(Malformed {
            at: start,
            wrong: Wrong::NotJson,
        })
    }

    /// Takes the next value, which must be a number, as it is written.
    ///
    /// # Errors
    ///
    /// Where something else stands.
    pub fn numeral(&mut self) -> Result<Cow<'a, str>, Malformed> {
        if self.is_packed {
            return self.packed_numeral();
        }
        match self.next() {
            b'-' | b'0'..=b'9' => self.raw_apart().map(Cow::Borrowed),
            _ => Err(self.expected("a number")),
        }
    }

    /// Takes the next value if that is nothing.
    ///
    /// # Errors
    ///
    /// If it begins as nothing does and is not.
    pub(super) fn null(&mut self) -> Result<bool, Malformed> {
        if self.is_packed {
            return Ok(self.packed_is(packed::NULL));
        }
        let is_null = self.next() == b'n';
        if is_null {
            self.skip()?;
        }
        Ok(is_null)
    }

    /// Takes the next value, which must be yes or no.
    ///
    /// # Errors
    ///
    /// Where something else stands.
    pub(super) fn boolean(&mut self) -> Result<bool, Malformed> {
        self.next();
        let unexpected = self.expected("true or false");
        if self.is_packed {
            return self.packed_boolean().ok_or(unexpected);
        }
        match self.raw_apart()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(unexpected),
        }
    }

    /// Takes the next value as JSON text.
    ///
    /// # Errors
    ///
    /// If it is neither JSON nor packed.
    pub(super) fn json(&mut self) -> Result<Cow<'a, str>, Malformed> {
        if !self.is_packed {
            return self.raw_apart().map(Cow::Borrowed);
        }
        let mut out = Writer::text();
        super::copy(self, &mut out)?;
        Ok(Cow::Owned(out.into_string()))
    }

    /// Takes the next value, which must be a string, as it stands between quotes in JSON.
    ///
    /// # Errors
    ///
    /// Where something else stands.
    pub(super) fn inner(&mut self) -> Result<Cow<'a, str>, Malformed> {
        if self.is_packed {
            return self.packed_inner();
        }
        if self.next() != b'"' {
            return Err(self.expected("a string"));
        }
        let start = self.scan.at + 1;
        self.string()?;
        let inner = self.text.get(start..self.scan.at - 1);
        Ok(Cow::Borrowed(inner.unwrap_or_default()))
    }

    /// Takes the next value if it is a whole number of up to 18 digits without a sign, as nearly all
    /// are, in one pass. Anything else stays.
    pub(super) fn plain_number(&mut self) -> Option<u64> {
        if self.is_packed {
            return self.packed_whole();
        }
        self.next();
        let mut scan = self.scan;
        let number = scan.plain_number()?;
        self.scan = scan;
        Some(number)
    }

    /// The first byte of the next value, which stays.
    pub fn peek(&mut self) -> u8 {
        self.next()
    }

    /// Which of these words stands under `"type"` of the object that comes next, which stays.
    ///
    /// # Errors
    ///
    /// Where there is none of them.
    pub fn tag(&mut self, words: &'static [Word]) -> Result<usize, Malformed> {
        self.next();
        let mut ahead = self.clone();
        let mut object = ahead.object()?;
        while let Some(name) = ahead.name(&mut object)? {
            if name == "type" {
                return match ahead.numbered_word(words) {
                    Some(place) => Ok(place),
                    None => {
                        let tag = ahead.text()?;
                        let place = words.iter().position(|word| word.text == tag);
                        place.ok_or(self.wrong(Wrong::Type(words)))
                    }
                };
            }
            ahead.skip()?;
        }
        Err(ahead.wrong(Wrong::Missing("type")))
    }

    /// The value just read, or the one that comes next, is not what should be here.
    #[must_use]
    pub const fn unexpected(&self) -> Malformed {
        self.expected("something else")
    }

    /// Where this should stand, something else does.
    #[must_use]
    pub const fn expected(&self, what: &'static str) -> Malformed {
        self.wrong(Wrong::Expected(what))
    }

    /// Something is wrong here.
    #[must_use]
    pub const fn wrong(&self, wrong: Wrong) -> Malformed {
        Malformed {
            at: self.scan.at,
            wrong,
        }
    }
}
