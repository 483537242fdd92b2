//! Moments that rise, as the steps between them.
//!
//! On a page of many customers an event follows the one before within minutes, so a step takes half of
//! the bytes that a moment would. Every so many a moment stands by itself, and what is between is summed
//! up from there; each such block has as many bits for a step as its own widest takes, because a shop's first months are
//! sparse and its last ones dense.

use super::bytes::{Reader, SnapshotError, Writer};
use super::narrow;
use super::packed::{self, Packed, greatest_divisor};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// Numbers that rise, or stay.
#[derive(Clone, Debug)]
pub(super) struct Sorted {
    count: usize,
    /// Each [`EVERY`]th number.
    marks: Packed,
    /// Where the steps behind each mark begin, and how many bits each takes.
    blocks: Vec<(u32, u8)>,
    bytes: Arc<[u8]>,
    /// What a step of one comes to.
    unit: i64,
    /// No number is beyond.
    most: i64,
}

/// How many numbers there are to a mark.
const EVERY: usize = 64;

impl Sorted {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The number at `place`.
    pub(super) fn at(&self, place: usize) -> i64 {
        let mut numbers = self.block(place / EVERY);
        numbers.nth(place % EVERY).unwrap_or(self.most)
    }

    /// The numbers at `places`.
    pub(super) fn taken(&self, places: Range<usize>) -> Vec<i64> {
        let marks = places.start / EVERY..places.end.min(self.count).div_ceil(EVERY);
        let first = places.start % EVERY;
        let numbers = marks.flat_map(|mark| self.block(mark));
        numbers.skip(first).take(places.len()).collect()
    }

    /// A mark, and the numbers up to the next.
    fn block(&self, mark: usize) -> impl Iterator<Item = i64> + '_ {
        let (from, width) = self.blocks.get(mark).copied().unwrap_or_default();
        let here = EVERY.min(self.count.saturating_sub(mark * EVERY));
        let behind = here.saturating_sub(1);
        let bytes = self.bytes.get(from as usize..).unwrap_or_default();
        let first = self.marks.at(mark);
        let mut number = first;
        let steps = (0..behind).map(move |place| {
            let step = narrow::take(bytes, place * usize::from(width), width.into());
            let step = self.unit.saturating_mul(step.cast_signed());
            number = number.saturating_add(step);
            number.min(self.most)
        });
        std::iter::once(first).chain(steps).take(here)
    }

    /// The first place from which on numbers are at least `bound`.
    pub(super) fn first_at_least(&self, bound: i64) -> usize {
        // The last mark before it, and the numbers up to the next.
        let Some(mark) = self.marks.first_at_least(bound).checked_sub(1) else {
            return 0;
        };
        mark * EVERY
            + self
                .block(mark)
                .take_while(|number| *number < bound)
                .count()
    }

    /// Reads what [`write()`] wrote: `count` numbers, all of them `within`.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        count: usize,
        within: RangeInclusive<i64>,
    ) -> Result<Self, SnapshotError> {
        let most = *within.end();
        let marks = Packed::read(reader, count.div_ceil(EVERY), within)?;
        let unit = i64::try_from(reader.number()?).map_err(|_| reader.corrupt())?;
        let mut widths = Vec::with_capacity(marks.len());
        for _ in 0..marks.len() {
            let width = reader.byte()?;
            if u32::from(width) > narrow::MOST {
                return Err(reader.corrupt());
            }
            widths.push(width);
        }
        let mut left = count;
        let mut blocks = Vec::with_capacity(widths.len());
        for width in widths {
            let from = u32::try_from(reader.at()).map_err(|_| reader.corrupt())?;
            blocks.push((from, width));
            let bits = (EVERY.min(left) - 1) * usize::from(width);
            reader.skip(narrow::bytes_for(bits))?;
            left = left.saturating_sub(EVERY);
        }
        Ok(Self {
            count,
            marks,
            blocks,
            bytes: Arc::clone(reader.page()),
            unit,
            most,
        })
    }
}

/// Writes numbers that rise down.
pub(super) fn write(writer: &mut Writer, numbers: &[i64]) {
    let marks: Vec<i64> = numbers.iter().copied().step_by(EVERY).collect();
    packed::write(writer, &marks);
    let steps = |block: &[i64]| -> Vec<u64> {
        let pairs = block.iter().zip(block.iter().skip(1));
        pairs
            .map(|(one, next)| next.wrapping_sub(*one).cast_unsigned())
            .collect()
    };
    let blocks: Vec<Vec<u64>> = numbers.chunks(EVERY).map(steps).collect();
    let unit = blocks
        .iter()
        .flatten()
        .copied()
        .fold(0, greatest_divisor)
        .max(1);
    let width = |block: &Vec<u64>| {
        let widest = block.iter().max().copied().unwrap_or_default() / unit;
        narrow::width_of(widest)
    };
    writer.number(unit);
    for block in &blocks {
        // Two moments are never further apart than the widest number.
        writer.byte(u8::try_from(width(block)).unwrap_or(u8::MAX));
    }
    for block in &blocks {
        let steps = block.iter().map(|step| step / unit);
        narrow::write(writer, width(block), steps);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn numbers_that_rise_are_found_again(
            steps in prop::collection::vec(prop_oneof![Just(0i64), 0i64..5_000, 0i64..1_000_000_000], 0..300),
            unit in prop_oneof![Just(1i64), Just(1_000)],
            (from, until) in (0usize..300, 0usize..300),
        ) {
            let numbers: Vec<i64> = steps
                .iter()
                .scan(1_700_000_000_000, |at, step| {
                    *at += step * unit;
                    Some(*at)
                })
                .collect();
            let mut writer = Writer::default();
            write(&mut writer, &numbers);
            let page = Arc::from(writer.0);
            let mut reader = Reader::new(&page, 0);
            let sorted = Sorted::read(&mut reader, numbers.len(), 0..=i64::MAX / 2).unwrap();
            prop_assert_eq!(sorted.len(), numbers.len());
            let places = from.min(numbers.len())..until.min(numbers.len());
            let some = numbers.get(places.clone()).unwrap_or_default().to_vec();
            prop_assert_eq!(sorted.taken(places), some);
            for (place, number) in numbers.iter().enumerate() {
                prop_assert_eq!(sorted.at(place), *number);
                for bound in [*number, number + 1] {
                    let first = numbers.partition_point(|one| *one < bound);
                    prop_assert_eq!(sorted.first_at_least(bound), first);
                }
            }
            prop_assert_eq!(sorted.first_at_least(i64::MIN), 0);
            prop_assert_eq!(sorted.first_at_least(i64::MAX), numbers.len());
        }
    }
}
