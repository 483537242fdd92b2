//! Which rows of a page have a fact.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, Writer};
use super::packed::{self, Packed};
use std::ops::Range;

/// Rows, rising. The place of one among them is where its value stands.
#[derive(Clone, Debug)]
pub(super) enum Owners {
    /// All of so many.
    Every(usize),
    /// Many: a bit each, and how many come before each 64 of them.
    Dense { bits: Bits, before: Vec<u32> },
    /// Few, each by its number.
    Sparse(Packed),
}

impl Default for Owners {
    fn default() -> Self {
        Self::Every(0)
    }
}

impl Owners {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Every(rows) => *rows,
            Self::Dense { bits, .. } => bits.count(),
            Self::Sparse(rows) => rows.len(),
        }
    }

    /// Where the value of `row` stands.
    pub(super) fn place(&self, row: usize) -> Option<usize> {
        match self {
            Self::Every(rows) => (row < *rows).then_some(row),
            Self::Dense { bits, before } => {
                let earlier = bits.word(row / 64) & ((1 << (row % 64)) - 1);
                let before = *before.get(row / 64)? as usize;
                bits.has(row)
                    .then_some(before + earlier.count_ones() as usize)
            }
            Self::Sparse(rows) => {
                let row = i64::try_from(row).ok()?;
                let place = rows.first_at_least(row);
                (rows.get(place) == Some(row)).then_some(place)
            }
        }
    }

    /// The rows, rising.
    pub(super) fn iter(&self) -> Rising<'_> {
        match self {
            Self::Every(rows) => Rising::Every(0..*rows),
            Self::Dense { bits, .. } => Rising::Dense {
                words: bits.words(),
                word: bits.word(0),
                from: 0,
            },
            Self::Sparse(rows) => Rising::Sparse(rows, 0),
        }
    }

    /// The rows of `rows` whose place is among these.
    pub(super) fn spread(&self, places: Bits, rows: usize) -> Bits {
        match self {
            Self::Every(_) => places,
            Self::Dense { bits, .. } => places.spread(bits),
            Self::Sparse(few) => {
                let mut bits = Bits::none(rows);
                for place in places.iter() {
                    bits.set(to_row(few.at(place)), true);
                }
                bits
            }
        }
    }

    /// As bits of `rows` rows.
    pub(super) fn bits(&self, rows: usize) -> Bits {
        match self {
            Self::Every(_) => Bits::all(rows),
            Self::Dense { bits, .. } => bits.clone(),
            Self::Sparse(few) => {
                let mut bits = Bits::none(rows);
                for row in few.iter().map(to_row) {
                    bits.set(row, true);
                }
                bits
            }
        }
    }

    /// Reads what [`write()`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>, rows: usize) -> Result<Self, SnapshotError> {
        match reader.byte()? {
            0 => Ok(Self::Every(rows)),
            1 => {
                let bits = Bits::read(reader, rows)?;
                let mut count = 0;
                let before = bits.words().iter().map(|word| {
                    let before = count;
                    count += word.count_ones();
                    before
                });
                let before = before.collect();
                Ok(Self::Dense { bits, before })
            }
            2 => {
                let last = i64::try_from(rows).map_err(|_| reader.corrupt())? - 1;
                let few = Packed::read_counted(reader, 0..=last)?;
                if !few.iter().is_sorted_by(|row, next| row < next) {
                    return Err(reader.corrupt());
                }
                Ok(Self::Sparse(few))
            }
            _ => Err(reader.corrupt()),
        }
    }
}

/// Rows that rise.
pub(super) enum Rising<'a> {
    Every(Range<usize>),
    Dense {
        words: &'a [u64],
        /// What is left of the word that begins with row `from`.
        word: u64,
        from: usize,
    },
    Sparse(&'a Packed, usize),
}

impl Iterator for Rising<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        match self {
            Self::Every(rows) => rows.next(),
            Self::Dense { words, word, from } => {
                while *word == 0 {
                    *from += 64;
                    *word = *words.get(*from / 64)?;
                }
                let row = *from + word.trailing_zeros() as usize;
                *word &= *word - 1;
                Some(row)
            }
            Self::Sparse(rows, place) => {
                let row = rows.get(*place).map(to_row);
                *place += 1;
                row
            }
        }
    }
}

/// Writes which of `rows` rows these are.
pub(super) fn write(writer: &mut Writer, rows: usize, owners: &[usize]) {
    if owners.len() == rows {
        writer.byte(0);
    } else if owners.len() * 16 >= rows {
        writer.byte(1);
        let mut bits = Bits::none(rows);
        for row in owners {
            bits.set(*row, true);
        }
        bits.write(writer);
    } else {
        writer.byte(2);
        let rows: Vec<i64> = owners.iter().map(|row| *row as i64).collect();
        packed::write_counted(writer, &rows);
    }
}

/// A row that was checked to be one.
fn to_row(row: i64) -> usize {
    usize::try_from(row).unwrap_or_default()
}
