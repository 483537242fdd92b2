//! Email addresses: what is one, and one spelling of its domain.

use super::{bounds, punycode};
use std::borrow::Cow;

/// `text` trimmed, if it can be an email address: something on both sides of one `@`, no
/// spaces, at most 254 characters (RFC 5321).
///
/// A domain beyond ASCII comes back as its `xn--` form, in which mail is delivered and which is
/// the same from every source. Letters are lowered and nothing else is prepared: a domain for which
/// that is not enough (letters in pieces, look-alikes of other widths, symbols) stays as it is
/// written, and the sender must refuse it.
pub(super) fn email_address(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    // Looked at many times for each message, so in one pass, and before anything else.
    let mut at = None;
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            0..=b' ' | 0x7f | b'<' | b'>' | b'"' | b',' | b';' => return None,
            b'@' if at.is_some() => return None,
            b'@' => at = Some(place),
            _ => {}
        }
    }
    let (name, domain) = text.split_at_checked(at?)?;
    let domain = domain.get(1..).filter(|domain| !domain.is_empty())?;
    let plain = text.is_ascii() || bounds::is_plain(text, |_| false);
    if name.is_empty() || !plain {
        return None;
    }
    let address = match ascii_domain(domain) {
        Some(ascii) => Cow::Owned([name, "@", &ascii].concat()),
        None => Cow::Borrowed(text),
    };
    (address.len() <= 254).then_some(address)
}

/// A domain beyond ASCII in ASCII; `None` where it is ASCII already or cannot be settled.
fn ascii_domain(domain: &str) -> Option<String> {
    if domain.is_ascii() {
        return None;
    }
    let labels: Option<Vec<String>> = domain.split('.').map(ascii_label).collect();
    Some(labels?.join("."))
}

fn ascii_label(label: &str) -> Option<String> {
    // Letter by letter: at the end of a word a Greek sigma would become another one.
    let lowered: String = label.chars().flat_map(char::to_lowercase).collect();
    if lowered.is_ascii() {
        return Some(lowered);
    }
    // A label that looks encoded and is not, or that lowering or preparing would change.
    let settled = !lowered.starts_with("xn--")
        && !lowered.starts_with('-')
        && !lowered.ends_with('-')
        && !lowered.starts_with(is_mark)
        && lowered.chars().all(is_settled);
    let ascii = ["xn--", &punycode::encode(&lowered).filter(|_| settled)?].concat();
    (ascii.len() <= 63).then_some(ascii)
}

/// Whether a letter in a lowered label means itself (RFC 5892): it needs no composing, no mapping
/// to another width or form, and is no symbol.
fn is_settled(c: char) -> bool {
    match c {
        '-' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // Latin-1 signs; ª, º and µ stand for other letters.
        '\u{80}'..='\u{bf}' | '×' | '÷' => false,
        // Ligatures and digraphs for other letters, the long s.
        '\u{132}'..='\u{133}' | '\u{13f}'..='\u{140}' | '\u{149}' | '\u{17f}' => false,
        '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' => false,
        // Modifiers, and marks that compose with the letter before them.
        '\u{2b0}'..='\u{2ff}' | '\u{300}'..='\u{36f}' => false,
        // Greek and Armenian letters in other forms, Arabic and Indic ones made of two.
        '\u{374}'..='\u{37a}' | '\u{3d0}'..='\u{3ff}' | '\u{587}' | '\u{675}'..='\u{678}' => false,
        '\u{958}'..='\u{95f}' | '\u{9dc}'..='\u{9df}' | '\u{a33}'..='\u{a36}' => false,
        '\u{a59}'..='\u{a5e}' | '\u{b5c}'..='\u{b5d}' | '\u{e33}' | '\u{eb3}' => false,
        '\u{edc}'..='\u{fff}' | '\u{10fc}' | '\u{1d00}'..='\u{1dff}' => false,
        '\u{13a0}'..='\u{13ff}' | '\u{1c80}'..='\u{1c8f}' => false,
        '\u{1e9a}'..='\u{1e9b}' | '\u{1f00}'..='\u{1fff}' => false,
        // Korean letters in pieces.
        '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}' => false,
        // Signs, numbers in circles, stops of other scripts, letters squared together.
        '\u{2000}'..='\u{2e7f}' | '\u{2f00}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => false,
        '\u{3038}'..='\u{303a}' | '\u{3099}'..='\u{309c}' | '\u{309f}' | '\u{30ff}' => false,
        '\u{3131}'..='\u{319f}' | '\u{3200}'..='\u{33ff}' | '\u{a640}'..='\u{abff}' => false,
        // Private, compatibility and presentation forms, full and half widths.
        '\u{e000}'..='\u{faff}' | '\u{fb00}'..='\u{ffff}' => false,
        // Styled letters, emoji and everything rare.
        '\u{10000}'..='\u{1ffff}' | '\u{2f800}'.. => false,
        _ => c.is_alphanumeric() || is_mark(c),
    }
}

/// A mark that belongs to the letter before it, in scripts that write vowels so.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{9bc}'..='\u{9cd}' | '\u{a01}'..='\u{a03}' | '\u{a3c}'..='\u{a4d}'
        | '\u{a81}'..='\u{a83}' | '\u{abc}'..='\u{acd}' | '\u{b3c}'..='\u{b4d}'
        | '\u{bbe}'..='\u{bcd}' | '\u{c3e}'..='\u{c4d}' | '\u{cbc}'..='\u{ccd}'
        | '\u{d3e}'..='\u{d4d}' | '\u{dca}'..='\u{ddf}' | '\u{e31}' | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ecd}'
        | '\u{102b}'..='\u{103e}' | '\u{17b4}'..='\u{17d3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_two_sides() {
        assert_eq!(
            email_address(" a@b.example ").as_deref(),
            Some("a@b.example")
        );
        for text in ["", "@", "a@", "@b", "a b@c", "a@b@c", "a@b,c@d"] {
            assert_eq!(email_address(text), None, "{text}");
        }
    }

    #[test]
    fn a_domain_beyond_ascii_has_one_spelling() {
        for (received, settled) in [
            ("info@bücher.example", "info@xn--bcher-kva.example"),
            ("Info@BÜCHER.Example", "Info@xn--bcher-kva.example"),
            ("info@xn--bcher-kva.example", "info@xn--bcher-kva.example"),
            ("a@mail.Straße.example", "a@mail.xn--strae-oqa.example"),
            ("почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"),
            ("a@हिन्दी.example", "a@xn--j2bd4cyah0f.example"),
            ("a@ΟΔΟΣ.example", "a@xn--pxavbq.example"),
            ("a@日本語.example", "a@xn--wgv71a119e.example"),
            // What is ASCII stays as it is written.
            ("Upper.Case@B.Example", "Upper.Case@B.Example"),
        ] {
            assert_eq!(
                email_address(received).as_deref(),
                Some(settled),
                "{received}"
            );
        }
    }

    #[test]
    fn what_lowering_does_not_settle_stays_as_it_is_written() {
        for received in [
            "a@bu\u{308}cher.example",
            "a@ｂücher.example",
            "a@bücher。example",
            "a@ﬁn.example",
            "a@i❤.example",
            "a@xn--bücher.example",
            "a@-ü.example",
            "a@ü..example",
            "a@ſ.example",
            "a@xn--.bücher☃.example",
        ] {
            let read = email_address(received);
            let kept = read.as_deref() == Some(received);
            assert!(kept || received.contains(".."), "{received}: {read:?}");
        }
    }
}
