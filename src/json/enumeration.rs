//! Enums: plain words, and objects that say with `"type"` which variant they are.

use super::{Malformed, Reader, Word, Wrong};

/// Reads one of `words`; its position.
///
/// # Errors
///
/// Where something else stands.
pub fn read_word(reader: &mut Reader<'_>, words: &'static [Word]) -> Result<usize, Malformed> {
    if let Some(position) = reader.numbered_word(words) {
        return Ok(position);
    }
    reader.peek();
    let wrong = reader.wrong(Wrong::OneOf(words));
    let word = reader.text()?;
    let position = words.iter().position(|known| known.text == word);
    position.ok_or(wrong)
}

/// An enum without fields, each value of which is a word in JSON.
pub trait Words: Copy + 'static {
    /// Each word with its value.
    const WORDS: &'static [(&'static str, Self)];
}

/// Makes an enum without fields readable from and writable as a word. With `or default` its
/// default is what a missing member would be.
macro_rules! words {
    ($name:ident or default { $( $variant:ident = $word:literal ),+ $(,)? }) => {
        $crate::json::words!(@impl $name [ |value: &Self| *value == Self::default() ] $( $variant = $word ),+);
    };
    ($name:ident { $( $variant:ident = $word:literal ),+ $(,)? }) => {
        $crate::json::words!(@impl $name [ |_: &Self| false ] $( $variant = $word ),+);
    };
    (@impl $name:ident [ $blank:expr ] $( $variant:ident = $word:literal ),+) => {
        impl $crate::json::Words for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$( ($crate::json::Word::new($word).text, Self::$variant) ),+];
        }
        impl $name {
            const STORED: &'static [$crate::json::Word] = const {
                &[$( $crate::json::Word::new($word) ),+]
            };
        }
        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                const ALL: &[$name] = &[$( $name::$variant ),+];
                let position = $crate::json::read_word(reader, Self::STORED)?;
                ALL.get(position).copied().ok_or(reader.unexpected())
            }
        }
        impl $crate::json::Write for $name {
            fn write(&self, out: &mut $crate::json::Writer) {
                #[derive(Clone, Copy)]
                enum Place { $( $variant ),+ }
                let place = match self { $( Self::$variant => Place::$variant ),+ };
                out.one_of(Self::STORED, place as usize);
            }
            fn is_blank(&self) -> bool {
                let is_blank: fn(&Self) -> bool = $blank;
                is_blank(self)
            }
        }
        $crate::json::serde!($name);
        $crate::compact::compact!(enum $name { $( $variant ),+ });
    };
}
pub(crate) use words;

/// Declares an enum whose values are words in a merchant's file, with its schema. `as default` marks
/// its default.
macro_rules! choices {
    (
        $(#[doc = $doc:literal])+
        #[derive($($derive:ident),+)]
        $vis:vis enum $name:ident {
            $( $(#[doc = $about:literal])+ $choice:ident = $word:literal $(as $default:ident)? ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive($($derive),+)]
        $vis enum $name {
            $( $(#[doc = $about])+ $(#[$default])? $choice, )+
        }

        impl $name {
            /// Each with its word in files.
            $vis const WORDS: &'static [(&'static str, Self)] = &[$( ($word, Self::$choice) ),+];
        }

        impl $crate::json::Words for $name {
            const WORDS: &'static [(&'static str, Self)] = Self::WORDS;
        }

        $crate::compact::compact!(enum $name { $( $choice ),+ });

        #[cfg(test)]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "description": $crate::json::docs(&[$($doc),+]),
                    "oneOf": [$({
                        "type": "string",
                        "const": $word,
                        "description": $crate::json::docs(&[$($about),+]),
                    }),+],
                })
            }
        }
    };
}
pub(crate) use choices;

