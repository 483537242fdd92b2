//! Objects whose members have names of the sender's choice.

use super::scalar::Scalar;
use crate::adapter::bounds;
use crate::value::{Decimal, Value};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// The first members of an object, in order; none where something else stands.
#[derive(Default)]
pub(in crate::adapter) struct Entries<'a>(Vec<(String, Scalar<'a>)>);

impl Entries<'_> {
    /// The members that can be values of attributes or events, without those in `known`.
    pub(in crate::adapter) fn values(&self, known: &[&str]) -> BTreeMap<String, Value> {
        self.0
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()))
            .filter_map(|(name, value)| Some((bounds::cut(name, bounds::NAME), value.value()?)))
            .collect()
    }
}

impl Scalar<'_> {
    /// As the value of an attribute: text, number, yes or no, or a list of texts.
    fn value(self) -> Option<Value> {
        match self.raw().as_bytes().first()? {
            b'[' => {
                let list: super::List<Scalar<'_>, { bounds::PROPERTIES }> =
                    serde_json::from_str(self.raw()).ok()?;
                let texts = list.iter().filter_map(|item| item.cut(bounds::NAME));
                Some(Value::List(texts.collect()))
            }
            b't' => Some(Value::Boolean(true)),
            b'f' => Some(Value::Boolean(false)),
            b'"' => self.cut(bounds::PROPERTY).map(Value::Text),
            _ => Decimal::parse(self.raw()).map(Value::Number),
        }
    }
}

impl<'a> Deserialize<'a> for Entries<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'a> Visitor<'a> for EntriesVisitor {
    type Value = Entries<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Entries<'a>, A::Error> {
        let mut entries = Vec::new();
        while entries.len() < bounds::PROPERTIES {
            match map.next_entry()? {
                Some(entry) => entries.push(entry),
                None => return Ok(Entries(entries)),
            }
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Entries(entries))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<Entries<'a>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Entries::default())
    }

    super::object::nothing_else!(Entries::default());
}
