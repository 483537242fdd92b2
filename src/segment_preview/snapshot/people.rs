//! Who the customers are: ids, attributes, tags, consents, numbers.

use super::words::{Dictionary, NUMBERS, below, read_value, some, write_value};
use crate::customer::Customer;
use crate::segment_preview::bytes::{Reader, SnapshotError, Writer};
use crate::segment_preview::codes::{self, Planes};
use crate::segment_preview::column::{self, Column};
use crate::segment_preview::packed;
use crate::segment_preview::page::{Ids, Kind, Named};
use crate::segment_preview::texts::Texts;
use crate::value::Value;
use std::collections::BTreeMap;

pub(super) fn read_ids(reader: &mut Reader<'_>, rows: usize) -> Result<Texts, SnapshotError> {
    let ids = Texts::read(reader, rows)?;
    if ids.rise() {
        Ok(ids)
    } else {
        Err(reader.corrupt())
    }
}

/// The rows that have a named fact, each with the place of its value, and the values.
#[derive(Default)]
pub(super) struct NamedRows {
    values: Dictionary,
    rows: Vec<(usize, usize)>,
}

pub(super) fn write_people(writer: &mut Writer, customers: &[Customer]) {
    let mut named: BTreeMap<(Kind, String), NamedRows> = BTreeMap::new();
    for (row, customer) in customers.iter().enumerate() {
        let mut tell = |kind: Kind, name: &str, value: &Value| {
            let facts = named.entry((kind, name.to_owned())).or_default();
            let place = facts.values.place(|writer| write_value(writer, value));
            facts.rows.push((row, place));
        };
        write_person(customer, &mut tell);
    }
    writer.length(named.len());
    for ((kind, name), facts) in &named {
        writer.byte(*kind as u8);
        writer.text(name);
        facts.values.write(writer);
        write_ids(writer, customers.len(), facts);
    }
    let first_seen = customers
        .iter()
        .map(|customer| customer.first_seen.as_millis());
    packed::write(writer, &first_seen.collect::<Vec<_>>());
    let joined = |customer: &Customer| Some(customer.profile.joined_at.as_ref()?.value.as_millis());
    write_numbers(writer, customers, joined);
    write_numbers(writer, customers, |customer| {
        let found = customer.suppressed_anywhere();
        found.map(|found| found.since.as_millis())
    });
    let unless_zero = |number: i64| (number != 0).then_some(number);
    write_numbers(writer, customers, |customer| {
        unless_zero(customer.points.balance)
    });
    write_numbers(writer, customers, |customer| {
        unless_zero(customer.points.earned)
    });
    write_numbers(writer, customers, |customer| {
        unless_zero(customer.score.value)
    });
}

/// Writes which of its values each row has: a code for every row where the values are few and the rows
/// that have one are not.
fn write_ids(writer: &mut Writer, rows: usize, facts: &NamedRows) {
    let values = facts.values.len() + 1;
    if values <= codes::MOST && facts.rows.len() * 16 >= rows {
        writer.byte(0);
        let mut codes = vec![0; rows];
        for (row, place) in &facts.rows {
            if let Some(code) = codes.get_mut(*row) {
                *code = place + 1;
            }
        }
        codes::write(writer, &codes, values);
    } else {
        writer.byte(1);
        let places = facts.rows.iter().map(|(row, place)| (*row, *place as i64));
        column::write(writer, rows, &places.collect::<Vec<_>>());
    }
}

fn read_ids_of(reader: &mut Reader<'_>, rows: usize, values: usize) -> Result<Ids, SnapshotError> {
    match reader.byte()? {
        0 => Planes::read(reader, rows, values + 1).map(Ids::Planes),
        1 => Column::read_numbers(reader, rows, below(values)).map(Ids::Column),
        _ => Err(reader.corrupt()),
    }
}

pub(super) fn write_numbers(
    writer: &mut Writer,
    customers: &[Customer],
    number: impl Fn(&Customer) -> Option<i64>,
) {
    let within = |number: i64| number.clamp(*NUMBERS.start(), *NUMBERS.end());
    let column = some(customers, |customer| number(customer).map(within));
    column::write(writer, customers.len(), &column);
}

pub(super) fn write_person(customer: &Customer, tell: &mut impl FnMut(Kind, &str, &Value)) {
    let profile = &customer.profile;
    let personal = [
        ("email", &profile.email),
        ("phone", &profile.phone),
        ("first_name", &profile.first_name),
        ("last_name", &profile.last_name),
    ];
    let plain = [
        ("language", &profile.language),
        ("time_zone", &profile.time_zone),
        ("country", &profile.country),
        ("region", &profile.region),
    ];
    let personal = personal.map(|(name, received)| {
        let text = received
            .as_ref()
            .map(|received| received.value.expose().clone());
        (name, text)
    });
    let plain = plain.map(|(name, received)| {
        (
            name,
            received.as_ref().map(|received| received.value.clone()),
        )
    });
    let born = profile.birth_date.as_ref();
    let born = born.map(|received| received.value.expose().to_string());
    let fields = personal
        .into_iter()
        .chain(plain)
        .chain([("birth_date", born)]);
    for (name, text) in fields {
        // An empty text is as good as none.
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            tell(Kind::Field, name, &Value::Text(text));
        }
    }
    for (name, received) in profile.traits.iter() {
        tell(Kind::Trait, name, &received.value);
    }
    for (name, tag) in customer.tags.names.iter().filter(|(_, tag)| !tag.removed) {
        tell(Kind::Tag, name, &Value::Text(tag.written.clone()));
    }
    for (channel, record) in customer.consent.channels.iter() {
        let word = crate::json::to_string(&record.consent);
        let word = Value::Text(word.trim_matches('"').to_owned());
        tell(Kind::Consent, channel.word(), &word);
    }
    if let Some(tier) = &customer.tier {
        tell(Kind::Tier, "", &Value::Text(tier.clone()));
    }
}

pub(super) fn read_named(reader: &mut Reader<'_>, rows: usize) -> Result<Named, SnapshotError> {
    let kind = Kind::ALL.get(usize::from(reader.byte()?)).copied();
    let kind = kind.ok_or(reader.corrupt())?;
    let name = reader.text()?.to_owned();
    let values = reader.list(read_value)?;
    let ids = read_ids_of(reader, rows, values.len())?;
    Ok(Named {
        kind,
        name,
        values,
        ids,
    })
}