/// The lines of a doc comment as one text.
#[cfg(test)]
pub fn docs(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let paragraphs = lines.split(|line| line.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(|lines| lines.join(" ")).collect();
    paragraphs.join("\n\n")
}

/// Declares an enum whose JSON is `{"type": word, …fields}`. Unknown fields are passed over; a
/// field whose type is followed by `as sparse` is left out of what is written while it is blank, and
/// is blank where it is left out.
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$doc:meta])* $variant:ident
                $({ $( $(#[$field_meta:meta])* $field:ident : $type:ty $(as $sparse:ident)? ),+ $(,)? })?
                = $word:literal ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        pub enum $name {
            $( $(#[$doc])* $variant $({ $( $(#[$field_meta])* $field: $type ),+ })? ),+
        }

        impl $name {
            const TAGS: &'static [$crate::json::Word] = const {
                &[$( $crate::json::Word::new($word) ),+]
            };
        }

        impl $crate::json::Read for $name {
            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Malformed> {
                #[derive(Clone, Copy)]
                enum TagPlace { $( $variant ),+ }
                match reader.tag(Self::TAGS)? {
                    $( place if place == TagPlace::$variant as usize => {
                        $($( let mut $field = $crate::json::Slot::<$type>::empty(); )+)?
                        $crate::json::read_members(
                            reader,
                            const { &[$($( $crate::json::object!(@name $field, $($sparse)?) ),+)?] },
                            &mut [$($( &mut $field ),+)?],
                            None,
                        )?;
                        $($( let $field = $crate::json::tagged!(@taken $field $($sparse)?); )+)?
                        $crate::json::tagged!(@made reader $variant $({ $( $field ),+ })?)
                    } )+
                    _ => Err(reader.unexpected()),
                }
            }
        }

        impl $crate::json::Write for $name {
            fn write(&self, out: &mut $crate::json::Writer) {
                match self {
                    $( Self::$variant $({ $( $field ),+ })? => {
                        $crate::json::write_members(
                            out,
                            const { &$crate::json::Word::new($word) },
                            const { &[$($( $crate::json::object!(@name $field, $($sparse)?) ),+)?] },
                            &[$($( $field ),+)?],
                            None,
                        );
                    } )+
                }
            }
        }
        $crate::json::serde!($name);
    };
    // What is left out while it is blank is blank where it is left out.
    (@taken $field:ident sparse) => { Some($field.0.unwrap_or_default()) };
    (@taken $field:ident) => { $field.0 };
    (@made $reader:ident $variant:ident) => { Ok(Self::$variant) };
    (@made $reader:ident $variant:ident { $( $field:ident ),+ }) => {
        // One way out where a field is missing, for all of them.
        match ($( $field, )+) {
            ($( Some($field), )+) => Ok(Self::$variant { $( $field ),+ }),
            _ => Err($reader.unexpected()),
        }
    };
}
pub(crate) use tagged;

#[cfg(test)]
mod tests {
    #![expect(unreachable_pub, reason = "the macro declares public enums")]

    use crate::json;

    tagged! {
        /// An enumeration for these tests.
        #[derive(Debug, PartialEq)]
        pub enum Thing {
            /// One.
            One {
                /// A number.
                number: u32,
                /// Perhaps a text.
                text: Option<String> as sparse,
                /// Perhaps not so.
                so: bool as sparse,
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
            so: false,
        };
        let text = json::to_string(&one);
        assert_eq!(text, r#"{"type":"one","number":7}"#);
        assert_eq!(serde_json::to_string(&one).unwrap(), text);
        for text in [
            text.as_str(),
            r#" {"number":7,"later":[1,{"a":2}],"type":"one","more":"\"" } "#,
        ] {
            assert_eq!(json::from_str::<Thing>(text).as_ref(), Ok(&one));
        }
        let list: Vec<Thing> = json::from_str(r#"[{"type":"nothing"}]"#).unwrap();
        assert_eq!(list, [Thing::Nothing]);
        for text in ["{}", r#"{"type":"two"}"#, r#"{"type":"one"}"#, "[]", "7"] {
            assert!(json::from_str::<Thing>(text).is_err(), "{text}");
        }
    }
}
