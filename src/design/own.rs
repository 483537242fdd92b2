//! Blocks of the merchant's own making.

use crate::document::{Object, declared};

declared! {
    /// A block that is used in several emails: one of `saved_blocks`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct SavedBlock beside ["id", "if", "type"] {
        /// Its name under `saved_blocks`.
        block: String = required(NAME),
    }
    listed in "Advanced" as "Saved block";
    example {"block": "my-block"};
}

declared! {
    /// HTML or MJML of your own.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Raw beside ["id", "if", "type"] {
        /// HTML: Liquid of up to 100,000 characters.
        html: Option<String> = maybe(text(100_000)),
        /// MJML, from `<mj-section>` on: Liquid of up to 100,000 characters.
        mjml: Option<String> = maybe(text(100_000)),
    }
    listed in "Advanced" as "HTML or MJML";
    example {"html": "<p>HTML</p>"};
    check Self::is_one;
}

impl Raw {
    fn is_one(&self, object: &Object<'_>) -> Option<()> {
        if self.html.is_some() != self.mjml.is_some() {
            return Some(());
        }
        object.node().error(
            "not-raw",
            "A raw block has “html” or “mjml”, and not both.",
            "Keep the one you want.",
        )
    }
}
