//! A page of customers in columns: every fact a condition can ask for.
//!
//! Left out is what no condition asks for: names of enrollments and messages, where a fact came from,
//! orders and carts that count for nothing (a test order, a cart that was bought). Whether a cart
//! is open depends on facts alone, so it is settled when the page is written.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError};
use super::column::{Column, Starts};
use crate::customer::{LineFacts, Record};
use crate::event::EventName;
use crate::id::CustomerId;
use crate::money::{Currency, Money};
use crate::time::Timestamp;
use crate::value::Value;

/// The most customers in a page, so that a row is sixteen bits.
pub(super) const MAX_ROWS: usize = 1 << 16;

/// Customers in columns, by id.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The rows of customers that no later page replaces.
    pub(super) alive: Bits,
    pub(super) ids: Texts,
    pub(super) named: Vec<Named>,
    pub(super) first_seen: Vec<i64>,
    pub(super) joined: Column<i64>,
    pub(super) suppressed: Column<i64>,
    pub(super) points: Column<i64>,
    /// Points ever earned, which hold a tier.
    pub(super) earned: Column<i64>,
    pub(super) score: Column<i64>,
    /// The different lines of all carts and orders.
    pub(super) lines: Vec<LineFacts>,
    pub(super) carts: Carts,
    pub(super) orders: Orders,
    pub(super) history: Vec<Timeline>,
}

/// A fact that few different values stand for.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// The different values.
    pub(super) values: Vec<Value>,
    /// Which of them a row has.
    pub(super) ids: Column<u32>,
}

/// What a [`Named`] fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A field of the profile that is text, or the date of birth as text.
    Field,
    /// A trait.
    Trait,
    /// A tag; the value is how it is written.
    Tag,
    /// The consent on the channel of that name.
    Consent,
    /// The tier.
    Tier,
}

impl Kind {
    pub(super) const ALL: [Self; 5] = [
        Self::Field,
        Self::Trait,
        Self::Tag,
        Self::Consent,
        Self::Tier,
    ];
}

/// The open cart that was touched last.
#[derive(Clone, Debug, Default)]
pub(super) struct Carts {
    pub(super) starts: Starts,
    pub(super) lines: Vec<u32>,
    pub(super) values: Column<Money>,
}

/// Orders that count, each customer's in the order of their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Orders {
    pub(super) starts: Starts,
    pub(super) placed: Vec<i64>,
    /// [`NEVER`] where it was not paid.
    pub(super) paid: Vec<i64>,
    pub(super) cancelled: Vec<bool>,
    /// Minor units, net of refunds.
    pub(super) net: Vec<i64>,
    /// A place in `currencies` and one more; 0 where no amount is known.
    pub(super) currency: Vec<u16>,
    pub(super) currencies: Vec<Currency>,
    /// Where each order's lines begin, and where the last one's end.
    pub(super) line_starts: Vec<u32>,
    pub(super) lines: Vec<u32>,
    pub(super) folded: Column<Folded>,
    /// What is computed once: see [`Summary`].
    pub(super) summaries: Vec<Summary>,
    /// The latest moment any order was placed.
    pub(super) latest: i64,
}

/// What a customer's orders come to in all, whatever the window: one for each in `starts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// When the last one was placed, cancelled or not.
    pub(super) latest: i64,
    /// When the last one that was not cancelled was placed; [`NEVER`] for none.
    pub(super) last: i64,
    /// How many were not cancelled.
    pub(super) count: u32,
    /// What the paid ones came to in the page's first currency.
    pub(super) spend: i64,
}

/// Stands for a moment that never was.
pub(super) const NEVER: i64 = i64::MIN;

/// Older orders that were summed up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Folded {
    pub(super) count: u32,
    pub(super) paid: u32,
    pub(super) spend: Option<Money>,
    pub(super) until: Option<Timestamp>,
}

/// One kind of event: each customer's moments, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    pub(super) event: EventName,
    pub(super) starts: Starts,
    pub(super) times: Vec<i64>,
    /// What the events were about: of orders there are as many as orders.
    pub(super) subjects: Texts,
    /// A place in `subjects` and one more; 0 where an event was about nothing.
    pub(super) subject: Ids,
    /// The different sets of properties that were kept.
    pub(super) properties: Vec<Vec<(String, Value)>>,
    pub(super) kept: Ids,
    /// Until when, and how many, were dropped from the history.
    pub(super) dropped: Column<(i64, u32)>,
}

