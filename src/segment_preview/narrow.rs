//! Whole numbers of a few bits each, one behind the other, for what questions seldom take out: letters of ids,
//! steps of time.

use super::bytes::Writer;

/// The widest number.
pub(super) const MOST: u32 = 56;

/// The number of `width` bits that begins at bit `at`; 0 behind the end.
#[inline]
pub(super) fn take(bytes: &[u8], at: usize, width: u32) -> u64 {
    let bytes = bytes.get(at / 8..).unwrap_or_default();
    let word = match bytes.first_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => bytes
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    word >> (at % 8) & ((1 << width.min(MOST)) - 1)
}

/// How many bits a number takes.
pub(super) const fn width_of(number: u64) -> u32 {
    u64::BITS - number.leading_zeros()
}

/// How many bytes so many bits take.
pub(super) const fn bytes_for(bits: usize) -> usize {
    bits.div_ceil(8)
}

/// Writes numbers of `width` bits each, filling up the last byte.
pub(super) fn write(writer: &mut Writer, width: u32, numbers: impl Iterator<Item = u64>) {
    let (mut pending, mut held) = (0u128, 0);
    for number in numbers {
        pending |= u128::from(number) << held;
        held += width;
        while held >= 8 {
            writer.byte(pending.to_le_bytes()[0]);
            pending >>= 8;
            held -= 8;
        }
    }
    if held > 0 {
        writer.byte(pending.to_le_bytes()[0]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_taken_out_again(
            width in 0u32..=MOST,
            numbers in prop::collection::vec(any::<u64>(), 0..100),
        ) {
            let numbers: Vec<u64> = numbers.iter().map(|one| one & ((1 << width) - 1)).collect();
            let mut writer = Writer::default();
            write(&mut writer, width, numbers.iter().copied());
            prop_assert_eq!(writer.0.len(), bytes_for(numbers.len() * width as usize));
            for (place, number) in numbers.iter().enumerate() {
                prop_assert_eq!(take(&writer.0, place * width as usize, width), *number);
            }
        }
    }
}
