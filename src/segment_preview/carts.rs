//! What is in the open cart.

use super::bits::Bits;
use super::page::Page;
use super::rows::Rows;
use super::tally::within;
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
    let fits = page.lines.fitting(leaf.tests(), context).into_iter();
    let pieces = fits.enumerate().map(|(line, fits)| match fits {
        true => page.lines.quantity(line),
        false => 0,
    });
    let pieces: Vec<u32> = pieces.collect();
    let carts = &page.carts;
    let mut in_lines = Vec::with_capacity(carts.lines.len());
    carts.lines.each(0..carts.lines.len(), |line| {
        let line = usize::try_from(line).unwrap_or_default();
        in_lines.push(pieces.get(line).copied().unwrap_or_default());
    });
    let rows = page.rows();
    let sums = carts.starts.sums(in_lines);
    let holds = carts.starts.spread(within(&sums, leaf.wanted()), rows);
    match leaf.holds(0) {
        true => Bits::all(rows)
            .minus(&carts.starts.owners(rows))
            .or(&holds)
            .into(),
        false => holds.into(),
    }
}
