//! Which of the things a customer did are meant.

use super::item::{is_of_catalogue, of_catalogue};
use super::{Context, Scope, ValuePredicate, Window};
use crate::customer::{Customer, Record};
use crate::document::forms::{list, typed};
#[cfg(test)]
use crate::document::{Described, Members, forms::text};
use crate::document::{Form, FromNode, List, Node, Object, Part, Typed, declared};
use crate::event::{EventKind, EventName, EventNames, PropertyKind};
use crate::sentence::{Name, Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Observation;
use crate::value::Value;
use std::borrow::Cow;

declared! {
    /// Events of certain kinds whose properties pass all tests.
    #[derive(Clone, Debug, PartialEq)]
    pub part struct Behavior {
        /// An event, such as `product_viewed`, or a list of 1 to 20 events.
        events as "event": Vec<EventName> = required(OneOrMore),
        /// Only events about this: a product ID, a search term, a page, or the name of a custom
        /// event.
        about: Option<String> = maybe(text(64)),
        /// Tests on the event’s properties. All must pass.
        tests as "where": Vec<PropertyPredicate> = or(
            Vec::new(),
            those_of(TestOf(events.as_deref().unwrap_or_default())),
        ),
        /// The time window. Default: all time.
        window: Window = or(Window::Ever, typed()),
    }
}

/// A [`Behavior`] without a window, for what has none.
pub struct WithoutWindow;

impl Part for WithoutWindow {
    type Value = Behavior;
    /// The window is the last of the keys.
    const KEYS: &'static [&'static str] = match Behavior::KEYS {
        [others @ .., _] => others,
        [] => &[],
    };

    fn read_part(object: &Object<'_>) -> Option<Behavior> {
        Behavior::read_part(object)
    }

    #[cfg(test)]
    fn describe_part(members: &mut Members, generator: &mut schemars::SchemaGenerator) {
        Behavior::describe_part(members, generator);
        members.properties.remove("window");
    }
}

/// One event or a list of them.
struct OneOrMore;

impl Form for OneOrMore {
    type Value = Vec<EventName>;

    fn read(&self, node: &Node<'_>) -> Option<Vec<EventName>> {
        if node.as_text().is_some() {
            return EventName::read(node).map(|event| vec![event]);
        }
        several().read(node)
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        generator.subschema_for::<Self>().to_value()
    }
}

#[cfg(test)]
impl schemars::JsonSchema for OneOrMore {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMore".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = typed::<EventName>().schema(generator);
        schemars::json_schema!({"anyOf": [one, several().schema(generator)]})
    }
}

/// A list of events.
fn several() -> List<Typed<EventName>> {
    list(typed()).of(
        1..=20,
        "event-list",
        "List the events that count, such as [\"product_viewed\", \"order_placed\"].",
    )
}

/// A test on one property of an event, such as "the price is more than 50".
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyPredicate {
    /// Its name; for `custom` events any, otherwise one that the kind of event has. Events
    /// about products also have the catalog's `collections`, `tags`, `available` and
    /// `current_price`.
    pub property: String,
    /// How it is compared, and with what.
    pub test: ValuePredicate,
}

/// A test on a property of one of these events.
struct TestOf<'e>(&'e [EventName]);

impl Form for TestOf<'_> {
    type Value = PropertyPredicate;

    fn read(&self, node: &Node<'_>) -> Option<PropertyPredicate> {
        let object = node.object_of(&[&["property"], ValuePredicate::KEYS])?;
        let property = object.required("property").and_then(|node| {
            let name = node.text(100)?;
            known_property(&node, name, self.0)
        });
        let kind = property.as_ref().and_then(|(_, kind)| *kind);
        let test = ValuePredicate::read(&object, kind);
        Some(PropertyPredicate {
            property: property?.0,
            test: test?,
        })
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        generator.subschema_for::<PropertyPredicate>().to_value()
    }
}

#[cfg(test)]
impl schemars::JsonSchema for PropertyPredicate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PropertyPredicate".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut members = Members::default();
        let property = Described::new(
            "property",
            &[
                "The property. A `custom` event may have any; others have those that their kind of event has. Events about products also have the catalog's `collections`, `tags`, `available` and `current_price`.",
            ],
        );
        members.add(property, text(100).schema(generator), true);
        ValuePredicate::describe_part(&mut members, generator);
        members.schema(&["A test on one property of an event, such as “price is more than 50”."])
    }
}

