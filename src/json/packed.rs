//! The packed form: the same values as JSON in a fraction of the bytes.
//!
//! Each value begins with a byte that says what it is. Whole numbers have as many bytes as they need,
//! strings say their length and have no escapes, and a word of the [dictionary](super::dictionary),
//! which most names of members are, is one byte or two. What JSON can say and this cannot (a number with
//! decimals, half of a surrogate pair) stays as JSON writes it.
//!
//! No byte but those inside of strings has its top bit set, so whatever is packed is UTF-8: it is checked
//! once, as a whole, and goes wherever a text goes. The first byte says the version and is one that no
//! JSON begins with.
//!
//! The values are the same in both forms, so everything is read by the same tables through the same
//! reader (`unpack.rs` is its half for this form), and hostile bytes are refused in the same way.

use super::scan::Scan;

/// The first byte of what is packed: the version of this form.
pub(super) const MARK: u8 = 0x01;

/// What ends a list or an object.
pub(super) const END: u8 = 0x00;
pub(super) const NULL: u8 = 0x02;
pub(super) const FALSE: u8 = 0x03;
pub(super) const TRUE: u8 = 0x04;
/// What begins an object: names and values follow, up to the end.
pub(super) const OBJECT: u8 = 0x05;
/// What begins a list: values follow, up to the end.
pub(super) const LIST: u8 = 0x06;
/// A string: its length follows, as a whole number, and then the string.
const STRING: u8 = 0x07;
/// A number or a string as JSON writes it: length and text follow as for a string.
pub(super) const AS_WRITTEN: u8 = 0x08;
/// A word whose number is the next byte and [`SHORT_WORDS`] more, and [`PAGE`] more for each step up to
/// [`LAST_PAGE`].
const WORDS: u8 = 0x0a;
const LAST_PAGE: u8 = 0x0d;
/// A whole number in one byte, of which seven bits count; in one more for each step up to ten. The lowest
/// bits come first.
pub(super) const WHOLE: u8 = 0x10;
/// The same for `-1 - number`.
pub(super) const NEGATIVE: u8 = 0x1a;
/// The numbers from 0 to 15.
const SMALL: u8 = 0x24;
/// A string of 0 to 27 bytes, which follow.
const SHORT_STRING: u8 = 0x34;
/// The first words of the dictionary, up to the last of the 128 bytes.
const SHORT_WORD: u8 = 0x50;

const PAGE: u16 = 128;
const SHORT_WORDS: u16 = 48;
/// How many bytes a whole number has at most, and how many bits of it are in each.
const WIDEST: usize = 10;
const BITS: u32 = 7;

/// Writes a number, as one that is [`WHOLE`] or [`NEGATIVE`].
pub(super) fn write_whole(number: u64, sign: u8, out: &mut Vec<u8>) {
    if sign == WHOLE && number < u64::from(SHORT_STRING - SMALL) {
        out.push(SMALL + number.to_le_bytes()[0]);
        return;
    }
    let bits = u64::BITS - (number | 1).leading_zeros();
    let length = bits.div_ceil(BITS);
    let bytes = u128::from(u32::from(sign) + length - 1)
        | u128::from(spread(number)) << 8
        | u128::from(number >> 56 & 0x7f) << 72
        | u128::from(number >> 63) << 80;
    let bytes = bytes.to_le_bytes();
    out.extend_from_slice(bytes.get(..=length as usize).unwrap_or_default());
}

/// The lowest 56 bits, seven in each byte.
const fn spread(number: u64) -> u64 {
    let number = (number & 0x0fff_ffff) | (number & 0x00ff_ffff_f000_0000) << 4;
    let number = (number & 0x0000_3fff_0000_3fff) | (number & 0x0fff_c000_0fff_c000) << 2;
    (number & 0x007f_007f_007f_007f) | (number & 0x3f80_3f80_3f80_3f80) << 1
}

/// The reverse, of bytes whose top bits are not set.
const fn joined(bytes: u64) -> u64 {
    let number = (bytes & 0x007f_007f_007f_007f) | (bytes & 0x7f00_7f00_7f00_7f00) >> 1;
    let number = (number & 0x0000_3fff_0000_3fff) | (number & 0x3fff_0000_3fff_0000) >> 2;
    (number & 0x0fff_ffff) | (number & 0x0fff_ffff_0000_0000) >> 4
}

pub(super) fn write_string(string: &str, out: &mut Vec<u8>) {
    match u8::try_from(string.len()) {
        Ok(length) if length < SHORT_WORD - SHORT_STRING => out.push(SHORT_STRING + length),
        _ => {
            out.push(STRING);
            write_whole(string.len() as u64, WHOLE, out);
        }
    }
    out.extend_from_slice(string.as_bytes());
}

