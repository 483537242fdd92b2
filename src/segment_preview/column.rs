//! One fact of many customers, side by side.

use super::bits::{Bits, BitsMerge, BitsWriter};
use super::bytes::{Reader, SnapshotError, Writer};
use super::owners::{self, Owners};
use super::packed::{self, Packed};
use std::ops::{Range, RangeInclusive};

/// Values by place.
pub(super) trait Values {
    type Item: Copy;

    /// The value at a place.
    fn get(&self, place: usize) -> Option<Self::Item>;

    /// Takes the values of the first `count` places, one after the other.
    fn each(&self, count: usize, mut take: impl FnMut(Self::Item)) {
        (0..count)
            .filter_map(|place| self.get(place))
            .for_each(&mut take);
    }
}

impl Values for Packed {
    type Item = i64;

    fn get(&self, place: usize) -> Option<i64> {
        self.get(place)
    }

    #[inline]
    fn each(&self, count: usize, take: impl FnMut(i64)) {
        self.each(0..count, take);
    }
}

/// A value for some rows of a page, by row. Those that lack the fact take no room.
#[derive(Clone, Debug, Default)]
pub(super) struct Column<V> {
    owners: Owners,
    pub(super) values: V,
}

impl<V: Values> Column<V> {
    /// The value of `row`.
    pub(super) fn get(&self, row: usize) -> Option<V::Item> {
        self.values.get(self.owners.place(row)?)
    }

    /// Takes each row that has a value, rising, with it.
    #[inline]
    pub(super) fn each(&self, mut take: impl FnMut(usize, V::Item)) {
        let count = self.owners.len();
        match &self.owners {
            Owners::Every(_) => {
                let mut row = 0;
                self.values.each(count, |value| {
                    take(row, value);
                    row += 1;
                });
            }
            owners => {
                let mut rows = owners.iter();
                self.values.each(count, |value| {
                    if let Some(row) = rows.next() {
                        take(row, value);
                    }
                });
            }
        }
    }

    /// The rows whose value passes; `absent` says whether those without one do.
    #[inline]
    pub(super) fn select(&self, rows: usize, absent: bool, test: impl Fn(V::Item) -> bool) -> Bits {
        self.select_rows(rows, absent, |_, value| test(value))
    }

    /// The rows that pass with their value; `absent` says whether those without one do.
    #[inline]
    pub(super) fn select_rows(
        &self,
        rows: usize,
        absent: bool,
        test: impl Fn(usize, V::Item) -> bool,
    ) -> Bits {
        match &self.owners {
            Owners::Every(_) => {
                let mut bits = BitsWriter::of(rows);
                self.each(|row, value| bits.push(test(row, value)));
                bits.finish()
            }
            Owners::Dense { bits, .. } => {
                let mut merge = BitsMerge::of(bits, absent);
                self.values.each(self.owners.len(), |value| {
                    let row = merge.row();
                    merge.push(test(row, value));
                });
                merge.finish()
            }
            Owners::Sparse(_) => {
                let mut bits = Bits::fill(rows, absent);
                self.each(|row, value| bits.set(row, test(row, value)));
                bits
            }
        }
    }

    /// The rows that have a value.
    pub(super) fn owners(&self, rows: usize) -> Bits {
        self.owners.bits(rows)
    }

    /// Reads the rows that have a value, and what `values` reads for so many.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        rows: usize,
        values: impl FnOnce(&mut Reader<'_>, usize) -> Result<V, SnapshotError>,
    ) -> Result<Self, SnapshotError> {
        let owners = Owners::read(reader, rows)?;
        let values = values(reader, owners.len())?;
        Ok(Self { owners, values })
    }
}

impl Column<Packed> {
    /// The rows whose number is within a range.
    pub(super) fn within(&self, rows: usize, range: RangeInclusive<i64>) -> Bits {
        self.owners.spread(self.values.within(range), rows)
    }

    /// A value for every row.
    pub(super) const fn every(values: Packed) -> Self {
        Self {
            owners: Owners::Every(values.len()),
            values,
        }
    }

    /// Reads what [`write()`] wrote, numbers `within`.
    pub(super) fn read_numbers(
        reader: &mut Reader<'_>,
        rows: usize,
        within: RangeInclusive<i64>,
    ) -> Result<Self, SnapshotError> {
        Self::read(reader, rows, |reader, count| {
            Packed::read(reader, count, within)
        })
    }
}

/// Writes numbers of some of `rows` rows.
pub(super) fn write(writer: &mut Writer, rows: usize, column: &[(usize, i64)]) {
    write_owners(writer, rows, column);
    let numbers: Vec<i64> = column.iter().map(|(_, number)| *number).collect();
    packed::write(writer, &numbers);
}

/// Writes which of `rows` rows have something.
pub(super) fn write_owners<T>(writer: &mut Writer, rows: usize, column: &[(usize, T)]) {
    let own: Vec<usize> = column.iter().map(|(row, _)| *row).collect();
    owners::write(writer, rows, &own);
}

/// Several things of some rows: where those of each end in the columns that hold them.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    owners: Owners,
    ends: Ends,
}

impl Starts {
    /// The places of what `row` has.
    pub(super) fn of(&self, row: usize) -> Range<usize> {
        let place = self.owners.place(row);
        place.map_or(0..0, |place| self.ends.range(place))
    }

