//! An email as blocks: what a merchant puts together without writing HTML.
//!
//! A [`Design`] is part of a message. What becomes of it is [`crate::compose`]'s business; here it is
//! only read, each thing from one declaration, so that the editor's forms, the schema and the types
//! follow from the same lines.
//!
//! Texts are Liquid, as everywhere in messages, and each text is complete in itself: a tag that is
//! opened in one block is closed there.

mod block;
mod commerce;
mod content;
mod layout;
mod own;
mod rich;
mod shop_links;
mod style;
mod theme;
mod translation;

use crate::condition::Condition;
use crate::document::{Form, Node, declared};

pub use block::{Block, BlockKind};
pub use commerce::{CartItems, CouponCode, ItemsFrom, ProductCard, ProductFrom};
pub use content::{Button, Heading, Image, Logo, TextBlock};
pub use layout::{Column, Columns, Divider, Section, Spacer};
pub use own::{Raw, SavedBlock};
#[cfg(feature = "compose")]
pub(crate) use rich::liquid_at;
pub use rich::{Rich, RichPart};
pub use shop_links::{Footer, Network, Social, SocialLink};
pub use style::{Align, Level, TextSize};
pub use theme::{Colors, Font, Theme, ThemeLogo};
pub use translation::{BlockWords, Translation, Translations};

declared! {
    /// An email made of blocks.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Design beside [] {
        /// The blocks, from top to bottom: 1 to 100.
        blocks: Vec<Block> = required(those_of(typed()).of(
            1..=100,
            "not-a-design",
            "Add {\"type\": \"text\", \"text\": \"…\"}, and at most 100 blocks.",
        )),
    }
    check Self::is_sound;
}

impl Design {
    /// All blocks, those inside of others included, in the order in which they are read.
    pub fn all(&self) -> Vec<&Block> {
        let mut all = Vec::new();
        for block in &self.blocks {
            block.add_to(&mut all);
        }
        all
    }

    /// The blocks that are shown only to some customers: the ID and the condition of each.
    pub fn conditions(&self) -> impl Iterator<Item = (&str, &Block, &Condition)> {
        self.all().into_iter().filter_map(|block| {
            let id = block.id.as_deref()?;
            Some((id, block, block.condition.as_ref()?))
        })
    }

    /// Reports what no block can see by itself: two with one ID, and sections in sections.
    fn is_sound(&self, object: &crate::document::Object<'_>) -> Option<()> {
        let mut known: Vec<&str> = Vec::new();
        for id in self.all().iter().filter_map(|block| block.id.as_deref()) {
            if known.contains(&id) {
                return object.node().error(
                    "duplicate-id",
                    format!("Two blocks have the ID “{id}”."),
                    "Give each block an ID of its own.",
                );
            }
            known.push(id);
        }
        let too_deep = self.blocks.iter().find_map(|block| block.too_deep(0));
        match too_deep {
            None => Some(()),
            Some(block) => object.node().error(
                "blocks-too-deep",
                format!(
                    "{} is inside a block that can’t hold it.",
                    block.place_in_words()
                ),
                "Put columns in a section or beside it, and neither into columns.",
            ),
        }
    }
}

/// The most characters in a text of a block.
pub const MAX_TEXT: usize = 20_000;

/// The form of a color such as `#0F766E`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Color;

/// A color such as `#0F766E`.
pub(crate) const fn color() -> Color {
    Color
}

impl Form for Color {
    type Value = String;

    fn read(&self, node: &Node<'_>) -> Option<String> {
        let color = node.text(7)?;
        let digits = color.strip_prefix('#').unwrap_or_default();
        if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Some(color);
        }
        node.error(
            "not-a-color",
            format!("Expected a color; found “{color}”."),
            "Use a hash and six digits, such as “#0F766E”.",
        )
    }

    #[cfg(test)]
    fn schema(&self, _: &mut schemars::SchemaGenerator) -> serde_json::Value {
        serde_json::json!({"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"})
    }

    #[cfg(test)]
    fn written(&self, value: &String) -> Option<serde_json::Value> {
        Some(serde_json::json!(value))
    }
}
