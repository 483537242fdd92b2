//! Whose each of many things is, two bytes each.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, Writer};
use super::codes::Among;
use std::ops::Range;
use std::sync::Arc;

/// A row for each of some things. A damaged snapshot may name rows that the page does not have; whoever
/// counts by row passes over them.
#[derive(Clone, Debug)]
pub(super) struct Whose {
    bytes: Arc<[u8]>,
    from: usize,
    count: usize,
}

impl Default for Whose {
    fn default() -> Self {
        Self {
            bytes: Arc::from([]),
            from: 0,
            count: 0,
        }
    }
}

impl Whose {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// Whose the thing at `place` is.
    pub(super) fn at(&self, place: usize) -> usize {
        self.all().get(place).map_or(0, |row| row_of(*row))
    }

    fn all(&self) -> &[[u8; 2]] {
        let end = self.from + self.count * ROW;
        let bytes = self.bytes.get(self.from..end).unwrap_or_default();
        bytes.as_chunks().0
    }

    /// Whose the things at `places` are, one after the other.
    #[inline]
    pub(super) fn rows(&self, places: Range<usize>) -> impl Iterator<Item = usize> {
        let rows = self.all().get(places).unwrap_or_default();
        rows.iter().map(|row| row_of(*row))
    }

    /// Takes those of the things at `places` that are `among` some.
    #[inline]
    pub(super) fn each_among(
        &self,
        places: Range<usize>,
        among: &Among<'_>,
        take: impl FnMut(usize, usize),
    ) {
        if among.is_all() {
            self.each(places, None, take);
        } else {
            self.each(places, Some(&|block| among.word(block)), take);
        }
    }

    /// Takes each of the things at `places` with its row: all, or those that `some` says, sixty-four at
    /// once by the number of their block.
    #[inline]
    pub(super) fn each(
        &self,
        places: Range<usize>,
        some: Option<&dyn Fn(usize) -> u64>,
        mut take: impl FnMut(usize, usize),
    ) {
        let all = self.all();
        let Some(some) = some else {
            let rows = all.get(places.clone()).unwrap_or_default();
            for (place, row) in places.zip(rows) {
                take(place, row_of(*row));
            }
            return;
        };
        for block in places.start / 64..places.end.div_ceil(64) {
            let first = block * 64;
            let mut word = some(block) & inside(&places, first);
            while word != 0 {
                let place = first + word.trailing_zeros() as usize;
                if let Some(row) = all.get(place) {
                    take(place, row_of(*row));
                }
                word &= word - 1;
            }
        }
    }

    /// The rows that have any.
    pub(super) fn owners(&self, rows: usize) -> Bits {
        let mut bits = Bits::none(rows);
        self.each(0..self.count, None, |_, row| bits.set(row, true));
        bits
    }

    /// The rows that have any that are `among` some.
    pub(super) fn owners_among(&self, rows: usize, among: &Among<'_>) -> Bits {
        let mut bits = Bits::none(rows);
        self.each_among(0..self.count, among, |_, row| bits.set(row, true));
        bits
    }

    /// Reads how many there are, and whose each is.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, SnapshotError> {
        let count = reader.length()?;
        let from = reader.at();
        reader.skip(count * ROW)?;
        Ok(Self {
            bytes: Arc::clone(reader.page()),
            from,
            count,
        })
    }
}

/// Which of the sixty-four places from `first` on are among these.
fn inside(places: &Range<usize>, first: usize) -> u64 {
    let before = places.start.saturating_sub(first);
    let behind = (first + 64).saturating_sub(places.end);
    let ones = |shift: fn(u64, u32) -> Option<u64>, by: usize| {
        shift(u64::MAX, u32::try_from(by).unwrap_or(u32::MAX)).unwrap_or_default()
    };
    ones(u64::checked_shl, before) & ones(u64::checked_shr, behind)
}

/// The bytes that a row takes.
const ROW: usize = 2;

#[inline]
fn row_of(bytes: [u8; ROW]) -> usize {
    u16::from_le_bytes(bytes).into()
}

/// Writes whose things are.
pub(super) fn write(writer: &mut Writer, rows: impl ExactSizeIterator<Item = usize>) {
    writer.length(rows.len());
    for row in rows {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        writer.0.extend_from_slice(&row.to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_meant_is_taken_with_its_row(
            rows in prop::collection::vec(0usize..1_000, 0..300),
            (from, until) in (0usize..300, 0usize..300),
            words in prop::collection::vec(any::<u64>(), 5),
        ) {
            let mut writer = Writer::default();
            write(&mut writer, rows.iter().copied());
            let page = Arc::from(writer.0);
            let whose = Whose::read(&mut Reader::new(&page, 0)).unwrap();
            let places = from.min(rows.len())..until.min(rows.len());
            let word = |block: usize| words.get(block).copied().unwrap_or_default();
            let meant = |place: &usize| word(place / 64) >> (place % 64) & 1 == 1;
            for some in [None, Some(&word as &dyn Fn(usize) -> u64)] {
                let mut found = Vec::new();
                whose.each(places.clone(), some, |place, row| found.push((place, row)));
                let wanted = places.clone().filter(|place| some.is_none() || meant(place));
                let wanted: Vec<_> = wanted.map(|place| (place, whose.at(place))).collect();
                prop_assert_eq!(found, wanted);
            }
            prop_assert!(rows.iter().enumerate().all(|(place, row)| whose.at(place) == *row));
        }
    }
}
