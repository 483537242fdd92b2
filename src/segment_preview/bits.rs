//! Some of a page's customers, a bit each.

use super::bytes::{Reader, SnapshotError, Writer};
use std::ops::RangeInclusive;

/// A set of rows. Sixty-four are joined or crossed out at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    rows: usize,
}

impl Bits {
    /// None of `rows` rows.
    pub(super) fn none(rows: usize) -> Self {
        Self {
            words: vec![0; rows.div_ceil(64)],
            rows,
        }
    }

    /// All of `rows` rows.
    pub(super) fn all(rows: usize) -> Self {
        Self::none(rows).not()
    }

    /// All of `rows` rows, or none.
    pub(super) fn fill(rows: usize, value: bool) -> Self {
        if value {
            Self::all(rows)
        } else {
            Self::none(rows)
        }
    }

    /// Sixty-four rows in each word; what is beyond the last row is left out.
    pub(super) fn of_words(rows: usize, words: impl Iterator<Item = u64>) -> Self {
        let mut bits = Self {
            words: words.take(rows.div_ceil(64)).collect(),
            rows,
        };
        bits.words.resize(rows.div_ceil(64), 0);
        bits.cut();
        bits
    }

    /// The rows whose value passes. No look depends on another, so that several values are looked at at
    /// once where the test is a comparison.
    #[inline]
    pub(super) fn of<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Self {
        let words = values.chunks(64).map(move |values| {
            let mut flags = [0; 64];
            for (flag, value) in flags.iter_mut().zip(values) {
                *flag = u8::from(test(*value));
            }
            word_of(&flags)
        });
        Self::of_words(values.len(), words)
    }

    /// The rows whose value is within a range.
    pub(super) fn within<T: Copy + PartialOrd>(values: &[T], range: RangeInclusive<T>) -> Self {
        let (low, high) = range.into_inner();
        Self::of(values, move |value| (low <= value) & (value <= high))
    }

    /// The rows whose code passes; one beyond the table does not.
    pub(super) fn among(codes: &[u8], passes: &[bool]) -> Self {
        let mut table = [false; 256];
        for (entry, passes) in table.iter_mut().zip(passes) {
            *entry = *passes;
        }
        Self::of(codes, |code| table.get(usize::from(code)) == Some(&true))
    }

    /// These rows counted among `rows` others: the first of them is the first of the others, and so on.
    pub(super) fn spread(&self, rows: &Self) -> Self {
        let mut place = 0;
        let words = rows.words.iter().map(|rows| {
            // The next bits of ours, as many as there are rows in this word.
            let (word, shift) = (place / 64, place % 64);
            let high = self.word(word + 1).checked_shl(64 - shift as u32);
            let mut own = self.word(word) >> shift | high.unwrap_or_default();
            place += rows.count_ones() as usize;
            let (mut left, mut spread) = (*rows, 0);
            while left != 0 {
                let rest = left & (left - 1);
                spread |= (left ^ rest) & (own & 1).wrapping_neg();
                own >>= 1;
                left = rest;
            }
            spread
        });
        Self::of_words(rows.rows, words.collect::<Vec<_>>().into_iter())
    }

    /// Sixty-four rows at once.
    pub(super) fn word(&self, place: usize) -> u64 {
        self.words.get(place).copied().unwrap_or_default()
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Reads what [`Bits::write`] wrote; no row beyond the last.
    pub(super) fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, SnapshotError> {
        let mut bits = Self::none(rows);
        for word in &mut bits.words {
            *word = reader.word()?;
        }
        if bits != bits.clone().and(&Self::all(rows)) {
            return Err(reader.corrupt());
        }
        Ok(bits)
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        for word in &self.words {
            writer.0.extend_from_slice(&word.to_le_bytes());
        }
    }

    pub(super) fn has(&self, row: usize) -> bool {
        let word = self.words.get(row / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Puts a row in or takes it out; one that there is not stays out.
    pub(super) fn set(&mut self, row: usize, value: bool) {
        let word = self.words.get_mut(row / 64);
        if let (Some(word), true) = (word, row < self.rows) {
            let bit = 1 << (row % 64);
            *word = if value { *word | bit } else { *word & !bit };
        }
    }

    pub(super) fn and(mut self, other: &Self) -> Self {
        self.join(other, |ours, theirs| ours & theirs);
        self
    }

    pub(super) fn or(mut self, other: &Self) -> Self {
        self.join(other, |ours, theirs| ours | theirs);
        self
    }

    pub(super) fn minus(mut self, other: &Self) -> Self {
        self.join(other, |ours, theirs| ours & !theirs);
        self
    }

    fn not(mut self) -> Self {
        for word in &mut self.words {
            *word = !*word;
        }
        self.cut();
        self
    }

    /// Leaves out what is beyond the last row.
    fn cut(&mut self) {
        let surplus = self.rows % 64;
        if let (Some(last), true) = (self.words.last_mut(), surplus > 0) {
            *last &= (1 << surplus) - 1;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The rows, rising.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(place, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                rest &= rest.checked_sub(1)?;
                Some(place * 64 + bit)
            })
        })
    }

    fn join(&mut self, other: &Self, join: impl Fn(u64, u64) -> u64) {
        for (ours, theirs) in self.words.iter_mut().zip(&other.words) {
            *ours = join(*ours, *theirs);
        }
    }
}

/// Sixty-four flags of a byte, 0 or 1, as bits. A product moves the flags of eight bytes side by side.
fn word_of(flags: &[u8; 64]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |word, eight| {
        let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word << 8 | bits
    })
}

