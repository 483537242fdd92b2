//! The text of a block: Liquid, and a few tags.
//!
//! Liquid is left as it is, whatever stands in it (`{% if a < 3 %}` is no tag). Everything else is
//! read strictly, so that what an editor shows and what leaves are the same.

use crate::document::{Form, Node, forms::checked, forms::text};

/// A piece of a text, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RichPart {
    /// Text, with its entities resolved.
    Text(String),
    /// Liquid, as it was written.
    Liquid(String),
    /// A tag that is opened.
    Open(&'static str),
    /// A link that is opened, with where it leads: Liquid.
    Link(String),
    /// A tag that is closed.
    Close(&'static str),
}

/// A text in its pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rich(pub Vec<RichPart>);

/// The tags that a text may have.
const TAGS: [&str; 10] = ["a", "b", "strong", "i", "em", "u", "s", "ul", "ol", "li"];

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Refused {
    code: &'static str,
    message: String,
    help: String,
}

/// Text of 1 to `longest` characters, with tags that are known and closed.
pub(super) fn rich(longest: usize) -> impl Form<Value = String> {
    checked(
        text(longest),
        |node: &Node<'_>, source: String| match Rich::of(&source) {
            Ok(_) => Some(source),
            Err(refused) => node.error(refused.code, refused.message, refused.help),
        },
    )
}

impl Rich {
    /// The pieces of a text that was read before; nothing but text where it wasn't.
    #[must_use]
    pub fn read(source: &str) -> Self {
        Self::of(source).unwrap_or_else(|_| Self(vec![RichPart::Text(source.to_owned())]))
    }

    fn of(source: &str) -> Result<Self, Refused> {
        let mut parts = Vec::new();
        let mut open: Vec<&'static str> = Vec::new();
        let mut rest = source;
        while let Some(first) = rest.chars().next() {
            if let Some(length) = liquid_at(rest) {
                let (liquid, after) = rest.split_at(length);
                parts.push(RichPart::Liquid(liquid.to_owned()));
                rest = after;
            } else if first == '<' && is_tag(rest) {
                rest = tag(rest, &mut open, &mut parts)?;
            } else if let Some((character, after)) = (first == '&').then(|| entity(rest)).flatten()
            {
                push_text(&mut parts, character);
                rest = after;
            } else {
                push_text(&mut parts, first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
        match open.last() {
            None => Ok(Self(parts)),
            Some(tag) => Err(Refused {
                code: "unclosed-tag",
                message: format!("<{tag}> isn’t closed."),
                help: format!("Add </{tag}> where it ends."),
            }),
        }
    }
}

/// The length of the Liquid at the beginning of a text, if it begins with some that ends.
pub(crate) fn liquid_at(text: &str) -> Option<usize> {
    let end = match text.get(..2)? {
        "{{" => "}}",
        "{%" => "%}",
        _ => return None,
    };
    let at = text.get(2..)?.find(end)?;
    Some(2 + at + end.len())
}

fn push_text(parts: &mut Vec<RichPart>, character: char) {
    match parts.last_mut() {
        Some(RichPart::Text(text)) => text.push(character),
        _ => parts.push(RichPart::Text(character.to_string())),
    }
}

/// Whether a `<` begins a tag, and not a comparison such as `a < b`.
fn is_tag(text: &str) -> bool {
    let next = text.chars().nth(1);
    next.is_some_and(|next| next.is_ascii_alphabetic() || next == '/' || next == '!')
}

/// Reads a tag; what follows it.
fn tag<'t>(
    text: &'t str,
    open: &mut Vec<&'static str>,
    parts: &mut Vec<RichPart>,
) -> Result<&'t str, Refused> {
    let end = end_of_tag(text).ok_or_else(|| Refused {
        code: "unclosed-tag",
        message: "A tag isn’t finished: its “>” is missing.".to_owned(),
        help: "Add “>”, or write “&lt;” for the sign.".to_owned(),
    })?;
    let inside = text.get(1..end).unwrap_or_default().trim();
    let after = text.get(end + 1..).unwrap_or_default();
    let is_end = inside.starts_with('/');
    let inside = inside.trim_start_matches('/').trim_end_matches('/').trim();
    let length = inside
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(length);
    let name = name.to_ascii_lowercase();
    if name == "br" {
        push_text(parts, '\n');
        return Ok(after);
    }
    let Some(known) = TAGS.into_iter().find(|known| *known == name) else {
        return Err(Refused {
            code: "unknown-tag",
            message: format!("Texts can’t have <{name}>."),
            help: "Use <b>, <i>, <u>, <s>, <a>, <ul>, <ol>, and <li>, or a block of raw HTML."
                .to_owned(),
        });
    };
    if is_end {
        if open.pop() != Some(known) {
            return Err(Refused {
                code: "unopened-tag",
                message: format!("</{known}> closes nothing here."),
                help: "Close tags in the reverse order in which they are opened.".to_owned(),
            });
        }
        parts.push(RichPart::Close(known));
        return Ok(after);
    }
    open.push(known);
    if known == "a" {
        parts.push(RichPart::Link(href_of(attributes.trim())?));
    } else if attributes.trim().is_empty() {
        parts.push(RichPart::Open(known));
    } else {
        return Err(Refused {
            code: "unknown-attribute",
            message: format!("<{known}> can’t have attributes."),
            help: "Remove them; the theme says how texts look.".to_owned(),
        });
    }
    Ok(after)
}

/// Where a tag ends: its `>`, which may not be one inside of quotes or of Liquid.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut at = 1;
    while let Some(letter) = text.get(at..)?.chars().next() {
        if let Some(length) = liquid_at(text.get(at..)?) {
            at += length;
            continue;
        }
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
        at += letter.len_utf8();
    }
    None
}

