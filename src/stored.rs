//! How stored state is read and written: tolerant of every earlier and later release.
//!
//! A state written by release N is read by N+1, and after a rollback by N again. So a stored
//! struct writes only what differs from its default, reads a missing field as its default, and
//! carries fields it does not know along unchanged, as they are written.

use crate::json::{Malformed, Read, Reader, Slot, Write, Writer, read_tuple};

pub use crate::json::Unknown;

/// Declares a struct that is stored: see the module's documentation. Every field's type must
/// be `Default` and readable and writable as JSON.
macro_rules! stored {
    ($(#[$doc:meta])* pub struct $name:ident { $( $(#[$field_doc:meta])* pub $field:ident : $type:ty, )+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $type, )+
            /// Fields written by a later release, carried along.
            pub unknown: $crate::stored::Unknown,
        }

        impl $name {
            // Once, for the two that need them.
            #[inline(never)]
            fn members(&self) -> [&dyn $crate::json::Write; $crate::stored::count!($($field)+)] {
                [$( &self.$field ),+]
            }
        }

        impl $crate::json::Write for $name {
            fn write(&self, out: &mut $crate::json::Writer) {
                $crate::json::write_members(
                    out,
                    &$crate::json::Word::EMPTY,
                    const { &[$( $crate::json::name!(stringify!($field), true) ),+] },
                    &self.members(),
                    Some(&self.unknown),
                );
            }
            fn is_blank(&self) -> bool {
                self.unknown.is_empty() && self.members().iter().all(|value| value.is_blank())
            }
        }

        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                let mut read = Self::default();
                $crate::json::read_members(
                    reader,
                    const { &[$( $crate::json::name!(stringify!($field), true) ),+] },
                    &mut [$( &mut read.$field ),+],
                    Some(&mut read.unknown),
                )?;
                Ok(read)
            }
        }
        $crate::json::serde!($name);
    };
}
pub(crate) use stored;

/// How many names there are.
macro_rules! count {
    ($($name:ident)+) => { [$( stringify!($name) ),+].len() };
}
pub(crate) use count;

/// A value with the moment it was reported and whether its source is trusted.
/// Values from several sources in any order converge: the confirmed one wins, then the later one,
/// then (for two at the same moment) the greater one. Joining is commutative, associative and
/// idempotent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reported<T> {
    /// The value itself.
    pub value: T,
    /// When it was reported.
    pub at: crate::time::Timestamp,
    /// Whether the shop's server reported it; a browser's value is not confirmed.
    pub confirmed: bool,
}

impl<T: Write> Write for Reported<T> {
    /// As `[value, at, confirmed]`: profiles hold many of these.
    fn write(&self, out: &mut Writer) {
        out.values(&[&self.value, &self.at, &self.confirmed]);
    }
}

impl<T: Read> Read for Reported<T> {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let (mut value, mut at, mut confirmed) = (Slot::empty(), Slot::empty(), Slot::empty());
        read_tuple(reader, &mut [&mut value, &mut at, &mut confirmed])?;
        match (value.0, at.0, confirmed.0) {
            (Some(value), Some(at), Some(confirmed)) => Ok(Self {
                value,
                at,
                confirmed,
            }),
            _ => Err(reader.unexpected()),
        }
    }
}

impl<T: Ord> Reported<T> {
    /// Keeps whichever of the two wins.
    pub fn join(known: &mut Option<Self>, received: Self) {
        let wins = known.as_ref().is_none_or(|known| {
            (received.confirmed, received.at, &received.value)
                > (known.confirmed, known.at, &known.value)
        });
        if wins {
            *known = Some(received);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public structs")]

    use crate::json;

    stored! {
        /// A stored thing.
        pub struct Thing {
            /// A number to store.
            pub number: u32,
            /// A list to store.
            pub list: Vec<String>,
        }
    }

    #[test]
    fn writes_only_what_differs_and_carries_what_it_does_not_know() {
        let text = r#"{"list":["a"],"later":{"x":[1]}}"#;
        let thing: Thing = json::from_str(text).unwrap();
        assert_eq!((thing.number, thing.list.len()), (0, 1));
        assert_eq!(json::to_string(&thing), text);
    }
}
