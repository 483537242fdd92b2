//! What was done, by kind of event.

use super::words::{Dictionary, MOMENTS, SMALL, read_value, some, write_value};
use crate::customer::{Customer, Record};
use crate::event::EventName;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::codes::{self, Codes};
use crate::segment_preview::column::{self, Column};
use crate::segment_preview::packed::{self, Packed};
use crate::segment_preview::page::{Dropped, Timeline};
use crate::segment_preview::sorted::{self, Sorted};
use crate::segment_preview::texts::{self, Texts};
use crate::segment_preview::whose::{self, Whose};
use crate::value::Value;
use std::collections::BTreeMap;

pub(super) fn write_history(writer: &mut Writer, customers: &[Customer]) {
    let kinds: Vec<EventName> = EventName::ALL
        .iter()
        .copied()
        .filter(|event| {
            customers.iter().any(|customer| {
                let history = &customer.history;
                !history.of(*event).is_empty() || history.dropped.contains_key(event)
            })
        })
        .collect();
    writer.length(kinds.len());
    for event in kinds {
        write_timeline(writer, customers, event);
    }
}

fn write_timeline(writer: &mut Writer, customers: &[Customer], event: EventName) {
    let rows = customers.iter().enumerate();
    let mut records: Vec<(usize, &Record)> = rows
        .flat_map(|(row, customer)| {
            let own = customer.history.of(event).iter();
            own.map(move |record| (row, record))
        })
        .collect();
    // A customer's events at the same moment keep their order.
    records.sort_by_key(|(_, record)| record.at);
    let mut subjects: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<&str> = Vec::new();
    let mut properties = Dictionary::default();
    let mut about = Vec::with_capacity(records.len());
    let mut kept = Vec::with_capacity(records.len());
    for (_, record) in &records {
        about.push(record.subject.as_deref().map_or(0, |subject| {
            let next = names.len();
            let place = *subjects.entry(subject).or_insert(next);
            if place == next {
                names.push(subject);
            }
            place + 1
        }));
        kept.push(properties.place(|writer| write_properties(writer, record)));
    }
    writer.text(event.word());
    writer.length(names.len());
    texts::write(writer, names.iter().copied());
    properties.write(writer);
    whose::write(writer, records.iter().map(|(row, _)| *row));
    let moments = records.iter().map(|(_, record)| record.at.as_millis());
    sorted::write(writer, &moments.collect::<Vec<_>>());
    codes::write(writer, &about, names.len() + 1);
    codes::write(writer, &kept, properties.len());
    let dropped = some(customers, |customer| {
        let until = customer.history.dropped_until(event)?;
        Some((
            until.as_millis(),
            i64::from(customer.history.dropped_count(event)),
        ))
    });
    column::write_owners(writer, customers.len(), &dropped);
    packed::write(
        writer,
        &dropped
            .iter()
            .map(|(_, (until, _))| *until)
            .collect::<Vec<_>>(),
    );
    packed::write(
        writer,
        &dropped
            .iter()
            .map(|(_, (_, count))| *count)
            .collect::<Vec<_>>(),
    );
}

pub(super) fn read_timeline(
    reader: &mut Reader<'_>,
    rows: usize,
) -> Result<Timeline, SnapshotError> {
    let event = EventName::parse(reader.text()?).ok_or(reader.corrupt())?;
    let subjects = reader.length()?;
    let subjects = Texts::read(reader, subjects)?;
    let properties = reader.list(read_properties)?;
    let whose = Whose::read(reader)?;
    let count = whose.len();
    Ok(Timeline {
        event,
        whose,
        times: Sorted::read(reader, count, MOMENTS)?,
        subject: Codes::read(reader, count, subjects.len() + 1)?,
        subjects,
        kept: Codes::read(reader, count, properties.len())?,
        properties,
        dropped: Column::read(reader, rows, |reader, count| {
            Ok(Dropped {
                until: Packed::read(reader, count, MOMENTS)?,
                count: Packed::read(reader, count, SMALL)?,
            })
        })?,
    })
}

fn write_properties(writer: &mut Writer, record: &Record) {
    writer.length(record.properties.len());
    for (name, value) in &record.properties {
        writer.text(name);
        write_value(writer, value);
    }
}

fn read_properties(reader: &mut Reader<'_>) -> Result<Vec<(String, Value)>, SnapshotError> {
    reader.list(|reader| Ok((reader.text()?.to_owned(), read_value(reader)?)))
}
