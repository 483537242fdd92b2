//! Reading what is packed (`packed.rs`) by the same tables as JSON.

use super::dictionary::Word;
use super::members::Name;
use super::packed::{self, Leaf};
use super::reader::{Malformed, Reader, Wrong};
use super::text;
use std::borrow::Cow;

impl<'a> Reader<'a> {
    /// What was read since this place, if it is packed.
    pub(super) fn packed_since(&self, begin: usize) -> Option<&'a [u8]> {
        let text = self.is_packed.then_some(self.text)?;
        text.as_bytes().get(begin..self.scan.at)
    }

    /// What the next byte is for JSON: whatever begins a value of that kind. 0 for what begins none.
    pub(super) fn packed_kind(&self) -> u8 {
        let mut scan = self.scan;
        match packed::kind(scan.byte()) {
            packed::AS_WRITTEN => match scan.leaf(self.text) {
                Some(Leaf::AsWritten(json)) => json.as_bytes().first().copied().unwrap_or(0),
                _ => 0,
            },
            kind => kind,
        }
    }

    /// Steps over one byte if that is the next one.
    #[inline(always)]
    pub(super) fn packed_is(&mut self, byte: u8) -> bool {
        let is = self.scan.at < self.text.len() && self.scan.byte() == byte;
        self.scan.at += usize::from(is);
        is
    }

    /// Whether more follows in a list or an object; steps over its end.
    pub(super) fn packed_more(&mut self) -> Result<bool, Malformed> {
        if self.scan.at == self.text.len() {
            return Err(self.wrong(Wrong::Damaged));
        }
        Ok(!self.packed_is(packed::END))
    }

    /// Goes to the next member of an object if it is one of `names` from a position on and stands as a
    /// number: which.
    #[inline(always)]
    pub(super) fn packed_member(&mut self, names: &[Name], from: usize) -> Option<usize> {
        let mut scan = self.scan;
        let number = scan.word_number()?;
        let names = names.get(from..)?.iter();
        let place = names
            .map(|name| name.number)
            .position(|known| known == number)?;
        self.scan = scan;
        Some(from + place)
    }

    /// Takes the next value, which is no object and no list.
    #[inline(never)]
    fn packed_leaf(&mut self) -> Result<Leaf<'a>, Malformed> {
        let mut scan = self.scan;
        let leaf = scan.leaf(self.text).ok_or(self.wrong(Wrong::Damaged))?;
        self.scan = scan;
        Ok(leaf)
    }

    /// Takes the next value if it is a whole number that is not negative.
    pub(super) fn packed_whole(&mut self) -> Option<u64> {
        let mut scan = self.scan;
        let number = scan.whole()?;
        self.scan = scan;
        Some(number)
    }

    /// The next value, which must be a string.
    #[inline(never)]
    pub(super) fn packed_text(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let wrong = self.expected("a string");
        Ok(match self.packed_leaf()? {
            Leaf::String(string) => Cow::Borrowed(string),
            Leaf::Word(number) => Cow::Borrowed(self.packed_word(number)?),
            Leaf::AsWritten(json) if json.starts_with('"') => {
                let inner = json.get(1..json.len() - 1).unwrap_or_default();
                Cow::Owned(text::unescaped(inner).ok_or(self.wrong(Wrong::Damaged))?)
            }
            _ => return Err(wrong),
        })
    }

    fn packed_word(&self, number: u16) -> Result<&'static str, Malformed> {
        Word::text_of(number).ok_or(self.wrong(Wrong::Damaged))
    }

    /// Takes the next value if it is one of these words and stands as a number: its position.
    pub(super) fn numbered_word(&mut self, words: &[Word]) -> Option<usize> {
        if !self.is_packed {
            return None;
        }
        let mut scan = self.scan;
        let number = scan.word_number()?;
        let place = words.iter().position(|known| known.number == number)?;
        self.scan = scan;
        Some(place)
    }

    /// The next value, which must be a number, as JSON writes it.
    pub(super) fn packed_numeral(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let wrong = self.expected("a number");
        Ok(match self.packed_leaf()? {
            Leaf::Whole(number) => Cow::Owned(itoa::Buffer::new().format(number).to_owned()),
            Leaf::Negative(number) => Cow::Owned(itoa::Buffer::new().format(number).to_owned()),
            Leaf::AsWritten(json) if !json.starts_with('"') => Cow::Borrowed(json),
            _ => return Err(wrong),
        })
    }

    /// Takes the next value if it is yes or no.
    pub(super) fn packed_boolean(&mut self) -> Option<bool> {
        if self.packed_is(packed::TRUE) {
            return Some(true);
        }
        self.packed_is(packed::FALSE).then_some(false)
    }

    /// Takes the next value, which must be a string, as it stands between quotes in JSON.
    pub(super) fn packed_inner(&mut self) -> Result<Cow<'a, str>, Malformed> {
        let start = self.scan;
        if let Leaf::AsWritten(json) = self.packed_leaf()?
            && let Some(inner) = json.strip_prefix('"')
        {
            return Ok(Cow::Borrowed(inner.strip_suffix('"').unwrap_or(inner)));
        }
        self.scan = start;
        self.packed_text().map(text::escaped)
    }
}
