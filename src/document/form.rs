//! How single values are written in a merchant's file.
//!
//! A [`Form`] reads a value and gives its schema, so that the two cannot differ. What is declared
//! with [`declared!`](super::declare) names a form for each of its members.

use super::{FromNode, Node};
use crate::money::Money;
use crate::time::{Duration, Timestamp};
use crate::value::Decimal;
use std::ops::RangeInclusive;

#[cfg(test)]
use schemars::{JsonSchema, SchemaGenerator};
#[cfg(test)]
use serde_json::{Value, json};

/// A type that has a JSON Schema. Outside of tests it requires nothing: schemas are written by a
/// test, and the engine never reads them.
#[cfg(test)]
pub trait InSchema: JsonSchema {}
#[cfg(test)]
impl<T: JsonSchema> InSchema for T {}
/// A type that has a JSON Schema, which only tests ask for.
#[cfg(not(test))]
pub trait InSchema {}
#[cfg(not(test))]
impl<T> InSchema for T {}

/// How a value is written in a file.
pub trait Form {
    /// What it is read as.
    type Value;

    /// Reads `node`, or reports what is wrong with it and returns `None`.
    fn read(&self, node: &Node<'_>) -> Option<Self::Value>;

    /// Its JSON Schema.
    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value;

    /// The value as written in a file, for the schema’s `default`; `None` if an editor shouldn’t
    /// fill it in.
    #[cfg(test)]
    fn written(&self, value: &Self::Value) -> Option<Value> {
        let _ = value;
        None
    }
}

/// A type that reads itself.
#[derive(Clone, Copy, Debug)]
pub struct Typed<T>(std::marker::PhantomData<T>);

/// Whatever a type reads itself from.
pub const fn typed<T: FromNode + InSchema>() -> Typed<T> {
    Typed(std::marker::PhantomData)
}

impl<T: FromNode + InSchema> Form for Typed<T> {
    type Value = T;

    fn read(&self, node: &Node<'_>) -> Option<T> {
        T::read(node)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        generator.subschema_for::<T>().to_value()
    }
}

/// A name in kebab-case.
#[derive(Clone, Copy, Debug)]
pub struct Name;

/// A name in kebab-case, of 1 to 64 characters: `cart-abandonment-recovery`.
pub const NAME: Name = Name;

impl Form for Name {
    type Value = String;

    fn read(&self, node: &Node<'_>) -> Option<String> {
        node.name()
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "maxLength": 64})
    }
}

/// Text of a limited length.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    longest: usize,
    #[cfg(test)]
    pattern: Option<&'static str>,
}

/// Text of 1 to `longest` characters, as [`Node::text`] takes it.
pub const fn text(longest: usize) -> Text {
    Text {
        longest,
        #[cfg(test)]
        pattern: None,
    }
}

impl Text {
    /// The regular expression that the schema gives for what a check around it takes.
    #[cfg_attr(
        not(test),
        expect(unused_mut, unused_variables, reason = "only the schema says it")
    )]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        #[cfg(test)]
        {
            self.pattern = Some(pattern);
        }
        self
    }
}

impl Form for Text {
    type Value = String;

    fn read(&self, node: &Node<'_>) -> Option<String> {
        node.text(self.longest)
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        let mut schema = json!({"type": "string", "minLength": 1, "maxLength": self.longest});
        if let Some(pattern) = self.pattern {
            schema["pattern"] = json!(pattern);
        }
        schema
    }
}

/// A whole number.
#[derive(Clone, Debug)]
pub struct Whole(RangeInclusive<u32>);

/// A whole number within a range.
pub const fn whole(range: RangeInclusive<u32>) -> Whole {
    Whole(range)
}

impl Form for Whole {
    type Value = u32;

    fn read(&self, node: &Node<'_>) -> Option<u32> {
        node.whole(self.0.clone())
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "integer", "minimum": self.0.start(), "maximum": self.0.end()})
    }

    #[cfg(test)]
    fn written(&self, value: &u32) -> Option<Value> {
        Some(json!(value))
    }
}

