//! Several values.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// The first `LIMIT` values of a list. PHP writes a list with a gap as an object; its values are
/// taken. Anything else is an empty list.
pub(in crate::adapter) struct List<T, const LIMIT: usize>(Vec<T>);

impl<T, const LIMIT: usize> List<T, LIMIT> {
    /// The values in order.
    pub(in crate::adapter) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T, const LIMIT: usize> Default for List<T, LIMIT> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const LIMIT: usize> Deserialize<'de> for List<T, LIMIT> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values(PhantomData))
    }
}

struct Values<T, const LIMIT: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const LIMIT: usize> Visitor<'de> for Values<T, LIMIT> {
    type Value = List<T, LIMIT>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while list.len() < LIMIT {
            match items.next_element()? {
                Some(item) => list.push(item),
                None => return Ok(List(list)),
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while entries.next_key::<IgnoredAny>()?.is_some() {
            if list.len() < LIMIT {
                list.push(entries.next_value()?);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(List(list))
    }

    super::object::nothing_else!(List(Vec::new()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::tolerant::Scalar;

    fn texts(json: &str) -> Vec<String> {
        let list: List<Scalar<'_>, 3> = serde_json::from_str(json).unwrap();
        list.iter().filter_map(|item| item.cut(10)).collect()
    }

    #[test]
    fn takes_lists_in_any_dress_and_never_more_than_the_limit() {
        assert_eq!(texts(r#"["a","b"]"#), ["a", "b"]);
        assert_eq!(texts(r#"{"0":"a","2":"b"}"#), ["a", "b"]);
        assert_eq!(texts(r#"["a","b","c","d","e"]"#), ["a", "b", "c"]);
        assert_eq!(
            texts(r#"{"1":"a","2":"b","3":"c","4":"d"}"#),
            ["a", "b", "c"]
        );
        for nothing in ["null", "\"\"", "7", "true", "1.5", "-1", "[]", "{}"] {
            assert!(texts(nothing).is_empty(), "{nothing}");
        }
    }
}
