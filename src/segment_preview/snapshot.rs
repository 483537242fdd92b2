//! Customers as bytes: written where the states are, read into columns where the page is.
//!
//! A snapshot is a row of pages, each `EDGEWISE`, a version, its length, and its columns in the
//! order of [`Page`]. What repeats is written once and named by its place: values of attributes,
//! lines of orders, what events were about. Moments are differences. So a customer with a year of
//! orders and visits takes some hundred bytes where the stored state takes thousands.

mod carts;
mod history;
mod orders;
mod people;
mod words;

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, SnapshotFault, Writer};
use super::column::Column;
use super::page::{MAX_ROWS, Page};
use crate::customer::Customer;
use carts::{read_carts, write_carts};
use history::{read_timeline, write_history};
use orders::{read_orders, write_orders};
use people::{read_ids, read_named, write_people};
use std::collections::BTreeMap;
use words::{Dictionary, moment, read_line};

const MAGIC: &[u8; 8] = b"EDGEWISE";

/// The form this release writes; it reads this one and every earlier.
const VERSION: u8 = 1;

/// Writes customers down. Of two with the same id the later one counts.
#[must_use]
pub fn write(customers: Vec<Customer>) -> Vec<u8> {
    let mut by_id = BTreeMap::new();
    for customer in customers {
        by_id.insert(customer.id.as_str().to_owned(), customer);
    }
    let customers: Vec<Customer> = by_id.into_values().collect();
    customers.chunks(MAX_ROWS).flat_map(write_page).collect()
}

fn write_page(customers: &[Customer]) -> Vec<u8> {
    let mut body = Writer::default();
    body.length(customers.len());
    for customer in customers {
        body.text(customer.id.as_str());
    }
    write_people(&mut body, customers);
    // The lines come before what names them, but are known only afterwards.
    let mut lines = Dictionary::default();
    let mut rest = Writer::default();
    write_carts(&mut rest, customers, &mut lines);
    write_orders(&mut rest, customers, &mut lines);
    lines.write(&mut body);
    body.0.append(&mut rest.0);
    write_history(&mut body, customers);

    let mut page = Writer(MAGIC.to_vec());
    page.byte(VERSION);
    page.length(body.0.len());
    page.0.append(&mut body.0);
    page.0
}

/// The pages of a snapshot.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Page>, SnapshotError> {
    let mut reader = Reader::new(bytes);
    let mut pages = Vec::new();
    while !reader.is_at_end() {
        for letter in MAGIC {
            if reader.byte()? != *letter {
                return Err(reader.fault(SnapshotFault::NotASnapshot));
            }
        }
        if reader.byte()? != VERSION {
            return Err(reader.fault(SnapshotFault::NewerVersion));
        }
        let length = reader.length()?;
        let end = reader.at() + length;
        pages.push(read_page(&mut reader)?);
        if reader.at() != end {
            return Err(reader.corrupt());
        }
    }
    Ok(pages)
}

fn read_page(reader: &mut Reader<'_>) -> Result<Page, SnapshotError> {
    let rows = reader.length()?;
    if rows > MAX_ROWS {
        return Err(reader.corrupt());
    }
    let ids = read_ids(reader, rows)?;
    let named = reader.list(|reader| read_named(reader, rows))?;
    let mut first_seen = Vec::with_capacity(rows);
    for _ in 0..rows {
        first_seen.push(moment(reader)?);
    }
    let joined = Column::read(reader, rows, moment)?;
    let suppressed = Column::read(reader, rows, moment)?;
    let points = Column::read(reader, rows, |reader| reader.signed())?;
    let earned = Column::read(reader, rows, |reader| reader.signed())?;
    let score = Column::read(reader, rows, |reader| reader.signed())?;
    let lines = reader.list(read_line)?;
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
        lines,
        carts,
        orders,
        history,
    })
}