/// The value of `href`, the one attribute that a link has.
fn href_of(attributes: &str) -> Result<String, Refused> {
    let value = attributes
        .strip_prefix("href")
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('='))
        .map(str::trim);
    let quoted = value.and_then(|value| {
        ['"', '\''].into_iter().find_map(|quote| {
            let inside = value.strip_prefix(quote)?.strip_suffix(quote)?;
            (!inside.contains(quote)).then_some(inside)
        })
    });
    match quoted {
        Some(href) if !href.trim().is_empty() => Ok(resolved(href.trim())),
        _ => Err(Refused {
            code: "not-a-link",
            message: "A link in a text needs “href”, and has nothing else.".to_owned(),
            help: "Write it as <a href=\"https://…\">.".to_owned(),
        }),
    }
}

/// A text with its entities resolved, except in its Liquid.
fn resolved(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(length) = liquid_at(rest) {
            let (liquid, after) = rest.split_at(length);
            out.push_str(liquid);
            rest = after;
        } else if let Some((character, after)) = (first == '&').then(|| entity(rest)).flatten() {
            out.push(character);
            rest = after;
        } else {
            out.push(first);
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

/// The character of an entity at the beginning of a text, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let end = text.get(..text.len().min(12))?.find(';')?;
    let name = text.get(1..end)?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number).filter(|character| !character.is_control())?
        }
    };
    Some((character, text.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use RichPart::{Close, Link, Liquid, Open, Text};

    fn parts(source: &str) -> Vec<RichPart> {
        Rich::of(source).unwrap().0
    }

    fn text(text: &str) -> RichPart {
        Text(text.to_owned())
    }

    #[test]
    fn liquid_is_left_alone_whatever_it_compares() {
        let source = "{% if cart.total <= 50 %}<b>a < b & c</b>{% endif %}";
        let liquid = |text: &str| Liquid(text.to_owned());
        assert_eq!(
            parts(source),
            [
                liquid("{% if cart.total <= 50 %}"),
                Open("b"),
                text("a < b & c"),
                Close("b"),
                liquid("{% endif %}"),
            ]
        );
    }

    #[test]
    fn links_keep_their_query_and_entities_are_characters() {
        assert_eq!(
            parts("&copy; &#169; &amp;<a href='/p?a=1&amp;b={{ \"x>y\" }}'>x</a>"),
            [
                text("&copy; © &"),
                Link("/p?a=1&b={{ \"x>y\" }}".to_owned()),
                text("x"),
                Close("a"),
            ]
        );
    }

    #[test]
    fn what_could_not_be_shown_as_written_is_refused() {
        let code = |source: &str| Rich::of(source).unwrap_err().code;
        assert_eq!(code("<script>x</script>"), "unknown-tag");
        assert_eq!(code("<b>x"), "unclosed-tag");
        assert_eq!(code("<b"), "unclosed-tag");
        assert_eq!(code("x</b>"), "unopened-tag");
        assert_eq!(code("<b><i>x</b></i>"), "unopened-tag");
        assert_eq!(code("<b style=\"x\">x</b>"), "unknown-attribute");
        assert_eq!(code("<a>x</a>"), "not-a-link");
        assert_eq!(code("<a href=\"x\" onclick=\"y\">x</a>"), "not-a-link");
        assert_eq!(code("<!-- x -->"), "unknown-tag");
    }
}
