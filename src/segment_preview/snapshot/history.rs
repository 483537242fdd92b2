//! What was done, by kind of event.

use super::words::{Dictionary, later, moment, read_value, some, write_value};
use crate::customer::{Customer, Record};
use crate::event::EventName;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::column::{self, Column, Starts};
use crate::segment_preview::page::{Ids, Texts, Timeline};
use crate::value::Value;

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
        writer.text(event.word());
        let records = some(customers, |customer| {
            Some(customer.history.of(event)).filter(|records| !records.is_empty())
        });
        let counts: Vec<(usize, usize)> =
            records.iter().map(|(row, own)| (*row, own.len())).collect();
        let mut subjects = Dictionary::default();
        let mut properties = Dictionary::default();
        let mut body = Writer::default();
        for (_, own) in &records {
            let mut before = 0;
            for record in *own {
                let at = record.at.as_millis();
                body.signed(at - before);
                before = at;
                body.length(record.subject.as_deref().map_or(0, |subject| {
                    subjects.place(|writer| writer.text(subject)) + 1
                }));
                body.length(properties.place(|writer| write_properties(writer, record)));
            }
        }
        subjects.write(writer);
        properties.write(writer);
        column::write_starts(writer, &counts);
        writer.0.append(&mut body.0);
        let dropped = some(customers, |customer| {
            let until = customer.history.dropped_until(event)?;
            Some((until, customer.history.dropped_count(event)))
        });
        column::write(writer, &dropped, |writer, (until, count)| {
            writer.signed(until.as_millis());
            writer.number((*count).into());
        });
    }
}

pub(super) fn read_timeline(
    reader: &mut Reader<'_>,
    rows: usize,
) -> Result<Timeline, SnapshotError> {
    let event = EventName::parse(reader.text()?).ok_or(reader.corrupt())?;
    let subjects = Texts::read(reader)?;
    let properties = reader.list(read_properties)?;
    let starts = Starts::read(reader, rows)?;
    let total = starts.total();
    let mut line = Timeline {
        event,
        times: Vec::with_capacity(total),
        subject: Ids::with_capacity(total),
        kept: Ids::with_capacity(total),
        starts: Starts::default(),
        subjects,
        properties,
        dropped: Column::default(),
    };
    for (_, places) in starts.iter() {
        read_events(reader, places.len(), &mut line)?;
    }
    line.subject.settle();
    line.kept.settle();
    line.starts = starts;
    line.dropped = Column::read(reader, rows, |reader| {
        let until = moment(reader)?;
        let count = u32::try_from(reader.number()?).map_err(|_| reader.corrupt())?;
        Ok((until, count))
    })?;
    Ok(line)
}

/// Reads the events of one customer. On its own, so that a page's first thousand customers make
/// it hot and the rest find it compiled well.
#[inline(never)]
fn read_events(
    reader: &mut Reader<'_>,
    count: usize,
    line: &mut Timeline,
) -> Result<(), SnapshotError> {
    let mut before = 0;
    for place in 0..count {
        let at = later(reader, before)?;
        // Kernels look from the newest back and stop where a window begins.
        if place > 0 && at < before {
            return Err(reader.corrupt());
        }
        before = at;
        line.times.push(at);
        line.subject.push(reader.place(line.subjects.len() + 1)?);
        line.kept.push(reader.place(line.properties.len())?);
    }
    Ok(())
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
