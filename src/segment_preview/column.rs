//! One fact of many customers, side by side.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, Writer};
use std::ops::Range;

/// A value for some rows of a page, by row. Those that lack the fact take no room.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Column<T> {
    rows: Vec<u16>,
    values: Vec<T>,
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Copy> Column<T> {
    /// The value of `row`.
    pub(super) fn get(&self, row: usize) -> Option<T> {
        let place = place(&self.rows, row)?;
        self.values.get(place).copied()
    }

    /// Each row that has a value, rising, with it.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, T)> + '_ {
        let rows = self.rows.iter().map(|row| usize::from(*row));
        rows.zip(self.values.iter().copied())
    }

    /// The rows whose value passes; `absent` says whether those without one do.
    pub(super) fn select(&self, rows: usize, absent: bool, test: impl Fn(T) -> bool) -> Bits {
        if self.rows.len() == rows {
            return Bits::of(&self.values, test);
        }
        let mut bits = Bits::fill(rows, absent);
        for (row, value) in self.iter() {
            let passes = test(value);
            if passes != absent {
                bits.set(row, passes);
            }
        }
        bits
    }

    /// The rows that have a value.
    pub(super) fn owners(&self, rows: usize) -> Bits {
        self.select(rows, false, |_| true)
    }

    /// Reads what [`write()`] wrote.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        rows: usize,
        mut value: impl FnMut(&mut Reader<'_>) -> Result<T, SnapshotError>,
    ) -> Result<Self, SnapshotError> {
        let owners = read_rows(reader, rows)?;
        let mut values = Vec::with_capacity(owners.len());
        for _ in &owners {
            values.push(value(reader)?);
        }
        Ok(Self {
            rows: owners,
            values,
        })
    }
}

/// Writes a column: the rows that have the fact, then their values.
pub(super) fn write<T>(
    writer: &mut Writer,
    column: &[(usize, T)],
    mut value: impl FnMut(&mut Writer, &T),
) {
    write_rows(writer, column.iter().map(|(row, _)| *row));
    for (_, one) in column {
        value(writer, one);
    }
}

/// Several things of some rows: where those of each begin in the columns that hold them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Starts {
    rows: Vec<u16>,
    starts: Vec<u32>,
}

impl Starts {
    /// The places of what `row` has.
    pub(super) fn of(&self, row: usize) -> Range<usize> {
        place(&self.rows, row).map_or(0..0, |place| self.range(place))
    }

    /// Each row that has any, rising, with the places.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        let rows = self.rows.iter().map(|row| usize::from(*row));
        let ends = self.starts.iter().skip(1);
        let ranges = self.starts.iter().zip(ends);
        rows.zip(ranges.map(|(start, end)| *start as usize..*end as usize))
    }

    /// How many there are in all.
    pub(super) fn total(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    /// The rows that have any.
    pub(super) fn owners(&self, rows: usize) -> Bits {
        let mut bits = Bits::none(rows);
        for row in &self.rows {
            bits.set(usize::from(*row), true);
        }
        bits
    }

    fn range(&self, place: usize) -> Range<usize> {
        match self.starts.get(place..place + 2) {
            Some([start, end]) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// Reads what [`write_starts`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, SnapshotError> {
        let rows = read_rows(reader, rows)?;
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut end = 0u32;
        starts.push(end);
        for _ in &rows {
            let more = u32::try_from(reader.length()?).map_err(|_| reader.corrupt())?;
            end = end.checked_add(more).ok_or(reader.corrupt())?;
            starts.push(end);
        }
        // What follows takes a byte for each at least.
        reader.enough_for(end as usize)?;
        Ok(Self { rows, starts })
    }
}

/// Writes how many things each row has that has any.
pub(super) fn write_starts(writer: &mut Writer, counts: &[(usize, usize)]) {
    write(writer, counts, |writer, count| writer.length(*count));
}

fn place(rows: &[u16], row: usize) -> Option<usize> {
    // Where every row has the fact, it is at its own place.
    if rows.get(row).is_some_and(|own| usize::from(*own) == row) {
        return Some(row);
    }
    let row = u16::try_from(row).ok()?;
    rows.binary_search(&row).ok()
}

/// Rows as the gaps between them.
fn write_rows(writer: &mut Writer, rows: impl ExactSizeIterator<Item = usize>) {
    writer.length(rows.len());
    let mut next = 0;
    for row in rows {
        writer.length(row - next);
        next = row + 1;
    }
}

fn read_rows(reader: &mut Reader<'_>, limit: usize) -> Result<Vec<u16>, SnapshotError> {
    let mut next = 0usize;
    reader.list(|reader| {
        let gap = reader.place(limit)?;
        let row = next + gap as usize;
        next = row + 1;
        u16::try_from(row)
            .ok()
            .filter(|_| row < limit)
            .ok_or(reader.corrupt())
    })
}
