//! What stands between quotes.

/// How many bytes from the start need no second look: no quote, no backslash, no control
/// character. Eight bytes at once.
pub(super) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    const QUOTES: u64 = 0x2222_2222_2222_2222;
    const BACKSLASHES: u64 = 0x5c5c_5c5c_5c5c_5c5c;
    // The top bit of each byte of the result is set where the byte is below `limit`; bits
    // above the first hit may be wrong, and are not looked at.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES.wrapping_mul(limit)) & !word;
    let mut rest = bytes;
    while let Some((chunk, more)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let hits = below(word ^ QUOTES, 1) | below(word ^ BACKSLASHES, 1) | below(word, 0x20);
        let hits = hits & TOPS;
        if hits != 0 {
            return bytes.len() - rest.len() + (hits.trailing_zeros() / 8) as usize;
        }
        rest = more;
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let place = rest.iter().position(special).unwrap_or(rest.len());
    bytes.len() - rest.len() + place
}

/// What is written between quotes, with its escapes resolved; `None` where one of them is no
/// escape, or half of a surrogate pair.
#[must_use]
pub fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let letter = after.as_bytes().first()?;
        rest = after.get(1..)?;
        text.push(match letter {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit;
                (unit, rest) = code_unit(rest)?;
                match unit {
                    0xd800..=0xdbff => {
                        let low;
                        (low, rest) = code_unit(rest.strip_prefix("\\u")?)?;
                        let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + low)?
                    }
                    _ => char::from_u32(unit)?,
                }
            }
            b'"' | b'\\' | b'/' => char::from(*letter),
            _ => return None,
        });
    }
    text.push_str(rest);
    Some(text)
}

/// The four hexadecimal digits that come first, and what follows.
fn code_unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let is_hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let unit = u32::from_str_radix(digits, 16).ok()?;
    is_hexadecimal.then_some((unit, rest))
}

/// Writes `text` as a JSON string.
pub(super) fn write(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push('"');
    let mut rest = text;
    loop {
        let (before, after) = rest.split_at(plain(rest.as_bytes()));
        out.push_str(before);
        let Some(byte) = after.as_bytes().first() else {
            break;
        };
        // What needs an escape is one byte long.
        rest = after.get(1..).unwrap_or_default();
        out.push('\\');
        let letter = match byte {
            8 => 'b',
            12 => 'f',
            b'\n' => 'n',
            b'\r' => 'r',
            b'\t' => 't',
            0..=0x1f => {
                out.push_str(if *byte < 16 { "u000" } else { "u001" });
                let digit = DIGITS.get(usize::from(byte & 15)).copied();
                char::from(digit.unwrap_or(b'0'))
            }
            other => char::from(*other),
        };
        out.push(letter);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        write(text, &mut out);
        out
    }

    proptest! {
        #[test]
        fn writes_and_reads_as_serde_json_does(text in "[\\x00-\\x7fé🙏\"\\\\]{0,40}") {
            let ours = written(&text);
            prop_assert_eq!(&ours, &serde_json::to_string(&text).unwrap());
            prop_assert_eq!(unescaped(&ours[1..ours.len() - 1]), Some(text));
        }

        #[test]
        fn understands_escapes_as_serde_json_does(
            inner in r#"([a-z]|\\u[dD][89aAcCfF][0-9a-f]{2}|\\u00[0-9a-f]{2}|\\["\\/bfnrt]|\\x|\\u12){0,6}"#,
        ) {
            let oracle = serde_json::from_str::<String>(&format!("\"{inner}\"")).ok();
            prop_assert_eq!(unescaped(&inner), oracle);
        }
    }
}
