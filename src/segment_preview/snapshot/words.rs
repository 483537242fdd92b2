//! What the columns are written with: dictionaries, values, amounts, moments.

use crate::customer::{Customer, LineFacts};
use crate::money::{Currency, Money};
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::time::Timestamp;
use crate::value::{Decimal, Value};
use std::collections::BTreeMap;

/// Things that repeat, each once, in the order in which they were first met.
#[derive(Default)]
pub(super) struct Dictionary {
    places: BTreeMap<Vec<u8>, usize>,
    all: Vec<u8>,
}

impl Dictionary {
    /// The place of what `write` writes.
    pub(super) fn place(&mut self, write: impl FnOnce(&mut Writer)) -> usize {
        let mut entry = Writer::default();
        write(&mut entry);
        let next = self.places.len();
        if let Some(place) = self.places.get(&entry.0) {
            return *place;
        }
        self.all.extend_from_slice(&entry.0);
        self.places.insert(entry.0, next);
        next
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.length(self.places.len());
        writer.0.extend_from_slice(&self.all);
    }
}

/// Each row for which there is something, with it.
pub(super) fn some<'c, T>(
    customers: &'c [Customer],
    of: impl Fn(&'c Customer) -> Option<T>,
) -> Vec<(usize, T)> {
    let rows = customers.iter().enumerate();
    rows.filter_map(|(row, customer)| Some((row, of(customer)?)))
        .collect()
}

pub(super) fn write_line(writer: &mut Writer, line: &LineFacts) {
    writer.text(&line.product_id);
    writer.text(&line.title);
    writer.number(line.quantity.into());
    for text in [
        &line.variant_id,
        &line.variant_title,
        &line.sku,
        &line.vendor,
        &line.category,
    ] {
        writer.maybe(text.as_deref());
    }
    writer.byte(u8::from(line.unit_price.is_some()));
    if let Some(price) = line.unit_price {
        write_money(writer, price);
    }
}

pub(super) fn read_line(reader: &mut Reader<'_>) -> Result<LineFacts, SnapshotError> {
    let text = |reader: &mut Reader<'_>| Ok(reader.maybe()?.map(str::to_owned));
    Ok(LineFacts {
        product_id: reader.text()?.to_owned(),
        title: reader.text()?.to_owned(),
        quantity: u32::try_from(reader.number()?).map_err(|_| reader.corrupt())?,
        variant_id: text(reader)?,
        variant_title: text(reader)?,
        sku: text(reader)?,
        vendor: text(reader)?,
        category: text(reader)?,
        unit_price: match reader.byte()? {
            0 => None,
            _ => Some(read_money(reader)?),
        },
        ..LineFacts::default()
    })
}

pub(super) fn write_value(writer: &mut Writer, value: &Value) {
    match value {
        Value::Boolean(truth) => writer.byte(u8::from(*truth)),
        Value::Number(number) => {
            writer.byte(2);
            writer.signed(number.millionths());
        }
        Value::Text(text) => {
            writer.byte(3);
            writer.text(text);
        }
        Value::List(items) => {
            writer.byte(4);
            writer.length(items.len());
            for item in items {
                writer.text(item);
            }
        }
    }
}

pub(super) fn read_value(reader: &mut Reader<'_>) -> Result<Value, SnapshotError> {
    Ok(match reader.byte()? {
        0 => Value::Boolean(false),
        1 => Value::Boolean(true),
        2 => Value::Number(Decimal::from_millionths(minor(reader)?)),
        3 => Value::Text(reader.text()?.to_owned()),
        4 => Value::List(reader.list(|reader| Ok(reader.text()?.to_owned()))?),
        _ => return Err(reader.corrupt()),
    })
}

pub(super) fn write_money(writer: &mut Writer, money: Money) {
    writer.text(money.currency.code());
    writer.signed(money.minor);
}

pub(super) fn read_money(reader: &mut Reader<'_>) -> Result<Money, SnapshotError> {
    let currency = read_currency(reader)?;
    Ok(Money::new(minor(reader)?, currency))
}

pub(super) fn read_currency(reader: &mut Reader<'_>) -> Result<Currency, SnapshotError> {
    Currency::parse(reader.text()?).ok_or(reader.corrupt())
}

/// A number as JavaScript could hold it, so that sums of many stay in range.
pub(super) fn minor(reader: &mut Reader<'_>) -> Result<i64, SnapshotError> {
    let number = reader.signed()?;
    if number.unsigned_abs() > Money::MAX_MINOR.unsigned_abs() {
        return Err(reader.corrupt());
    }
    Ok(number)
}

/// A moment inside what a timestamp can be.
pub(super) fn moment(reader: &mut Reader<'_>) -> Result<i64, SnapshotError> {
    later(reader, 0)
}

/// A moment written as the difference to another.
pub(super) fn later(reader: &mut Reader<'_>, than: i64) -> Result<i64, SnapshotError> {
    let at = than.checked_add(reader.signed()?);
    at.filter(|at| (Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis()).contains(at))
        .ok_or(reader.corrupt())
}

pub(super) fn each<T>(
    count: usize,
    mut read: impl FnMut() -> Result<T, SnapshotError>,
) -> Result<Vec<T>, SnapshotError> {
    let mut all = Vec::with_capacity(count);
    for _ in 0..count {
        all.push(read()?);
    }
    Ok(all)
}
