//! Whole numbers side by side, each in as few bytes as the widest of them needs.
//!
//! A number is the distance to the least one, in steps: moments of a shop whose platform tells
//! seconds take a thousandth of what milliseconds would. They stay packed in the snapshot's own bytes
//! and are taken out where a question reads them, so loading a page copies it and checks the heads of
//! its columns. A head says the least and the greatest number; whatever the bytes are, what is taken out
//! lies between the two, so nothing has to be checked beyond the head. Whole bytes, because a question
//! takes thousands out, and bits would take three times as long for a sixth less room.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, Writer};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// A column of numbers.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    bytes: Arc<[u8]>,
    /// Where the first number begins.
    from: usize,
    count: usize,
    /// Bytes of each: none where all are the same, 1, 2, 4 or 8.
    width: u8,
    least: i64,
    step: i64,
    /// The greatest distance, in steps.
    most: u64,
}

impl Default for Packed {
    fn default() -> Self {
        Self {
            bytes: Arc::from([]),
            from: 0,
            count: 0,
            width: 0,
            least: 0,
            step: 1,
            most: 0,
        }
    }
}

impl Packed {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The number at `place`.
    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<i64> {
        (place < self.count).then(|| self.at(place))
    }

    /// The number at `place`, which is one of the column's; the least for another.
    #[inline]
    pub(super) fn at(&self, place: usize) -> i64 {
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        let distance = take(bytes, self.width, place);
        self.number(distance)
    }

    /// The head was checked: this is between the least and the greatest.
    #[inline]
    fn number(&self, distance: u64) -> i64 {
        let distance = distance.min(self.most).cast_signed();
        self.least.wrapping_add(self.step.wrapping_mul(distance))
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = i64> + '_ {
        self.slice(0..self.count)
    }

    pub(super) fn slice(&self, places: Range<usize>) -> impl DoubleEndedIterator<Item = i64> + '_ {
        let end = places.end.min(self.count);
        (places.start.min(end)..end).map(|place| self.at(place))
    }

    /// Takes out those at `places`, one after the other: their width is asked for once.
    #[inline]
    pub(super) fn each(&self, places: Range<usize>, take: impl FnMut(i64)) {
        let end = places.end.min(self.count);
        let places = places.start.min(end)..end;
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        match self.width {
            0 => places.map(|_| self.least).for_each(take),
            1 => self.each_of(bytes.as_chunks::<1>().0, places, take),
            2 => self.each_of(bytes.as_chunks::<2>().0, places, take),
            4 => self.each_of(bytes.as_chunks::<4>().0, places, take),
            _ => self.each_of(bytes.as_chunks::<8>().0, places, take),
        }
    }

    #[inline]
    fn each_of<C: Cell>(&self, cells: &[C], places: Range<usize>, mut take: impl FnMut(i64)) {
        for cell in cells.get(places).unwrap_or_default() {
            take(self.number(cell.distance()));
        }
    }

    /// The places whose number is within a range. The range is packed, instead of the numbers taken out.
    pub(super) fn within(&self, range: RangeInclusive<i64>) -> Bits {
        let (low, high) = range.into_inner();
        // How many steps an honest number may be from the least, at least and at most.
        let steps = |bound: i64| {
            (
                i128::from(bound) - i128::from(self.least),
                i128::from(self.step),
            )
        };
        let ((low, step), (high, _)) = (steps(low), steps(high));
        let low = u64::try_from((low + step - 1).div_euclid(step).max(0));
        let high = u64::try_from(high.div_euclid(step).min(u64::MAX.into()));
        let (Ok(low), Ok(high)) = (low, high) else {
            return Bits::none(self.count);
        };
        if low > high || low > self.most {
            return Bits::none(self.count);
        }
        if low == 0 && high >= self.most {
            return Bits::all(self.count);
        }
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        match self.width {
            0 => Bits::all(self.count),
            1 => self.cells_within(bytes.as_chunks::<1>().0, low, high),
            2 => self.cells_within(bytes.as_chunks::<2>().0, low, high),
            4 => self.cells_within(bytes.as_chunks::<4>().0, low, high),
            _ => self.cells_within(bytes.as_chunks::<8>().0, low, high),
        }
    }

    fn cells_within<C: Cell>(&self, cells: &[C], low: u64, high: u64) -> Bits {
        let cells = cells.get(..self.count).unwrap_or_default();
        let (low, high) = (C::bound(low), C::bound(high));
        Bits::of(cells, move |cell| (low..=high).contains(&cell.own()))
    }

    /// Between which two all numbers lie; both are numbers of an honest column.
    pub(super) fn range(&self) -> RangeInclusive<i64> {
        self.least..=self.number(self.most)
    }

    /// The first place from which on numbers are at least `bound`, where they rise.
    pub(super) fn first_at_least(&self, bound: i64) -> usize {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            if self.at(middle) < bound {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Reads what [`write()`] wrote: `count` numbers, all of them `within`.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        count: usize,
        within: RangeInclusive<i64>,
    ) -> Result<Self, SnapshotError> {
        let corrupt = reader.corrupt();
        let least = reader.signed()?;
        let step = i64::try_from(reader.number()?).map_err(|_| corrupt)?;
        let most = reader.number()?;
        let width = reader.byte()?;
        let fits = match width {
            0 | 1 | 2 | 4 => most >> (width * 8) == 0,
            8 => true,
            _ => false,
        };
        let greatest = i64::try_from(most)
            .ok()
            .and_then(|most| least.checked_add(step.checked_mul(most)?));
        let greatest = greatest.filter(|_| fits && step > 0).ok_or(corrupt)?;
        if count > 0 && !(within.contains(&least) && within.contains(&greatest)) {
            return Err(corrupt);
        }
        let from = reader.at();
        reader.skip(count.checked_mul(width.into()).ok_or(corrupt)?)?;
        Ok(Self {
            bytes: Arc::clone(reader.page()),
            from,
            count,
            width,
            least,
            step,
            most,
        })
    }

    /// Reads how many numbers there are, and them. There is a byte for each at least, so that a few bytes
    /// never say that there are many.
    pub(super) fn read_counted(
        reader: &mut Reader<'_>,
        within: RangeInclusive<i64>,
    ) -> Result<Self, SnapshotError> {
        let count = reader.length()?;
        let packed = Self::read(reader, count, within)?;
        if count > 0 && packed.width == 0 {
            return Err(reader.corrupt());
        }
        Ok(packed)
    }
}

