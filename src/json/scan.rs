//! Bytes of a JSON text, from left to right.
//!
//! Most of a body is skipped, so this is where most of the time of reading one goes: what is open is
//! a bit each instead of a call each, and a string is looked at eight bytes at once. What is skipped
//! is checked as strictly as what is read.

use super::text;

/// A place among the bytes of a text. Where something is refused, it stays at the byte that is wrong.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Scan<'a> {
    /// Objects and lists inside each other; more is hostile.
    pub(super) const MAX_DEPTH: u8 = 127;

    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
        }
    }

    /// The next byte; 0, which no JSON has outside of strings, at the end.
    #[inline(always)]
    pub(super) fn byte(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// Steps over white space; the byte that follows.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u8 {
        loop {
            match self.byte() {
                byte @ b'!'.. => return byte,
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Steps over white space and this byte.
    #[inline(always)]
    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        if self.next() != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Steps over a string; whether there are escapes in it.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Option<bool> {
        if self.byte() != b'"' {
            return None;
        }
        self.at += 1;
        let mut escaped = false;
        loop {
            self.at = text::special(self.bytes, self.at);
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Some(escaped);
                }
                b'\\' => {
                    let (is_escape, end) = escape(self.bytes, self.at + 1);
                    self.at = end;
                    if !is_escape {
                        return None;
                    }
                }
                _ => return None,
            }
            escaped = true;
        }
    }

    /// Steps over a value that stands inside `depth` objects and lists. There is one who asks.
    #[inline(always)]
    pub(super) fn value(&mut self, depth: u8) -> Option<()> {
        // What is open, the innermost in the lowest bit: whether it is an object.
        let mut objects: u128 = 0;
        let mut inside = depth;
        // Whether a member's name comes next, and a value only behind it.
        let mut is_name = false;
        loop {
            match self.next() {
                b'"' => {
                    self.string()?;
                    if is_name {
                        self.expect(b':')?;
                        is_name = false;
                        continue;
                    }
                }
                _ if is_name => return None,
                open @ (b'{' | b'[') => {
                    self.at += 1;
                    inside += 1;
                    if inside > Self::MAX_DEPTH {
                        return None;
                    }
                    let is_object = open == b'{';
                    objects = (objects << 1) | u128::from(is_object);
                    if self.next() != closing(is_object) {
                        is_name = is_object;
                        continue;
                    }
                    // Empty: closed below.
                }
                b'-' | b'0'..=b'9' => self.number()?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => return None,
            }
            loop {
                if inside == depth {
                    return Some(());
                }
                let is_object = objects & 1 == 1;
                let byte = self.next();
                if byte == closing(is_object) {
                    self.at += 1;
                    inside -= 1;
                    objects >>= 1;
                } else if byte == b',' {
                    self.at += 1;
                    is_name = is_object;
                    break;
                } else {
                    return None;
                }
            }
        }
    }

    /// Steps over a number.
    #[inline(always)]
    pub(super) fn number(&mut self) -> Option<()> {
        if self.byte() == b'-' {
            self.at += 1;
        }
        if self.byte() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// Steps over a whole number of up to 18 digits without a sign; `None` for any other.
    pub(super) fn plain_number(&mut self) -> Option<u64> {
        let start = self.at;
        let mut number: u64 = 0;
        while let digit @ b'0'..=b'9' = self.byte() {
            if self.at - start == 18 {
                return None;
            }
            number = number * 10 + u64::from(digit - b'0');
            self.at += 1;
        }
        let leads_with_zero = self.at - start > 1 && self.bytes.get(start) == Some(&b'0');
        let goes_on = matches!(self.byte(), b'.' | b'e' | b'E');
        (self.at > start && !leads_with_zero && !goes_on).then_some(number)
    }

    #[inline(always)]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        (self.at != start).then_some(())
    }

    #[inline(always)]
    fn word(&mut self, word: &[u8]) -> Option<()> {
        let end = self.at + word.len();
        if self.bytes.get(self.at..end) != Some(word) {
            return None;
        }
        self.at = end;
        Some(())
    }
}

const fn closing(is_object: bool) -> u8 {
    if is_object { b'}' } else { b']' }
}

