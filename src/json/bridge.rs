//! To and from serde, for tests and for programs that hold these types in other formats.
//!
//! It goes by way of a tree. The engine itself never does, so none of this is in the module.

use super::{Read, Tree, Write, from_str, to_string};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, Serialize, Serializer};
use std::fmt;

/// Gives `value` to a serde serializer.
///
/// # Errors
///
/// The serializer's.
pub fn serialize<S: Serializer>(value: &dyn Write, serializer: S) -> Result<S::Ok, S::Error> {
    match from_str::<Tree>(&to_string(value)) {
        Ok(tree) => tree.serialize(serializer),
        Err(_) => Err(ser::Error::custom("not JSON")),
    }
}

/// Reads a value from a serde deserializer.
///
/// # Errors
///
/// The deserializer's, or that something of another shape stands there.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let tree = Tree::deserialize(deserializer)?;
    from_str(&to_string(&tree)).map_err(|_| D::Error::custom("not of the expected shape"))
}

/// Makes a type that is read and written as JSON usable with serde.
macro_rules! serde {
    ($name:ident) => {
        $crate::json::serde!(@write $name);
        $crate::json::serde!(@read $name);
    };
    (@read $name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::json::deserialize(deserializer)
            }
        }
    };
    (@write $name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize(self, serializer)
            }
        }
    };
}
pub(crate) use serde;

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Number(numeral) => {
                if let Ok(number) = numeral.parse::<u64>() {
                    serializer.serialize_u64(number)
                } else if let Ok(number) = numeral.parse::<i64>() {
                    serializer.serialize_i64(number)
                } else {
                    let number = numeral.parse::<f64>().map_err(ser::Error::custom)?;
                    serializer.serialize_f64(number)
                }
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            members.push(entry);
        }
        Ok(Tree::Object(members))
    }
}
