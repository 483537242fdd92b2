//! Objects with named members.

use super::FromBody;
use crate::json::{Malformed, Reader};

/// A member's name, and what else it is called.
pub(in crate::adapter) type MemberName = (&'static str, &'static [&'static str]);

/// The names of the members of an object that are read.
pub(in crate::adapter) struct MemberNames {
    names: &'static [MemberName],
    /// A bit for each name. Most members of a body are nobody's question, and of most of those there is
    /// no bit here.
    bits: u64,
}

impl MemberNames {
    pub(in crate::adapter) const fn new(names: &'static [MemberName]) -> Self {
        let mut bits = 0;
        let mut rest = names;
        while let Some(((name, aliases), more)) = rest.split_first() {
            bits |= bit(name);
            let mut others = *aliases;
            while let Some((alias, more)) = others.split_first() {
                bits |= bit(alias);
                others = more;
            }
            rest = more;
        }
        Self { names, bits }
    }

    /// Where the member called `name` stands.
    fn place(&self, name: &str) -> Option<usize> {
        if self.bits & bit(name) == 0 {
            return None;
        }
        self.names
            .iter()
            .position(|(known, aliases)| *known == name || aliases.contains(&name))
    }
}

/// One of 64 bits, by a name's length and ends. The factors are the ones of a few that part the members
/// of platforms' bodies best.
const fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return 1;
    };
    let sum = bytes.len().wrapping_mul(5) + *first as usize * 3 + *last as usize;
    1 << (sum & 63)
}

/// Notes which of some members an object has, whatever their values.
pub(in crate::adapter) struct Watch<'n> {
    names: &'n MemberNames,
    met: u64,
}

impl<'n> Watch<'n> {
    pub(in crate::adapter) const fn new(names: &'n MemberNames) -> Self {
        Self { names, met: 0 }
    }

    /// Which members were met, the first name's in the lowest bit.
    pub(in crate::adapter) const fn met(&self) -> u64 {
        self.met
    }
}

/// Reads an object's members into their places.
pub(in crate::adapter) fn payload_members<'a>(
    reader: &mut Reader<'a>,
    names: &MemberNames,
    members: &mut [&mut dyn FromBody<'a>],
    mut watch: Option<&mut Watch<'_>>,
) -> Result<(), Malformed> {
    let mut object = reader.enter()?;
    while let Some(name) = reader.member(&mut object)? {
        if let Some(watch) = &mut watch
            && let Some(place) = watch.names.place(name)
        {
            watch.met |= 1 << place;
        }
        match names.place(name).and_then(|place| members.get_mut(place)) {
            Some(member) => member.fill(reader, None)?,
            None => reader.skip()?,
        }
    }
    Ok(())
}