pub(super) fn write_word(number: u16, out: &mut Vec<u8>) {
    match number.checked_sub(SHORT_WORDS) {
        None => out.push(SHORT_WORD + number.to_le_bytes()[0]),
        Some(far) => {
            let (page, place) = (far / PAGE, far % PAGE);
            out.extend_from_slice(&[WORDS + page.to_le_bytes()[0], place.to_le_bytes()[0]]);
        }
    }
}

/// A value other than an object or a list.
pub(super) enum Leaf<'a> {
    Constant,
    Whole(u64),
    Negative(i64),
    Word(u16),
    String(&'a str),
    AsWritten(&'a str),
}

/// What this byte is for JSON: whatever begins a value of that kind; 0 for what begins none. What is
/// [`AS_WRITTEN`] says itself what it is.
pub(super) const fn kind(byte: u8) -> u8 {
    match byte {
        NULL => b'n',
        FALSE => b'f',
        TRUE => b't',
        OBJECT => b'{',
        LIST => b'[',
        STRING | WORDS..=LAST_PAGE | SHORT_STRING..=0x7f => b'"',
        WHOLE..SHORT_STRING => b'0',
        AS_WRITTEN => AS_WRITTEN,
        _ => 0,
    }
}

impl Scan<'_> {
    /// Takes the next byte.
    #[inline(always)]
    fn take(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    /// The rest of a number that has one byte and so many more.
    fn base_128(&mut self, more: u8) -> Option<u64> {
        const TOPS: u64 = 0x8080_8080_8080_8080;
        let length = usize::from(more) + 1;
        let rest = self.bytes.get(self.at..)?;
        let mut bytes = [0; WIDEST];
        match rest.first_chunk() {
            // Nearly everywhere: no loop.
            Some(chunk) => bytes = *chunk,
            None => bytes
                .iter_mut()
                .zip(rest)
                .for_each(|(to, from)| *to = *from),
        }
        if length > rest.len() {
            return None;
        }
        let [a, b, c, d, e, f, g, h, i, j] = bytes;
        let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let low = match length {
            0..8 => low & ((1 << (length * 8)) - 1),
            _ => low,
        };
        let (high, top) = match length {
            10 => (i, j),
            9 => (i, 0),
            _ => (0, 0),
        };
        // Beyond 64 bits, and beyond 7 in a byte, it is no number.
        if low & TOPS != 0 || high > 0x7f || top > 1 {
            return None;
        }
        self.at += length;
        Some(joined(low) | u64::from(high) << 56 | u64::from(top) << 63)
    }

    /// Takes a whole number that is not negative.
    pub(super) fn whole(&mut self) -> Option<u64> {
        match self.take()? {
            small @ SMALL..SHORT_STRING => Some(u64::from(small - SMALL)),
            whole @ WHOLE..NEGATIVE => self.base_128(whole - WHOLE),
            _ => None,
        }
    }

    /// Takes the number of a word.
    pub(super) fn word_number(&mut self) -> Option<u16> {
        let first = self.take()?;
        match first {
            SHORT_WORD..=0x7f => Some(u16::from(first - SHORT_WORD)),
            WORDS..=LAST_PAGE => {
                let place = self.take().filter(|place| *place < 0x80)?;
                Some(SHORT_WORDS + u16::from(first - WORDS) * PAGE + u16::from(place))
            }
            _ => None,
        }
    }

    /// Takes a value that is no object and no list, out of `text`.
    pub(super) fn leaf<'a>(&mut self, text: &'a str) -> Option<Leaf<'a>> {
        let first = self.byte();
        let length = match first {
            NULL | FALSE | TRUE => {
                self.at += 1;
                return Some(Leaf::Constant);
            }
            WHOLE..NEGATIVE | SMALL..SHORT_STRING => return self.whole().map(Leaf::Whole),
            NEGATIVE..SMALL => {
                self.at += 1;
                let number = i64::try_from(self.base_128(first - NEGATIVE)?).ok()?;
                return Some(Leaf::Negative(!number));
            }
            WORDS..=LAST_PAGE | SHORT_WORD..=0x7f => return self.word_number().map(Leaf::Word),
            SHORT_STRING..SHORT_WORD => {
                self.at += 1;
                usize::from(first - SHORT_STRING)
            }
            STRING | AS_WRITTEN => {
                self.at += 1;
                usize::try_from(self.whole()?).ok()?
            }
            _ => return None,
        };
        let end = self.at.checked_add(length)?;
        let string = text.get(self.at..end)?;
        self.at = end;
        match first {
            AS_WRITTEN => is_scalar(string).then_some(Leaf::AsWritten(string)),
            _ => Some(Leaf::String(string)),
        }
    }
}

/// Whether it is a number or a string, and nothing else.
fn is_scalar(json: &str) -> bool {
    let mut scan = Scan::new(json);
    let whole = match scan.byte() {
        b'"' => scan.string().is_some(),
        _ => scan.number().is_some(),
    };
    whole && scan.at == json.len()
}
