//! Objects with named members.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// Declares an object by the members that are read of it:
/// `struct Price<'a> { amount: Scalar<'a> = "amount" }`.
///
/// Unlike serde's derive, a member may be missing or come twice (the last one counts, as in
/// JavaScript), and where something else than an object stands every member is missing.
macro_rules! object {
    ($(#[$doc:meta])* struct $name:ident<$life:lifetime> {
        $($(#[$member_doc:meta])* $member:ident : $type:ty = $key:literal $(| $alias:literal)*),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(in crate::adapter) struct $name<$life> {
            $($(#[$member_doc])* pub(in crate::adapter) $member: $type),+
        }

        impl<$life> $crate::adapter::tolerant::Members<$life> for $name<$life> {
            fn take<M: serde::de::MapAccess<$life>>(
                &mut self,
                key: &str,
                map: &mut M,
            ) -> Result<bool, M::Error> {
                match key {
                    $($key $(| $alias)* => self.$member = map.next_value()?,)+
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }

        impl<$life> serde::Deserialize<$life> for $name<$life> {
            fn deserialize<D: serde::Deserializer<$life>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::adapter::tolerant::members(deserializer)
            }
        }
    };
}

/// The visits of JSON values that are neither list nor object, all answered by `$nothing`.
macro_rules! nothing_else {
    ($nothing:expr) => {
        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }
        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

pub(in crate::adapter) use {nothing_else, object};

/// An object that takes in its members one by one.
pub(in crate::adapter) trait Members<'a>: Default {
    /// Takes the value of `key` from `map`; `false`, and nothing taken, if it is not read.
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<bool, M::Error>;
}

/// Reads an object; one without members where something else stands.
pub(in crate::adapter) fn members<'a, T: Members<'a>, D: Deserializer<'a>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_any(Object(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'a, T: Members<'a>> Visitor<'a> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        while let Some(Key(key)) = map.next_key()? {
            if !object.take(&key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(object)
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<T, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::default())
    }

    nothing_else!(T::default());
}

/// A member's name, borrowed unless it has escapes.
struct Key<'a>(Cow<'a, str>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'a> Visitor<'a> for KeyVisitor {
    type Value = Key<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, key: &'a str) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key<'a>, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use crate::adapter::tolerant::Scalar;

    object! {
        struct Outer<'a> {
            id: Scalar<'a> = "id",
            inner: Inner<'a> = "inner" | "old_inner",
        }
    }

    object! {
        struct Inner<'a> {
            name: Scalar<'a> = "name",
        }
    }

    fn read(json: &str) -> (Option<String>, Option<String>) {
        let outer: Outer<'_> = serde_json::from_str(json).unwrap();
        (outer.id.id(), outer.inner.name.cut(10))
    }

    #[test]
    fn reads_what_is_there_and_nothing_else() {
        let both = (Some("1".to_owned()), Some("n".to_owned()));
        for json in [
            r#"{"id":1,"inner":{"name":"n"}}"#,
            r#"{"inner":{"name":"n","more":[{}]},"x":{"id":2},"id":"1"}"#,
            r#"{"id":7,"id":1,"old_inner":{"name":"n"}}"#,
            r#"{"\u0069d":1,"inner":{"n\u0061me":"n"}}"#,
        ] {
            assert_eq!(read(json), both, "{json}");
        }
        for inner in ["null", "[]", "[1]", "\"\"", "5", "-5", "1.5", "true", "{}"] {
            let json = format!(r#"{{"id":1,"inner":{inner}}}"#);
            assert_eq!(read(&json), (both.0.clone(), None), "{json}");
        }
        for body in ["null", "[]", "7", "\"text\""] {
            assert_eq!(read(body), (None, None), "{body}");
        }
    }
}