/// Whether what stands at `at`, behind a backslash, is an escape, and where it ends or is wrong. A function
/// of values, so that a scan can stay in registers.
#[cold]
fn escape(bytes: &[u8], at: usize) -> (bool, usize) {
    match bytes.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => (true, at + 1),
        Some(b'u') => {
            let digits = bytes.get(at + 1..).unwrap_or_default().iter().take(4);
            let right = digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
            (right == 4, at + 1 + right)
        }
        _ => (false, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same rules, byte by byte and one call inside the other: where the value ends, or the byte that
    /// is wrong.
    mod plain {
        fn byte(bytes: &[u8], at: usize) -> u8 {
            bytes.get(at).copied().unwrap_or(0)
        }

        fn white(bytes: &[u8], mut at: usize) -> usize {
            while matches!(byte(bytes, at), b' ' | b'\n' | b'\t' | b'\r') {
                at += 1;
            }
            at
        }

        pub(super) fn value(bytes: &[u8], at: usize, depth: u8) -> Result<usize, usize> {
            let at = white(bytes, at);
            match byte(bytes, at) {
                b'"' => string(bytes, at),
                b'{' => list(bytes, at + 1, depth + 1, b'}'),
                b'[' => list(bytes, at + 1, depth + 1, b']'),
                b't' => word(bytes, at, b"true"),
                b'f' => word(bytes, at, b"false"),
                b'n' => word(bytes, at, b"null"),
                b'-' | b'0'..=b'9' => number(bytes, at),
                _ => Err(at),
            }
        }

        fn list(bytes: &[u8], mut at: usize, depth: u8, close: u8) -> Result<usize, usize> {
            if depth > super::Scan::MAX_DEPTH {
                return Err(at);
            }
            let mut is_first = true;
            loop {
                at = white(bytes, at);
                if byte(bytes, at) == close {
                    return Ok(at + 1);
                }
                if !is_first {
                    at = white(bytes, expect(bytes, at, b',')?);
                }
                is_first = false;
                if close == b'}' {
                    at = white(bytes, string(bytes, at)?);
                    at = expect(bytes, at, b':')?;
                }
                at = value(bytes, at, depth)?;
            }
        }

        fn expect(bytes: &[u8], at: usize, wanted: u8) -> Result<usize, usize> {
            if byte(bytes, at) == wanted {
                Ok(at + 1)
            } else {
                Err(at)
            }
        }

        fn word(bytes: &[u8], at: usize, word: &[u8]) -> Result<usize, usize> {
            if bytes[at..].starts_with(word) {
                Ok(at + word.len())
            } else {
                Err(at)
            }
        }

        fn string(bytes: &[u8], at: usize) -> Result<usize, usize> {
            let mut at = expect(bytes, at, b'"')?;
            loop {
                match byte(bytes, at) {
                    b'"' => return Ok(at + 1),
                    b'\\' => {
                        at += 1;
                        match byte(bytes, at) {
                            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 1,
                            b'u' => {
                                for _ in 0..4 {
                                    at += 1;
                                    if !byte(bytes, at).is_ascii_hexdigit() {
                                        return Err(at);
                                    }
                                }
                                at += 1;
                            }
                            _ => return Err(at),
                        }
                    }
                    0..=0x1f => return Err(at),
                    _ => at += 1,
                }
            }
        }

        fn number(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
            let digits = |mut at: usize| {
                let start = at;
                while byte(bytes, at).is_ascii_digit() {
                    at += 1;
                }
                if at == start { Err(at) } else { Ok(at) }
            };
            if byte(bytes, at) == b'-' {
                at += 1;
            }
            at = if byte(bytes, at) == b'0' {
                at + 1
            } else {
                digits(at)?
            };
            if byte(bytes, at) == b'.' {
                at = digits(at + 1)?;
            }
            if matches!(byte(bytes, at), b'e' | b'E') {
                at += 1;
                if matches!(byte(bytes, at), b'+' | b'-') {
                    at += 1;
                }
                at = digits(at)?;
            }
            Ok(at)
        }
    }

    fn scanned(text: &str, depth: u8) -> Result<usize, usize> {
        let mut scan = Scan::new(text);
        let over = scan.value(depth);
        over.map(|()| scan.at).ok_or(scan.at)
    }

    /// JSON of all kinds, with white space where it may be.
    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just(" false\n".to_owned()),
            "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
            "\"[a-zé 🙏]{0,20}(\\\\u[0-9a-fA-F]{4}|\\\\[\"\\\\/bfnrt])?[a-z]{0,9}\"",
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            let member = ("\"[a-z_]{0,20}\"[ ]{0,2}:", inner.clone());
            let member = member.prop_map(|(name, value)| name + &value);
            prop_oneof![
                prop::collection::vec(inner, 0..6)
                    .prop_map(|values| format!("[{}]", values.join(" , "))),
                prop::collection::vec(member, 0..6)
                    .prop_map(|members| format!("{{ {}}}", members.join(","))),
            ]
        })
    }

    proptest! {
        /// Eight bytes at once and without calls or one byte after the other: the same end, and the
        /// same byte is wrong.
        #[test]
        fn what_is_skipped_is_checked_as_strictly_as_byte_by_byte(
            text in json(),
            damages in prop::collection::vec((any::<prop::sample::Index>(), 0usize..3, "[\\x00-\\x7fé\"\\\\{}\\[\\],:0-9eE+.-]{0,3}"), 0..3),
            depth in prop_oneof![Just(0u8), 120u8..=127],
        ) {
            let mut characters: Vec<char> = text.chars().collect();
            for (at, length, damage) in damages {
                let start = at.index(characters.len() + 1);
                let end = (start + length).min(characters.len());
                characters.splice(start..end, damage.chars());
            }
            let text: String = characters.into_iter().collect();
            let plain = plain::value(text.as_bytes(), 0, depth);
            prop_assert_eq!(scanned(&text, depth), plain, "{:?}", text);
        }
    }

    #[test]
    fn nothing_is_skipped_deeper_than_it_is_read() {
        for (depth, levels, is_read) in [
            (0, 127, true),
            (0, 128, false),
            (120, 7, true),
            (120, 8, false),
        ] {
            for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
                let text = format!("{}1{}", open.repeat(levels), close.repeat(levels));
                assert_eq!(scanned(&text, depth).is_ok(), is_read, "{depth} {levels}");
                assert_eq!(
                    scanned(&text, depth),
                    plain::value(text.as_bytes(), 0, depth)
                );
            }
        }
    }
}
