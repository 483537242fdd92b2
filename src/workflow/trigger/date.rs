//! A date came: a birthday, an anniversary, a renewal.

use super::super::CustomerDate;
use super::{Entry, See, Start, said};
use crate::condition::{Context, date_of};
use crate::document::{FromNode, Node};
use crate::event::EventName;
use crate::trace::Saw;

/// Fires at a time of day on a date of the customer's, or so long before or after it, where the
/// customer is. Each year, or once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateReached(pub CustomerDate);

impl Start for DateReached {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let Self(date) = self;
        for (at, day) in date.moments(context.now, context) {
            // Whom we did not know then has missed it.
            if at < context.customer.first_seen {
                continue;
            }
            see(at, &|| {
                let key = if date.every_year {
                    format!("date:{}:{}", date.name, day.year())
                } else {
                    format!("date:{}:{day}", date.name)
                };
                Entry {
                    keys: vec![key.clone()],
                    fact: key,
                    record: None,
                    anchor: at,
                    cart: None,
                    order: None,
                }
            });
        }
    }

    fn outlook(&self, context: &Context<'_>) -> Saw {
        let Self(date) = self;
        let next = date.awaited(context.now, context);
        Saw {
            condition: date.sentence(),
            value: match (next, date_of(context.customer, &date.name)) {
                (_, None) => "the date is not known".to_owned(),
                (None, Some(_)) => "the date is over".to_owned(),
                (Some(at), Some(_)) => format!("at {}", said(at, context)),
            },
            matched: next.is_some(),
        }
    }
}

impl FromNode for DateReached {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&[
            "type",
            "name",
            "every_year",
            "days_before",
            "days_after",
            "at",
        ])?;
        CustomerDate::read(&object).map(Self)
    }
}

/// The fields of the date stand beside `type`, not in an object of their own.
#[cfg(test)]
impl schemars::JsonSchema for DateReached {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DateReached".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        CustomerDate::json_schema(generator)
    }
}
