//! Some of the places of a list.

/// Some of the places of a list, as bits: rules of an index, workflows behind an entrance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSet {
    words: Vec<u64>,
}

impl RuleSet {
    /// An empty set for this many places.
    #[must_use]
    pub fn none(places: usize) -> Self {
        Self {
            words: vec![0; places.div_ceil(BITS)],
        }
    }

    /// A full set for this many places.
    #[must_use]
    pub fn all(places: usize) -> Self {
        let mut all = Self::none(places);
        (0..places).for_each(|place| all.insert(place));
        all
    }

    /// Empties the set and gives it this many places.
    pub fn reset(&mut self, places: usize) {
        self.words.clear();
        self.words.resize(places.div_ceil(BITS), 0);
    }

    /// Takes a place in, if there is one of this number.
    pub fn insert(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / BITS) {
            *word |= 1 << (place % BITS);
        }
    }

    /// Takes a place out.
    pub fn remove(&mut self, place: usize) {
        if let Some(word) = self.words.get_mut(place / BITS) {
            *word &= !(1 << (place % BITS));
        }
    }

    /// Whether a place is in it.
    #[must_use]
    pub fn has(&self, place: usize) -> bool {
        let word = self.words.get(place / BITS);
        word.is_some_and(|word| word & (1 << (place % BITS)) != 0)
    }

    /// How many places are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        let ones = self.words.iter().map(|word| word.count_ones());
        ones.map(|ones| ones as usize).sum()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The places in it, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().flat_map(|(number, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                // Clears the lowest set bit.
                left &= left.wrapping_sub(1);
                (bit < BITS).then_some(number * BITS + bit)
            })
        })
    }

    /// Takes in all that `other` holds.
    pub fn join(&mut self, other: &Self) {
        self.join_row(&other.words, 0);
    }

    /// Takes in what a row holds; each of `rows` is as long as this.
    #[inline]
    pub(super) fn join_row(&mut self, rows: &[u64], row: usize) {
        self.with_row(rows, row, |word, other| *word |= other);
    }

    /// Takes a place in, wherever it is.
    pub(super) fn grow(&mut self, place: usize) {
        let needed = place / BITS + 1;
        if self.words.len() < needed {
            self.words.resize(needed, 0);
        }
        self.insert(place);
    }

    /// Keeps what `other` holds as well.
    pub(super) fn keep(&mut self, other: &Self) {
        self.keep_row(&other.words, 0);
    }

    /// Keeps what a row holds as well; each of `rows` is as long as this.
    #[inline]
    pub(super) fn keep_row(&mut self, rows: &[u64], row: usize) {
        self.with_row(rows, row, |word, other| *word &= other);
    }

    #[inline]
    fn with_row(&mut self, rows: &[u64], row: usize, join: impl Fn(&mut u64, u64)) {
        // Most sets have one word, and then a loop is most of the work.
        if let [word] = self.words.as_mut_slice() {
            if let Some(other) = rows.get(row) {
                join(word, *other);
            }
            return;
        }
        let row = rows.get(row * self.words.len()..).unwrap_or_default();
        for (word, other) in self.words.iter_mut().zip(row) {
            join(word, *other);
        }
    }

    /// Keeps what each of `rows`, as long as this, holds as well.
    pub(super) fn keep_rows(&mut self, rows: &Self) {
        for row in rows.words.chunks_exact(self.words.len().max(1)) {
            for (word, other) in self.words.iter_mut().zip(row) {
                *word &= other;
            }
        }
    }

    /// Takes out what `other` holds.
    pub(super) fn take_out(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Whether both hold a place.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.meets_row(&other.words, 0)
    }

    /// Whether a row holds a place of these; each of `rows` is as long as this.
    #[inline]
    pub(super) fn meets_row(&self, rows: &[u64], row: usize) -> bool {
        if let [word] = self.words.as_slice() {
            return rows.get(row).is_some_and(|other| word & other != 0);
        }
        let row = rows.get(row * self.words.len()..).unwrap_or_default();
        let mut both = self.words.iter().zip(row);
        both.any(|(word, other)| word & other != 0)
    }

    /// For how many places there is room.
    pub(super) const fn capacity(&self) -> usize {
        self.words.len() * BITS
    }

    /// Takes in all of `more` places behind the last, if there is no room for `place` yet.
    pub(super) fn extend(&mut self, more: usize, place: usize) {
        if place >= self.capacity() {
            self.words.resize(self.words.len() + more / BITS, u64::MAX);
        }
    }

    /// Makes it hold what `other` holds.
    pub(super) fn copy(&mut self, other: &Self) {
        self.words.clone_from(&other.words);
    }

    /// None of as many places.
    pub(super) fn emptied(&self) -> Self {
        Self {
            words: vec![0; self.words.len()],
        }
    }

    /// All of as many places.
    pub(super) fn filled(&self) -> Self {
        Self {
            words: vec![u64::MAX; self.words.len()],
        }
    }

    /// The bits.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }
}

const BITS: usize = 64;
