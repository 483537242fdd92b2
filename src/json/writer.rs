//! Where a value is written: as JSON text, or packed.

use super::dictionary::{Word, bare};
use super::members::Name;
use super::{Write, packed, text};

/// How a value is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// As JSON text.
    #[default]
    Text,
    /// Packed: see `src/json/packed.rs`.
    Packed,
}

impl Form {
    /// The form of something that was stored.
    #[must_use]
    pub fn of(stored: &str) -> Self {
        match stored.as_bytes().first() {
            Some(&packed::MARK) => Self::Packed,
            _ => Self::Text,
        }
    }
}

/// What was written so far, in one of the two forms.
#[derive(Debug)]
pub struct Writer {
    out: Vec<u8>,
    is_packed: bool,
}

impl Writer {
    /// An empty JSON text.
    #[must_use]
    pub fn text() -> Self {
        // Most texts are longer; growing step by step would copy them.
        Self {
            out: Vec::with_capacity(512),
            is_packed: false,
        }
    }

    /// The beginning of something packed.
    #[must_use]
    pub fn packed() -> Self {
        let mut out = Vec::with_capacity(512);
        out.push(packed::MARK);
        Self {
            out,
            is_packed: true,
        }
    }

    /// Writes in this form.
    #[must_use]
    pub fn new(form: Form) -> Self {
        match form {
            Form::Text => Self::text(),
            Form::Packed => Self::packed(),
        }
    }

    /// What was written. It is UTF-8 in both forms.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// What was written, as text.
    #[must_use]
    pub fn into_string(self) -> String {
        // Everything that is written is.
        String::from_utf8(self.out).unwrap_or_default()
    }

    /// Whether it is packed.
    pub(super) const fn is_packed(&self) -> bool {
        self.is_packed
    }

    /// How many bytes were written.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a place in what is written")]
    pub const fn len(&self) -> usize {
        self.out.len()
    }

    /// Begins a new line behind a JSON text.
    pub fn line(&mut self) {
        self.out.push(b'\n');
    }

    /// Writes that there is nothing.
    pub fn null(&mut self) {
        self.sign(packed::NULL, "null");
    }

    /// Writes yes or no.
    pub fn boolean(&mut self, yes: bool) {
        match yes {
            true => self.sign(packed::TRUE, "true"),
            false => self.sign(packed::FALSE, "false"),
        }
    }

    fn sign(&mut self, packed: u8, text: &str) {
        match self.is_packed {
            true => self.out.push(packed),
            false => self.out.extend_from_slice(text.as_bytes()),
        }
    }

    /// Writes a whole number that is not negative.
    pub fn whole(&mut self, number: u64) {
        if self.is_packed {
            packed::write_whole(number, packed::WHOLE, &mut self.out);
        } else {
            let mut digits = itoa::Buffer::new();
            self.out.extend_from_slice(digits.format(number).as_bytes());
        }
    }

    /// Writes a whole number.
    pub fn signed(&mut self, number: i64) {
        if number >= 0 {
            self.whole(number.unsigned_abs());
        } else if self.is_packed {
            packed::write_whole((!number).cast_unsigned(), packed::NEGATIVE, &mut self.out);
        } else {
            self.out.push(b'-');
            self.whole(number.unsigned_abs());
        }
    }

    /// Writes a number as JSON writes it.
    pub fn numeral(&mut self, numeral: &str) {
        if self.is_packed {
            // Only what comes back with the same digits is a whole number to the reader.
            match numeral.parse::<i64>() {
                Ok(number) if *numeral == *itoa::Buffer::new().format(number) => {
                    self.signed(number);
                }
                _ => self.as_written(numeral),
            }
        } else {
            self.out.extend_from_slice(numeral.as_bytes());
        }
    }

    /// Writes a number or a string as JSON writes it, which it stays in the packed form.
    pub(super) fn as_written(&mut self, json: &str) {
        if self.is_packed {
            self.out.push(packed::AS_WRITTEN);
            packed::write_whole(json.len() as u64, packed::WHOLE, &mut self.out);
        }
        self.out.extend_from_slice(json.as_bytes());
    }

    /// Writes a string.
    pub fn string(&mut self, string: &str) {
        if self.is_packed {
            packed::write_string(string, &mut self.out);
        } else {
            text::write(string, &mut self.out);
        }
    }

    /// Writes a word of an enum.
    pub fn word(&mut self, word: Word) {
        if self.is_packed {
            match word.number {
                Word::NONE => packed::write_string(word.text, &mut self.out),
                number => packed::write_word(number, &mut self.out),
            }
            return;
        }
        // No word has anything to escape.
        self.out.push(b'"');
        self.out.extend_from_slice(word.text.as_bytes());
        self.out.push(b'"');
    }

