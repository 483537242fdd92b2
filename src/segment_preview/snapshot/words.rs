//! What the columns are written with: dictionaries, values, amounts, moments.

use crate::customer::Customer;
use crate::money::{Currency, Money};
use crate::segment_preview::amounts::Amounts;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::packed::{self, Packed};
use crate::time::Timestamp;
use crate::value::{Decimal, Value};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

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

    /// How many different things there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.length(self.len());
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

/// What a moment can be.
pub(super) const MOMENTS: RangeInclusive<i64> =
    Timestamp::MIN.as_millis()..=Timestamp::MAX.as_millis();

/// What points and scores can be, so that the distance between two is a number too.
pub(super) const NUMBERS: RangeInclusive<i64> = -(1 << 61)..=1 << 61;

/// What small numbers can be.
pub(super) const SMALL: RangeInclusive<i64> = 0..=u32::MAX as i64;

/// Places in a list of this length.
pub(super) const fn below(length: usize) -> RangeInclusive<i64> {
    0..=length as i64 - 1
}

/// Writes amounts by place: minor units, which currency, and which currencies there are.
pub(super) fn write_amounts(writer: &mut Writer, amounts: &[Option<Money>]) {
    let mut currencies = Dictionary::default();
    let places = amounts.iter().map(|amount| match amount {
        Some(amount) => currencies.place(|writer| writer.text(amount.currency.code())) as i64 + 1,
        None => 0,
    });
    let places: Vec<i64> = places.collect();
    let minor = |amount: &Option<Money>| amount.map_or(0, |amount| amount.minor);
    currencies.write(writer);
    packed::write(writer, &places);
    packed::write(writer, &amounts.iter().map(minor).collect::<Vec<_>>());
}

/// Reads as many amounts, as numbers that JavaScript could hold, so that sums of many stay in range.
pub(super) fn read_amounts(
    reader: &mut Reader<'_>,
    count: usize,
) -> Result<Amounts, SnapshotError> {
    let currencies = reader.list(read_currency)?;
    Ok(Amounts {
        currency: Packed::read(reader, count, below(currencies.len() + 1))?,
        minor: Packed::read(reader, count, -Money::MAX_MINOR..=Money::MAX_MINOR)?,
        currencies,
    })
}
