//! What is in the open cart.

use super::bits::Bits;
use super::page::Page;
use super::rows::Rows;
use crate::condition::{CartContains, CartValue, Context};

/// The rows whose cart is worth this.
pub(super) fn value(page: &Page, leaf: &CartValue) -> Rows {
    let rows = page.rows();
    let holds = |value| leaf.holds(Some(value));
    page.carts
        .values
        .select(rows, leaf.holds(None), holds)
        .into()
}

/// The rows whose number of pieces in the cart passes.
pub(super) fn contains(page: &Page, leaf: &CartContains, context: &Context<'_>) -> Rows {
    let pieces: Vec<u32> = page
        .lines
        .iter()
        .map(|line| leaf.pieces_of(line, context))
        .collect();
    let none = leaf.holds(0);
    let mut bits = Bits::fill(page.rows(), none);
    for (row, places) in page.carts.starts.iter() {
        let lines = page.carts.lines.get(places).unwrap_or_default().iter();
        let own = lines.filter_map(|line| pieces.get(*line as usize));
        let holds = leaf.holds(own.fold(0, |sum: u32, more| sum.saturating_add(*more)));
        bits.set(row, holds);
    }
    bits.into()
}
