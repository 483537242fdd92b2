//! Tests on products: in a cart, in an order, in an event.

use super::{Context, ValuePredicate};
use crate::customer::LineFacts;
use crate::document::{Form, Node, declared};
use crate::event::{ITEM, PropertyKind, major};
use crate::money::Money;
use crate::sentence::{Name, Said, Sentence};
use crate::value::{Decimal, Value};

declared! {
    /// A test on one property of a product, such as “vendor is Acme”.
    #[derive(Clone, Debug, PartialEq)]
    pub struct ItemPredicate beside [] {
        /// `product_id`, `variant_id`, `title`, `variant_title`, `price`, `quantity`, `sku`,
        /// `vendor`, or `category`; or, from the shop’s catalog, `collections`, `tags`, `available`
        /// (quantity in stock), `current_price`, or `price_change` (the current price minus the
        /// price the customer saw; negative if it dropped).
        property: String = required(ItemProperty),
        /// The comparison and its value.
        test in ValuePredicate: ValuePredicate = part_by::<ValuePredicate, _>(|object| {
            let kind = property.as_deref().and_then(ItemProperty::kind);
            ValuePredicate::read(object, kind)
        }),
    }
}

/// The properties that only the shop’s catalog has.
const CATALOGUE: &[(&str, PropertyKind)] = &[
    ("collections", PropertyKind::List),
    ("tags", PropertyKind::List),
    ("available", PropertyKind::Number),
    ("current_price", PropertyKind::Number),
    ("price_change", PropertyKind::Number),
];

/// The name of a property that a product has.
struct ItemProperty;

impl ItemProperty {
    fn all() -> impl Iterator<Item = (&'static str, PropertyKind)> {
        ITEM.iter().chain(CATALOGUE).copied()
    }

    fn kind(property: &str) -> Option<PropertyKind> {
        let mut all = Self::all();
        all.find_map(|(name, kind)| (name == property).then_some(kind))
    }
}

impl Form for ItemProperty {
    type Value = String;

    fn read(&self, node: &Node<'_>) -> Option<String> {
        let choices: Vec<_> = Self::all().map(|(name, _)| (name, name)).collect();
        node.choice(&choices).map(str::to_owned)
    }

    #[cfg(test)]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let names: Vec<_> = Self::all().map(|(name, _)| name).collect();
        serde_json::json!({"enum": names})
    }
}

/// Whether only the shop’s catalog has `property`.
pub(super) fn is_of_catalogue(property: &str) -> bool {
    CATALOGUE.iter().any(|(name, _)| *name == property)
}

impl ItemPredicate {
    /// Whether a line of a cart or an order passes.
    #[must_use]
    pub fn holds(&self, line: &LineFacts, context: &Context<'_>) -> bool {
        self.test.holds(self.found(line, context).as_ref())
    }

    /// The property's value.
    pub(super) fn found(&self, line: &LineFacts, context: &Context<'_>) -> Option<Value> {
        let own = match self.property.as_str() {
            "product_id" => text(&line.product_id),
            "variant_id" => line.variant_id.as_deref().and_then(text),
            "title" => text(&line.title),
            "variant_title" => line.variant_title.as_deref().and_then(text),
            "price" => line.unit_price.and_then(major),
            "quantity" => Some(Value::Number(line.quantity.into())),
            "sku" => line.sku.as_deref().and_then(text),
            "vendor" => line.vendor.as_deref().and_then(text),
            "category" => line.category.as_deref().and_then(text),
            "price_change" => {
                let now = context
                    .facts
                    .products
                    .get(line.product_id.as_str())?
                    .price?;
                let seen = line
                    .unit_price
                    .filter(|seen| seen.currency == now.currency)?;
                major(Money::new(now.minor.checked_sub(seen.minor)?, now.currency))
            }
            _ => None,
        };
        own.or_else(|| of_catalogue(&self.property, &line.product_id, context))
    }

    /// The property that is tested.
    pub(crate) fn property(&self) -> &str {
        &self.property
    }

    /// Whether the answer may depend on the shop’s catalog.
    pub(crate) fn asks_catalogue(&self) -> bool {
        is_of_catalogue(&self.property) || matches!(self.property.as_str(), "vendor" | "category")
    }
}

/// A product’s property in the shop’s catalog.
pub(super) fn of_catalogue(property: &str, product: &str, context: &Context<'_>) -> Option<Value> {
    let facts = context.facts.products.get(product)?;
    match property {
        "collections" => Some(Value::List(facts.collections.clone())),
        "tags" => Some(Value::List(facts.tags.clone())),
        "vendor" => facts.vendor.as_deref().and_then(text),
        "category" => facts.category.as_deref().and_then(text),
        "current_price" => facts.price.and_then(major),
        "available" => Decimal::parse(&facts.available?.to_string()).map(Value::Number),
        _ => None,
    }
}

/// Tests of an item, behind what they are about: " where vendor is “Acme” and price is more than
/// 50"; nothing where there are none.
pub(super) struct Where<'t>(pub(super) &'t [ItemPredicate]);

impl Said for Where<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        if self.0.is_empty() {
            return;
        }
        to.say(" where ", &[]);
        to.join(self.0.iter(), " and ", |to, position, test| {
            to.at_item("where", position, |to| {
                test.test.say(&Name(&test.property), to);
            });
        });
    }
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}
