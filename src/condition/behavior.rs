//! Which of the things a customer did are meant.

use super::item::{is_of_catalogue, of_catalogue};
use super::{Context, Scope, ValuePredicate, Window};
use crate::customer::{Customer, Record};
use crate::document::{FromNode, Node, Object};
use crate::event::{EventKind, EventName, EventNames, PropertyKind};
use crate::sentence::{Name, Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Observation;
use crate::value::Value;
use std::borrow::Cow;

/// Some of a customer's history: events of these kinds whose properties pass the tests.
#[derive(Clone, Debug, PartialEq)]
pub struct Behavior {
    /// The kinds of event.
    pub events: Vec<EventName>,
    /// Only about this: a product's id, a search, a page, a custom event's name.
    pub about: Option<String>,
    /// Tests on the event's properties; all must hold.
    pub tests: Vec<PropertyPredicate>,
    /// Over which time.
    pub window: Window,
}

/// A test on one property of an event, such as "the price is more than 50".
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct PropertyPredicate {
    /// Its name; for `custom` events any, otherwise one that the kind of event has. Events
    /// about products also have the catalogue's `collections`, `tags`, `available` and
    /// `current_price`.
    pub property: String,
    /// How it is compared, and with what.
    #[cfg_attr(test, schemars(flatten, with = "super::value_predicate::Shape"))]
    pub test: ValuePredicate,
}

/// Something that a customer does.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct Shape {
    /// What: the name of an event, such as `product_viewed`, or a list of names.
    event: OneOrMore,
    /// Only about this: a product's id, a search, a page, a custom event's name.
    about: Option<String>,
    /// Tests on the event's properties; all must hold.
    #[schemars(rename = "where")]
    tests: Option<Vec<PropertyPredicate>>,
    /// Over which time; all that is known when left out.
    window: Option<Window>,
}

/// The same for a trigger, which needs no window.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(crate) struct DeedShape {
    /// What: the name of an event, such as `product_viewed`, or a list of names.
    event: OneOrMore,
    /// Only about this: a product's id, a search, a page, a custom event's name.
    about: Option<String>,
    /// Tests on the event's properties; all must hold.
    #[schemars(rename = "where")]
    tests: Option<Vec<PropertyPredicate>>,
}

#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum OneOrMore {
    One(EventName),
    More(Vec<EventName>),
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
    /// Reads `event`, `about`, `where` and `window` of an object.
    pub fn read(object: &Object<'_>) -> Option<Self> {
        let events = object.required("event").and_then(|node| read_events(&node));
        let about = object.maybe("about", |node| node.text(64));
        let tests = object.or("where", Vec::new(), |node| {
            let known = events.as_deref().unwrap_or_default();
            let tests = node.items()?;
            Some(
                tests
                    .iter()
                    .filter_map(|node| PropertyPredicate::read(node, known))
                    .collect(),
            )
        });
        let window = object.or("window", Window::Ever, Window::read);
        Some(Self {
            events: events?,
            about: about?,
            tests: tests?,
            window: window?,
        })
    }

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

    /// Whether an event that happens now is of the kinds meant and about what is meant, whatever
    /// its properties.
    #[must_use]
    pub fn is_named(&self, event: &EventKind) -> bool {
        let subject = || event.subject();
        self.events.contains(&event.name())
            && self.about.as_deref().is_none_or(|about| {
                subject().is_some_and(|subject| subject.eq_ignore_ascii_case(about))
            })
    }

    /// What the first property that does not pass is, if one does not: an observation numbered by
    /// its test.
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

    /// Says what the test asked that an observation of [`Behavior::objection`] is about.
    pub fn say_asked(&self, saw: &Observation, to: &mut Sentence<'_>) {
        if let Some(test) = self.test(saw.leaf) {
            to.say("its ", &[]);
            test.test.say(&Name(&test.property), to);
        }
    }

    /// The moments at which it was done, in no order; of what was dropped from the history the
    /// newest stands for all.
    pub fn times(&self, context: &Context<'_>) -> Vec<Timestamp> {
        let kept = self.records(context).map(|(_, record)| record.at);
        let dropped = self.dropped(context).flat_map(|(at, count)| {
            let count = usize::try_from(count).unwrap_or_default();
            std::iter::repeat_n(at, count.min(MAX_DROPPED))
        });
        kept.chain(dropped).collect()
    }

    /// Whether the question may reach back before what is kept.
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

    /// What it depends on besides time.
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

/// The property of a past event: what was kept of it, or what the catalogue says now.
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

/// What must be kept or handed over so that a property can be asked for.
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
pub(super) fn read_property(
    node: &Node<'_>,
    events: &[EventName],
) -> Option<(String, Option<PropertyKind>)> {
    let name = node.text(100)?;
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

fn read_events(node: &Node<'_>) -> Option<Vec<EventName>> {
    if node.as_text().is_some() {
        return EventName::read(node).map(|event| vec![event]);
    }
    let events: Vec<EventName> = node.list()?;
    if node.items()?.is_empty() || events.len() > MAX_EVENTS {
        return node.error(
            "event-list",
            format!("Here should be 1 to {MAX_EVENTS} events."),
            "Name the events that count, such as [\"product_viewed\", \"order_placed\"].",
        );
    }
    (events.len() == node.items()?.len()).then_some(events)
}

impl PropertyPredicate {
    fn read(node: &Node<'_>, events: &[EventName]) -> Option<Self> {
        let object = node.object(&["property", "is", "value"])?;
        let property = object
            .required("property")
            .and_then(|node| read_property(&node, events));
        let kind = property.as_ref().and_then(|(_, kind)| *kind);
        let test = ValuePredicate::read(&object, kind);
        Some(Self {
            property: property?.0,
            test: test?,
        })
    }
}

impl FromNode for EventName {
    fn read(node: &Node<'_>) -> Option<Self> {
        let choices: Vec<(&'static str, Self)> =
            Self::ALL.iter().map(|name| (name.word(), *name)).collect();
        node.choice(&choices)
    }
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

/// How many kinds of event one condition may name.
const MAX_EVENTS: usize = 20;