/// A set of rows in the making, row by row.
pub(super) struct BitsWriter {
    bits: Bits,
    word: u64,
    filled: u32,
    place: usize,
}

impl BitsWriter {
    /// Of `rows` rows.
    pub(super) fn of(rows: usize) -> Self {
        Self {
            bits: Bits::none(rows),
            word: 0,
            filled: 0,
            place: 0,
        }
    }

    /// Whether the next row is in it.
    #[inline]
    pub(super) fn push(&mut self, value: bool) {
        self.word |= u64::from(value) << self.filled;
        self.filled += 1;
        if self.filled == 64 {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if let Some(word) = self.bits.words.get_mut(self.place) {
            *word = self.word;
        }
        self.place += 1;
        self.word = 0;
        self.filled = 0;
    }

    /// All rows were told.
    pub(super) fn finish(mut self) -> Bits {
        self.flush();
        self.bits
    }
}

/// A set of rows in the making, of which some have a value and are told in their order.
pub(super) struct BitsMerge<'a> {
    owners: &'a [u64],
    /// Those of the owners' word at `place` that were not told yet.
    left: u64,
    place: usize,
    bits: Bits,
}

impl<'a> BitsMerge<'a> {
    /// Of rows of which `owners` have a value; `absent` says whether the others are in the set.
    pub(super) fn of(owners: &'a Bits, absent: bool) -> Self {
        Self {
            owners: &owners.words,
            left: owners.word(0),
            place: 0,
            bits: Bits::fill(owners.rows, absent).minus(owners),
        }
    }

    /// The row that is told next.
    #[inline]
    pub(super) fn row(&mut self) -> usize {
        while self.left == 0 && self.place < self.owners.len() {
            self.place += 1;
            self.left = self.owners.get(self.place).copied().unwrap_or_default();
        }
        self.place * 64 + self.left.trailing_zeros() as usize
    }

    /// Whether the row that [`BitsMerge::row`] named is in the set.
    #[inline]
    pub(super) fn push(&mut self, value: bool) {
        let rest = self.left & self.left.wrapping_sub(1);
        if let (true, Some(word)) = (value, self.bits.words.get_mut(self.place)) {
            *word |= self.left ^ rest;
        }
        self.left = rest;
    }

    /// All were told.
    pub(super) fn finish(self) -> Bits {
        self.bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_joined_and_counted() {
        let of = |test: fn(usize) -> bool| {
            let mut bits = Bits::none(130);
            (0..130).for_each(|row| bits.set(row, test(row)));
            bits
        };
        let odd = of(|n| n % 2 == 1);
        let early = of(|n| n < 70);
        assert_eq!(odd.clone().and(&early).count(), 35);
        assert_eq!(odd.clone().or(&early).count(), 100);
        assert_eq!(
            Bits::all(130).minus(&odd).iter().last(),
            Some(128),
            "no row beyond the last"
        );
        assert_eq!(odd.iter().take(3).collect::<Vec<_>>(), [1, 3, 5]);
        let some = of(|n| n % 3 != 1);
        let third: Vec<bool> = (0..some.count()).map(|n| n % 5 < 2).collect();
        let spread = Bits::of(&third, |wanted| wanted).spread(&some);
        let wanted = some
            .iter()
            .zip(third)
            .filter_map(|(row, wanted)| wanted.then_some(row));
        assert_eq!(
            spread.iter().collect::<Vec<_>>(),
            wanted.collect::<Vec<_>>()
        );
        let values: Vec<u32> = (0..130).map(|n| n * 7 % 130).collect();
        let within = Bits::within(&values, 20..=60);
        assert_eq!(within, of(|n| (20..=60).contains(&(n * 7 % 130))));
    }
}
