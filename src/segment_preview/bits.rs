//! Some of a page's customers, a bit each.

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

    /// The rows for whose value `test` holds; there is a value for each row.
    pub(super) fn of<T: Copy>(values: &[T], test: impl Fn(T) -> bool) -> Self {
        let words = values.chunks(64).map(|chunk| {
            let bits = chunk.iter().enumerate();
            bits.fold(0, |word, (place, value)| {
                word | (u64::from(test(*value)) << place)
            })
        });
        Self {
            words: words.collect(),
            rows: values.len(),
        }
    }

    pub(super) fn has(&self, row: usize) -> bool {
        let word = self.words.get(row / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    pub(super) fn set(&mut self, row: usize, value: bool) {
        if let Some(word) = self.words.get_mut(row / 64) {
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
        let surplus = self.rows % 64;
        if let (Some(last), true) = (self.words.last_mut(), surplus > 0) {
            *last &= (1 << surplus) - 1;
        }
        self
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_joined_and_counted() {
        let odd = Bits::of(&(0..130).collect::<Vec<_>>(), |n| n % 2 == 1);
        let early = Bits::of(&(0..130).collect::<Vec<_>>(), |n| n < 70);
        assert_eq!(odd.clone().and(&early).count(), 35);
        assert_eq!(odd.clone().or(&early).count(), 100);
        assert_eq!(
            Bits::all(130).minus(&odd).iter().last(),
            Some(128),
            "no row beyond the last"
        );
        assert_eq!(odd.iter().take(3).collect::<Vec<_>>(), [1, 3, 5]);
    }
}
