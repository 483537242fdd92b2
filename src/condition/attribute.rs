//! What the profile or a trait says.

use super::{Answer, Context, Leaf, Observation};
use crate::customer::ProfileFacts;
use crate::document::{Node, Read};
use crate::value::Value;

/// Compares one attribute of the customer. Text is compared without regard to case.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Attribute {
    /// `email`, `phone`, `first_name`, `last_name`, `language`, `time_zone`, `country`,
    /// `region`, or any trait by its own name.
    pub name: String,
    /// How it is compared.
    pub is: Operator,
    /// With what; left out for `set` and `not_set`.
    #[cfg_attr(test, schemars(with = "Option<serde_json::Value>"))]
    pub value: Option<Value>,
}

/// How an attribute is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Operator {
    /// The same.
    Equals,
    /// Another, or nothing.
    NotEquals,
    /// One of a list.
    OneOf,
    /// None of a list, or nothing.
    NotOneOf,
    /// Text with this in it; a list with this in it.
    Contains,
    /// Text that begins with this.
    StartsWith,
    /// A greater number, or a later date.
    MoreThan,
    /// A smaller number, or an earlier date.
    LessThan,
    /// Anything at all.
    Set,
    /// Nothing.
    NotSet,
}

impl Leaf for Attribute {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let value = lookup(&context.customer.profile, &self.name);
        Observation {
            answer: Answer::settled(self.holds(value.as_ref())),
            value: value.map_or_else(|| "not set".to_owned(), |value| value.to_string()),
        }
    }

    fn sentence(&self) -> String {
        let name = self.name.replace('_', " ");
        let value = self
            .value
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        match self.is {
            Operator::Equals => format!("has {name} {value}"),
            Operator::NotEquals => format!("does not have {name} {value}"),
            Operator::OneOf => format!("has {name} one of {value}"),
            Operator::NotOneOf => format!("has {name} none of {value}"),
            Operator::Contains => format!("has {name} containing {value}"),
            Operator::StartsWith => format!("has {name} starting with {value}"),
            Operator::MoreThan => format!("has {name} above {value}"),
            Operator::LessThan => format!("has {name} below {value}"),
            Operator::Set => format!("has a {name}"),
            Operator::NotSet => format!("has no {name}"),
        }
    }
}

impl Attribute {
    fn holds(&self, found: Option<&Value>) -> bool {
        match (self.is, found, &self.value) {
            (Operator::Set, found, _) => found.is_some(),
            (Operator::NotSet, found, _) => found.is_none(),
            (Operator::NotEquals, found, Some(wanted)) => {
                !found.is_some_and(|found| same(found, wanted))
            }
            (Operator::NotOneOf, found, Some(wanted)) => {
                !found.is_some_and(|found| one_of(found, wanted))
            }
            (Operator::Equals, Some(found), Some(wanted)) => same(found, wanted),
            (Operator::OneOf, Some(found), Some(wanted)) => one_of(found, wanted),
            (Operator::Contains, Some(found), Some(Value::Text(part))) => match found {
                Value::Text(text) => text.to_lowercase().contains(&part.to_lowercase()),
                Value::List(items) => items
                    .iter()
                    .any(|item| item.to_lowercase() == part.to_lowercase()),
                Value::Boolean(_) | Value::Number(_) => false,
            },
            (Operator::StartsWith, Some(Value::Text(text)), Some(Value::Text(part))) => {
                text.to_lowercase().starts_with(&part.to_lowercase())
            }
            (Operator::MoreThan, Some(found), Some(limit)) => {
                ordered(found, limit) && found > limit
            }
            (Operator::LessThan, Some(found), Some(limit)) => {
                ordered(found, limit) && found < limit
            }
            _ => false,
        }
    }
}

/// The attribute called `name`: a field of the profile, else a trait.
fn lookup(profile: &ProfileFacts, name: &str) -> Option<Value> {
    let text = match name {
        "email" => profile
            .email
            .as_ref()
            .map(|told| told.value.expose().clone()),
        "phone" => profile
            .phone
            .as_ref()
            .map(|told| told.value.expose().clone()),
        "first_name" => profile
            .first_name
            .as_ref()
            .map(|told| told.value.expose().clone()),
        "last_name" => profile
            .last_name
            .as_ref()
            .map(|told| told.value.expose().clone()),
        "birth_date" => profile
            .birth_date
            .as_ref()
            .map(|told| told.value.expose().to_string()),
        "language" => profile.language.as_ref().map(|told| told.value.clone()),
        "time_zone" => profile.time_zone.as_ref().map(|told| told.value.clone()),
        "country" => profile.country.as_ref().map(|told| told.value.clone()),
        "region" => profile.region.as_ref().map(|told| told.value.clone()),
        other => return profile.traits.get(other).map(|told| told.value.clone()),
    };
    text.filter(|text| !text.is_empty()).map(Value::Text)
}

fn same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Text(found), Value::Text(wanted)) => found.to_lowercase() == wanted.to_lowercase(),
        // Sources write numbers as text now and then: "12" is 12.
        (Value::Text(text), Value::Number(number)) | (Value::Number(number), Value::Text(text)) => {
            crate::value::Decimal::parse(text) == Some(*number)
        }
        _ => found == wanted,
    }
}

fn one_of(found: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::List(choices) => choices
            .iter()
            .any(|choice| same(found, &Value::Text(choice.clone()))),
        single => same(found, single),
    }
}

/// Whether two values can be put in order: numbers, or texts (dates as `YYYY-MM-DD`).
const fn ordered(left: &Value, right: &Value) -> bool {
    matches!(
        (left, right),
        (Value::Number(_), Value::Number(_)) | (Value::Text(_), Value::Text(_))
    )
}

impl Read for Attribute {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "name", "is", "value"])?;
        let name = object.required("name").and_then(|node| node.text(100));
        let is = object.required("is").and_then(|node| {
            node.choice(&[
                ("equals", Operator::Equals),
                ("not_equals", Operator::NotEquals),
                ("one_of", Operator::OneOf),
                ("not_one_of", Operator::NotOneOf),
                ("contains", Operator::Contains),
                ("starts_with", Operator::StartsWith),
                ("more_than", Operator::MoreThan),
                ("less_than", Operator::LessThan),
                ("set", Operator::Set),
                ("not_set", Operator::NotSet),
            ])
        });
        let value = match is {
            Some(Operator::Set | Operator::NotSet) => object.maybe("value", |node| {
                node.error(
                    "not-needed",
                    "“set” and “not_set” compare with nothing.",
                    "Leave “value” out.",
                )
            })?,
            _ => Some(object.required("value")?.value()?),
        };
        Some(Self {
            name: name?,
            is: is?,
            value,
        })
    }
}