/// Declares an object by the members that are read of it:
/// `struct Price<'a> { amount: Scalar<'a> = "amount" }`.
///
/// A member may be missing or come twice (the last one counts, as in JavaScript), and where
/// something else than an object stands every member is missing.
macro_rules! payload {
    ($(#[$doc:meta])* struct $name:ident<$life:lifetime> {
        $($(#[$member_doc:meta])* $member:ident : $type:ty = $key:literal $(| $alias:literal)*),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub(in crate::adapter) struct $name<$life> {
            $($(#[$member_doc])* pub(in crate::adapter) $member: $type),+
        }

        impl<$life> $crate::adapter::tolerant::FromBody<$life> for $name<$life> {
            fn fill(
                &mut self,
                reader: &mut $crate::json::Reader<$life>,
                watch: Option<&mut $crate::adapter::tolerant::Watch<'_>>,
            ) -> Result<(), $crate::json::Malformed> {
                static NAMES: $crate::adapter::tolerant::MemberNames =
                    $crate::adapter::tolerant::MemberNames::new(
                        &[$(($key, &[$($alias),*])),+],
                    );
                *self = Self::default();
                let members: &mut [&mut dyn $crate::adapter::tolerant::FromBody<$life>] =
                    &mut [$(&mut self.$member),+];
                $crate::adapter::tolerant::payload_members(reader, &NAMES, members, watch)
            }
        }
    };
}

pub(in crate::adapter) use payload;

#[cfg(test)]
mod tests {
    use crate::adapter::tolerant::{List, Scalar, parse};
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
    use serde_json::Value;
    use std::cell::Cell;
    use std::fmt;

    payload! {
        struct Outer<'a> {
            id: Scalar<'a> = "id",
            inner: Inner<'a> = "inner" | "old_inner",
        }
    }

    payload! {
        struct Inner<'a> {
            name: Scalar<'a> = "name",
        }
    }

    fn read(json: &str) -> (Option<String>, Option<String>) {
        let Ok(outer) = parse::<Outer<'_>>(json) else {
            panic!("{json}");
        };
        (outer.id.id(), outer.inner.name.cut(10))
    }

    #[test]
    fn reads_what_is_there_and_nothing_else() {
        let both = (Some("1".to_owned()), Some("n".to_owned()));
        for json in [
            r#"{"id":1,"inner":{"name":"n"}}"#,
            r#" { "inner" : { "name" : "n" , "more":[{}] } , "x":{"id":2},"id":"1" } "#,
            r#"{"id":7,"id":1,"old_inner":{"name":"n"}}"#,
            r#"{"id":1,"inner":{"name":"n","\ud800":2,"größe":3}}"#,
        ] {
            assert_eq!(read(json), both, "{json}");
        }
        for inner in ["null", "[]", "[1]", "\"\"", "5", "-5", "1.5", "true", "{}"] {
            let json = format!(r#"{{"id":1,"inner":{inner}}}"#);
            assert_eq!(read(&json), (both.0.clone(), None), "{json}");
        }
        for body in ["null", "[]", "[{\"id\":1}]", "7", "\"text\""] {
            assert_eq!(read(body), (None, None), "{body}");
        }
    }

    payload! {
        struct Wide<'a> {
            id: Scalar<'a> = "id",
            admin: Scalar<'a> = "admin_graphql_api_id" | "gid",
            note: Scalar<'a> = "note" | "memo" | "remark",
            lines: List<Inner<'a>, 3> = "line_items",
            inner: Inner<'a> = "inner" | "old_inner",
        }
    }

    /// Everything there is in a body, in its order, as serde_json reads it.
    enum Whole {
        Scalar(Value),
        List(Vec<Whole>),
        Object(Vec<(String, Whole)>),
    }

    impl<'de> Deserialize<'de> for Whole {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_any(Everything)
        }
    }

    struct Everything;

    impl<'de> Visitor<'de> for Everything {
        type Value = Whole;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("anything")
        }
        fn visit_unit<E>(self) -> Result<Whole, E> {
            Ok(Whole::Scalar(Value::Null))
        }
        fn visit_bool<E>(self, value: bool) -> Result<Whole, E> {
            Ok(Whole::Scalar(value.into()))
        }
        fn visit_u64<E>(self, value: u64) -> Result<Whole, E> {
            Ok(Whole::Scalar(value.into()))
        }
        fn visit_i64<E>(self, value: i64) -> Result<Whole, E> {
            Ok(Whole::Scalar(value.into()))
        }
        fn visit_str<E>(self, value: &str) -> Result<Whole, E> {
            Ok(Whole::Scalar(value.into()))
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Whole, A::Error> {
            let mut values = Vec::new();
            while let Some(value) = list.next_element()? {
                values.push(value);
            }
            Ok(Whole::List(values))
        }
        fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Whole, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = object.next_entry()? {
                members.push(member);
            }
            Ok(Whole::Object(members))
        }
    }

    impl Whole {
        /// Of all that a member is called, the one that comes last in the body counts.
        fn member(&self, names: &[&str]) -> Option<&Self> {
            let Self::Object(members) = self else {
                return None;
            };
            let named = |(name, _): &&(String, Self)| names.contains(&name.as_str());
            members.iter().rev().find(named).map(|(_, value)| value)
        }

        fn scalar(&self, names: &[&str]) -> Option<Value> {
            match self.member(names)? {
                Self::Scalar(value) => Some(value.clone()),
                Self::List(_) | Self::Object(_) => None,
            }
        }

        fn values(&self) -> Vec<&Self> {
            match self {
                Self::Scalar(_) => Vec::new(),
                Self::List(values) => values.iter().collect(),
                Self::Object(members) => members.iter().map(|(_, value)| value).collect(),
            }
        }
    }

    fn scalar(scalar: Scalar<'_>) -> Option<Value> {
        match scalar.raw().as_bytes().first()? {
            b'{' | b'[' => None,
            _ => serde_json::from_str(scalar.raw()).ok(),
        }
    }

    /// Bodies with the members that are read, ones that look like them, and any values.
    fn body() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?[1-9][0-9]{0,6}",
            "\"[a-z é]{0,12}(\\\\n)?\"",
        ];
        let name = prop::sample::select(vec![
            "id",
            "admin_graphql_api_id",
            "gid",
            "name",
            "note",
            "memo",
            "remark",
            "line_items",
            "inner",
            "old_inner",
            "ib",
            "nome",
            "names",
            "noted",
            "größe",
            "",
        ]);
        let object = |value: BoxedStrategy<String>, members| {
            let member = (name.clone(), value);
            let member = member.prop_map(|(name, value)| format!("\"{name}\": {value}"));
            prop::collection::vec(member, members)
                .prop_map(|members| format!("{{{}}}", members.join(", ")))
        };
        let list = |value: BoxedStrategy<String>| {
            let values = prop::collection::vec(value, 0..5);
            values.prop_map(|values| format!("[{}]", values.join(",")))
        };
        let leaf = leaf.boxed();
        let inner = prop_oneof![leaf.clone(), object(leaf.clone(), 0..6), list(leaf.clone())];
        let inner = inner.boxed();
        let outer = prop_oneof![leaf.clone(), object(inner.clone(), 0..6), list(inner)];
        prop_oneof![1 => leaf, 9 => object(outer.boxed(), 0..10)]
    }

    /// One pass over a body sees what a reader that keeps all of it sees.
    #[test]
    fn one_pass_reads_what_a_reader_of_everything_reads() {
        let seen = Cell::new([0_usize; 3]);
        let count = |place: usize, more: usize| {
            let mut counts = seen.get();
            counts[place] += more;
            seen.set(counts);
        };
        let run = TestRunner::new(ProptestConfig::with_cases(4_000)).run(&body(), |text| {
            let whole: Whole = serde_json::from_str(&text).unwrap();
            let Ok(read) = parse::<Wide<'_>>(&text) else {
                return Err(TestCaseError::fail(text));
            };
            for (received, names) in [
                (read.id, &["id"][..]),
                (read.admin, &["admin_graphql_api_id", "gid"]),
                (read.note, &["note", "memo", "remark"]),
            ] {
                let expected = whole.scalar(names);
                count(0, usize::from(expected.is_some()));
                prop_assert_eq!(scalar(received), expected, "{:?} of {}", names, text);
            }
            let inner = whole.member(&["inner", "old_inner"]);
            let name = inner.and_then(|inner| inner.scalar(&["name"]));
            count(1, usize::from(name.is_some()));
            prop_assert_eq!(scalar(read.inner.name), name, "{}", text);
            let lines = whole
                .member(&["line_items"])
                .map_or(Vec::new(), Whole::values);
            prop_assert_eq!(read.lines.iter().count(), lines.len().min(3), "{}", text);
            for (line, expected) in read.lines.iter().zip(lines) {
                let expected = expected.scalar(&["name"]);
                count(2, usize::from(expected.is_some()));
                prop_assert_eq!(scalar(line.name), expected, "{}", text);
            }
            Ok(())
        });
        run.unwrap();
        let [members, inner, lines] = seen.get();
        assert!(members > 100 && inner > 10 && lines > 3, "{:?}", seen.get());
    }
}
