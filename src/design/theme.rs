//! How a shop's emails look.

use super::color;
use crate::document::declared;
use crate::json::choices;

declared! {
    /// How the shop’s emails look.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Theme beside [] {
        /// The logo.
        logo: Option<ThemeLogo> = maybe(typed()),
        /// The colors.
        colors: Colors = or(Colors::light(), typed()),
        /// The colors where the reader’s mail program is dark. Default: none of its own, so mail
        /// programs choose.
        dark: Option<Colors> = maybe(typed()),
        /// The font of text. Default: `sans`.
        font: Font = or(Font::Sans, typed()),
        /// The font of headings. Default: as text.
        heading_font: Option<Font> = maybe(typed()),
        /// How round buttons and images are, in pixels: 0 to 30. Default: 6.
        radius: u32 = or(6, whole(0..=30)),
        /// How wide emails are, in pixels: 480 to 720. Default: 600.
        width: u32 = or(600, whole(480..=720)),
    }
}

declared! {
    /// The shop’s logo in emails.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct ThemeLogo beside [] {
        /// Its address: a JPEG, PNG, or GIF.
        src: String = required(text(2_000)),
        /// Its width in pixels: 20 to 400. Default: 140.
        width: u32 = or(140, whole(20..=400)),
    }
}

declared! {
    /// The colors of an email.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Colors beside [] {
        /// Around the email.
        background: String = or("#f6f5f2".to_owned(), color()),
        /// Behind its text.
        surface: String = or("#ffffff".to_owned(), color()),
        /// Text.
        foreground as "text": String = or("#1f2421".to_owned(), color()),
        /// Small print.
        muted: String = or("#5c645f".to_owned(), color()),
        /// Lines and frames.
        line: String = or("#e3e1db".to_owned(), color()),
        /// Buttons and links.
        accent: String = or("#0f766e".to_owned(), color()),
        /// What is written on buttons.
        on_accent: String = or("#ffffff".to_owned(), color()),
    }
}

impl Colors {
    /// What a theme without colors has.
    #[must_use]
    pub fn light() -> Self {
        Self {
            background: "#f6f5f2".to_owned(),
            surface: "#ffffff".to_owned(),
            foreground: "#1f2421".to_owned(),
            muted: "#5c645f".to_owned(),
            line: "#e3e1db".to_owned(),
            accent: "#0f766e".to_owned(),
            on_accent: "#ffffff".to_owned(),
        }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            logo: None,
            colors: Colors::light(),
            dark: None,
            font: Font::Sans,
            heading_font: None,
            radius: 6,
            width: 600,
        }
    }
}

choices! {
    /// A font that every mail program has.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Font {
        /// Without serifs, as the device’s own.
        Sans = "sans" as default,
        /// With serifs.
        Serif = "serif",
        /// Without serifs, wide and friendly.
        Humanist = "humanist",
        /// As on a typewriter.
        Mono = "mono",
    }
}

impl Font {
    /// As CSS names it.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Sans => {
                "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
            }
            Self::Serif => "Georgia, 'Times New Roman', serif",
            Self::Humanist => "Verdana, 'Trebuchet MS', Geneva, sans-serif",
            Self::Mono => "'Courier New', Courier, monospace",
        }
    }
}
