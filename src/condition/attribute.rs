//! Tests a field of the customer’s profile.

use super::{Answer, Context, Leaf, Scope, Subject, Test, ValuePredicate};
use crate::customer::ProfileFacts;
use crate::document::declared;
use crate::event::{EventName, EventNames, PropertyKind};
use crate::sentence::{Name, Said, Sentence};
use crate::trace::Seen;
use crate::value::Value;
use std::borrow::Cow;

declared! {
    /// Tests one field of the customer’s profile. Text comparisons ignore case.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Attribute beside ["type"] {
        /// `email`, `phone`, `first_name`, `last_name`, `language`, `time_zone`, `country`,
        /// `region`, or the name of a custom property.
        name: String = required(checked(text(100), |node, name| {
            if !is_field(&name) {
                node.suggest(&name, &FIELDS, "Ignore this if you mean a custom property with that name.");
            }
            Some(name)
        })),
        /// The comparison and its value.
        test in ValuePredicate: ValuePredicate = part_by::<ValuePredicate, _>(|object| {
            // Dates may be compared as text; what else a field holds is text anyway.
            let kind = name
                .as_deref()
                .filter(|name| is_field(name) && *name != "birth_date")
                .map(|_| PropertyKind::Text);
            ValuePredicate::read(object, kind)
        }),
    }
    listed in "Customer" as "Profile field";
    example {"name": "country", "is": "one_of", "value": ["US", "CA"]};

}

impl Attribute {
    /// Whether a field of the profile is meant, and no trait.
    pub(crate) fn is_field(&self) -> bool {
        is_field(&self.name)
    }
}

impl Leaf for Attribute {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let found = find(&context.customer.profile, &self.name);
        Answer::settled(self.test.holds(found.as_deref()))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        find(&context.customer.profile, &self.name)
            .as_deref()
            .into()
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(PROFILE_EVENTS);
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let subject = Subject::Attribute(self.name.clone());
        Some((subject, Test::Value(self.test.clone())))
    }

    fn cost(&self) -> u32 {
        2
    }
}

impl Said for Attribute {
    fn say(&self, to: &mut Sentence<'_>) {
        self.test.say_of(&Name(&self.name), to);
    }
}

/// The events that can change a profile.
pub(super) const PROFILE_EVENTS: EventNames = EventNames::of(&[
    EventName::CustomerCreated,
    EventName::CustomerUpdated,
    EventName::CustomerIdentified,
]);

/// The attributes that are fields of the profile; every other name is a trait's.
const FIELDS: [&str; 9] = [
    "email",
    "phone",
    "first_name",
    "last_name",
    "language",
    "time_zone",
    "country",
    "region",
    "birth_date",
];

fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// The attribute called `name`: a field of the profile, else a trait.
pub(super) fn find<'c>(profile: &'c ProfileFacts, name: &str) -> Option<Cow<'c, Value>> {
    let text = match name {
        "email" => profile
            .email
            .as_ref()
            .map(|reported| reported.value.expose().clone()),
        "phone" => profile
            .phone
            .as_ref()
            .map(|reported| reported.value.expose().clone()),
        "first_name" => profile
            .first_name
            .as_ref()
            .map(|reported| reported.value.expose().clone()),
        "last_name" => profile
            .last_name
            .as_ref()
            .map(|reported| reported.value.expose().clone()),
        "birth_date" => profile
            .birth_date
            .as_ref()
            .map(|reported| reported.value.expose().to_string()),
        "language" => profile
            .language
            .as_ref()
            .map(|reported| reported.value.clone()),
        "time_zone" => profile
            .time_zone
            .as_ref()
            .map(|reported| reported.value.clone()),
        "country" => profile
            .country
            .as_ref()
            .map(|reported| reported.value.clone()),
        "region" => profile
            .region
            .as_ref()
            .map(|reported| reported.value.clone()),
        other => {
            let reported = profile.traits.get(other)?;
            return Some(Cow::Borrowed(&reported.value));
        }
    };
    let text = text.filter(|text| !text.is_empty())?;
    Some(Cow::Owned(Value::Text(text)))
}
