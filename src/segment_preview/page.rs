//! A page of customers in columns: every fact a condition can ask for.
//!
//! Left out is what no condition asks for: names of enrollments and messages, where a fact came from,
//! orders and carts that count for nothing (a test order, a cart that was bought). Whether a cart
//! is open depends on facts alone, so it is settled when the page is written.

use super::amounts::Amounts;
use super::bits::Bits;
use super::codes::{Codes, Planes};
use super::column::{Column, Ends, Starts, Values};
use super::lines::Lines;
use super::packed::Packed;
use super::sorted::Sorted;
use super::texts::Texts;
use super::whose::Whose;
use crate::customer::Record;
use crate::event::EventName;
use crate::id::CustomerId;
use crate::money::Money;
use crate::time::Timestamp;
use crate::value::Value;
use std::borrow::Cow;

/// The most customers in a page, so that a row is sixteen bits.
pub(super) const MAX_ROWS: usize = 1 << 16;

/// Customers in columns, by id.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The rows of customers that no later page replaces.
    pub(super) alive: Bits,
    pub(super) ids: Texts,
    pub(super) named: Vec<Named>,
    pub(super) first_seen: Column<Packed>,
    pub(super) joined: Column<Packed>,
    pub(super) suppressed: Column<Packed>,
    pub(super) points: Column<Packed>,
    /// Points ever earned, which hold a tier.
    pub(super) earned: Column<Packed>,
    pub(super) score: Column<Packed>,
    /// When something was last decided about them, where the host said so. No condition asks for it.
    pub(super) decided: Column<Packed>,
    /// The different lines of all carts and orders.
    pub(super) lines: Lines,
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
    pub(super) ids: Ids,
}

/// Which of a named fact's values each row has.
#[derive(Clone, Debug)]
pub(super) enum Ids {
    /// A place among the values and one more for each row; 0 for none.
    Planes(Planes),
    /// A place among the values, of the rows that have one: they are few, or the values are many.
    Column(Column<Packed>),
}

impl Ids {
    /// The place of the value of `row`.
    pub(super) fn get(&self, row: usize) -> Option<usize> {
        match self {
            Self::Planes(planes) => planes.at(row).checked_sub(1),
            Self::Column(column) => usize::try_from(column.get(row)?).ok(),
        }
    }

    /// Each row that has a value, rising, with the value's place.
    pub(super) fn each(&self, mut take: impl FnMut(usize, usize)) {
        match self {
            Self::Planes(planes) => {
                for row in 0..planes.len() {
                    if let Some(id) = planes.at(row).checked_sub(1) {
                        take(row, id);
                    }
                }
            }
            Self::Column(column) => {
                column.each(|row, id| take(row, usize::try_from(id).unwrap_or_default()));
            }
        }
    }
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
    pub(super) lines: Packed,
    pub(super) values: Column<Amounts>,
}

/// Orders that count, of all customers, by time: a window is a stretch of them. Of those placed at the same
/// moment, a customer's stand in the order of their ids.
#[derive(Clone, Debug)]
pub(super) struct Orders {
    pub(super) placed: Sorted,
    pub(super) whose: Whose,
    /// [`PAID`] and [`CANCELLED`].
    pub(super) flags: Planes,
    /// How long after it was placed one was paid.
    pub(super) paid_after: Packed,
    /// Minor units, net of refunds.
    pub(super) net: Amounts,
    /// Where each order's lines end.
    pub(super) line_ends: Ends,
    pub(super) lines: Packed,
    pub(super) folded: Column<FoldedOrders>,
}

/// An order that was paid.
pub(super) const PAID: usize = 1;
/// An order that was cancelled.
pub(super) const CANCELLED: usize = 2;
/// How many combinations of the two there are.
pub(super) const FLAGS: usize = 4;

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

/// Older orders that were summed up, by place.
#[derive(Clone, Debug, Default)]
pub(super) struct FoldedOrders {
    pub(super) count: Packed,
    pub(super) paid: Packed,
    pub(super) spend: Amounts,
    /// [`NOT_EVER`] where it is not known.
    pub(super) until: Packed,
}

/// Stands for no moment among moments, which are all later.
pub(super) const NOT_EVER: i64 = Timestamp::MIN.as_millis() - 1;

impl Values for FoldedOrders {
    type Item = Folded;

    fn get(&self, place: usize) -> Option<Folded> {
        let number = |column: &Packed| u32::try_from(column.get(place)?).ok();
        let until = self.until.get(place).filter(|until| *until != NOT_EVER);
        Some(Folded {
            count: number(&self.count)?,
            paid: number(&self.paid)?,
            spend: self.spend.get(place),
            until: until.map(Timestamp::from_millis),
        })
    }
}

/// One kind of event, of all customers: a window is a stretch of it. Of one customer's events at the same
/// moment the one that was recorded first comes first.
#[derive(Clone, Debug)]
pub(super) struct Timeline {
    pub(super) event: EventName,
    /// When each was, oldest first.
    pub(super) times: Sorted,
    pub(super) whose: Whose,
    /// What the events were about: of orders there are as many as orders.
    pub(super) subjects: Texts,
    /// A place in `subjects` and one more; 0 where an event was about nothing.
    pub(super) subject: Codes,
    /// The different sets of properties that were kept.
    pub(super) properties: Vec<Vec<(String, Value)>>,
    pub(super) kept: Codes,
    /// Until when, and how many, were dropped from the history.
    pub(super) dropped: Column<Dropped>,
}

/// What was dropped from histories, by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Dropped {
    pub(super) until: Packed,
    pub(super) count: Packed,
}

impl Values for Dropped {
    type Item = (i64, u32);

    fn get(&self, place: usize) -> Option<(i64, u32)> {
        let count = u32::try_from(self.count.get(place)?).ok()?;
        Some((self.until.get(place)?, count))
    }
}

impl Timeline {
    /// An event with this subject and these properties, of no moment.
    pub(super) fn record(&self, subject: usize, kept: usize) -> Record {
        let subject = subject.checked_sub(1);
        let properties = self.properties.get(kept).cloned();
        Record {
            subject: subject.map(|subject| self.subjects.get(subject).into_owned()),
            properties: properties.unwrap_or_default(),
            ..Record::default()
        }
    }

    /// What the event at `place` was about, and its properties: places of [`Timeline::record`].
    pub(super) fn about(&self, place: usize) -> (usize, usize) {
        (self.subject.at(place), self.kept.at(place))
    }
}

impl Page {
    pub(super) const fn rows(&self) -> usize {
        self.ids.len()
    }

    /// The first id and the last.
    fn ends(&self) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
        let last = self.rows().checked_sub(1)?;
        Some((self.ids.get(0), self.ids.get(last)))
    }

    /// Drops the customers that a later page replaces. Pages exported one after the other share
    /// nobody, as their ends show.
    pub(super) fn give_way_to(&mut self, later: &Self) {
        let (Some((first, last)), Some((next, end))) = (self.ends(), later.ends()) else {
            return;
        };
        if last < next || end < first {
            return;
        }
        for row in 0..later.rows() {
            if let Some(ours) = self.ids.find(&later.ids.get(row)) {
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
    /// The lines of the order at `place`.
    pub(super) fn lines_of(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        places(&self.lines, self.line_ends.range(place))
    }
}

/// Numbers that are places in a list.
pub(super) fn places(
    numbers: &Packed,
    places: std::ops::Range<usize>,
) -> impl Iterator<Item = usize> + '_ {
    let numbers = numbers.slice(places);
    numbers.map(|number| usize::try_from(number).unwrap_or_default())
}