/// What it is about, without its window: "“order placed” where total is more than 50".
impl Said for Behavior {
    fn say(&self, to: &mut Sentence<'_>) {
        to.join(self.events.iter(), " or ", |to, _, event| {
            match (event, &self.about) {
                // A shop's own event is known by its own name.
                (EventName::Custom, Some(about)) => to.say("“{about}”", &[("about", about)]),
                (event, Some(about)) => {
                    to.say("“{event}” ({about})", &[("event", event), ("about", about)])
                }
                (event, None) => to.say("“{event}”", &[("event", event)]),
            }
        });
        if self.tests.is_empty() {
            return;
        }
        to.say(" where ", &[]);
        to.join(self.tests.iter(), " and ", |to, position, test| {
            to.at_item("where", position, |to| {
                test.test.say(&Name(&test.property), to);
            });
        });
    }
}

impl Behavior {
    /// The records that are meant, whenever they were, each with its kind.
    pub fn records<'c>(
        &'c self,
        context: &'c Context<'_>,
    ) -> impl Iterator<Item = (EventName, &'c Record)> {
        self.events
            .iter()
            .flat_map(|event| {
                let records = context.customer.history.of(*event);
                records.iter().map(move |record| (*event, record))
            })
            .filter(|(event, record)| self.fits(*event, record, context))
    }

    /// The moments at which any of them was done, each with how often.
    pub(super) fn moments<'c>(
        &'c self,
        context: &'c Context<'_>,
    ) -> impl Iterator<Item = (Timestamp, i64)> {
        let kept = self.records(context).map(|(_, record)| (record.at, 1));
        kept.chain(self.dropped(context))
    }

    /// Whether an event that happens now is one of those meant, whatever the window.
    #[must_use]
    pub fn is_about(&self, event: &EventKind) -> bool {
        self.is_named(event) && self.objection(event).is_none()
    }

    /// Whether an event that `customer` does now is one of those meant, and no test of the shop's.
    #[must_use]
    pub fn is_done(&self, event: &EventKind, customer: &Customer) -> bool {
        let order = event
            .order_id()
            .and_then(|id| customer.orders.by_id.get(id));
        self.is_about(event) && !order.is_some_and(|order| order.test)
    }

    /// Whether an event has one of the kinds and the subject, whatever its properties.
    #[must_use]
    pub fn is_named(&self, event: &EventKind) -> bool {
        let subject = || event.subject();
        self.events.contains(&event.name())
            && self.about.as_deref().is_none_or(|about| {
                subject().is_some_and(|subject| subject.eq_ignore_ascii_case(about))
            })
    }

    /// The first property that fails its test, if any: an observation numbered by its test.
    #[must_use]
    pub fn objection(&self, event: &EventKind) -> Option<Observation> {
        (0u32..).zip(&self.tests).find_map(|(number, test)| {
            let found = event.property(&test.property);
            let passes = test.test.holds(found.as_ref());
            (!passes).then(|| Observation::new(number, found.into(), false))
        })
    }

    /// The test on a property that goes by this number.
    #[must_use]
    pub fn test(&self, number: u32) -> Option<&PropertyPredicate> {
        self.tests.get(usize::try_from(number).ok()?)
    }

    /// Describes the test that an observation of [`Behavior::objection`] is about.
    pub fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
        if let Some(test) = self.test(saw.leaf) {
            to.say("its ", &[]);
            test.test.say(&Name(&test.property), to);
        }
    }

    /// The times at which it was done, unordered. The newest dropped event represents all dropped
    /// ones.
    pub fn times(&self, context: &Context<'_>) -> Vec<Timestamp> {
        let kept = self.records(context).map(|(_, record)| record.at);
        let dropped = self.dropped(context).flat_map(|(at, count)| {
            let count = usize::try_from(count).unwrap_or_default();
            std::iter::repeat_n(at, count.min(MAX_DROPPED))
        });
        kept.chain(dropped).collect()
    }

    /// Whether the window may reach back further than the stored history.
    pub(super) fn is_truncated(&self, context: &Context<'_>) -> bool {
        let history = &context.customer.history;
        self.events.iter().any(|event| {
            let dropped = history.dropped_until(*event);
            self.window.reaches_behind(dropped, context)
        })
    }

    /// How many were dropped from the history, if all of them are meant whatever they were.
    pub fn dropped(&self, context: &Context<'_>) -> impl Iterator<Item = (Timestamp, i64)> {
        let history = &context.customer.history;
        let events = if self.takes_all() {
            self.events.as_slice()
        } else {
            &[]
        };
        events.iter().filter_map(|event| {
            let until = history.dropped_until(*event)?;
            Some((until, i64::from(history.dropped_count(*event))))
        })
    }

    /// Whether every event of these kinds is meant, whatever it was about.
    #[must_use]
    pub const fn takes_all(&self) -> bool {
        self.about.is_none() && self.tests.is_empty()
    }

    /// Whether a record of this kind is meant, whenever it was.
    pub(crate) fn fits(&self, event: EventName, record: &Record, context: &Context<'_>) -> bool {
        let subject = record.subject.as_deref();
        let about = self.about.as_deref();
        about.is_none_or(|about| subject.is_some_and(|subject| subject.eq_ignore_ascii_case(about)))
            && self.tests.iter().all(|test| {
                let found = property(&test.property, event, record, context);
                test.test.holds(found.as_deref())
            })
    }

    /// The kinds of event that its answer reads.
    #[must_use]
    pub fn reads(&self) -> EventNames {
        let meant = EventNames::of(&self.events);
        if self.asks_for_reactions() {
            meant.and(MESSAGE_NEWS)
        } else {
            meant
        }
    }

    /// Adds what it depends on besides time to `scope`.
    pub fn scope(&self, scope: &mut Scope) {
        scope.moved_by(self.reads());
        scope.reactions |= self.asks_for_reactions();
        self.window.scope(scope);
        for event in &self.events {
            for test in &self.tests {
                needs(&test.property, *event, scope);
            }
        }
    }
}

