//! A block's text as HTML.

use super::look::Look;
use super::slots::{escape, escaped};
use crate::design::{Rich, RichPart};
use std::fmt::Write as _;

/// A block's text as HTML.
pub(super) fn html_of(look: &Look<'_>, words: &str) -> String {
    let accent = &look.colors().accent;
    let mut html = String::with_capacity(words.len() * 2);
    let Rich(parts) = Rich::read(words);
    for (place, part) in parts.iter().enumerate() {
        match part {
            RichPart::Text(text) => {
                let next = parts.get(place + 1);
                let last = place.checked_sub(1).and_then(|place| parts.get(place));
                write_lines(text, is_edge(last), is_edge(next), &mut html);
            }
            RichPart::Liquid(liquid) => html.push_str(liquid),
            RichPart::Link(link) => {
                let link = escaped(link);
                let _ = write!(
                    html,
                    "<a href=\"{link}\" style=\"color:{accent};text-decoration:underline\">"
                );
            }
            RichPart::Open(tag) => {
                let _ = write!(html, "<{tag}>");
            }
            RichPart::Close(tag) => {
                let _ = write!(html, "</{tag}>");
            }
        }
    }
    html
}

/// Whether what stands there begins or ends a line by itself.
fn is_edge(part: Option<&RichPart>) -> bool {
    matches!(
        part,
        Some(RichPart::Open("ul" | "ol" | "li") | RichPart::Close("ul" | "ol" | "li"))
    )
}

/// Text with its line breaks, but for those beside what begins a line by itself.
fn write_lines(text: &str, after_edge: bool, before_edge: bool, html: &mut String) {
    let text = if after_edge {
        text.trim_start_matches(['\n', '\r'])
    } else {
        text
    };
    let text = if before_edge {
        text.trim_end_matches(['\n', '\r'])
    } else {
        text
    };
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            html.push_str("<br>");
        }
        escape(line.trim_end_matches('\r'), html);
    }
}
