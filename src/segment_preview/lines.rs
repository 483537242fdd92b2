//! The different lines of carts and orders, a column for each field.
//!
//! A field has few different values, which stay in the snapshot's bytes. So a test on a category is asked
//! once for each category there is, instead of once for each line.

use super::amounts::Amounts;
use super::codes::Codes;
use super::column::Values as _;
use super::packed::Packed;
use super::texts::Texts;
use crate::condition::{Context, ItemPredicate};
use crate::customer::LineFacts;

/// Lines by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub(super) count: usize,
    /// In the order of [`FIELDS`].
    pub(super) fields: Vec<Field>,
    pub(super) quantities: Packed,
    pub(super) prices: Amounts,
}

/// What a field says of each line.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) texts: Texts,
    /// A place among the texts and one more; 0 where a line has none.
    pub(super) ids: Codes,
}

/// A field of text: its name as a property, how it is read and how it is set.
pub(super) type TextField = (
    &'static str,
    fn(&LineFacts) -> Option<&str>,
    fn(&mut LineFacts, &str),
);

pub(super) const FIELDS: [TextField; 7] = [
    (
        "product_id",
        |line| Some(line.product_id.as_str()),
        |line, text| line.product_id = text.into(),
    ),
    (
        "title",
        |line| Some(line.title.as_str()),
        |line, text| line.title = text.into(),
    ),
    (
        "variant_id",
        |line| line.variant_id.as_deref(),
        |line, text| line.variant_id = Some(text.into()),
    ),
    (
        "variant_title",
        |line| line.variant_title.as_deref(),
        |line, text| line.variant_title = Some(text.into()),
    ),
    (
        "sku",
        |line| line.sku.as_deref(),
        |line, text| line.sku = Some(text.into()),
    ),
    (
        "vendor",
        |line| line.vendor.as_deref(),
        |line, text| line.vendor = Some(text.into()),
    ),
    (
        "category",
        |line| line.category.as_deref(),
        |line, text| line.category = Some(text.into()),
    ),
];

impl Lines {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The line at `place`.
    pub(super) fn get(&self, place: usize) -> LineFacts {
        let mut line = LineFacts {
            quantity: self.quantity(place),
            unit_price: self.prices.get(place),
            ..LineFacts::default()
        };
        for (field, (_, _, set)) in self.fields.iter().zip(FIELDS) {
            if let Some(text) = field.ids.at(place).checked_sub(1) {
                set(&mut line, &field.texts.get(text));
            }
        }
        line
    }

    /// How many pieces the line at `place` is of.
    pub(super) fn quantity(&self, place: usize) -> u32 {
        u32::try_from(self.quantities.at(place)).unwrap_or_default()
    }

    /// Which lines pass all of `tests`.
    pub(super) fn fitting(&self, tests: &[ItemPredicate], context: &Context<'_>) -> Vec<bool> {
        let mut fits = vec![true; self.count];
        for test in tests {
            // The catalog knows more of a product than the line says.
            let asks_more = test.asks_catalogue() && !context.facts.products.is_empty();
            let named = |(name, ..): &TextField| *name == test.property();
            match FIELDS.iter().position(named) {
                Some(field) if !asks_more => self.fit_field(field, test, context, &mut fits),
                _ => {
                    for (place, fits) in fits.iter_mut().enumerate() {
                        *fits = *fits && test.holds(&self.get(place), context);
                    }
                }
            }
        }
        fits
    }

    /// Crosses out the lines whose field does not pass a test that asks for nothing else.
    fn fit_field(
        &self,
        number: usize,
        test: &ItemPredicate,
        context: &Context<'_>,
        fits: &mut [bool],
    ) {
        let (Some(field), Some((_, _, set))) = (self.fields.get(number), FIELDS.get(number)) else {
            return;
        };
        let passes = |text: Option<&str>| {
            let mut line = LineFacts::default();
            if let Some(text) = text {
                set(&mut line, text);
            }
            test.holds(&line, context)
        };
        let texts = (0..field.texts.len()).map(|text| passes(Some(&field.texts.get(text))));
        let passes: Vec<bool> = std::iter::once(passes(None)).chain(texts).collect();
        let mut fits = fits.iter_mut();
        field.ids.each(0..self.count, |id| {
            if let Some(fits) = fits.next() {
                *fits = *fits && passes.get(id).copied().unwrap_or_default();
            }
        });
    }
}
