//! What is true of the shop while a simulation runs.

use crate::event::{Event, EventKind};
use crate::input::Input;
use crate::shop_facts::{ProductFacts, ShopFacts};
use std::borrow::Cow;

/// The shop's facts as a host supplies them: what it knew, and what it receives meanwhile about
/// stock and prices.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Option<ShopFacts>);

impl Known {
    pub(super) const fn new(facts: Option<ShopFacts>) -> Self {
        Self(facts)
    }

    /// An input as a host makes it: with the shop's facts, unless it has them itself.
    pub(super) fn around<'i>(&mut self, input: Cow<'i, Input>) -> Cow<'i, Input> {
        if let Input::Events { events, .. } = &*input {
            for event in events {
                self.hear(event);
            }
        }
        match &self.0 {
            Some(facts) if !matches!(*input, Input::WithFacts { .. }) => {
                Cow::Owned(Input::WithFacts {
                    facts: Box::new(facts.clone()),
                    input: Box::new(input.into_owned()),
                })
            }
            _ => input,
        }
    }

    fn hear(&mut self, event: &Event) {
        match &event.kind {
            EventKind::StockChanged { stock } => {
                self.product(&stock.product_id).available = Some(stock.available);
            }
            EventKind::PriceChanged { product, .. } => {
                self.product(&product.product_id).price = product.unit_price;
            }
            _ => {}
        }
    }

    fn product(&mut self, id: &str) -> &mut ProductFacts {
        let facts = self.0.get_or_insert_default();
        facts.products.or_default(id.to_owned())
    }
}
