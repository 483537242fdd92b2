//! Objects with named members.

use super::FromBody;
use crate::json::{Malformed, Reader};

/// A place that a member of an object is read into.
pub(in crate::adapter) trait PayloadMember<'a> {
    /// Takes the next value.
    fn fill(&mut self, reader: &mut Reader<'a>) -> Result<(), Malformed>;
}

impl<'a, T: FromBody<'a>> PayloadMember<'a> for T {
    fn fill(&mut self, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        *self = T::read(reader)?;
        Ok(())
    }
}

/// Reads an object's members into their places; each goes by a name, and by what
/// else it is called.
pub(in crate::adapter) fn payload_members<'a>(
    reader: &mut Reader<'a>,
    names: &[(&str, &[&str])],
    members: &mut [&mut dyn PayloadMember<'a>],
) -> Result<(), Malformed> {
    let mut object = reader.enter()?;
    while let Some(name) = reader.member(&mut object)? {
        let place = names
            .iter()
            .position(|(known, aliases)| *known == name || aliases.contains(&name));
        match place.and_then(|place| members.get_mut(place)) {
            Some(member) => member.fill(reader)?,
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
            fn read(
                reader: &mut $crate::json::Reader<$life>,
            ) -> Result<Self, $crate::json::Malformed> {
                let mut object = Self::default();
                $crate::adapter::tolerant::payload_members(
                    reader,
                    &[$(($key, &[$($alias),*])),+],
                    &mut [$(&mut object.$member),+],
                )?;
                Ok(object)
            }
        }
    };
}

pub(in crate::adapter) use payload;

#[cfg(test)]
mod tests {
    use crate::adapter::tolerant::{Scalar, parse};

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
}