/// A whole number that may be negative.
#[derive(Clone, Debug)]
pub struct Signed(RangeInclusive<i32>);

/// A whole number within ±1,000,000,000.
pub const SIGNED: Signed = signed(-1_000_000_000..=1_000_000_000);

/// A whole number in a range that may include negative numbers.
pub const fn signed(range: RangeInclusive<i32>) -> Signed {
    Signed(range)
}

impl Form for Signed {
    type Value = i32;

    fn read(&self, node: &Node<'_>) -> Option<i32> {
        let number = node.signed()?;
        if self.0.contains(&number) {
            return Some(number);
        }
        let (least, most) = (self.0.start(), self.0.end());
        node.not_within("out-of-range", number, least, most)
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "integer", "minimum": self.0.start(), "maximum": self.0.end()})
    }
}

/// A number with decimals.
#[derive(Clone, Copy, Debug)]
pub struct Fractional;

/// A number with up to six decimals.
pub const DECIMAL: Fractional = Fractional;

impl Form for Fractional {
    type Value = Decimal;

    fn read(&self, node: &Node<'_>) -> Option<Decimal> {
        node.decimal()
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "number"})
    }
}

/// The form of a moment: milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Moment;

/// A moment in milliseconds since 1970.
pub const MOMENT: Moment = Moment;

impl Form for Moment {
    type Value = Timestamp;

    fn read(&self, node: &Node<'_>) -> Option<Timestamp> {
        node.moment()
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "integer"})
    }
}

/// An amount of money.
#[derive(Clone, Copy, Debug)]
pub struct Amount;

/// An amount in the shop's currency, in quotes: `"500.00"`.
pub const AMOUNT: Amount = Amount;

impl Form for Amount {
    type Value = Money;

    fn read(&self, node: &Node<'_>) -> Option<Money> {
        node.money()
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        generator.subschema_for::<Money>().to_value()
    }
}

/// True or false.
#[derive(Clone, Copy, Debug)]
pub struct Boolean;

/// True or false.
pub const BOOLEAN: Boolean = Boolean;

impl Form for Boolean {
    type Value = bool;

    fn read(&self, node: &Node<'_>) -> Option<bool> {
        node.boolean()
    }

    #[cfg(test)]
    fn schema(&self, _: &mut SchemaGenerator) -> Value {
        json!({"type": "boolean"})
    }

    #[cfg(test)]
    fn written(&self, value: &bool) -> Option<Value> {
        Some(json!(value))
    }
}

/// A form with a further check.
#[derive(Clone, Copy, Debug)]
pub struct Checked<F, C> {
    form: F,
    check: C,
}

/// What `check` makes of a value; it reports what it does not take.
pub const fn checked<F: Form, T, C>(form: F, check: C) -> Checked<F, C>
where
    C: Fn(&Node<'_>, F::Value) -> Option<T>,
{
    Checked { form, check }
}

impl<F: Form, T, C: Fn(&Node<'_>, F::Value) -> Option<T>> Form for Checked<F, C> {
    type Value = T;

    fn read(&self, node: &Node<'_>) -> Option<T> {
        (self.check)(node, self.form.read(node)?)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        self.form.schema(generator)
    }
}

/// A length of time with a least.
#[derive(Clone, Copy, Debug)]
pub struct Lasting(Duration);

/// A length of time that is at least as long as `least`.
pub const fn lasting(least: Duration) -> Lasting {
    Lasting(least)
}

impl Form for Lasting {
    type Value = Duration;

    fn read(&self, node: &Node<'_>) -> Option<Duration> {
        let span = Duration::read(node)?;
        if span.at_most_millis() >= self.0.at_most_millis() {
            return Some(span);
        }
        let least = self.0;
        node.error(
            "too-short",
            format!("Expected {least} or more; found {span}."),
            format!("Use at least {least}."),
        )
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut SchemaGenerator) -> Value {
        typed::<Duration>().schema(generator)
    }
}
