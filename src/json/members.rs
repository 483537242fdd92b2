//! Objects with known members, by table.

use super::{Malformed, Read, Reader, Write, Wrong};

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

    /// Writes them behind the members of an object that is not closed yet.
    fn write(&self, separator: &str, out: &mut String) {
        let mut separator = separator;
        for (name, value) in &self.0 {
            for part in [separator, name, "\":", value] {
                out.push_str(part);
            }
            separator = ",\"";
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

/// A member's name, and whether it is left out of what is written while it is blank. Reading
/// and writing share one table of these.
pub type Name = (&'static str, bool);

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
    // Their writer kept their order, so the next one is nearly always the next one.
    let mut expected = 0;
    while let Some(name) = reader.member(&mut object)? {
        let place = place_of(name, names, expected);
        match place.and_then(|place| members.get_mut(place)) {
            Some(member) => member.fill(reader)?,
            None => match &mut unknown {
                Some(unknown) => unknown.keep(name, reader.raw()?),
                None => reader.skip()?,
            },
        }
        expected = place.map_or(expected, |place| place + 1);
    }
    for ((name, sparse), member) in names.iter().zip(members) {
        member.complete();
        if !*sparse && member.is_missing() {
            return Err(reader.wrong(Wrong::Missing(name)));
        }
    }
    Ok(())
}

/// Where `name` stands in `names`, nearly always at `expected`.
fn place_of(name: &str, names: &[Name], expected: usize) -> Option<usize> {
    let found = |(known, _): &Name| *known == name;
    if names.get(expected).is_some_and(found) {
        return Some(expected);
    }
    names.iter().position(found)
}

/// Writes an object: its `"type"`, unless that is empty, these members, and `unknown` ones.
pub fn write_members(
    out: &mut String,
    tag: &str,
    names: &[Name],
    members: &[&dyn Write],
    unknown: Option<&Unknown>,
) {
    let mut separator = "{\"";
    if !tag.is_empty() {
        out.push_str("{\"type\":\"");
        out.push_str(tag);
        out.push('"');
        separator = ",\"";
    }
    for ((name, sparse), value) in names.iter().zip(members) {
        if *sparse && value.is_blank() {
            continue;
        }
        out.push_str(separator);
        out.push_str(name);
        out.push_str("\":");
        value.write(out);
        separator = ",\"";
    }
    match unknown.filter(|unknown| !unknown.is_empty()) {
        Some(unknown) => unknown.write(separator, out),
        None if separator == "{\"" => out.push('{'),
        None => {}
    }
    out.push('}');
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
                    &[$( (
                        $crate::json::object!(@key $field $($key)?),
                        $crate::json::object!(@sparse $($sparse)?),
                    ) ),+],
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
    ($name:ident or at_hand { $( $field:ident ),+ $(,)? }) => {
        $crate::json::object!(@members $name or at_hand { $( $field ),+ });
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field ),+ });
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
                    &[$( (
                        $crate::json::object!(@key $field $($key)?),
                        $crate::json::object!(@sparse $($sparse)?),
                    ) ),+],
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
            fn write(&self, out: &mut String) {
                $crate::json::write_members(
                    out,
                    "",
                    &[$( (
                        $crate::json::object!(@key $field $($key)?),
                        $crate::json::object!(@sparse $($sparse)?),
                    ) ),+],
                    &[$( &self.$field ),+],
                    None,
                );
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@sparse) => { false };
    (@sparse sparse) => { true };
}
pub(crate) use object;