/// Writes numbers down.
pub(super) fn write(writer: &mut Writer, numbers: &[i64]) {
    write_wide(writer, numbers, 0);
}

/// Writes how many numbers there are, and them.
pub(super) fn write_counted(writer: &mut Writer, numbers: &[i64]) {
    writer.length(numbers.len());
    write_wide(writer, numbers, 1);
}

/// Writes numbers that take so many bytes at least.
fn write_wide(writer: &mut Writer, numbers: &[i64], at_least: u8) {
    let least = numbers.iter().copied().min().unwrap_or_default();
    // What columns hold is far from the ends, so that no two of them are further apart than this.
    let distance = |number: &i64| number.wrapping_sub(least).cast_unsigned();
    let step = numbers
        .iter()
        .map(distance)
        .fold(0, greatest_divisor)
        .max(1);
    let most = numbers.iter().map(distance).max().unwrap_or_default() / step;
    let width = narrowest(most).max(at_least);
    writer.signed(least);
    writer.number(step);
    writer.number(most);
    writer.byte(width);
    for number in numbers {
        put(writer, width, distance(number) / step);
    }
}

/// How many bytes a number takes.
pub(super) const fn narrowest(number: u64) -> u8 {
    match number {
        0 => 0,
        1..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    }
}

/// Writes a number that takes no more than `width` bytes.
pub(super) fn put(writer: &mut Writer, width: u8, number: u64) {
    let bytes = number.to_le_bytes();
    let own = bytes.get(..width.into());
    writer.0.extend_from_slice(own.unwrap_or_default());
}

/// The number at `place` of those that take `width` bytes each; 0 beyond them.
#[inline]
pub(super) fn take(bytes: &[u8], width: u8, place: usize) -> u64 {
    fn of<C: Cell>(cells: &[C], place: usize) -> u64 {
        cells.get(place).map_or(0, |cell| cell.distance())
    }
    match width {
        0 => 0,
        1 => of(bytes.as_chunks::<1>().0, place),
        2 => of(bytes.as_chunks::<2>().0, place),
        4 => of(bytes.as_chunks::<4>().0, place),
        _ => of(bytes.as_chunks::<8>().0, place),
    }
}

pub(super) const fn greatest_divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// A number as it is packed.
trait Cell: Copy {
    /// A number of so many bytes.
    type Own: Copy + PartialOrd + Into<u64> + TryFrom<u64>;
    const MOST: Self::Own;

    fn own(&self) -> Self::Own;

