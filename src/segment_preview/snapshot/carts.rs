//! Open carts.

use super::words::{Dictionary, each, read_money, some, write_line, write_money};
use crate::customer::Customer;
use crate::money::Money;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::column::{self, Column, Starts};
use crate::segment_preview::page::Carts;

pub(super) fn write_carts(writer: &mut Writer, customers: &[Customer], lines: &mut Dictionary) {
    let carts = some(customers, |customer| {
        customer.carts.latest_open(&customer.orders)
    });
    let counts: Vec<(usize, usize)> = carts
        .iter()
        .map(|(row, cart)| (*row, cart.items.len()))
        .collect();
    column::write_starts(writer, &counts);
    for (_, cart) in &carts {
        for line in &cart.items {
            writer.length(lines.place(|writer| write_line(writer, line)));
        }
    }
    let values: Vec<(usize, Money)> = carts
        .iter()
        .filter_map(|(row, cart)| Some((*row, cart.value()?)))
        .collect();
    column::write(writer, &values, |writer, value| write_money(writer, *value));
}

pub(super) fn read_carts(
    reader: &mut Reader<'_>,
    rows: usize,
    lines: usize,
) -> Result<Carts, SnapshotError> {
    let starts = Starts::read(reader, rows)?;
    Ok(Carts {
        lines: each(starts.total(), || reader.place(lines))?,
        starts,
        values: Column::read(reader, rows, read_money)?,
    })
}
