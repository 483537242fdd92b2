//! The kinds of blocks.

use super::commerce::{CartItems, CouponCode, ProductCard};
use super::content::{Button, Heading, Image, Logo, TextBlock};
use super::layout::{Columns, Divider, Section, Spacer};
use super::own::{Raw, SavedBlock};
use super::shop_links::{Footer, Social};
use crate::compact::compact;
use crate::condition::Condition;
#[cfg(test)]
use crate::document::{Form, choice, forms::NAME, kind};
use crate::document::{FromNode, Node};

/// One block of an email.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its ID, unique in the email: what its condition and its translations are found by.
    pub id: Option<String>,
    /// Its path in the file, for findings.
    pub path: String,
    /// Who sees it; everybody where there is none.
    pub condition: Option<Condition>,
    /// Its kind, with its settings.
    pub kind: BlockKind,
}

compact!(struct Block { id, path, condition, kind });

/// The groups of blocks, in the order in which menus list them.
#[cfg(test)]
const GROUPS: [&str; 4] = ["Text and pictures", "Shop", "Layout", "Advanced"];

/// Declares [`BlockKind`] from the list of the kinds.
macro_rules! blocks {
    ($( $(#[doc = $doc:literal])+ $kind:ident($type:ty) = $word:literal ),+ $(,)?) => {
        /// The kind of a [`Block`].
        #[derive(Clone, Debug, PartialEq)]
        pub enum BlockKind {
            $( $(#[doc = $doc])+ $kind($type), )+
        }

        compact!(enum BlockKind { $( $kind(block) ),+ });

        impl Block {
            /// The words under `"type"`.
            pub const WORDS: &'static [&'static str] = &[$( $word ),+];
        }

        impl BlockKind {
            /// The word under `"type"`.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self { $( Self::$kind(_) => $word, )+ }
            }
        }

        impl FromNode for Block {
            fn read(node: &Node<'_>) -> Option<Self> {
                let kind = match node.kind()? {
                    $( $word => <$type>::read(node).map(BlockKind::$kind), )+
                    other => return node.unknown_kind(other, Self::WORDS),
                };
                let id = member_of(node, "id", Node::name);
                let condition = member_of(node, "if", Condition::read);
                let (id, condition) = (id?, condition?);
                if condition.is_some() && id.is_none() {
                    return node.error(
                        "missing-key",
                        "A block with a condition needs an “id”.",
                        "Add “id”, such as “offer”.",
                    );
                }
                Some(Self { id, path: node.path(), condition, kind: kind? })
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for Block {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Block".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut kinds = Vec::new();
                $( kinds.extend(kind::<$type>($word, &[$($doc),+], generator)); )+
                let place = |kind: &serde_json::Value| {
                    GROUPS.iter().position(|group| kind["x-group"] == *group)
                };
                kinds.sort_by_key(|kind| place(kind).expect("a group of the list"));
                let condition = generator.subschema_for::<Condition>().to_value();
                for kind in &mut kinds {
                    let mut id = NAME.schema(generator);
                    id["description"] = ID_DOC.into();
                    kind["properties"]["id"] = id;
                    kind["properties"]["if"] = serde_json::json!({
                        "description": IF_DOC, "allOf": [condition]
                    });
                }
                choice("anyOf", "One block of an email.", kinds)
            }
        }
    };
}

/// A member of a block of any kind; `Some(None)` where it's missing.
fn member_of<'a, T>(
    node: &Node<'a>,
    key: &'static str,
    read: impl FnOnce(&Node<'a>) -> Option<T>,
) -> Option<Option<T>> {
    if !node.has(key) {
        return Some(None);
    }
    read(&node.member(key)?).map(Some)
}

#[cfg(test)]
const ID_DOC: &str = "Its ID, unique in the email. Needed for a condition and for translations.";
#[cfg(test)]
const IF_DOC: &str = "Who sees the block. Default: everyone who gets the email.";

blocks! {
    /// The shop’s logo.
    Logo(Logo) = "logo",
    /// A heading.
    Heading(Heading) = "heading",
    /// Text with bold, italic, links, and lists.
    Text(TextBlock) = "text",
    /// A button.
    Button(Button) = "button",
    /// An image.
    Image(Image) = "image",
    /// Links to the shop’s social media.
    Social(Social) = "social",
    /// A product with its image, name, price, and a button.
    Product(ProductCard) = "product",
    /// What is in the customer’s cart, or what they ordered.
    CartItems(CartItems) = "cart_items",
    /// The coupon code that an earlier step created.
    Coupon(CouponCode) = "coupon",
    /// Blocks on a background of their own.
    Section(Section) = "section",
    /// Two to four columns, one below the other on phones.
    Columns(Columns) = "columns",
    /// A line.
    Divider(Divider) = "divider",
    /// Empty space.
    Spacer(Spacer) = "spacer",
    /// The shop’s address and the link to unsubscribe.
    Footer(Footer) = "footer",
    /// A block that is used in several emails.
    Saved(SavedBlock) = "saved",
    /// HTML or MJML of your own.
    Raw(Raw) = "raw",
}

impl Block {
    /// Adds it and what is inside to `all`.
    pub(super) fn add_to<'a>(&'a self, all: &mut Vec<&'a Self>) {
        all.push(self);
        for block in self.inside() {
            block.add_to(all);
        }
    }

    /// The blocks directly inside.
    #[must_use]
    pub fn inside(&self) -> Vec<&Self> {
        match &self.kind {
            BlockKind::Section(section) => section.blocks.iter().collect(),
            BlockKind::Columns(columns) => columns
                .columns
                .iter()
                .flat_map(|column| &column.blocks)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The first block that stands in one that can’t hold it: a section stands in none, columns in
    /// none or in a section, MJML of one’s own in none.
    pub(super) fn too_deep(&self, level: u8) -> Option<&Self> {
        let (allowed, inner) = match &self.kind {
            BlockKind::Section(_) => (level == 0, 1),
            BlockKind::Columns(_) => (level <= 1, 2),
            BlockKind::Raw(raw) => (level == 0 || raw.mjml.is_none(), level),
            _ => (true, level),
        };
        if !allowed {
            return Some(self);
        }
        self.inside()
            .into_iter()
            .find_map(|block| block.too_deep(inner))
    }

    /// How a finding speaks of it.
    pub(super) fn place_in_words(&self) -> String {
        format!("“{}” at {}", self.kind.word(), self.path)
    }
}
