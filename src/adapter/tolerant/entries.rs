//! Objects whose members have names of the sender's choice.

use super::{FromBody, Watch};
use super::{List, Scalar, parse};
use crate::adapter::bounds;
use crate::json::{self, Malformed, Reader};
use crate::sorted_map::SortedMap;
use crate::value::{Decimal, Value};

/// The first members of an object, in order; none where something else stands.
#[derive(Default)]
pub(in crate::adapter) struct Entries<'a>(Vec<(&'a str, Scalar<'a>)>);

impl<'a> Entries<'a> {
    /// The member called `name`.
    pub(in crate::adapter) fn get(&self, name: &str) -> Option<Scalar<'a>> {
        let mut members = self.0.iter();
        let found = members.find(|(known, _)| unescaped(known).as_deref() == Some(name));
        found.map(|(_, value)| *value)
    }

    /// The members that can be values of attributes or events, without those in `known`.
    pub(in crate::adapter) fn values(&self, known: &[&str]) -> SortedMap<String, Value> {
        self.0
            .iter()
            .filter(|(name, _)| !known.contains(name))
            .filter_map(|(name, value)| Some((unescaped(name)?, value.value()?)))
            .collect()
    }
}

/// A name as it reads; `None` if that is not a text.
fn unescaped(name: &str) -> Option<String> {
    if !name.contains('\\') {
        return Some(bounds::cut(name, bounds::NAME));
    }
    Some(bounds::cut(&json::unescaped(name)?, bounds::NAME))
}

impl Scalar<'_> {
    /// As the value of an attribute: text, number, yes or no, or a list of texts.
    fn value(self) -> Option<Value> {
        match self.raw().as_bytes().first()? {
            b'[' => {
                let list: List<Scalar<'_>, { bounds::PROPERTIES }> = parse(self.raw()).ok()?;
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

impl<'a> FromBody<'a> for Entries<'a> {
    fn fill(
        &mut self,
        reader: &mut Reader<'a>,
        _: Option<&mut Watch<'_>>,
    ) -> Result<(), Malformed> {
        self.0.clear();
        let mut members = reader.enter()?;
        while let Some(name) = reader.member(&mut members)? {
            let mut value = Scalar::default();
            value.fill(reader, None)?;
            if self.0.len() < bounds::PROPERTIES {
                self.0.push((name, value));
            }
        }
        Ok(())
    }
}
