//! Tests the product that the workflow is about.

use super::item::Where;
use super::{Answer, Context, ItemPredicate, Leaf, Scope};
use crate::customer::{LineFacts, Record};
use crate::document::{Object, declared};
use crate::event::{EventName, EventNames};
use crate::money::Money;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;
use crate::value::Value;

declared! {
    /// True when the product that started the workflow passes all tests: the one that was viewed,
    /// came back in stock, got cheaper, or went on sale. False in workflows that aren’t about a product. A
    /// product missing from the shop’s catalog fails every test on catalog properties, so that a
    /// message never promises something that may be gone.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ProductIs beside ["type"] {
        /// Only a product that the customer asked to be told about, since it last sold out or came
        /// back. Default: false.
        requested: bool = or(false, BOOLEAN),
        /// The tests. Without `requested`, add at least one.
        tests as "where": Vec<ItemPredicate> = or(Vec::new(), those_of(typed())),
    }
    listed in "Cart and product" as "Product it’s about";
    example {"where": [{"property": "available", "is": "more_than", "value": 0}]};
    check Self::asks_something;

}

/// The events about one product: a workflow that another starts is not about a product.
const ABOUT_A_PRODUCT: [EventName; 6] = [
    EventName::ProductViewed,
    EventName::ProductAdded,
    EventName::ProductRemoved,
    EventName::StockChanged,
    EventName::PriceChanged,
    EventName::PromotionStarted,
];

impl ProductIs {
    /// Reports a condition without any test.
    fn asks_something(&self, object: &Object<'_>) -> Option<()> {
        if self.requested || !self.tests.is_empty() {
            return Some(());
        }
        object.node().error(
            "nothing-asked",
            "Expected at least one test on the product; found none.",
            "Add one under “where”, such as {\"property\": \"available\", \"is\": \"more_than\", \"value\": 0}.",
        )
    }

    /// What happened to the product when the workflow started.
    fn entry<'c>(context: &Context<'c>) -> Option<(EventName, &'c Record)> {
        let (history, entry) = (&context.customer.history, context.entry?);
        ABOUT_A_PRODUCT.iter().find_map(|event| {
            let mut records = history.of(*event).iter();
            let found = records.find(|record| record.fact.value() == entry);
            found.map(|record| (*event, record))
        })
    }

    /// Whether the customer asked for the product, and its stock didn't change between that and the
    /// workflow's start: an earlier request was answered by then, or came to nothing.
    fn is_requested(context: &Context<'_>) -> bool {
        let Some((_, start)) = Self::entry(context) else {
            return false;
        };
        let history = &context.customer.history;
        let last = |event| {
            let records = history.of(event).iter();
            let about = records.filter(|record| record.subject == start.subject);
            let before = about.filter(|record| record.at < start.at);
            before.map(|record| record.at).max()
        };
        last(EventName::BackInStockRequested).is_some_and(|asked| {
            last(EventName::StockChanged).is_none_or(|changed| changed <= asked)
        })
    }

    /// The product as it was when the workflow started.
    fn product(context: &Context<'_>) -> Option<LineFacts> {
        let (event, record) = Self::entry(context)?;
        // A promotion that the shop announced is about no product, and has no title.
        if event == EventName::PromotionStarted && record.property("title").is_none() {
            return None;
        }
        let text = |name| match record.property(name) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let price = record.property("price").map(ToString::to_string);
        let price = price.and_then(|price| Money::parse(&price, context.currency));
        Some(LineFacts {
            product_id: record.subject.as_deref()?.into(),
            title: text("title").into(),
            quantity: 1,
            unit_price: price,
            ..LineFacts::default()
        })
    }

    fn holds(&self, context: &Context<'_>) -> bool {
        let product = Self::product(context);
        let wanted = !self.requested || Self::is_requested(context);
        wanted
            && product
                .is_some_and(|product| self.tests.iter().all(|test| test.holds(&product, context)))
    }
}

impl Leaf for ProductIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(self.holds(context))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        let Some(product) = Self::product(context) else {
            return Seen::Nothing;
        };
        if self.requested && !Self::is_requested(context) {
            return Seen::Flag(false);
        }
        let tests = self.tests.iter();
        Seen::List(
            tests
                .map(|test| test.found(&product, context).into())
                .collect(),
        )
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen {
            Seen::Nothing => to.say("there is none", &[]),
            Seen::Flag(_) => to.say("they didn’t ask for it", &[]),
            Seen::List(found) => to.join(found, ", ", |to, _, found| match found {
                Seen::Nothing => to.say("unknown", &[]),
                found => found.say(to),
            }),
            other => other.say(to),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[
            EventName::StockChanged,
            EventName::PriceChanged,
        ]));
        if self.requested {
            scope.moved_by(EventNames::of(&[EventName::BackInStockRequested]));
        }
        scope.catalogue |= self.tests.iter().any(ItemPredicate::asks_catalogue);
    }

    fn cost(&self) -> u32 {
        0
    }
}

impl Said for ProductIs {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            if self.requested {
                "is in a workflow about a product they asked for{_where}"
            } else {
                "is in a workflow about a product{_where}"
            },
            &[("_where", &Where(&self.tests))],
        );
    }
}