    /// Writes the word at this place.
    pub fn one_of(&mut self, words: &[Word], place: usize) {
        if let Some(word) = words.get(place) {
            self.word(*word);
        }
    }

    /// What was written since this place, if it is packed.
    pub(super) fn packed_since(&self, begin: usize) -> Option<&[u8]> {
        self.is_packed.then(|| self.out.get(begin..)).flatten()
    }

    /// Writes a value as it was packed before, if that is the form of this writer.
    pub(super) fn as_packed(&mut self, packed: &[u8]) {
        self.out.extend_from_slice(packed);
    }

    /// Begins a list. Before each value comes [`Writer::next`], after the last [`Writer::end_list`].
    pub fn list(&mut self) {
        self.sign(packed::LIST, "[");
    }

    /// Begins an object. Before each member comes [`Writer::next`], between its name, which is a string,
    /// and its value [`Writer::colon`], after the last [`Writer::end_object`].
    pub fn object(&mut self) {
        self.sign(packed::OBJECT, "{");
    }

    /// Goes on to the value or the member at this position.
    #[inline(never)]
    pub fn next(&mut self, position: usize) {
        if position > 0 && !self.is_packed {
            self.out.push(b',');
        }
    }

    /// Goes on from a member's name to its value.
    #[inline(never)]
    pub fn colon(&mut self) {
        if !self.is_packed {
            self.out.push(b':');
        }
    }

    /// Ends a list.
    pub fn end_list(&mut self) {
        self.sign(packed::END, "]");
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.sign(packed::END, "}");
    }

    /// Writes values as a list.
    pub fn values(&mut self, values: &[&dyn Write]) {
        self.list();
        for (position, value) in values.iter().enumerate() {
            self.next(position);
            value.write(self);
        }
        self.end_list();
    }

    /// Writes JSON text as the next value; in the packed form the value that it is of.
    pub(super) fn json(&mut self, json: &str) {
        if self.is_packed {
            // What is given is JSON; of what is not, nothing would be left.
            let begin = self.out.len();
            if super::copy(&mut super::Reader::new(json), self).is_err() {
                self.out.truncate(begin);
                self.null();
            }
        } else {
            self.out.extend_from_slice(json.as_bytes());
        }
    }

    /// Begins the object of a table of members with its `"type"`, unless that is empty. Gives what
    /// [`Writer::member`] needs to know.
    #[inline(always)]
    pub(super) fn members(&mut self, tag: &Word) -> usize {
        let begin = self.out.len();
        if self.is_packed {
            self.out.push(packed::OBJECT);
            if !tag.text.is_empty() {
                self.word(const { Word::new("type") });
                self.word(*tag);
            }
        } else if !tag.text.is_empty() {
            self.out.extend_from_slice(b"{\"type\":\"");
            self.out.extend_from_slice(tag.text.as_bytes());
            self.out.push(b'"');
        }
        begin
    }

    /// Goes on to a member of the object that began at `begin`.
    #[inline(always)]
    pub(super) fn member(&mut self, begin: usize, name: &Name) {
        if self.is_packed {
            match name.number {
                Word::NONE => packed::write_string(bare(name.written), &mut self.out),
                number => packed::write_word(number, &mut self.out),
            }
            return;
        }
        let written = name.written.as_bytes();
        if self.out.len() == begin {
            self.out.push(b'{');
            self.out
                .extend_from_slice(written.get(1..).unwrap_or_default());
        } else {
            self.out.extend_from_slice(written);
        }
    }

    /// Goes on to a member that is not in the table, by its name as JSON writes it.
    pub(super) fn unknown_member(&mut self, begin: usize, name: &str) {
        if self.is_packed {
            self.escaped(name);
            return;
        }
        let separator = if self.out.len() == begin { b'{' } else { b',' };
        for part in [&[separator, b'"'], name.as_bytes(), b"\":"] {
            self.out.extend_from_slice(part);
        }
    }

    /// Ends the object that began at `begin`.
    #[inline(always)]
    pub(super) fn end_members(&mut self, begin: usize) {
        if self.out.len() == begin {
            self.out.push(b'{');
        }
        self.end_object();
    }

    /// Writes a string, of which `inner` stands between quotes in JSON.
    pub(super) fn escaped(&mut self, inner: &str) {
        if !self.is_packed {
            for part in ["\"", inner, "\""] {
                self.out.extend_from_slice(part.as_bytes());
            }
            return;
        }
        match text::unescaped(inner) {
            Some(string) => self.string(&string),
            // Half of a surrogate pair, which is JSON and no text.
            None => self.as_written(&["\"", inner, "\""].concat()),
        }
    }
}
