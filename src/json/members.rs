//! Objects with known members, by table.

use super::dictionary::{bare, known_name};
use super::{Malformed, Read, Reader, Word, Write, Writer, Wrong};

/// Members of a later release, kept as they were found: names and values as they are written,
/// sorted by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown(Vec<(String, String)>);

impl Unknown {
    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn keep(&mut self, name: &str, value: &str) {
        let place = self.0.partition_point(|(known, _)| known.as_str() < name);
        match self.0.get_mut(place) {
            Some((known, old)) if known == name => value.clone_into(old),
            _ => self.0.insert(place, (name.to_owned(), value.to_owned())),
        }
    }

    /// Writes them behind the members of the object that began at `begin`.
    fn write(&self, begin: usize, out: &mut Writer) {
        for (name, value) in &self.0 {
            out.unknown_member(begin, name);
            out.json(value);
        }
    }
}

/// A place that a member of an object is read into.
pub trait Member {
    /// Takes the next value.
    ///
    /// # Errors
    ///
    /// As [`Read::read`].
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed>;

    /// There was no value: takes what that means.
    fn complete(&mut self) {}

    /// Whether there had to be a value and was none.
    fn is_missing(&self) -> bool {
        false
    }
}

impl<T: Read> Member for T {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        *self = T::read(reader)?;
        Ok(())
    }
}

/// A place for a member that may have no default.
#[derive(Debug)]
pub struct Slot<T>(pub Option<T>);

impl<T> Slot<T> {
    /// Nothing was read yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }
}

impl<T: Read> Member for Slot<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        self.0 = Some(T::read(reader)?);
        Ok(())
    }

    fn complete(&mut self) {
        if self.0.is_none() {
            self.0 = T::missing();
        }
    }

    fn is_missing(&self) -> bool {
        self.0.is_none()
    }
}

/// A member's name. Reading and writing share one table of these.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// As it is written behind another member, `,"name":`.
    pub(super) written: &'static str,
    /// Its number in the [dictionary](super::dictionary).
    pub(super) number: u16,
    /// Whether it is left out of what is written while it is blank.
    is_sparse: bool,
}

impl Name {
    /// What `name!` makes.
    #[must_use]
    pub const fn new(written: &'static str, is_sparse: bool) -> Self {
        let Word { text, number } = known_name(written);
        Self {
            written: text,
            number,
            is_sparse,
        }
    }
}

/// A member's [`Name`], which is left out while it is blank or not.
macro_rules! name {
    ($name:expr, $sparse:expr) => {
        $crate::json::Name::new(concat!(",\"", $name, "\":"), $sparse)
    };
}
pub(crate) use name;

/// Reads an object's members, called `names`, into their places. Of a member that stands twice
/// the last counts; others go to `unknown`, or are passed over.
///
/// # Errors
///
/// Where it is not an object, or a member is missing or not of its shape.
pub fn read_members(
    reader: &mut Reader<'_>,
    names: &[Name],
    members: &mut [&mut dyn Member],
    mut unknown: Option<&mut Unknown>,
) -> Result<(), Malformed> {
    let mut object = reader.object()?;
    // Their writer kept their order, so the next one is nearly always one of the next ones.
    let mut expected = 0;
    loop {
        let place = match reader.written_member(&mut object, names, expected) {
            Some(place) => Some(place),
            None => match reader.name(&mut object)? {
                Some(name) => {
                    let known = names.iter().position(|known| bare(known.written) == name);
                    if known.is_none() {
                        match &mut unknown {
                            Some(unknown) => unknown.keep(&name, &reader.json()?),
                            None => reader.skip()?,
                        }
                    }
                    known
                }
                None => break,
            },
        };
        if let Some((place, member)) =
            place.and_then(|place| Some((place, members.get_mut(place)?)))
        {
            member.fill(reader)?;
            expected = place + 1;
        }
    }
    for (name, member) in names.iter().zip(members) {
        member.complete();
        if !name.is_sparse && member.is_missing() {
            return Err(reader.wrong(Wrong::Missing(bare(name.written))));
        }
    }
    Ok(())
}