    #[inline]
    fn distance(&self) -> u64 {
        self.own().into()
    }

    /// The greatest number that is not beyond `bound`.
    fn bound(bound: u64) -> Self::Own {
        bound.try_into().unwrap_or(Self::MOST)
    }
}

macro_rules! cells {
    ($($own:ty)*) => {
        $(impl Cell for [u8; size_of::<$own>()] {
            type Own = $own;
            const MOST: $own = <$own>::MAX;

            #[inline]
            fn own(&self) -> $own {
                <$own>::from_le_bytes(*self)
            }
        })*
    };
}

cells!(u8 u16 u32 u64);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(
        bytes: &[u8],
        count: usize,
        within: RangeInclusive<i64>,
    ) -> Result<Packed, SnapshotError> {
        let page = Arc::from(bytes);
        Packed::read(&mut Reader::new(&page, 0), count, within)
    }

    proptest! {
        #[test]
        fn what_is_packed_is_taken_out_again(
            least in -1_000_000_000_000_000i64..1_000_000_000_000_000,
            step in prop_oneof![Just(1i64), Just(1_000), 1i64..100_000],
            width in 0u32..44,
            distances in prop::collection::vec(any::<u64>(), 0..200),
            bounds in (any::<i64>(), any::<i64>()),
        ) {
            let near = |bound: i64| least.saturating_add(bound >> 20 >> (44 - width));
            let far = |distance: &u64| (distance & ((1 << width) - 1)).cast_signed();
            let numbers: Vec<i64> = distances.iter().map(|one| least + step * far(one)).collect();
            let mut writer = Writer::default();
            write(&mut writer, &numbers);
            let packed = read(&writer.0, numbers.len(), i64::MIN..=i64::MAX).unwrap();
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), numbers.clone());
            let mut each = Vec::new();
            packed.each(0..packed.len(), |number| each.push(number));
            prop_assert_eq!(each, numbers.clone());
            prop_assert_eq!(packed.get(numbers.len()), None);
            prop_assert_eq!(packed.iter().min(), numbers.iter().copied().min());
            for (low, high) in [(least, i64::MAX), (i64::MIN, least + step), bounds, (near(bounds.0), near(bounds.1))] {
                let wanted = (0..numbers.len()).filter(|place| (low..=high).contains(&numbers[*place]));
                let found = packed.within(low..=high);
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
            }
            if !numbers.is_empty() {
                prop_assert_eq!(Some(*packed.range().start()), numbers.iter().copied().min());
                prop_assert_eq!(Some(*packed.range().end()), numbers.iter().copied().max());
            }
            let mut sorted = numbers;
            sorted.sort_unstable();
            let mut writer = Writer::default();
            write(&mut writer, &sorted);
            let packed = read(&writer.0, sorted.len(), i64::MIN..=i64::MAX).unwrap();
            for bound in sorted.iter().flat_map(|one| [*one, one + 1]) {
                prop_assert_eq!(packed.first_at_least(bound), sorted.partition_point(|one| *one < bound));
            }
        }

        /// Whatever the bytes are: they are refused, or what is taken out is within what was asked for.
        #[test]
        fn nothing_is_taken_out_beyond_what_the_head_was_checked_for(
            bytes in prop::collection::vec(any::<u8>(), 4..60),
            head in any::<bool>(),
            width in 0u8..10, count in 0usize..40, bound in 1i64..1_000,
        ) {
            let mut writer = Writer::default();
            if head {
                writer.signed(3);
                writer.number(2);
                writer.number(bound.cast_unsigned() / 2);
                writer.byte(width);
            }
            writer.0.extend_from_slice(&bytes);
            if let Ok(packed) = read(&writer.0, count, 0..=bound) {
                for number in packed.iter() {
                    prop_assert!((0..=bound).contains(&number));
                }
                prop_assert!(packed.len() == count);
            }
        }
    }

    #[test]
    fn few_bytes_never_say_that_there_are_many() {
        let mut writer = Writer::default();
        write_counted(&mut writer, &[7; 20]);
        let page: Arc<[u8]> = Arc::from(writer.0);
        assert_eq!(
            Packed::read_counted(&mut Reader::new(&page, 0), 0..=9)
                .unwrap()
                .len(),
            20
        );
        let mut many = Writer::default();
        many.number(1 << 40);
        write(&mut many, &[7]);
        let page: Arc<[u8]> = Arc::from(many.0);
        assert!(Packed::read_counted(&mut Reader::new(&page, 0), 0..=9).is_err());
    }
}
