//! Blocks of text and pictures.

use super::MAX_TEXT;
use super::rich::rich;
use super::style::{Align, Level, TextSize};
use crate::document::declared;

declared! {
    /// The shop’s logo, as the theme has it; its name where the theme has none.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Logo beside ["id", "if", "type"] {
        /// Where it stands. Default: `center`.
        align: Align = or(Align::Center, typed()),
    }
    listed in "Text and pictures" as "Logo";
}

declared! {
    /// A heading in one of three sizes.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Heading beside ["id", "if", "type"] {
        /// Its size. Default: `heading`.
        level: Level = or(Level::Heading, typed()),
        /// Where it stands. Default: `start`.
        align: Align = or(Align::Start, typed()),
        /// The text: Liquid, with `<b>`, `<i>`, and links.
        words as "text": String = required(rich(500)),
    }
    listed in "Text and pictures" as "Heading";
    example {"text": "Heading"};
}

declared! {
    /// Text with bold, italic, links, and lists.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TextBlock beside ["id", "if", "type"] {
        /// Its size. Default: `normal`.
        size: TextSize = or(TextSize::Normal, typed()),
        /// Where it stands. Default: `start`.
        align: Align = or(Align::Start, typed()),
        /// The text: Liquid, with `<b>`, `<i>`, `<u>`, `<s>`, `<a href="…">`, `<ul>`, `<ol>`, and
        /// `<li>`. A new line is a new line; an empty line begins a paragraph.
        words as "text": String = required(rich(MAX_TEXT)),
    }
    listed in "Text and pictures" as "Text";
    example {"text": "Write here."};
}

declared! {
    /// A button that leads somewhere.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Button beside ["id", "if", "type"] {
        /// Where it stands. Default: `center`.
        align: Align = or(Align::Center, typed()),
        /// Whether it’s as wide as the email. Default: false.
        wide: bool = or(false, BOOLEAN),
        /// Where it leads: an address, or Liquid such as `{{ cart.url }}`.
        link: String = required(text(2_000)),
        /// What is on it.
        label: String = required(text(120)),
    }
    listed in "Text and pictures" as "Button";
    example {"label": "Shop now", "link": "{{ shop.url }}"};
}

declared! {
    /// An image, which may lead somewhere.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Image beside ["id", "if", "type"] {
        /// Its address: a JPEG, PNG, or GIF.
        src: String = required(text(2_000)),
        /// What it shows, for people who don’t see it.
        alt: Option<String> = maybe(text(300)),
        /// Whether it’s only decoration, which needs no description and is read out to nobody.
        /// Default: false.
        decoration: bool = or(false, BOOLEAN),
        /// Its width in pixels: 20 to 800. Default: as wide as it can be.
        width: Option<u32> = maybe(whole(20..=800)),
        /// Where it stands. Default: `center`.
        align: Align = or(Align::Center, typed()),
        /// Where it leads.
        link: Option<String> = maybe(text(2_000)),
    }
    listed in "Text and pictures" as "Image";
    example {"src": "https://shop.example/picture.jpg"};
}
