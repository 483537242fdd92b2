//! Open carts.

use super::lines::Different;
use super::words::{below, read_amounts, some, write_amounts};
use crate::customer::Customer;
use crate::money::Money;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::column::{self, Column, Starts};
use crate::segment_preview::packed::{self, Packed};
use crate::segment_preview::page::Carts;

pub(super) fn write_carts<'c>(
    writer: &mut Writer,
    customers: &'c [Customer],
    lines: &mut Different<'c>,
) {
    let rows = customers.len();
    let carts = some(customers, |customer| {
        customer.carts.latest_open(&customer.orders)
    });
    let counts: Vec<(usize, usize)> = carts
        .iter()
        .map(|(row, cart)| (*row, cart.items.len()))
        .collect();
    column::write_starts(writer, rows, &counts);
    let items = carts.iter().flat_map(|(_, cart)| &cart.items);
    let places = items.map(|line| lines.place(line) as i64);
    packed::write_counted(writer, &places.collect::<Vec<_>>());
    let values: Vec<(usize, Option<Money>)> = carts
        .iter()
        .filter_map(|(row, cart)| Some((*row, Some(cart.value()?))))
        .collect();
    column::write_owners(writer, rows, &values);
    let amounts: Vec<Option<Money>> = values.iter().map(|(_, value)| *value).collect();
    write_amounts(writer, &amounts);
}

pub(super) fn read_carts(
    reader: &mut Reader<'_>,
    rows: usize,
    lines: usize,
) -> Result<Carts, SnapshotError> {
    let starts = Starts::read(reader, rows)?;
    let lines = Packed::read_counted(reader, below(lines))?;
    if starts.total() != lines.len() {
        return Err(reader.corrupt());
    }
    Ok(Carts {
        starts,
        lines,
        values: Column::read(reader, rows, read_amounts)?,
    })
}
