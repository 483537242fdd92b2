//! JSON, read and written in one pass.
//!
//! Everything that crosses the engine's boundary and everything that is stored is JSON, and
//! reading and writing it is most of an event's work. A generic framework builds a reader and a
//! writer for every type; together they were a third of the wasm module. Here one reader and
//! one writer walk a short table of an object's members, which is all a type brings.
//!
//! What is stored can be written packed as well: other bytes for the same values, by the same tables
//! (`packed.rs` describes them, `unpack.rs` reads them, `copy.rs` makes one form of the other). Nothing but
//! [`Form`] tells a type which of the two it is written as.
//!
//! Types get their tables from macros: `object!` and `tagged!` for what crosses
//! the boundary, `words!` for plain enums, and `stored!` for what is stored. Each of those types can
//! also be used with serde, which tests and other programs do.

mod bridge;
mod copy;
mod dictionary;
mod enumeration;
mod expectation;
mod members;
mod packed;
mod place;
mod reader;
mod scalar;
mod scan;
mod section;
mod sequence;
mod shared;
mod text;
mod text_cache;
mod tree;
mod unpack;
mod writer;

pub(crate) use bridge::serde;
pub use bridge::{deserialize, serialize};
use copy::copy;
pub use copy::unpacked;
pub use dictionary::Word;
#[cfg(test)]
pub use enumeration::docs;
pub use enumeration::{Words, read_word};
pub(crate) use enumeration::{choices, tagged, words};
pub use members::{Member, Name, Slot, Unknown, read_members, write_members};
pub(crate) use members::{name, object};
pub use place::place_of_byte;
pub use reader::{Entered, Malformed, Reader, Wrong};
pub use section::Section;
pub use sequence::{read_leading, read_tuple};
pub use shared::{Interner, Shared};
pub use text::{unescaped, without_escapes};
pub use text_cache::{Held, TextCache};
pub use tree::{Tree, parse_strictly};
pub use writer::{Form, Writer};

/// What can be read from JSON.
pub trait Read: Sized {
    /// Takes the next value.
    ///
    /// # Errors
    ///
    /// If the text is not JSON, or not of this type's shape.
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed>;

    /// What it means that there is none: nothing for an `Option`, an error for the others.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }
}

/// What can be written as JSON, as text or packed.
pub trait Write {
    /// Appends it to `out`.
    fn write(&self, out: &mut Writer);

    /// Whether it is what a missing member would be read as.
    fn is_blank(&self) -> bool {
        false
    }
}

/// Reads a whole text.
///
/// # Errors
///
/// If the text is not JSON, not of the type's shape, or not yet at its end.
pub fn from_str<T: Read>(text: &str) -> Result<T, Malformed> {
    read_whole(Reader::new(text))
}

/// Reads a whole value that was stored: packed or JSON text.
///
/// # Errors
///
/// As [`from_str`].
pub fn from_stored<T: Read>(stored: &str) -> Result<T, Malformed> {
    read_whole(Reader::stored(stored))
}

/// Reads all that is before `reader`.
///
/// # Errors
///
/// As [`from_str`].
pub fn read_whole<T: Read>(mut reader: Reader<'_>) -> Result<T, Malformed> {
    let read = T::read(&mut reader)?;
    reader.end()?;
    Ok(read)
}

/// The text of `value`.
#[must_use]
pub fn to_string(value: &dyn Write) -> String {
    let mut out = Writer::text();
    value.write(&mut out);
    out.into_string()
}

/// `value` in this form, in UTF-8.
#[must_use]
pub fn to_bytes(value: &dyn Write, form: Form) -> Vec<u8> {
    let mut out = Writer::new(form);
    value.write(&mut out);
    out.into_bytes()
}

/// JSON as text, written as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// An object of these members, in this order.
    #[must_use]
    pub fn object(members: &[(&'static str, &dyn Write)]) -> Self {
        let mut out = Writer::text();
        out.object();
        for (position, (name, value)) in members.iter().enumerate() {
            out.next(position);
            out.string(name);
            out.colon();
            value.write(&mut out);
        }
        out.end_object();
        Self(out.into_string())
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The JSON text, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Read for Text {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.json().map(|json| Self(json.into_owned()))
    }
}

impl Write for Text {
    fn write(&self, out: &mut Writer) {
        out.json(&self.0);
    }
}
