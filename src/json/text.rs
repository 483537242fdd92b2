//! What stands between quotes.

use std::borrow::Cow;

/// Where the first byte at or behind `from` stands that needs a second look: a quote, a backslash or a
/// control character; the end where there is none. Eight bytes at once.
#[inline(always)]
pub(super) fn special(bytes: &[u8], from: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    // The top bit of each byte of the result is set where the byte, changed by `other`, is below
    // `limit` and was ASCII; bits above the first hit may be wrong, and are not looked at.
    let below = |word: u64, other: u64, limit: u64| {
        (word ^ ONES.wrapping_mul(other)).wrapping_sub(ONES.wrapping_mul(limit)) & !word
    };
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(*chunk);
        // With this bit changed, a quote comes behind the control characters and nothing else does.
        let hits = (below(word, 0x02, 0x21) | below(word, 0x5c, 1)) & TOPS;
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    at + rest.iter().position(special).unwrap_or(rest.len())
}

/// As [`special`], once for all who are not in a hurry.
#[inline(never)]
fn next_special(bytes: &[u8], from: usize) -> usize {
    special(bytes, from)
}

/// What stands between the quotes of a JSON string; `None` if there are escapes in it.
#[must_use]
pub fn without_escapes(string: &str) -> Option<&str> {
    let bytes = string.as_bytes();
    let end = next_special(bytes, 1);
    (end + 1 == bytes.len()).then(|| string.get(1..end))?
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
pub(super) fn write(text: &str, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut rest = text;
    loop {
        let (before, after) = rest.split_at(next_special(rest.as_bytes(), 0));
        out.extend_from_slice(before.as_bytes());
        let Some(byte) = after.as_bytes().first() else {
            break;
        };
        // What needs an escape is one byte long.
        rest = after.get(1..).unwrap_or_default();
        out.push(b'\\');
        let letter = match byte {
            8 => b'b',
            12 => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0..=0x1f => {
                out.extend_from_slice(if *byte < 16 { b"u000" } else { b"u001" });
                DIGITS.get(usize::from(byte & 15)).copied().unwrap_or(b'0')
            }
            other => *other,
        };
        out.push(letter);
    }
    out.push(b'"');
}

/// What stands between the quotes of the JSON string of `text`.
#[inline(never)]
pub(super) fn escaped(text: Cow<'_, str>) -> Cow<'_, str> {
    if next_special(text.as_bytes(), 0) == text.len() {
        return text;
    }
    let mut out = Vec::new();
    write(&text, &mut out);
    let inner = out.get(1..out.len() - 1).unwrap_or_default();
    String::from_utf8(inner.to_owned()).map_or(text, Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write(text, &mut out);
        String::from_utf8(out).unwrap()
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
