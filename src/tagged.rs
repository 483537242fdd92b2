//! How JSON from hosts is read: enums that say with `"type"` which variant they are, and plain
//! structs.
//!
//! serde can derive both. But its reader of tagged enums copies every value into a tree first and
//! builds all nested types a second time for that tree, and its reader of structs is also built
//! for arrays; together that was half of the module. `tagged!` and `fields!` read an object's
//! members as they come, and nothing else.

use crate::stored::FieldName;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error, IntoDeserializer, MapAccess};
use serde_json::value::RawValue;

/// What the first member of a tagged object says.
#[doc(hidden)]
pub enum Opening<T> {
    /// The tag; the other members follow.
    Tag(String),
    /// The tag stood elsewhere, so the whole object was read already.
    Whole(T),
}

/// Reads the tag. Whoever writes these objects puts it first; where it stands elsewhere the
/// object is put in order and read again.
#[doc(hidden)]
pub fn opening<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    map: &mut A,
) -> Result<Opening<T>, A::Error> {
    let mut others: Vec<(String, Box<RawValue>)> = Vec::new();
    while let Some(FieldName(name)) = map.next_key()? {
        if name != "type" {
            others.push((name.into_owned(), map.next_value()?));
            continue;
        }
        let word: String = map.next_value()?;
        if others.is_empty() {
            return Ok(Opening::Tag(word));
        }
        while let Some(FieldName(name)) = map.next_key()? {
            others.push((name.into_owned(), map.next_value()?));
        }
        let text = in_order(&word, &others).map_err(A::Error::custom)?;
        return serde_json::from_str(&text)
            .map(Opening::Whole)
            .map_err(A::Error::custom);
    }
    Err(A::Error::missing_field("type"))
}

/// The value of a field that was read, or what a missing one means for its type: nothing for an
/// `Option`, an error for the others.
#[doc(hidden)]
pub fn present<'de, T: Deserialize<'de>, E: Error>(
    value: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    match value {
        Some(value) => Ok(value),
        None => T::deserialize(IntoDeserializer::<E>::into_deserializer(()))
            .map_err(|_| E::missing_field(name)),
    }
}

fn in_order(word: &str, others: &[(String, Box<RawValue>)]) -> Result<String, serde_json::Error> {
    let mut text = format!("{{\"type\":{}", serde_json::to_string(word)?);
    for (name, value) in others {
        text.push(',');
        text.push_str(&serde_json::to_string(name)?);
        text.push(':');
        text.push_str(value.get());
    }
    text.push('}');
    Ok(text)
}

/// Declares an enum whose JSON is `{"type": word, …fields}`. Unknown fields are passed over.
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$doc:meta])* $variant:ident
                $({ $( $(#[$field_meta:meta])* $field:ident : $type:ty ),+ $(,)? })?
                = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(serde::Serialize)]
        #[serde(tag = "type")]
        pub enum $name {
            $( $(#[$doc])* #[serde(rename = $word)]
                $variant $({ $( $(#[$field_meta])* $field: $type ),+ })? ),+
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object with a type")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let word = match $crate::tagged::opening(&mut map)? {
                            $crate::tagged::Opening::Tag(word) => word,
                            $crate::tagged::Opening::Whole(whole) => return Ok(whole),
                        };
                        match word.as_str() {
                            $( $word => {
                                $($( let mut $field: Option<$type> = None; )+)?
                                while let Some(member) = map.next_key::<$crate::stored::FieldName<'de>>()? {
                                    match member.0.as_ref() {
                                        $($( stringify!($field) => $field = Some(map.next_value()?), )+)?
                                        _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                                    }
                                }
                                Ok($name::$variant $({
                                    $( $field: $crate::tagged::present($field, stringify!($field))? ),+
                                })?)
                            } )+
                            other => Err(serde::de::Error::custom(format_args!("unknown type `{other}`"))),
                        }
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}
pub(crate) use tagged;

/// Makes a struct readable from an object with these members. A missing one is nothing for an
/// `Option` and an error for the others; with `or default` it is the default's. Unknown ones
/// are passed over.
macro_rules! fields {
    ($name:ident or default { $( $field:ident ),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut read = $name::default();
                        while let Some(member) = map.next_key::<$crate::stored::FieldName<'de>>()? {
                            match member.0.as_ref() {
                                $( stringify!($field) => read.$field = map.next_value()?, )+
                                _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                            }
                        }
                        Ok(read)
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
    ($name:ident { $( $field:ident ),+ $(,)? }) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $name;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $( let mut $field = None; )+
                        while let Some(member) = map.next_key::<$crate::stored::FieldName<'de>>()? {
                            match member.0.as_ref() {
                                $( stringify!($field) => $field = Some(map.next_value()?), )+
                                _ => { map.next_value::<serde::de::IgnoredAny>()?; }
                            }
                        }
                        Ok($name { $( $field: $crate::tagged::present($field, stringify!($field))? ),+ })
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}
pub(crate) use fields;

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public enums")]

    tagged! {
        /// A thing.
        #[derive(Debug, PartialEq)]
        pub enum Thing {
            /// One.
            One {
                /// A number.
                number: u8,
                /// Perhaps a text.
                #[serde(skip_serializing_if = "Option::is_none")]
                text: Option<String>,
            } = "one",
            /// Nothing.
            Nothing = "nothing",
        }
    }

    #[test]
    fn reads_what_it_writes_wherever_the_tag_stands() {
        let one = Thing::One {
            number: 7,
            text: None,
        };
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(text, r#"{"type":"one","number":7}"#);
        for text in [
            text.as_str(),
            r#" {"number":7,"later":[1,{"a":2}],"type":"one","more":"\"" } "#,
        ] {
            assert_eq!(serde_json::from_str::<Thing>(text).unwrap(), one);
        }
        let list: Vec<Thing> = serde_json::from_str(r#"[{"type":"nothing"}]"#).unwrap();
        assert_eq!(list, [Thing::Nothing]);
        for text in ["{}", r#"{"type":"two"}"#, r#"{"type":"one"}"#, "[]", "7"] {
            assert!(serde_json::from_str::<Thing>(text).is_err(), "{text}");
        }
    }
}
