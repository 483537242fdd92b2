//! Orders that count, and those that were summed up.

use super::lines::Different;
use super::words::{MOMENTS, SMALL, below, read_amounts, some, write_amounts};
use crate::customer::{Customer, OrderFacts};
use crate::money::Money;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::codes::{self, Planes};
use crate::segment_preview::column::{self, Column, Ends};
use crate::segment_preview::packed::{self, Packed};
use crate::segment_preview::page::{CANCELLED, FLAGS, FoldedOrders, NOT_EVER, Orders, PAID};
use crate::segment_preview::sorted::{self, Sorted};
use crate::segment_preview::whose::{self, Whose};
use crate::time::Timestamp;

pub(super) fn write_orders<'c>(
    writer: &mut Writer,
    customers: &'c [Customer],
    lines: &mut Different<'c>,
) {
    let mut orders: Vec<(usize, &OrderFacts)> = Vec::new();
    for (row, customer) in customers.iter().enumerate() {
        let own = customer.orders.by_id.values().map(|order| &**order);
        orders.extend(own.filter(|order| order.counts()).map(|order| (row, order)));
    }
    let placed = |order: &OrderFacts| order.placed_at.map_or(0, Timestamp::as_millis);
    // Those of a customer at the same moment keep their order.
    orders.sort_by_key(|(_, order)| placed(order));
    whose::write(writer, orders.iter().map(|(row, _)| *row));
    let orders: Vec<&OrderFacts> = orders.into_iter().map(|(_, order)| order).collect();
    let column = |of: &dyn Fn(&OrderFacts) -> i64| -> Vec<i64> {
        orders.iter().map(|order| of(order)).collect()
    };
    sorted::write(writer, &column(&placed));
    let flags = orders.iter().map(|order| {
        let flag = |is_set: bool, flag| if is_set { flag } else { 0 };
        flag(order.paid_at.is_some(), PAID) | flag(order.cancelled_at.is_some(), CANCELLED)
    });
    codes::write(writer, &flags.collect::<Vec<_>>(), FLAGS);
    packed::write(
        writer,
        &column(&|order| {
            let paid = order.paid_at.map(Timestamp::as_millis);
            paid.map_or(0, |paid| paid - placed(order))
        }),
    );
    let amounts: Vec<Option<Money>> = orders.iter().map(|order| order.net()).collect();
    write_amounts(writer, &amounts);
    column::write_ends(writer, orders.iter().map(|order| order.items.len()));
    let items = orders.iter().flat_map(|order| &order.items);
    let places = items.map(|line| lines.place(line) as i64);
    packed::write_counted(writer, &places.collect::<Vec<_>>());
    write_folded(writer, customers);
}

/// Writes older orders that were summed up.
fn write_folded(writer: &mut Writer, customers: &[Customer]) {
    let folded = some(customers, |customer| {
        let orders = &customer.orders;
        let is_folded = orders.folded_count != 0
            || orders.folded_paid != 0
            || orders.folded_spend.is_some()
            || orders.folded_until.is_some();
        is_folded.then_some(orders)
    });
    column::write_owners(writer, customers.len(), &folded);
    let folded: Vec<_> = folded.into_iter().map(|(_, orders)| orders).collect();
    let counts = folded.iter().map(|orders| i64::from(orders.folded_count));
    packed::write(writer, &counts.collect::<Vec<_>>());
    let paid = folded.iter().map(|orders| i64::from(orders.folded_paid));
    packed::write(writer, &paid.collect::<Vec<_>>());
    let spend: Vec<Option<Money>> = folded.iter().map(|orders| orders.folded_spend).collect();
    write_amounts(writer, &spend);
    let until = folded.iter().map(|orders| orders.folded_until);
    let until = until.map(|until| until.map_or(NOT_EVER, Timestamp::as_millis));
    packed::write(writer, &until.collect::<Vec<_>>());
}

pub(super) fn read_orders(
    reader: &mut Reader<'_>,
    rows: usize,
    lines: usize,
) -> Result<Orders, SnapshotError> {
    let whose = Whose::read(reader)?;
    let count = whose.len();
    let placed = Sorted::read(reader, count, MOMENTS)?;
    let flags = Planes::read(reader, count, FLAGS)?;
    let longest = Timestamp::MAX.as_millis() - Timestamp::MIN.as_millis();
    let paid_after = Packed::read(reader, count, -longest..=longest)?;
    let net = read_amounts(reader, count)?;
    let line_ends = Ends::read(reader, count)?;
    let lines = Packed::read_counted(reader, below(lines))?;
    if line_ends.total() != lines.len() {
        return Err(reader.corrupt());
    }
    let folded = Column::read(reader, rows, |reader, count| {
        Ok(FoldedOrders {
            count: Packed::read(reader, count, SMALL)?,
            paid: Packed::read(reader, count, SMALL)?,
            spend: read_amounts(reader, count)?,
            until: Packed::read(reader, count, NOT_EVER..=Timestamp::MAX.as_millis())?,
        })
    })?;
    Ok(Orders {
        placed,
        whose,
        flags,
        paid_after,
        net,
        line_ends,
        lines,
        folded,
    })
}
