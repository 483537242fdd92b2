//! Customers as bytes: written where the states are, asked where the page is.
//!
//! A snapshot is a row of pages, each `EDGEWISE`, a version, its length, and its columns in the
//! order of [`Page`]. What repeats is written once and named by its place: values of attributes,
//! lines of orders, what events were about. Numbers are packed to as many bytes as a column needs, and
//! stay so: a page is copied as it is and its heads are checked.

mod carts;
mod history;
mod lines;
mod orders;
mod people;
mod words;

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, SnapshotFault, Writer};
use super::column::{self, Column};
use super::packed::Packed;
use super::page::{MAX_ROWS, Page};
use super::texts;
use crate::customer::Customer;
use crate::time::Timestamp;
use carts::{read_carts, write_carts};
use history::{read_timeline, write_history};
use lines::{Different, read_lines};
use orders::{read_orders, write_orders};
use people::{read_ids, read_named, write_people};
use std::collections::BTreeMap;
use std::sync::Arc;
use words::{MOMENTS, NUMBERS};

const MAGIC: &[u8; 8] = b"EDGEWISE";

/// The form this release writes, and the only one it reads. A snapshot is made for whoever asks and kept
/// by nobody, so whoever has another form can get this one.
const VERSION: u8 = 4;

/// Writes customers down. Of two with the same id the later one counts.
#[must_use]
pub fn write(customers: Vec<Customer>) -> Vec<u8> {
    write_decided(customers.into_iter().map(|customer| (customer, None)))
}

/// The same, each with the moment of the last decision about them, where the host knows it.
#[must_use]
pub fn write_decided(
    customers: impl IntoIterator<Item = (Customer, Option<Timestamp>)>,
) -> Vec<u8> {
    let mut by_id = BTreeMap::new();
    for (customer, decided) in customers {
        by_id.insert(customer.id.as_str().to_owned(), (customer, decided));
    }
    let (customers, decided): (Vec<Customer>, Vec<Option<Timestamp>>) = by_id.into_values().unzip();
    customers
        .chunks(MAX_ROWS)
        .zip(decided.chunks(MAX_ROWS))
        .flat_map(|(customers, decided)| write_page(customers, decided))
        .collect()
}

fn write_page(customers: &[Customer], decided: &[Option<Timestamp>]) -> Vec<u8> {
    let mut body = Writer::default();
    body.length(customers.len());
    texts::write(
        &mut body,
        customers.iter().map(|customer| customer.id.as_str()),
    );
    write_people(&mut body, customers);
    let decided = decided.iter().enumerate();
    let decided = decided.filter_map(|(row, at)| Some((row, (*at)?.as_millis())));
    column::write(&mut body, customers.len(), &decided.collect::<Vec<_>>());
    // The lines come before what names them, but are known only afterwards.
    let mut lines = Different::default();
    let mut rest = Writer::default();
    write_carts(&mut rest, customers, &mut lines);
    write_orders(&mut rest, customers, &mut lines);
    lines.write(&mut body);
    body.0.append(&mut rest.0);
    write_history(&mut body, customers);

    let mut page = Writer(MAGIC.to_vec());
    page.byte(VERSION);
    // A page whose length no 32 bits hold would be refused, as one that was cut short.
    let length = u32::try_from(body.0.len()).unwrap_or(u32::MAX);
    page.0.extend_from_slice(&length.to_le_bytes());
    page.0.append(&mut body.0);
    page.0
}

/// The pages of a snapshot.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Page>, SnapshotError> {
    let mut pages = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let fault = |fault, more| SnapshotError {
            fault,
            at: at + more,
        };
        let rest = bytes.get(at..).unwrap_or_default();
        let is_ours = rest.iter().zip(MAGIC).all(|(byte, letter)| byte == letter);
        if !is_ours {
            return Err(fault(SnapshotFault::NotASnapshot, 0));
        }
        let (version, length) = match rest.get(MAGIC.len()..) {
            Some([version, length @ ..]) => (*version, length.first_chunk()),
            _ => return Err(fault(SnapshotFault::CutShort, rest.len())),
        };
        match version {
            VERSION => {}
            0..VERSION => return Err(fault(SnapshotFault::OlderVersion, MAGIC.len())),
            _ => return Err(fault(SnapshotFault::NewerVersion, MAGIC.len())),
        }
        let length = length.ok_or(fault(SnapshotFault::CutShort, rest.len()))?;
        let length = u32::from_le_bytes(*length) as usize;
        let end = HEAD.checked_add(length).and_then(|end| rest.get(HEAD..end));
        let body = end.ok_or(fault(SnapshotFault::CutShort, rest.len()))?;
        let body = Arc::from(body);
        let mut reader = Reader::new(&body, at + HEAD);
        pages.push(read_page(&mut reader)?);
        if reader.at() != length {
            return Err(reader.corrupt());
        }
        at += HEAD + length;
    }
    Ok(pages)
}

/// What comes before a page's columns: who it is, its version, its length.
const HEAD: usize = MAGIC.len() + 1 + 4;

fn read_page(reader: &mut Reader<'_>) -> Result<Page, SnapshotError> {
    let rows = reader.length()?;
    if rows > MAX_ROWS {
        return Err(reader.corrupt());
    }
    let ids = read_ids(reader, rows)?;
    let named = reader.list(|reader| read_named(reader, rows))?;
    let first_seen = Column::every(Packed::read(reader, rows, MOMENTS)?);
    let joined = Column::read_numbers(reader, rows, MOMENTS)?;
    let suppressed = Column::read_numbers(reader, rows, MOMENTS)?;
    let points = Column::read_numbers(reader, rows, NUMBERS)?;
    let earned = Column::read_numbers(reader, rows, NUMBERS)?;
    let score = Column::read_numbers(reader, rows, NUMBERS)?;
    let decided = Column::read_numbers(reader, rows, MOMENTS)?;
    let lines = read_lines(reader)?;
    let carts = read_carts(reader, rows, lines.len())?;
    let orders = read_orders(reader, rows, lines.len())?;
    let history = reader.list(|reader| read_timeline(reader, rows))?;
    Ok(Page {
        alive: Bits::all(rows),
        ids,
        named,
        first_seen,
        joined,
        suppressed,
        points,
        earned,
        score,
        decided,
        lines,
        carts,
        orders,
        history,
    })
}
