//! What is put aside while the layout is made.

use crate::design::liquid_at;
use std::fmt::Write as _;

/// Where a mark begins and ends. Only MJML of the merchant's own could have them as well, and there
/// they are written as entities.
const BEGIN: char = '⟦';
const END: char = '⟧';

/// Texts that were put aside, each by its number.
#[derive(Debug, Default)]
pub(super) struct Slots(Vec<String>);

impl Slots {
    /// Puts HTML aside; the mark that stands for it.
    pub(super) fn put(&mut self, html: String) -> String {
        let mark = format!("{BEGIN}{}{END}", self.0.len());
        self.0.push(html);
        mark
    }

    /// Puts text aside for an attribute or between tags, escaped but for its Liquid.
    pub(super) fn text(&mut self, text: &str) -> String {
        let escaped = escaped(text);
        self.put(escaped)
    }

    /// Markup with a mark for each piece of its Liquid, and with entities for what mrml would write
    /// into attributes as Rust writes it (`\u{a0}`).
    pub(super) fn protect(&mut self, markup: &str) -> String {
        let mut out = String::with_capacity(markup.len());
        let mut place = Place::Text;
        for_each_piece(markup, |piece, is_liquid| {
            if is_liquid {
                out.push_str(&self.put(piece.to_owned()));
                return;
            }
            for character in piece.chars() {
                place = place.after(character);
                let is_plain = !is_mark(character)
                    && (character.is_whitespace() && character.is_ascii()
                        || matches!(character, '"' | '\'')
                        || character.escape_debug().count() == 1);
                match (place, character) {
                    (Place::Value('\''), '"') => out.push_str("&quot;"),
                    (Place::Value(_), '\n' | '\r' | '\t') => out.push(' '),
                    (_, character) if is_plain => out.push(character),
                    (_, character) => {
                        let _ = write!(out, "&#{};", u32::from(character));
                    }
                }
            }
        });
        out
    }

    /// The HTML with everything that was put aside in its place.
    pub(super) fn filled(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() * 2);
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(BEGIN) {
            out.push_str(before);
            let Some((number, after)) = after.split_once(END) else {
                rest = after;
                continue;
            };
            let number: Option<usize> = number.parse().ok();
            if let Some(text) = number.and_then(|number| self.0.get(number)) {
                out.push_str(text);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// Where in markup a character stands.
#[derive(Clone, Copy)]
enum Place {
    Text,
    Tag,
    /// In an attribute's value, behind this quote.
    Value(char),
}

impl Place {
    const fn after(self, character: char) -> Self {
        match (self, character) {
            (Self::Text, '<') => Self::Tag,
            (Self::Tag, '>') => Self::Text,
            (Self::Tag, '"' | '\'') => Self::Value(character),
            (Self::Value('"'), '"') | (Self::Value('\''), '\'') => Self::Tag,
            _ => self,
        }
    }
}

const fn is_mark(character: char) -> bool {
    matches!(character, BEGIN | END)
}

/// Text for HTML: escaped, except for its Liquid.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for_each_piece(text, |piece, is_liquid| {
        if is_liquid {
            out.push_str(piece);
        } else {
            escape(piece, &mut out);
        }
    });
    out
}

/// Escapes text for HTML. What Windows programs write in place of punctuation becomes that, because
/// mail programs show it as a box.
pub(super) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{80}'..='\u{9f}' => out.extend(meant(character)),
            other => out.push(other),
        }
    }
}

/// What a control character from 0x80 to 0x9F was meant to be: Windows-1252.
fn meant(character: char) -> Option<char> {
    const WINDOWS: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";
    let place = u32::from(character).checked_sub(0x80)?;
    let meant = WINDOWS.chars().nth(usize::try_from(place).ok()?)?;
    (meant != '\0').then_some(meant)
}

fn for_each_piece(text: &str, mut take: impl FnMut(&str, bool)) {
    let mut rest = text;
    while !rest.is_empty() {
        let next = rest.match_indices('{').find_map(|(at, _)| {
            let length = liquid_at(rest.get(at..)?)?;
            Some((at, length))
        });
        let Some((at, length)) = next else {
            take(rest, false);
            return;
        };
        let (before, from) = rest.split_at(at);
        let (liquid, after) = from.split_at(length);
        if !before.is_empty() {
            take(before, false);
        }
        take(liquid, true);
        rest = after;
    }
}