    /// The rows of `rows` whose number among those that have any is one of these.
    pub(super) fn spread(&self, places: Bits, rows: usize) -> Bits {
        self.owners.spread(places, rows)
    }

    /// What the things of each row that has any come to.
    pub(super) fn sums(&self, of: Vec<u32>) -> Vec<u32> {
        if matches!(self.ends, Ends::Even { length: 1, .. }) {
            return of;
        }
        let mut sums = Vec::new();
        self.ends.each(|places| {
            let own = of.get(places).unwrap_or_default();
            sums.push(
                own.iter()
                    .fold(0, |sum: u32, more| sum.saturating_add(*more)),
            );
        });
        sums
    }

    /// How many there are in all.
    pub(super) fn total(&self) -> usize {
        self.ends.total()
    }

    /// The rows that have any.
    pub(super) fn owners(&self, rows: usize) -> Bits {
        self.owners.bits(rows)
    }

    /// Reads what [`write_starts`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, SnapshotError> {
        let owners = Owners::read(reader, rows)?;
        let ends = Ends::read(reader, owners.len())?;
        Ok(Self { owners, ends })
    }
}

/// Where stretches of a column end that lie one behind the other.
#[derive(Clone, Debug)]
pub(super) enum Ends {
    /// So many of the same length.
    Even { count: usize, length: usize },
    /// Each where it ends.
    Each(Packed),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Even {
            count: 0,
            length: 0,
        }
    }
}

impl Ends {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::Even { count, .. } => *count,
            Self::Each(ends) => ends.len(),
        }
    }

    pub(super) fn range(&self, place: usize) -> Range<usize> {
        match self {
            Self::Even { count, length } if place < *count => place * length..(place + 1) * length,
            Self::Even { .. } => 0..0,
            Self::Each(ends) => {
                let end = |place: usize| usize::try_from(ends.get(place)?).ok();
                let start = place.checked_sub(1).map_or(Some(0), end);
                match (start, end(place)) {
                    (Some(start), Some(end)) => start..end,
                    _ => 0..0,
                }
            }
        }
    }

    /// The stretches at `places` as one.
    pub(super) fn of_all(&self, places: Range<usize>) -> Range<usize> {
        let start = self.range(places.start).start;
        let end = places
            .end
            .checked_sub(1)
            .map_or(0, |last| self.range(last).end);
        start..end.max(start)
    }

    /// Which of the stretches at `places` have a thing that passes; `passes` says it of their things.
    pub(super) fn with_any(&self, places: Range<usize>, passes: &[bool]) -> Bits {
        if matches!(self, Self::Even { length: 1, .. }) {
            return Bits::of(passes, |passes| passes);
        }
        let first = self.of_all(places.clone()).start;
        let mut bits = Bits::none(places.len());
        for (number, place) in places.enumerate() {
            let Range { start, end } = self.range(place);
            let own = passes.get(start.saturating_sub(first)..end.saturating_sub(first));
            bits.set(number, own.unwrap_or_default().contains(&true));
        }
        bits
    }

    /// Takes all stretches, one after the other.
    #[inline]
    pub(super) fn each(&self, mut take: impl FnMut(Range<usize>)) {
        match self {
            Self::Even { count, length } => {
                (0..*count).for_each(|place| take(place * length..(place + 1) * length));
            }
            Self::Each(ends) => {
                let mut start = 0;
                ends.each(0..ends.len(), |end| {
                    let end = usize::try_from(end).unwrap_or_default();
                    take(start..end);
                    start = end;
                });
            }
        }
    }

    pub(super) fn total(&self) -> usize {
        self.range(self.len().saturating_sub(1)).end
    }

    /// Reads `count` ends. They must rise, so that nothing lies in two stretches.
    pub(super) fn read(reader: &mut Reader<'_>, count: usize) -> Result<Self, SnapshotError> {
        if reader.byte()? == 0 {
            // What there is of these is checked by whoever reads the things.
            let length = usize::try_from(reader.number()?).map_err(|_| reader.corrupt())?;
            let total = count.checked_mul(length);
            total
                .filter(|total| u32::try_from(*total).is_ok())
                .ok_or(reader.corrupt())?;
            return Ok(Self::Even { count, length });
        }
        let packed = Packed::read(reader, count, 0..=u32::MAX.into())?;
        let (mut last, mut rise) = (i64::MIN, true);
        packed.each(0..count, |end| {
            rise &= last <= end;
            last = end;
        });
        if rise {
            Ok(Self::Each(packed))
        } else {
            Err(reader.corrupt())
        }
    }
}

/// Writes how many things each of some of `rows` rows has.
pub(super) fn write_starts(writer: &mut Writer, rows: usize, counts: &[(usize, usize)]) {
    write_owners(writer, rows, counts);
    write_ends(writer, counts.iter().map(|(_, count)| *count));
}

/// Writes where stretches of these lengths end.
pub(super) fn write_ends(writer: &mut Writer, lengths: impl Iterator<Item = usize>) {
    let lengths: Vec<usize> = lengths.collect();
    let first = lengths.first().copied().unwrap_or_default();
    if lengths.iter().all(|length| *length == first) {
        writer.byte(0);
        writer.length(first);
        return;
    }
    writer.byte(1);
    let ends = lengths.iter().scan(0, |end, length| {
        *end += length;
        Some(*end as i64)
    });
    packed::write(writer, &ends.collect::<Vec<_>>());
}
