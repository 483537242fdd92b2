//! Texts one behind the other, left in the snapshot's bytes.
//!
//! Ids of a shop begin alike and are of few different letters, so a letter takes five bits or four instead of
//! a byte, and what all begin with is written once.

use super::bytes::{Reader, SnapshotError, Writer};
use super::column::{Ends, write_ends};
use super::narrow;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

/// Texts by place.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    bytes: Arc<[u8]>,
    from: usize,
    /// Where each ends: in bytes, or in letters behind what all begin with.
    ends: Ends,
    letters: Option<Letters>,
}

/// How letters are written that take less than a byte each.
#[derive(Clone, Debug)]
struct Letters {
    /// What all texts begin with.
    start: String,
    /// The letters that follow, sorted.
    alphabet: Vec<u8>,
    /// Bits of each.
    width: u32,
}

/// The most different letters that are worth it.
const MOST: usize = 64;

impl Texts {
    /// The text at `place`.
    pub(super) fn get(&self, place: usize) -> Cow<'_, str> {
        let range = self.ends.range(place);
        let Some(letters) = &self.letters else {
            let bytes = self.bytes.get(self.from..).unwrap_or_default();
            let bytes = bytes.get(range).unwrap_or_default();
            return std::str::from_utf8(bytes).unwrap_or_default().into();
        };
        let mut text = String::with_capacity(letters.start.len() + range.len());
        text.push_str(&letters.start);
        text.extend(range.map(|at| char::from(letters.letter(self.code(at, letters.width)))));
        text.into()
    }

    /// The number of the letter that is the `at`th of all.
    fn code(&self, at: usize, width: u32) -> usize {
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        let code = narrow::take(bytes, at * width as usize, width);
        usize::try_from(code).unwrap_or_default()
    }

    pub(super) const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether each text is greater than the one before. Letters are sorted, so their numbers say it.
    pub(super) fn rise(&self) -> bool {
        (1..self.len()).all(|place| self.order(place - 1, place) == Ordering::Less)
    }

    fn order(&self, one: usize, other: usize) -> Ordering {
        let Some(letters) = &self.letters else {
            return self.get(one).cmp(&self.get(other));
        };
        let (one, other) = (self.ends.range(one), self.ends.range(other));
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        let width = letters.width as usize;
        // As many letters as are taken out at once.
        let step = narrow::MOST as usize / width.max(1);
        let (mut at, mut beside) = (one.start, other.start);
        while at < one.end && beside < other.end {
            let here = step.min(one.end - at).min(other.end - beside);
            let bits = (here * width) as u32;
            let ours = narrow::take(bytes, at * width, bits);
            let theirs = narrow::take(bytes, beside * width, bits);
            if ours != theirs {
                // The first letter that differs.
                let shift = (ours ^ theirs).trailing_zeros() / letters.width * letters.width;
                let letter = |word: u64| word >> shift & ((1 << letters.width) - 1);
                return letter(ours).cmp(&letter(theirs));
            }
            at += here;
            beside += here;
        }
        one.len().cmp(&other.len())
    }

    /// Reads `count` texts that [`write()`] wrote.
    pub(super) fn read(reader: &mut Reader<'_>, count: usize) -> Result<Self, SnapshotError> {
        let letters = match reader.byte()? {
            0 => None,
            1 => Some(Letters::read(reader)?),
            _ => return Err(reader.corrupt()),
        };
        let ends = Ends::read(reader, count)?;
        let from = reader.at();
        match &letters {
            None => reader.skip_text(ends.total())?,
            Some(letters) => {
                let bits = ends.total().checked_mul(letters.width as usize);
                let bits = bits.ok_or(reader.corrupt())?;
                reader.skip(narrow::bytes_for(bits))?;
            }
        }
        Ok(Self {
            bytes: Arc::clone(reader.page()),
            from,
            ends,
            letters,
        })
    }

    /// Where `text` is, the texts being sorted.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if *self.get(middle) < *text {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.len() && self.get(low) == text).then_some(low)
    }
}