/// Texts one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    pub(super) all: String,
    pub(super) ends: Vec<u32>,
}

impl Texts {
    pub(super) fn get(&self, place: usize) -> &str {
        let before = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |end| *end as usize);
        let end = self.ends.get(place).map_or(start, |end| *end as usize);
        self.all.get(start..end).unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Texts in any order.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, SnapshotError> {
        let mut texts = Self::default();
        let count = reader.length()?;
        texts.ends = Vec::with_capacity(count);
        for _ in 0..count {
            texts.push(reader.text()?, reader)?;
        }
        texts.all.shrink_to_fit();
        Ok(texts)
    }

    /// Adds a text, which stands where the reader is.
    pub(super) fn push(&mut self, text: &str, reader: &Reader<'_>) -> Result<(), SnapshotError> {
        self.all.push_str(text);
        let end = u32::try_from(self.all.len()).map_err(|_| reader.corrupt())?;
        self.ends.push(end);
        Ok(())
    }

    /// Where `text` is, the texts being sorted.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle) < text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.len() && self.get(low) == text).then_some(low)
    }
}

/// A small number for each of many things; where all have the same, it is kept once.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    each: Vec<u32>,
    same: u32,
}

impl Ids {
    pub(super) fn with_capacity(capacity: usize) -> Self {
        Self {
            each: Vec::with_capacity(capacity),
            same: 0,
        }
    }

    pub(super) fn push(&mut self, id: u32) {
        self.each.push(id);
    }

    /// Lets go of what need not be kept.
    pub(super) fn settle(&mut self) {
        let first = self.each.first().copied().unwrap_or_default();
        if self.each.iter().all(|id| *id == first) {
            *self = Self {
                each: Vec::new(),
                same: first,
            };
        }
    }

    pub(super) fn get(&self, place: usize) -> u32 {
        self.each.get(place).copied().unwrap_or(self.same)
    }
}

impl Timeline {
    /// An event with this subject and these properties, of no moment.
    pub(super) fn record(&self, subject: u32, kept: u32) -> Record {
        let subject = (subject as usize).checked_sub(1);
        let properties = self.properties.get(kept as usize).cloned();
        Record {
            subject: subject.map(|subject| self.subjects.get(subject).to_owned()),
            properties: properties.unwrap_or_default(),
            ..Record::default()
        }
    }
}

impl Page {
    pub(super) const fn rows(&self) -> usize {
        self.ids.len()
    }

    /// Drops the customers that a later page replaces. Pages exported one after the other share
    /// nobody, as their ends show.
    pub(super) fn give_way_to(&mut self, later: &Self) {
        let ends = |page: &Self| {
            let last = page.rows().checked_sub(1)?;
            Some((page.ids.get(0).to_owned(), page.ids.get(last).to_owned()))
        };
        let (Some((first, last)), Some((next, end))) = (ends(self), ends(later)) else {
            return;
        };
        if last < next || end < first {
            return;
        }
        for row in 0..later.rows() {
            if let Some(ours) = self.ids.find(later.ids.get(row)) {
                self.alive.set(ours, false);
            }
        }
    }

    /// The named fact, if anybody on the page has it.
    pub(super) fn named(&self, kind: Kind, name: &str) -> Option<&Named> {
        self.named
            .iter()
            .find(|named| named.kind == kind && named.name == name)
    }

    /// The timeline of `event`, if anybody on the page has one.
    pub(super) fn timeline(&self, event: EventName) -> Option<&Timeline> {
        self.history.iter().find(|line| line.event == event)
    }

    pub(super) fn id(&self, row: usize) -> CustomerId {
        CustomerId::new(self.ids.get(row))
    }
}

impl Orders {
    /// What the order at `place` came to.
    pub(super) fn net_of(&self, place: usize) -> Option<Money> {
        let currency = self.currency.get(place)?.checked_sub(1)?;
        let currency = *self.currencies.get(usize::from(currency))?;
        Some(Money::new(*self.net.get(place)?, currency))
    }

    /// The lines of the order at `place`.
    pub(super) fn lines_of(&self, place: usize) -> Option<&[u32]> {
        let start = *self.line_starts.get(place)?;
        let end = *self.line_starts.get(place + 1)?;
        self.lines.get(start as usize..end as usize)
    }
}
