//! Reading what must be of a certain shape.

use super::reader::{Entered, Malformed, Reader, Wrong};
use super::text;
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// Goes to the next member of an object, whose name can be read like a value; then comes
    /// [`Reader::colon`].
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn entry(&mut self, object: &mut Entered) -> Result<bool, Malformed> {
        self.advance(object, b'}')
    }

    /// Steps over what stands between a member's name and its value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON.
    pub fn colon(&mut self) -> Result<(), Malformed> {
        self.expect(b':')
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
        if self.next() != b'"' {
            return Err(self.expected("a string"));
        }
        let start = self.at;
        let escaped = self.string()?;
        let inner = self.text.get(start + 1..self.at - 1).unwrap_or_default();
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
    pub fn numeral(&mut self) -> Result<&'a str, Malformed> {
        match self.next() {
            b'-' | b'0'..=b'9' => self.raw(),
            _ => Err(self.expected("a number")),
        }
    }

    /// The first byte of the next value, which stays.
    pub fn peek(&mut self) -> u8 {
        self.next()
    }

    /// The word under `"type"` of the object that comes next, which stays.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub fn tag(&mut self) -> Result<Cow<'a, str>, Malformed> {
        self.next();
        let mut ahead = self.clone();
        let mut object = ahead.object()?;
        while let Some(name) = ahead.member(&mut object)? {
            if name == "type" {
                return ahead.text();
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
        Malformed { at: self.at, wrong }
    }
}