impl Letters {
    /// The letter of a number; of one that there is not, any.
    fn letter(&self, code: usize) -> u8 {
        self.alphabet.get(code).copied().unwrap_or(b'?')
    }

    /// What is worth to be written for these texts, if anything is.
    fn of<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Option<Self> {
        let first = texts.clone().next()?;
        let shared = texts.clone().fold(first.len(), |shared, text| {
            let pairs = first.bytes().zip(text.bytes()).take(shared);
            pairs.take_while(|(one, other)| one == other).count()
        });
        let rest = |text: &'t str| text.bytes().skip(shared);
        let mut used = [false; 128];
        for byte in texts.clone().flat_map(rest) {
            *used.get_mut(usize::from(byte))? = true;
        }
        let start = first.get(..shared)?.to_owned();
        let alphabet: Vec<u8> = (0..128)
            .filter(|byte| used.get(usize::from(*byte)) == Some(&true))
            .collect();
        if alphabet.len() > MOST || !start.is_ascii() {
            return None;
        }
        let width = narrow::width_of((alphabet.len() as u64).saturating_sub(1)).max(1);
        Some(Self {
            start,
            alphabet,
            width,
        })
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, SnapshotError> {
        let start = reader.text()?.to_owned();
        let alphabet = reader.text()?.as_bytes().to_vec();
        let rise = alphabet.is_sorted_by(|one, other| one < other);
        if alphabet.len() > MOST || !alphabet.is_ascii() || !rise {
            return Err(reader.corrupt());
        }
        let width = narrow::width_of((alphabet.len() as u64).saturating_sub(1)).max(1);
        Ok(Self {
            start,
            alphabet,
            width,
        })
    }
}

/// Writes texts one behind the other.
pub(super) fn write<'t>(writer: &mut Writer, texts: impl Iterator<Item = &'t str> + Clone) {
    let Some(letters) = Letters::of(texts.clone()) else {
        writer.byte(0);
        write_ends(writer, texts.clone().map(str::len));
        for text in texts {
            writer.0.extend_from_slice(text.as_bytes());
        }
        return;
    };
    writer.byte(1);
    writer.text(&letters.start);
    writer.length(letters.alphabet.len());
    writer.0.extend_from_slice(&letters.alphabet);
    let shared = letters.start.len();
    write_ends(writer, texts.clone().map(|text| text.len() - shared));
    let codes = texts.flat_map(|text| text.bytes().skip(shared));
    let codes = codes.map(|byte| letters.alphabet.binary_search(&byte).unwrap_or_default() as u64);
    narrow::write(writer, letters.width, codes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_are_found_again_and_in_their_order(
            mut texts in prop_oneof![
                prop::collection::vec("[a-z2-7]{26}", 0..20),
                prop::collection::vec("shopify:45000[0-9]{0,8}", 0..20),
                prop::collection::vec("[ -~]{0,12}", 0..30),
                prop::collection::vec("(über|ü|u)[a-c]{0,12}|", 0..20),
            ],
            sorted in any::<bool>(),
        ) {
            if sorted {
                texts.sort_unstable();
                texts.dedup();
            }
            let mut writer = Writer::default();
            write(&mut writer, texts.iter().map(String::as_str));
            let page = Arc::from(writer.0);
            let mut reader = Reader::new(&page, 0);
            let read = Texts::read(&mut reader, texts.len()).unwrap();
            prop_assert_eq!(reader.at(), page.len());
            let found: Vec<_> = (0..texts.len()).map(|place| read.get(place).into_owned()).collect();
            prop_assert_eq!(&found, &texts);
            let rise = texts.is_sorted_by(|one, other| one < other);
            prop_assert_eq!(read.rise(), rise);
            if rise {
                for (place, text) in texts.iter().enumerate() {
                    prop_assert_eq!(read.find(text), Some(place));
                    let longer = format!("{text}~~");
                    prop_assert_eq!(read.find(&longer), texts.binary_search(&longer).ok());
                }
            }
        }
    }
}
