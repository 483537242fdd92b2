//! The customer did something, and not something else afterwards.

use super::performed::describe;
use super::{Entry, Foreseen, NEVER, See, Start};
use crate::condition::{Behavior, Context, ORDER_EVENTS, Scope, WithoutWindow};
use crate::customer::Record;
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Choices, Said, Sentence};
use crate::time::{Duration, Unit};

declared! {
    /// Starts when the customer did something and then, for a time, didn’t do any of some other
    /// things: searched but didn’t buy. Doing it again restarts the wait, separately for each thing
    /// with `same_thing`. Offsets such as `after_trigger` are counted from it.
    #[derive(Clone, Debug, PartialEq)]
    pub struct NotFollowed beside ["type"] {
        /// What the customer did.
        what in WithoutWindow: Behavior = part::<WithoutWindow>(),
        /// The events that count as following up. Default: `order_placed`.
        by: Vec<EventName> = or(vec![EventName::OrderPlaced], those_of(typed())),
        /// How long the customer has to follow up: 1 minute or more.
        within: Duration = required(lasting(Duration::new(1, Unit::Minutes))),
        /// Whether each product, collection, search, or page is tracked separately, so that an
        /// order only counts for the products in it. Default: false.
        same_thing: bool = or(false, BOOLEAN),
    }
    listed in "Any event" as "Customer does something but not something else";
}

/// For how many different things it is waited at a time: the latest.
const MOST_THINGS: usize = 8;

impl Start for NotFollowed {
    fn events(&self) -> &[EventName] {
        &[]
    }

    fn upcoming(&self, context: &Context<'_>, see: See<'_>) {
        let mut latest: Vec<(EventName, &Record)> = Vec::new();
        for (event, record) in self.what.records(context) {
            let same = |known: &&mut (EventName, &Record)| {
                !self.same_thing || known.1.subject == record.subject
            };
            match latest.iter_mut().find(same) {
                Some(known) if known.1.at < record.at => *known = (event, record),
                Some(_) => {}
                None => latest.push((event, record)),
            }
        }
        latest.sort_by_key(|(_, record)| std::cmp::Reverse(record.at));
        latest.truncate(MOST_THINGS);
        for (event, record) in latest {
            if self.is_answered(record, context) {
                continue;
            }
            let due = self.within.after(record.at, context.local);
            see(due, &Unanswered { event, record });
        }
    }

    fn moved_by(&self) -> EventNames {
        let either = self.what.reads().and(EventNames::of(&self.by));
        let orders = [EventName::OrderPlaced, EventName::OrderCompleted];
        if orders.iter().any(|order| self.by.contains(order)) {
            either.and(ORDER_EVENTS)
        } else {
            either
        }
    }

    fn say_outlook(&self, context: &Context<'_>, to: &mut Sentence<'_>) {
        let records = self.what.records(context).map(|(_, record)| record);
        let Some(record) = records.max_by_key(|record| record.at) else {
            return to.say(NEVER, &[]);
        };
        let template = if self.is_answered(record, context) {
            "last on {_at!d}, and then the other"
        } else {
            "last on {_at!d}, and nothing since"
        };
        to.say(template, &[("_at", &record.at)]);
    }

    fn reactions(&self) -> Option<&[EventName]> {
        let any = self.by.iter().any(EventName::is_reaction);
        any.then_some(self.by.as_slice())
    }

    fn scope(&self, scope: &mut Scope) {
        self.what.scope(scope);
        describe(&self.what, scope);
    }

    fn needs(&self) -> &[EventName] {
        &self.what.events
    }
}

/// Something that was done, and nothing since.
struct Unanswered<'c> {
    event: EventName,
    record: &'c Record,
}

impl Foreseen for Unanswered<'_> {
    fn make(&self) -> Entry {
        let Self { event, record } = self;
        let fact = format!("{}:{:016x}", event.word(), record.fact.value());
        Entry {
            keys: vec![format!("fact:{fact}").into()],
            fact: fact.into(),
            record: Some(record.fact.value()),
            anchor: record.at,
            cart: None,
            order: None,
        }
    }

    fn is(&self, entry: &Entry) -> bool {
        let Self { event, record } = self;
        let rest = entry.fact.strip_prefix(event.word());
        entry.anchor == record.at
            && entry.record == Some(record.fact.value())
            && rest.is_some_and(|rest| rest.starts_with(':'))
    }
}

impl Said for NotFollowed {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "does {_what} but not “{by}” within {within!d}",
            &[
                ("_what", &self.what),
                ("by", &Choices(&self.by)),
                ("within", &self.within),
            ],
        );
    }
}

impl NotFollowed {
    fn is_answered(&self, record: &Record, context: &Context<'_>) -> bool {
        self.by.iter().any(|event| match event {
            EventName::OrderPlaced | EventName::OrderCompleted => {
                self.is_bought(*event, record, context)
            }
            event => {
                let answers = context.customer.history.of(*event).iter();
                let mut later = answers.filter(|answer| answer.at >= record.at);
                later.any(|answer| answer.fact != record.fact)
            }
        })
    }

    fn is_bought(&self, event: EventName, record: &Record, context: &Context<'_>) -> bool {
        let mut orders = context.customer.orders.by_id.values();
        orders.any(|order| {
            let at = match event {
                EventName::OrderCompleted => order.paid_at,
                _ => order.placed_at,
            };
            let has_it =
                |product: &str| order.items.iter().any(|line| *line.product_id == *product);
            order.counts()
                && at.is_some_and(|at| at >= record.at)
                && (!self.same_thing || record.subject.as_deref().is_none_or(has_it))
        })
    }
}
