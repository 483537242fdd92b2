//! Orders that count, and those that were summed up.

use super::words::{
    Dictionary, later, minor, read_currency, read_money, some, write_line, write_money,
};
use crate::customer::{Customer, OrderFacts};
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::column::{self, Column, Starts};
use crate::segment_preview::page::{Folded, NEVER, Orders};
use crate::time::Timestamp;

pub(super) fn write_orders(writer: &mut Writer, customers: &[Customer], lines: &mut Dictionary) {
    let of = |customer: &'_ Customer| -> Vec<OrderFacts> {
        let orders = customer.orders.by_id.values();
        orders.filter(|order| order.counts()).cloned().collect()
    };
    let orders: Vec<(usize, Vec<OrderFacts>)> = some(customers, |customer| {
        Some(of(customer)).filter(|orders| !orders.is_empty())
    });
    let counts: Vec<(usize, usize)> = orders.iter().map(|(row, own)| (*row, own.len())).collect();
    let mut currencies = Dictionary::default();
    let mut body = Writer::default();
    let mut before = 0;
    for order in orders.iter().flat_map(|(_, own)| own) {
        let placed = order.placed_at.map_or(0, Timestamp::as_millis);
        body.signed(placed - before);
        before = placed;
        body.byte(u8::from(order.paid_at.is_some()) | u8::from(order.cancelled_at.is_some()) << 1);
        if let Some(paid) = order.paid_at {
            body.signed(paid.as_millis() - placed);
        }
        match order.net() {
            Some(net) => {
                let currency = |writer: &mut Writer| writer.text(net.currency.code());
                body.length(currencies.place(currency) + 1);
                body.signed(net.minor);
            }
            None => body.length(0),
        }
        body.length(order.items.len());
        for line in &order.items {
            body.length(lines.place(|writer| write_line(writer, line)));
        }
    }
    currencies.write(writer);
    column::write_starts(writer, &counts);
    writer.0.append(&mut body.0);
    let folded = some(customers, |customer| {
        let orders = &customer.orders;
        let folded = Folded {
            count: orders.folded_count,
            paid: orders.folded_paid,
            spend: orders.folded_spend,
            until: orders.folded_until,
        };
        (folded != Folded::default()).then_some(folded)
    });
    column::write(writer, &folded, |writer, folded| {
        writer.number(folded.count.into());
        writer.number(folded.paid.into());
        writer.byte(u8::from(folded.spend.is_some()) | u8::from(folded.until.is_some()) << 1);
        if let Some(spend) = folded.spend {
            write_money(writer, spend);
        }
        if let Some(until) = folded.until {
            writer.signed(until.as_millis());
        }
    });
}

pub(super) fn read_orders(
    reader: &mut Reader<'_>,
    rows: usize,
    lines: usize,
) -> Result<Orders, SnapshotError> {
    let currencies = reader.list(read_currency)?;
    let starts = Starts::read(reader, rows)?;
    let total = starts.total();
    let mut orders = Orders {
        placed: Vec::with_capacity(total),
        paid: Vec::with_capacity(total),
        cancelled: Vec::with_capacity(total),
        net: Vec::with_capacity(total),
        currency: Vec::with_capacity(total),
        line_starts: Vec::with_capacity(total + 1),
        currencies,
        starts,
        ..Orders::default()
    };
    orders.line_starts.push(0);
    let mut before = 0;
    for _ in 0..total {
        before = read_order(reader, before, lines, &mut orders)?;
    }
    orders.lines.shrink_to_fit();
    orders.folded = Column::read(reader, rows, |reader| {
        let count = u32::try_from(reader.number()?).map_err(|_| reader.corrupt())?;
        let paid = u32::try_from(reader.number()?).map_err(|_| reader.corrupt())?;
        let flags = reader.byte()?;
        let (mut spend, mut until) = (None, None);
        if flags & 1 == 1 {
            spend = Some(read_money(reader)?);
        }
        if flags & 2 == 2 {
            until = Some(Timestamp::from_millis(reader.signed()?));
        }
        Ok(Folded {
            count,
            paid,
            spend,
            until,
        })
    })?;
    orders.sum_up();
    Ok(orders)
}

/// Reads one order, and says when it was placed. On its own, so that a page's first thousand make
/// it hot and the rest find it compiled well.
#[inline(never)]
fn read_order(
    reader: &mut Reader<'_>,
    before: i64,
    lines: usize,
    orders: &mut Orders,
) -> Result<i64, SnapshotError> {
    let placed = later(reader, before)?;
    orders.placed.push(placed);
    let flags = reader.byte()?;
    let paid = if flags & 1 == 1 {
        later(reader, placed)?
    } else {
        NEVER
    };
    orders.paid.push(paid);
    orders.cancelled.push(flags & 2 == 2);
    let currency = reader.place(orders.currencies.len() + 1)?;
    let currency = u16::try_from(currency).map_err(|_| reader.corrupt())?;
    orders.currency.push(currency);
    orders
        .net
        .push(if currency > 0 { minor(reader)? } else { 0 });
    for _ in 0..reader.length()? {
        orders.lines.push(reader.place(lines)?);
    }
    let end = u32::try_from(orders.lines.len()).map_err(|_| reader.corrupt())?;
    orders.line_starts.push(end);
    Ok(placed)
}
