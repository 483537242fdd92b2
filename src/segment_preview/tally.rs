//! How often each customer of a page did something, as exactly as the question asks.

use super::bits::Bits;
use super::whose::Whose;
use std::ops::{Range, RangeInclusive};

/// Counts by row, and which of them are wanted. A question about fewer than 255 is answered by a byte each:
/// whoever did it more often than that did it often enough, or too often.
#[derive(Debug)]
pub(super) struct Tally {
    wanted: RangeInclusive<i64>,
    counts: Counts,
}

#[derive(Debug)]
enum Counts {
    /// Whether it was done at all is enough to know.
    Ever(Vec<u8>),
    Few(Vec<u8>),
    Many(Vec<u32>),
}

/// Where a byte stops counting.
const OFTEN: i64 = u8::MAX as i64;

impl Tally {
    /// Nothing counted yet, of `rows` rows.
    pub(super) fn of(rows: usize, wanted: RangeInclusive<i64>) -> Self {
        let (low, high) = (*wanted.start(), *wanted.end());
        let counts = match (low, high) {
            (..=1, i64::MAX) | (..=0, 0) => Counts::Ever(vec![0; rows]),
            (..=OFTEN, i64::MAX) | (_, ..OFTEN) => Counts::Few(vec![0; rows]),
            _ => Counts::Many(vec![0; rows]),
        };
        Self { wanted, counts }
    }

    /// Counts the things at `places`: all, or [`some`](Whose::each).
    #[inline]
    pub(super) fn add(
        &mut self,
        whose: &Whose,
        places: Range<usize>,
        some: Option<&dyn Fn(usize) -> u64>,
    ) {
        match &mut self.counts {
            Counts::Ever(marks) => whose.each(places, some, |_, row| {
                if let Some(mark) = marks.get_mut(row) {
                    *mark = 1;
                }
            }),
            Counts::Few(few) => whose.each(places, some, |_, row| {
                if let Some(count) = few.get_mut(row) {
                    *count = count.saturating_add(1);
                }
            }),
            Counts::Many(many) => whose.each(places, some, |_, row| {
                if let Some(count) = many.get_mut(row) {
                    *count = count.saturating_add(1);
                }
            }),
        }
    }

    /// The rows whose count is wanted.
    pub(super) fn finish(self) -> Bits {
        match self.counts {
            Counts::Ever(counts) | Counts::Few(counts) => within(&counts, self.wanted),
            Counts::Many(counts) => within(&counts, self.wanted),
        }
    }
}

/// The places whose count is wanted. No count is less than nothing or more than the greatest.
pub(super) fn within<C>(counts: &[C], wanted: RangeInclusive<i64>) -> Bits
where
    C: Copy + Ord + TryFrom<i64> + Into<i64> + Bounded,
{
    let (low, high) = wanted.into_inner();
    let most: i64 = C::MOST.into();
    match (C::try_from(low.clamp(0, most)), C::try_from(high.min(most))) {
        (Ok(low), Ok(high)) if low <= high => Bits::within(counts, low..=high),
        _ => Bits::none(counts.len()),
    }
}

/// A number that a count stops at.
pub(super) trait Bounded {
    const MOST: Self;
}

impl Bounded for u8 {
    const MOST: Self = Self::MAX;
}

impl Bounded for u32 {
    const MOST: Self = Self::MAX;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment_preview::bytes::{Reader, Writer};
    use crate::segment_preview::whose;
    use proptest::prelude::*;
    use std::sync::Arc;

    proptest! {
        #[test]
        fn a_byte_counts_as_exactly_as_the_question_asks(
            often in prop::collection::vec(prop_oneof![0usize..4, 250usize..260], 1..6),
            (low, high) in (edge(), edge()),
        ) {
            let rows = often.iter().enumerate();
            let rows: Vec<usize> = rows.flat_map(|(row, often)| vec![row; *often]).collect();
            let mut writer = Writer::default();
            whose::write(&mut writer, rows.iter().copied());
            let page = Arc::from(writer.0);
            let whose = Whose::read(&mut Reader::new(&page, 0)).unwrap();
            let mut tally = Tally::of(often.len(), low..=high);
            tally.add(&whose, 0..rows.len(), None);
            let found: Vec<usize> = tally.finish().iter().collect();
            let wanted = |often: &usize| (low..=high).contains(&(*often as i64));
            let wanted: Vec<usize> = (0..often.len()).filter(|row| wanted(&often[*row])).collect();
            prop_assert_eq!(found, wanted);
        }
    }

    fn edge() -> impl Strategy<Value = i64> {
        prop_oneof![-2i64..4, 252i64..260, Just(i64::MAX), Just(i64::MIN)]
    }
}
