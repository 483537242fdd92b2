//! A message in another language: its words, and nothing of how it is made.

use super::rich::rich;
use super::{Block, BlockKind, MAX_TEXT};
use crate::document::{Form, FromNode, Node, declared};

declared! {
    /// A message in another language. What isn’t here is as in the message itself.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Translation beside [] {
        /// The language: the key under `translations`.
        language in NO_KEYS: String = derived(Some(String::new())),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
        /// The subject.
        subject: Option<String> = maybe(text(500)),
        /// The preview text.
        preheader: Option<String> = maybe(text(500)),
        /// The words of blocks, by the block’s ID.
        blocks: Vec<BlockWords> = or(Vec::new(), ByBlock),
        /// The HTML of a message that isn’t made of blocks.
        html: Option<String> = maybe(text(100_000)),
        /// The plain text.
        words as "text": Option<String> = maybe(text(100_000)),
    }
}

declared! {
    /// The words of a block in another language: those that it has.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct BlockWords beside [] {
        /// The block’s ID: the key under `blocks`.
        id in NO_KEYS: String = derived(Some(String::new())),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
        /// What a button or a link says, or what stands above a coupon’s code.
        label: Option<String> = maybe(text(120)),
        /// What an image shows.
        alt: Option<String> = maybe(text(300)),
        /// An image with words in it, in this language.
        src: Option<String> = maybe(text(2_000)),
        /// Where a button, an image, or a product leads.
        link: Option<String> = maybe(text(2_000)),
        /// A product’s name.
        title: Option<String> = maybe(text(300)),
        /// A product’s price.
        price: Option<String> = maybe(text(60)),
        /// What stands before a total.
        total: Option<String> = maybe(text(60)),
        /// What stands below a coupon’s code.
        note: Option<String> = maybe(text(300)),
        /// The text of a heading, a text, or a footer.
        words as "text": Option<String> = maybe(rich(MAX_TEXT)),
    }
}

/// Messages in other languages, by language.
#[derive(Clone, Copy, Debug)]
pub struct Translations;

impl Form for Translations {
    type Value = Vec<Translation>;

    fn read(&self, node: &Node<'_>) -> Option<Vec<Translation>> {
        let entries = node.entries()?;
        let read = |(language, node): &(&str, Node<'_>)| {
            if !is_language(language) {
                return node.error(
                    "not-a-language",
                    format!("“{language}” isn’t a language."),
                    "Use a code of two or three letters, such as “de”.",
                );
            }
            let read = Translation::read(node)?;
            Some(Translation {
                language: (*language).to_owned(),
                ..read
            })
        };
        Some(entries.iter().filter_map(read).collect())
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let each = generator.subschema_for::<Translation>().to_value();
        serde_json::json!({
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]{2,3}$"},
            "additionalProperties": each,
        })
    }
}

/// Whether it is the code of a language, without a country.
pub(crate) fn is_language(text: &str) -> bool {
    (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Words by the block they are for.
struct ByBlock;

impl Form for ByBlock {
    type Value = Vec<BlockWords>;

    fn read(&self, node: &Node<'_>) -> Option<Vec<BlockWords>> {
        let entries = node.entries()?;
        let read = |(id, node): &(&str, Node<'_>)| {
            let read = BlockWords::read(node)?;
            Some(BlockWords {
                id: (*id).to_owned(),
                ..read
            })
        };
        Some(entries.iter().filter_map(read).collect())
    }

    #[cfg(test)]
    fn schema(&self, generator: &mut schemars::SchemaGenerator) -> serde_json::Value {
        let each = generator.subschema_for::<BlockWords>().to_value();
        serde_json::json!({"type": "object", "additionalProperties": each})
    }
}

impl BlockWords {
    /// Says the block in this language.
    ///
    /// # Errors
    ///
    /// The first of its words that the block has no place for.
    pub fn put_into(&self, block: &mut Block) -> Result<(), &'static str> {
        let mut left = self.clone();
        let own = |place: &mut String, word: &mut Option<String>| {
            if let Some(word) = word.take() {
                *place = word;
            }
        };
        let maybe = |place: &mut Option<String>, word: &mut Option<String>| {
            if let Some(word) = word.take() {
                *place = Some(word);
            }
        };
        match &mut block.kind {
            BlockKind::Heading(heading) => own(&mut heading.words, &mut left.words),
            BlockKind::Text(text) => own(&mut text.words, &mut left.words),
            BlockKind::Button(button) => {
                own(&mut button.label, &mut left.label);
                own(&mut button.link, &mut left.link);
            }
            BlockKind::Image(image) => {
                own(&mut image.src, &mut left.src);
                maybe(&mut image.alt, &mut left.alt);
                maybe(&mut image.link, &mut left.link);
            }
            BlockKind::Product(product) => {
                maybe(&mut product.title, &mut left.title);
                maybe(&mut product.price, &mut left.price);
                maybe(&mut product.src, &mut left.src);
                maybe(&mut product.link, &mut left.link);
                maybe(&mut product.label, &mut left.label);
            }
            BlockKind::CartItems(items) => maybe(&mut items.total, &mut left.total),
            BlockKind::Coupon(coupon) => {
                maybe(&mut coupon.label, &mut left.label);
                maybe(&mut coupon.note, &mut left.note);
            }
            BlockKind::Footer(footer) => {
                maybe(&mut footer.words, &mut left.words);
                maybe(&mut footer.label, &mut left.label);
            }
            // What it stands for says whether there is a place.
            BlockKind::Saved(_) => return Ok(()),
            _ => {}
        }
        match left.first_key() {
            None => Ok(()),
            Some(key) => Err(key),
        }
    }

    fn first_key(&self) -> Option<&'static str> {
        let words = [
            ("text", &self.words),
            ("label", &self.label),
            ("alt", &self.alt),
            ("src", &self.src),
            ("link", &self.link),
            ("title", &self.title),
            ("price", &self.price),
            ("total", &self.total),
            ("note", &self.note),
        ];
        words
            .into_iter()
            .find(|(_, word)| word.is_some())
            .map(|(key, _)| key)
    }
}