/// The property of a past event: as stored, or as the catalog has it now.
pub(super) fn property<'r>(
    name: &str,
    event: EventName,
    record: &'r Record,
    context: &Context<'_>,
) -> Option<Cow<'r, Value>> {
    if let Some(kept) = record.property(name) {
        return Some(Cow::Borrowed(kept));
    }
    let about_product = is_about_product(event);
    let product = record.subject.as_deref().filter(|_| about_product)?;
    of_catalogue(name, product, context).map(Cow::Owned)
}

/// What must be stored or provided so that a property can be tested.
pub(super) fn needs(name: &str, event: EventName, scope: &mut Scope) {
    if is_about_product(event) {
        scope.catalogue |= is_of_catalogue(name) || matches!(name, "vendor" | "category");
    }
    if !is_of_catalogue(name) {
        scope.keeps(event, name);
    }
}

const fn is_about_product(event: EventName) -> bool {
    matches!(
        event,
        EventName::ProductViewed | EventName::ProductAdded | EventName::ProductRemoved
    )
}

/// What kind of value a property of these events holds; reports one that none of them has.
pub(super) fn known_property(
    node: &Node<'_>,
    name: String,
    events: &[EventName],
) -> Option<(String, Option<PropertyKind>)> {
    let mut known: Vec<(&'static str, PropertyKind)> = Vec::new();
    for event in events {
        // A custom event's properties are the shop's own.
        known.extend(event.properties().unwrap_or_default());
        if event.properties().is_none() {
            return Some((name, None));
        }
        if is_about_product(*event) {
            known.extend([
                ("collections", PropertyKind::List),
                ("tags", PropertyKind::List),
                ("available", PropertyKind::Number),
                ("current_price", PropertyKind::Number),
            ]);
        }
    }
    if let Some((_, kind)) = known.iter().find(|(known, _)| *known == name) {
        return Some((name, Some(*kind)));
    }
    if events.is_empty() {
        // The event itself was already reported.
        return None;
    }
    let names: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
    node.unknown_name(&name, &names, "property")
}

/// The events that can change whether reactions can be known.
const MESSAGE_NEWS: EventNames = EventNames::of(&[
    EventName::MessageDelivered,
    EventName::MessageOpened,
    EventName::MessageClicked,
    EventName::MessageBounced,
]);

/// How many dropped events of a kind are still counted one by one.
const MAX_DROPPED: usize = 1_000;

crate::compact::compact!(struct PropertyPredicate { property, test });
