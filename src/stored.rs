//! How stored state is read and written: tolerant of every earlier and later release.
//!
//! A state written by release N is read by N+1, and after a rollback by N again. So a stored
//! struct writes only what differs from its default, reads a missing field as its default, and
//! carries fields it does not know along unchanged. `serde(flatten)` could do the last, but it
//! buffers every value on the way; `stored!` is the same idea without the copy.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Fields of a later release, kept as they were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown(pub BTreeMap<String, serde_json::Value>);

/// A field's name while reading, borrowed from the text where it has no escapes.
#[derive(Deserialize)]
#[doc(hidden)]
pub struct FieldName<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// Whether `value` is what a missing field would be read as.
#[doc(hidden)]
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Declares a struct that is stored: see the module's documentation. Every field's type must
/// be `Default + PartialEq + Serialize + Deserialize`.
macro_rules! stored {
    ($(#[$doc:meta])* pub struct $name:ident { $( $(#[$field_doc:meta])* pub $field:ident : $type:ty, )+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $type, )+
            /// Fields written by a later release, carried along.
            pub unknown: $crate::stored::Unknown,
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut map = serializer.serialize_map(None)?;
                $( if !$crate::stored::is_default(&self.$field) {
                    map.serialize_entry(stringify!($field), &self.$field)?;
                } )+
                for (name, value) in &self.unknown.0 {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a stored ", stringify!($name)))
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut read = $name::default();
                        while let Some(field) = map.next_key::<$crate::stored::FieldName<'de>>()? {
                            match field.0.as_ref() {
                                $( stringify!($field) => read.$field = map.next_value()?, )+
                                later => {
                                    let later = later.to_owned();
                                    read.unknown.0.insert(later, map.next_value()?);
                                }
                            }
                        }
                        Ok(read)
                    }
                }
                deserializer.deserialize_map(Fields)
            }
        }
    };
}
pub(crate) use stored;

/// A value with the moment it was told and how far its source is believed.
///
/// Values told by several sources in any order converge: the confirmed one wins, then the
/// later one, then (for two at the same moment) the greater one. Joining is commutative,
/// associative and idempotent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told<T> {
    /// What was told.
    pub value: T,
    /// When.
    pub at: crate::time::Timestamp,
    /// Whether the shop's server said it.
    pub confirmed: bool,
}

impl<T: Serialize> Serialize for Told<T> {
    /// As `[value, at, confirmed]`: profiles hold many of these.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.value, self.at, self.confirmed).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Told<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (value, at, confirmed) = Deserialize::deserialize(deserializer)?;
        Ok(Self {
            value,
            at,
            confirmed,
        })
    }
}

impl<T: Ord> Told<T> {
    /// Keeps whichever of the two wins.
    pub fn join(known: &mut Option<Self>, told: Self) {
        let wins = known.as_ref().is_none_or(|known| {
            (told.confirmed, told.at, &told.value) > (known.confirmed, known.at, &known.value)
        });
        if wins {
            *known = Some(told);
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public structs")]

    stored! {
        /// A stored thing.
        pub struct Thing {
            /// A number.
            pub number: u32,
            /// A list.
            pub list: Vec<String>,
        }
    }

    #[test]
    fn writes_only_what_differs_and_carries_what_it_does_not_know() {
        let text = r#"{"list":["a"],"later":{"x":[1]}}"#;
        let thing: Thing = serde_json::from_str(text).unwrap();
        assert_eq!((thing.number, thing.list.len()), (0, 1));
        assert_eq!(serde_json::to_string(&thing).unwrap(), text);
    }
}
