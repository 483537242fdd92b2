//! The different lines of carts and orders.

use super::words::{SMALL, read_amounts, write_amounts, write_money};
use crate::customer::LineFacts;
use crate::money::Money;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::codes::{self, Codes};
use crate::segment_preview::lines::{FIELDS, Field, Lines};
use crate::segment_preview::packed::{self, Packed};
use crate::segment_preview::texts::{self, Texts};
use std::collections::BTreeMap;

/// Lines, each once, in the order in which they were first met.
#[derive(Default)]
pub(super) struct Different<'c> {
    places: BTreeMap<Vec<u8>, usize>,
    list: Vec<&'c LineFacts>,
}

impl<'c> Different<'c> {
    /// The place of a line.
    pub(super) fn place(&mut self, line: &'c LineFacts) -> usize {
        let next = self.list.len();
        let place = *self.places.entry(key(line)).or_insert(next);
        if place == next {
            self.list.push(line);
        }
        place
    }

    /// Writes a column for each field, where there are any lines.
    pub(super) fn write(&self, writer: &mut Writer) {
        writer.length(self.list.len());
        if self.list.is_empty() {
            return;
        }
        for (_, get, _) in FIELDS {
            write_field(writer, self.list.iter().map(|line| get(line)));
        }
        let quantities = self.list.iter().map(|line| line.quantity.into());
        packed::write(writer, &quantities.collect::<Vec<_>>());
        let prices: Vec<Option<Money>> = self.list.iter().map(|line| line.unit_price).collect();
        write_amounts(writer, &prices);
    }
}

/// The different texts, and which of them each line has.
fn write_field<'c>(writer: &mut Writer, texts: impl Iterator<Item = Option<&'c str>>) {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut different: Vec<&str> = Vec::new();
    let mut id_of = |text: &'c str| {
        let next = different.len();
        let place = *places.entry(text).or_insert(next);
        if place == next {
            different.push(text);
        }
        place + 1
    };
    let ids: Vec<usize> = texts.map(|text| text.map_or(0, &mut id_of)).collect();
    writer.length(different.len());
    texts::write(writer, different.iter().copied());
    codes::write(writer, &ids, different.len() + 1);
}

/// What tells a line from others: all that is written of it.
fn key(line: &LineFacts) -> Vec<u8> {
    let mut key = Writer::default();
    for (_, get, _) in FIELDS {
        key.maybe(get(line));
    }
    key.number(line.quantity.into());
    if let Some(price) = line.unit_price {
        write_money(&mut key, price);
    }
    key.0
}

pub(super) fn read_lines(reader: &mut Reader<'_>) -> Result<Lines, SnapshotError> {
    let count = reader.length()?;
    if count == 0 {
        return Ok(Lines::default());
    }
    let mut fields = Vec::with_capacity(FIELDS.len());
    for _ in FIELDS {
        let different = reader.length()?;
        fields.push(Field {
            texts: Texts::read(reader, different)?,
            ids: Codes::read(reader, count, different + 1)?,
        });
    }
    Ok(Lines {
        count,
        fields,
        quantities: Packed::read(reader, count, SMALL)?,
        prices: read_amounts(reader, count)?,
    })
}
