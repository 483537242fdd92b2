//! From an email's blocks to its HTML: the half of the engine that is asked when a message is written
//! or first sent, in a module of its own because of the library behind it.
//!
//! Blocks become MJML, and [`mrml`] makes of that the nested tables and conditional comments that mail
//! programs need. **None of the merchant's text goes that way.** Each text, link and piece of Liquid
//! is put aside (`src/compose/slots.rs`), and a mark stands for it until the HTML is made; so nothing in a text can
//! be taken for markup, and Liquid reaches the message byte for byte.
//!
//! What comes out is Liquid again: a whole HTML document, rendered for each customer like any other.

mod blocks;
mod commerce;
mod look;
mod slots;
mod text;

use crate::design::{Block, BlockKind, BlockWords, Design, Raw, Theme};
use look::Look;
use slots::Slots;

/// What an email is made from.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// What it is made of.
    pub design: &'a Design,
    /// How the shop's emails look.
    pub theme: &'a Theme,
    /// The blocks that are used in several emails, by name.
    pub saved: &'a [(String, Block)],
    /// Its language, such as `de`.
    pub language: &'a str,
    /// The words of its blocks in that language, where the design has others.
    pub words: &'a [BlockWords],
    /// Its subject, for the document's title: Liquid.
    pub subject: &'a str,
    /// The preview text: Liquid.
    pub preheader: &'a str,
    /// Whether comments say where each block begins and ends, which an editor's preview looks for.
    pub is_marked: bool,
}

/// Why an email can't be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmade {
    /// A code that stays the same.
    pub code: &'static str,
    /// The path of the block.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: &'static str,
}

/// Makes the HTML of an email: Liquid.
///
/// # Errors
///
/// When a block of MJML isn't MJML, or a saved block is missing.
pub fn compose(draft: &Draft<'_>) -> Result<String, Unmade> {
    let mut slots = Slots::default();
    let layout = laid_out(draft, &mut slots)?;
    Ok(slots.filled(&layout.html))
}

/// An email without its texts: a mark such as `⟦0⟧` stands for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What it is laid out as.
    pub mjml: String,
    /// What [`mrml`] makes of that.
    pub html: String,
}

/// The layout alone, to compare [`mrml`] with other programs that read MJML.
///
/// # Errors
///
/// The same as those of [`compose`].
pub fn layout(draft: &Draft<'_>) -> Result<Layout, Unmade> {
    laid_out(draft, &mut Slots::default())
}

fn laid_out(draft: &Draft<'_>, slots: &mut Slots) -> Result<Layout, Unmade> {
    let look = Look::new(draft.theme, draft.language);
    let blocks = unfolded(draft)?;
    let mut body = String::new();
    blocks::write_all(&blocks, draft.is_marked, &look, slots, &mut body)?;
    let mjml = look.document(draft, slots, &body);
    match rendered(&mjml) {
        Ok(html) => Ok(Layout { mjml, html }),
        Err(message) => Err(Unmade {
            code: "not-composed",
            path: String::new(),
            message: format!("The email can’t be made: {message}."),
            help: "Please report this with the email’s design.",
        }),
    }
}

/// Whether MJML is sound; what is wrong with it if not.
fn sound(mjml: &str) -> Result<(), String> {
    rendered(&format!("<mjml><mj-body>{mjml}</mj-body></mjml>")).map(|_| ())
}

fn rendered(mjml: &str) -> Result<String, String> {
    let parsed = mrml::parse(mjml).map_err(|error| error.to_string())?;
    // No font is fetched from anywhere.
    let options = mrml::prelude::render::RenderOptions {
        fonts: std::collections::HashMap::new(),
        ..mrml::prelude::render::RenderOptions::default()
    };
    parsed
        .element
        .render(&options)
        .map_err(|error| error.to_string())
}

/// The blocks in the language of the draft, with saved blocks where they are used.
fn unfolded(draft: &Draft<'_>) -> Result<Vec<Block>, Unmade> {
    let mut blocks = draft.design.blocks.clone();
    for block in &mut blocks {
        unfold(block, draft)?;
    }
    Ok(blocks)
}

fn unfold(block: &mut Block, draft: &Draft<'_>) -> Result<(), Unmade> {
    if let BlockKind::Saved(saved) = &block.kind {
        let found = draft.saved.iter().find(|(name, _)| *name == saved.block);
        let Some((_, found)) = found else {
            return Err(Unmade {
                code: "missing-saved-block",
                path: block.path.clone(),
                message: format!("There is no saved block “{}”.", saved.block),
                help: "Add it under “saved_blocks”, or use an existing one.",
            });
        };
        block.kind = found.kind.clone();
    }
    let words = draft
        .words
        .iter()
        .find(|words| block.id.as_deref() == Some(&words.id));
    if let Some(words) = words {
        // What has no place was reported when the message was read.
        let _ = words.put_into(block);
    }
    match &mut block.kind {
        BlockKind::Section(section) => {
            let mut inside = section.blocks.iter_mut();
            inside.try_for_each(|block| unfold(block, draft))
        }
        BlockKind::Columns(columns) => {
            let columns = columns.columns.iter_mut();
            let mut inside = columns.flat_map(|column| &mut column.blocks);
            inside.try_for_each(|block| unfold(block, draft))
        }
        _ => Ok(()),
    }
}

/// MJML of the merchant's own, with its Liquid put aside.
fn own_mjml(raw: &Raw, path: &str, slots: &mut Slots) -> Result<Option<String>, Unmade> {
    let Some(mjml) = &raw.mjml else {
        return Ok(None);
    };
    let protected = slots.protect(mjml);
    sound(&protected).map_err(|message| Unmade {
        code: "not-mjml",
        path: format!("{path}.mjml"),
        message: format!("This isn’t MJML: {message}."),
        help: "Begin with <mj-section>, and close every tag.",
    })?;
    Ok(Some(protected))
}
