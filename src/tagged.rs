//! Enums in JSON that say with `"type"` which variant they are.
//!
//! serde can derive this, but its reader copies every value into a tree first and then builds
//! all nested types a second time for that tree: a third of the module's size, and two thirds of
//! the time to read an event. [`tagged!`] reads the text twice instead: once for the tag, once
//! for the variant's fields.

use serde::Deserialize;
use serde_json::value::RawValue;

/// The tag of an object, whatever else is in it.
#[derive(Deserialize)]
#[doc(hidden)]
pub struct Tag {
    #[serde(rename = "type")]
    pub word: String,
}

/// Reads an object's text, then hands tag and text to `build`.
#[doc(hidden)]
pub fn read_tagged<'de, D, T>(
    deserializer: D,
    build: impl FnOnce(&str, &str) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let text = <&RawValue>::deserialize(deserializer)?.get();
    let tag: Tag = serde_json::from_str(text).map_err(serde::de::Error::custom)?;
    build(&tag.word, text).map_err(serde::de::Error::custom)
}

/// An unknown tag.
#[doc(hidden)]
pub fn unknown_tag(word: &str) -> serde_json::Error {
    serde::de::Error::custom(format_args!("unknown type `{word}`"))
}

/// Declares an enum whose JSON is `{"type": word, …fields}`. It can be read from text that is
/// borrowed (`serde_json::from_str`), which is how everything crosses the wasm boundary.
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
                $crate::tagged::read_tagged(deserializer, |word, text| match word {
                    $( $word => {
                        #[derive(serde::Deserialize)]
                        struct Fields { $($( $(#[$field_meta])* $field: $type ),+)? }
                        let Fields { $($( $field ),+)? } = serde_json::from_str(text)?;
                        Ok(Self::$variant $({ $( $field ),+ })?)
                    } )+
                    other => Err($crate::tagged::unknown_tag(other)),
                })
            }
        }
    };
}
pub(crate) use tagged;

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public enums")]

    tagged! {
        /// A thing.
        #[derive(Debug, PartialEq)]
        pub enum Thing {
            /// One.
            One { /// A number.
                number: u8, /// Perhaps a text.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                text: Option<String> } = "one",
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
        for text in [text.as_str(), r#" {"number":7,"later":[1],"type":"one"} "#] {
            assert_eq!(serde_json::from_str::<Thing>(text).unwrap(), one);
        }
        let list: Vec<Thing> = serde_json::from_str(r#"[{"type":"nothing"}]"#).unwrap();
        assert_eq!(list, [Thing::Nothing]);
        for text in ["{}", r#"{"type":"two"}"#, r#"{"type":"one"}"#, "[]", "7"] {
            assert!(serde_json::from_str::<Thing>(text).is_err(), "{text}");
        }
    }
}
