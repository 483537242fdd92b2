//! JSON, read and written in one pass.
//!
//! Everything that crosses the engine's boundary and everything that is stored is JSON, and
//! reading and writing it is most of an event's work. A generic framework builds a reader and a
//! writer for every type; together they were a third of the wasm module. Here one reader and
//! one writer walk a short table of an object's members, which is all a type brings.
//!
//! Types get their tables from macros: `object!` and `tagged!` for what crosses
//! the boundary, `words!` for plain enums, and `stored!` for what is stored. Each of those types can
//! also be used with serde, which tests and other programs do.

mod bridge;
mod enumeration;
mod expectation;
mod members;
mod place;
mod reader;
mod scalar;
mod sequence;
mod text;
mod text_cache;
mod tree;

pub(crate) use bridge::serde;
pub use bridge::{deserialize, serialize};
#[cfg(test)]
pub use enumeration::docs;
pub use enumeration::{Words, read_word};
pub(crate) use enumeration::{choices, tagged, words};
pub(crate) use members::object;
pub use members::{Member, Name, Slot, Unknown, read_members, write_members};
pub use place::place_of_byte;
pub use reader::{Entered, Malformed, Reader, Wrong};
pub use sequence::read_tuple;
pub use text::unescaped;
pub use text_cache::TextCache;
pub use tree::{Tree, parse_strictly};

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

/// What can be written as JSON.
pub trait Write {
    /// Appends it to `out`.
    fn write(&self, out: &mut String);

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
    // Most texts are longer; growing step by step would copy them.
    let mut out = String::with_capacity(512);
    value.write(&mut out);
    out
}

/// JSON as text, written as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// An object of these members, in this order.
    #[must_use]
    pub fn object(members: &[(&'static str, &dyn Write)]) -> Self {
        let mut out = String::new();
        out.push('{');
        for (position, (name, value)) in members.iter().enumerate() {
            out.push_str(if position == 0 { "\"" } else { ",\"" });
            out.push_str(name);
            out.push_str("\":");
            value.write(&mut out);
        }
        out.push('}');
        Self(out)
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
        reader.raw().map(|raw| Self(raw.to_owned()))
    }
}

impl Write for Text {
    fn write(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}
