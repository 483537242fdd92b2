//! The theme as MJML and CSS.

use super::Draft;
use super::slots::Slots;
use crate::design::{Align, Colors, Theme};
use std::fmt::Write as _;

/// How an email looks, and which way it is read.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub(super) theme: &'a Theme,
    pub(super) language: &'a str,
    pub(super) is_rtl: bool,
}

impl<'a> Look<'a> {
    pub(super) fn new(theme: &'a Theme, language: &'a str) -> Self {
        Self {
            theme,
            language,
            is_rtl: is_rtl(language),
        }
    }

    pub(super) const fn colors(&self) -> &'a Colors {
        &self.theme.colors
    }

    /// As CSS and HTML name a side.
    pub(super) const fn side(&self, align: Align) -> &'static str {
        match (align, self.is_rtl) {
            (Align::Center, _) => "center",
            (Align::Start, false) | (Align::End, true) => "left",
            (Align::End, false) | (Align::Start, true) => "right",
        }
    }

    pub(super) fn heading_family(&self) -> &'static str {
        self.theme.heading_font.unwrap_or(self.theme.font).family()
    }

    /// The whole document around `body`.
    pub(super) fn document(&self, draft: &Draft<'_>, slots: &mut Slots, body: &str) -> String {
        let colors = self.colors();
        let title = slots.text(draft.subject);
        let preview = match draft.preheader {
            "" => String::new(),
            preheader => {
                let text = super::slots::escaped(preheader);
                let mark = slots.put(text + &ROOM.repeat(40));
                format!("<mj-preview>{mark}</mj-preview>")
            }
        };
        let style = slots.put(self.style());
        let (language, direction) = (self.language, if self.is_rtl { "rtl" } else { "ltr" });
        let (width, family) = (self.theme.width, self.theme.font.family());
        format!(
            "<mjml lang=\"{language}\" dir=\"{direction}\"><mj-head><mj-title>{title}</mj-title>{preview}\
             <mj-attributes><mj-all font-family=\"{family}\"/>\
             <mj-text padding=\"8px 24px\" font-size=\"16px\" line-height=\"1.5\" color=\"{text}\"/>\
             <mj-table padding=\"8px 24px\" font-size=\"16px\" line-height=\"1.4\" color=\"{text}\"/>\
             <mj-image padding=\"8px 24px\"/><mj-button padding=\"12px 24px\"/>\
             <mj-section padding=\"0\"/></mj-attributes><mj-style>{style}</mj-style></mj-head>\
             <mj-body width=\"{width}px\" background-color=\"{background}\" css-class=\"e-b\">{body}</mj-body></mjml>",
            text = colors.foreground,
            background = colors.background,
        )
    }

    /// What can't stand at the elements themselves: where the mail program is dark, and what it does
    /// to links on its own.
    fn style(&self) -> String {
        let mut css = String::from(
            ":root{color-scheme:light dark;supported-color-schemes:light dark}\
             .e-t p{margin:0}.e-t ul,.e-t ol{margin:8px 0;padding-inline-start:24px}",
        );
        let Some(dark) = &self.theme.dark else {
            return css;
        };
        let rules = dark_rules(dark);
        css.push_str("@media (prefers-color-scheme:dark){");
        for (selector, rule) in &rules {
            let _ = write!(css, "{selector}{{{rule}}}");
        }
        css.push('}');
        // Outlook.com and its apps take the whole message apart and mark what they darkened.
        for (selector, rule) in &rules {
            let each = selector.split(',').map(|one| format!("[data-ogsc] {one}"));
            let _ = write!(css, "{}{{{rule}}}", each.collect::<Vec<_>>().join(","));
        }
        css
    }
}

/// A section in a color of its own stays as it is, and so does what stands in it.
fn dark_rules(dark: &Colors) -> [(&'static str, String); 8] {
    let background =
        |color: &str| format!("background:{color} !important;background-color:{color} !important");
    let color = |color: &str| format!("color:{color} !important");
    [
        (".e-b", background(&dark.background)),
        (".e-s,.e-s>table", background(&dark.surface)),
        (
            ".e-s .e-t div,.e-s .e-t table,.e-s .e-t td,.e-s .e-t .e-n",
            color(&dark.foreground),
        ),
        (".e-s .e-t a", color(&dark.accent)),
        (
            ".e-s .e-m div,.e-s .e-m a,.e-s .e-t .e-m",
            color(&dark.muted),
        ),
        (
            ".e-s .e-k td,.e-s .e-k a",
            format!("{};{}", background(&dark.accent), color(&dark.on_accent)),
        ),
        (
            ".e-s .e-c td",
            format!("border-color:{} !important", dark.accent),
        ),
        (
            ".e-s .e-l p,.e-s .e-l td",
            format!("border-color:{} !important", dark.line),
        ),
    ]
}

/// Room behind a preview text, so that inboxes don't go on with the email's first line.
const ROOM: &str = "&#847;&zwnj;&nbsp;";

/// Whether a language is written from right to left.
fn is_rtl(language: &str) -> bool {
    matches!(language, "ar" | "fa" | "he" | "ur")
}
