//! Objects with known members, by table.

use super::{Malformed, Read, Reader, Write};

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
}

impl<T: Read> Member for T {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        *self = T::read(reader)?;
        Ok(())
    }
}

/// A place for a member that may have no default.
#[derive(Debug)]
pub struct Slot<T>(Option<T>);

impl<T: Read> Slot<T> {
    /// Nothing was read yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }

    /// What was read, or what it means that nothing was.
    ///
    /// # Errors
    ///
    /// When the member is missing and must not be.
    pub fn take(self, reader: &Reader<'_>) -> Result<T, Malformed> {
        match self.0 {
            Some(value) => Ok(value),
            None => T::missing().ok_or(reader.unexpected()),
        }
    }
}

impl<T: Read> Member for Slot<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) -> Result<(), Malformed> {
        self.0 = Some(T::read(reader)?);
        Ok(())
    }
}

/// Reads an object's members into their places. Of a member that stands twice the last counts;
/// others go to `unknown`, or are passed over.
///
/// # Errors
///
/// Where it is no object, or a member is not of its shape.
pub fn read_members(
    reader: &mut Reader<'_>,
    members: &mut [(&'static str, &mut dyn Member)],
    mut unknown: Option<&mut Unknown>,
) -> Result<(), Malformed> {
    let mut object = reader.object()?;
    // Whoever wrote them kept their order, so the next one is nearly always the next one.
    let mut expected = 0;
    while let Some(name) = reader.member(&mut object)? {
        let ahead = members.iter().skip(expected);
        let place = match ahead.clone().position(|(known, _)| *known == name) {
            Some(further) => Some(expected + further),
            None => members.iter().position(|(known, _)| *known == name),
        };
        match place.and_then(|place| Some((place, members.get_mut(place)?))) {
            Some((place, (_, member))) => {
                member.fill(reader)?;
                expected = place + 1;
            }
            None => match &mut unknown {
                Some(unknown) => unknown.keep(name, reader.raw()?),
                None => reader.skip()?,
            },
        }
    }
    Ok(())
}

/// A member to be written: its name, its value, and whether it is left out while it is blank.
pub type Written<'a> = (&'static str, &'a dyn Write, bool);

/// Writes an object: its `"type"`, unless that is empty, these members, and `unknown` ones.
pub fn write_members(
    out: &mut String,
    tag: &str,
    members: &[Written<'_>],
    unknown: Option<&Unknown>,
) {
    let mut separator = "{\"";
    if !tag.is_empty() {
        out.push_str("{\"type\":\"");
        out.push_str(tag);
        out.push('"');
        separator = ",\"";
    }
    for (name, value, sparse) in members {
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
/// written while it is blank, and `member = "name"` has another name in JSON. With `read` or
/// `write` in front the struct is only read or only written.
macro_rules! object {
    ($name:ident or default { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                let mut read = Self::default();
                $crate::json::read_members(
                    reader,
                    &mut [$( ($crate::json::object!(@key $field $($key)?), &mut read.$field) ),+],
                    None,
                )?;
                Ok(read)
            }
        }
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field $(: $sparse)? $(= $key)? ),+ });
    };
    ($name:ident { $( $field:ident $(: $sparse:ident)? $(= $key:literal)? ),+ $(,)? }) => {
        $crate::json::object!(@members $name { $( $field $(= $key)? ),+ });
        $crate::json::serde!($name);
        $crate::json::object!(@write $name { $( $field $(: $sparse)? $(= $key)? ),+ });
    };
    (read $name:ident { $( $field:ident ),+ $(,)? }) => {
        $crate::json::object!(@members $name { $( $field ),+ });
        $crate::json::serde!(@read $name);
    };
    (@members $name:ident { $( $field:ident $(= $key:literal)? ),+ $(,)? }) => {
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                $( let mut $field = $crate::json::Slot::empty(); )+
                $crate::json::read_members(
                    reader,
                    &mut [$( ($crate::json::object!(@key $field $($key)?), &mut $field) ),+],
                    None,
                )?;
                Ok(Self { $( $field: $field.take(reader)? ),+ })
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
                $crate::json::write_members(out, "", &[$( (
                    $crate::json::object!(@key $field $($key)?),
                    &self.$field,
                    $crate::json::object!(@sparse $($sparse)?),
                ) ),+], None);
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@sparse) => { false };
    (@sparse sparse) => { true };
}
pub(crate) use object;