/// Writes an object: its `"type"`, unless that is empty, these members, and `unknown` ones.
pub fn write_members(
    out: &mut Writer,
    tag: &Word,
    names: &[Name],
    members: &[&dyn Write],
    unknown: Option<&Unknown>,
) {
    let begin = out.members(tag);
    for (name, value) in names.iter().zip(members) {
        if name.is_sparse && value.is_blank() {
            continue;
        }
        out.member(begin, name);
        value.write(out);
    }
    if let Some(unknown) = unknown {
        unknown.write(begin, out);
    }
    out.end_members(begin);
}

/// Makes a struct readable from and writable as an object with these members, in this order.
///
/// A missing one is nothing for an `Option` and an error for the others; with `or default` it
/// is the default's. Unknown ones are passed over. `member: sparse` is left out of what is
/// written while it is blank, and blank where it is missing; `member = "name"` has another name in JSON. With `or at_hand`
/// the struct is looked for among the values at hand before it is read. With `read` or `write` in
/// front the struct is only read or only written.
macro_rules! object {
    ($name:ident or default { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                let mut read = Self::default();
                $crate::json::read_members(
                    reader,
                    const { &[$( $crate::json::object!(@name $field $($key)?, $($sparse)?) ),+] },
                    &mut [$( &mut read.$field ),+],
                    None,
                )?;
                Ok(read)
            }
        }
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field $(: $sparse)? $(= $key)? ),+ });
    };
    ($name:ident { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        $crate::json::object!(@members $name { $( $field $(: $sparse)? $(= $key)? ),+ });
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field $(: $sparse)? $(= $key)? ),+ });
    };
    ($name:ident or at_hand { $( $field:ident $(: $sparse:ident)? ),+ $(,)? }) => {
        $crate::json::object!(@members $name or at_hand { $( $field $(: $sparse)? ),+ });
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field $(: $sparse)? ),+ });
    };
    (read $name:ident { $( $field:ident $(: $sparse:ident)? ),+ $(,)? }) => {
        $crate::json::object!(@members $name { $( $field $(: $sparse)? ),+ });
        $crate::json::serde!(@read $name);
    };
    (@members $name:ident $(or $at_hand:ident)? { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                $( if let Some(value) = reader.$at_hand() { return Ok(value); } )?
                $( let mut $field = $crate::json::Slot::empty(); )+
                $crate::json::read_members(
                    reader,
                    const { &[$( $crate::json::object!(@name $field $($key)?, $($sparse)?) ),+] },
                    &mut [$( &mut $field ),+],
                    None,
                )?;
                $( let $field = $crate::json::tagged!(@taken $field $($sparse)?); )+
                // One way out where a member is missing, for all of them.
                match ($( $field, )+) {
                    ($( Some($field), )+) => Ok(Self { $( $field ),+ }),
                    _ => Err(reader.unexpected()),
                }
            }
        }
    };
    (write $name:ident { $($members:tt)+ }) => {
        $crate::json::object!(@write $name { $($members)+ });
        $crate::json::serde!(@write $name);
    };
    (@write $name:ident { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        impl $crate::json::Write for $name {
            fn write(&self, out: &mut $crate::json::Writer) {
                $crate::json::write_members(
                    out,
                    &$crate::json::Word::EMPTY,
                    const { &[$( $crate::json::object!(@name $field $($key)?, $($sparse)?) ),+] },
                    &[$( &self.$field ),+],
                    None,
                );
            }
        }
    };
    (@name $field:ident, $($sparse:ident)?) => {
        $crate::json::name!(stringify!($field), $crate::json::object!(@sparse $($sparse)?))
    };
    (@name $field:ident $key:literal, $($sparse:ident)?) => {
        $crate::json::name!($key, $crate::json::object!(@sparse $($sparse)?))
    };
    (@sparse) => { false };
    (@sparse sparse) => { true };
}
pub(crate) use object;
