//! Which of a few values each thing has, as planes of bits.
//!
//! The first bits of sixty-four codes stand side by side, then their second bits, and so on. So a code takes
//! the bits it needs instead of a byte, and which of sixty-four are among some values takes a few
//! operations on whole words instead of a look at each.

use super::bits::Bits;
use super::bytes::{Reader, SnapshotError, Writer};
use super::packed::{self, Packed};
use std::ops::Range;
use std::sync::Arc;

/// A code for each of some things, below a number of values.
#[derive(Clone, Debug)]
pub(super) enum Codes {
    /// Of at most [`MOST`] values.
    Planes(Planes),
    /// Of more.
    Numbers(Packed),
}

/// So many values are told apart by planes.
pub(super) const MOST: usize = 256;

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Planes {
    bytes: Arc<[u8]>,
    /// Where the planes of the first sixty-four begin.
    from: usize,
    count: usize,
    /// How many planes there are, the highest bit first.
    planes: usize,
    /// The least code; what the planes say is more than this by so much.
    least: usize,
}

impl Codes {
    pub(super) fn at(&self, place: usize) -> usize {
        match self {
            Self::Planes(planes) => planes.at(place),
            Self::Numbers(numbers) => usize::try_from(numbers.at(place)).unwrap_or_default(),
        }
    }

    /// Takes the codes at `places`, one after the other.
    pub(super) fn each(&self, places: Range<usize>, mut take: impl FnMut(usize)) {
        match self {
            Self::Planes(planes) => places.for_each(|place| take(planes.at(place))),
            Self::Numbers(numbers) => numbers.each(places, |number| {
                take(usize::try_from(number).unwrap_or_default());
            }),
        }
    }

    /// Reads `count` codes that [`write()`] wrote, below `values`. Few bytes say many codes where all are
    /// the same, so there must be something else that takes a byte for each.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        count: usize,
        values: usize,
    ) -> Result<Self, SnapshotError> {
        if values > MOST {
            let numbers = Packed::read(reader, count, 0..=values as i64 - 1)?;
            return Ok(Self::Numbers(numbers));
        }
        Planes::read(reader, count, values).map(Self::Planes)
    }
}

impl Planes {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The code at `place`.
    pub(super) fn at(&self, place: usize) -> usize {
        let words = self.words(place / 64);
        let above = words.iter().fold(0, |code, word| {
            let bit = u64::from_le_bytes(*word) >> (place % 64) & 1;
            code << 1 | usize::from(bit == 1)
        });
        self.least + above
    }

    /// As [`Codes::read`], of at most [`MOST`] values.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        count: usize,
        values: usize,
    ) -> Result<Self, SnapshotError> {
        let (least, most) = (usize::from(reader.byte()?), usize::from(reader.byte()?));
        if least > most || (count > 0 && most >= values) {
            return Err(reader.corrupt());
        }
        let planes = planes_for(most - least);
        let from = reader.at();
        reader.skip(count.div_ceil(64) * planes * size_of::<u64>())?;
        Ok(Self {
            bytes: Arc::clone(reader.page()),
            from,
            count,
            planes,
            least,
        })
    }

    /// The planes of sixty-four codes.
    fn words(&self, block: usize) -> &[[u8; 8]] {
        let bytes = self.bytes.get(self.from..).unwrap_or_default();
        let (words, _) = bytes.as_chunks();
        let words = words.get(block * self.planes..(block + 1) * self.planes);
        words.unwrap_or_default()
    }

    /// The test whether a code is among those that pass.
    pub(super) fn among(&self, passes: &[bool]) -> Among<'_> {
        let passes = passes.get(self.least..).unwrap_or_default();
        let passes = passes.get(..1 << self.planes).unwrap_or(passes);
        let mut ways = Vec::new();
        add_ways(passes, self.planes, &mut Vec::new(), &mut ways);
        Among { planes: self, ways }
    }

    /// The places whose code passes.
    pub(super) fn select(&self, passes: &[bool]) -> Bits {
        let among = self.among(passes);
        let words = (0..self.count.div_ceil(64)).map(|block| among.word(block));
        Bits::of_words(self.count, words)
    }
}

/// Which codes pass, as the bits they begin with.
#[derive(Debug)]
pub(super) struct Among<'a> {
    planes: &'a Planes,
    /// Each a beginning that passes whatever follows: a word to flip the planes by, the highest first.
    ways: Vec<Vec<u64>>,
}

impl Among<'_> {
    /// Whether all pass.
    pub(super) fn is_all(&self) -> bool {
        self.ways.first().is_some_and(Vec::is_empty)
    }

    /// Which of the sixty-four codes from `block * 64` on pass; anything behind the last.
    #[inline]
    pub(super) fn word(&self, block: usize) -> u64 {
        let planes = self.planes.words(block);
        self.ways.iter().fold(0, |word, way| {
            let bits = planes.iter().zip(way);
            word | bits.fold(u64::MAX, |word, (plane, flip)| {
                word & (u64::from_le_bytes(*plane) ^ flip)
            })
        })
    }
}

/// Adds the shortest beginnings of the codes that pass. What is behind the last value may pass or not.
fn add_ways(passes: &[bool], planes: usize, way: &mut Vec<u64>, ways: &mut Vec<Vec<u64>>) {
    if !passes.contains(&true) {
        return;
    }
    if planes == 0 || !passes.contains(&false) {
        ways.push(way.clone());
        return;
    }
    let half = (1 << (planes - 1)).min(passes.len());
    let (low, high) = passes.split_at(half);
    for (half, flip) in [(low, u64::MAX), (high, 0)] {
        way.push(flip);
        add_ways(half, planes - 1, way, ways);
        way.pop();
    }
}

/// How many bits a number takes.
const fn planes_for(most: usize) -> usize {
    (usize::BITS - most.leading_zeros()) as usize
}

/// Writes codes below `values`.
pub(super) fn write(writer: &mut Writer, codes: &[usize], values: usize) {
    if values > MOST {
        let numbers: Vec<i64> = codes.iter().map(|code| *code as i64).collect();
        packed::write(writer, &numbers);
        return;
    }
    let least = codes.iter().copied().min().unwrap_or_default();
    let most = codes.iter().copied().max().unwrap_or_default();
    for end in [least, most] {
        writer.byte(u8::try_from(end).unwrap_or(u8::MAX));
    }
    for block in codes.chunks(64) {
        for plane in (0..planes_for(most - least)).rev() {
            let bits = block.iter().rev().fold(0u64, |word, code| {
                word << 1 | ((code - least) >> plane & 1) as u64
            });
            writer.0.extend_from_slice(&bits.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_are_found_again_and_those_that_pass_are_the_ones(
            codes in prop::collection::vec(0usize..256, 0..300),
            (least, below) in (0usize..40, 1usize..200),
            passes in prop::collection::vec(any::<bool>(), 300),
        ) {
            let codes: Vec<usize> = codes.iter().map(|code| least + code % below).collect();
            let values = least + below;
            let mut writer = Writer::default();
            write(&mut writer, &codes, values);
            let page = Arc::from(writer.0);
            let read = Codes::read(&mut Reader::new(&page, 0), codes.len(), values).unwrap();
            let Codes::Planes(planes) = read else { panic!() };
            let passes = &passes[..values];
            let all: Vec<usize> = (0..codes.len()).filter(|place| passes[codes[*place]]).collect();
            prop_assert_eq!(planes.select(passes).iter().collect::<Vec<_>>(), all);
            for (place, code) in codes.iter().enumerate() {
                prop_assert_eq!(planes.at(place), *code);
            }
        }
    }
}
