//! An email's HTML, from its blocks.

use super::{Refusal, RefusalCode};
use crate::compose::{Draft, Layout, Unmade, compose, layout};
use crate::config::{Message, Saved, SavedBlocks};
use crate::design::Theme;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{FromNode, Node, Reading, declared};
use crate::json::{self, object, parse_strictly};
use crate::money::Currency;

declared! {
    /// An email to make, and in which language.
    #[derive(Clone, Debug, PartialEq)]
    struct ComposeRequest beside [] {
        /// The message, as the configuration has it.
        message: Message = required(typed()),
        /// How the shop’s emails look, as the configuration has it.
        theme: Theme = or(Theme::default(), typed()),
        /// The blocks that are used in several emails, as the configuration has them.
        saved_blocks: Vec<SavedBlocks> = or(Vec::new(), Saved),
        /// The language, such as `de`. Default: `en`.
        language: String = or("en".to_owned(), text(35)),
        /// Whether comments say where each block begins (`<!--block blocks[0]-->`) and ends (`<!--/block-->`),
        /// for an editor's preview. Default: no.
        marked: bool = or(false, BOOLEAN),
    }
}

/// An email that was made.
struct Composed {
    /// The whole document: Liquid, rendered for each customer; null if it can’t be made.
    html: Option<String>,
    /// Why it can’t be made. Paths begin with `message`.
    diagnostics: Vec<Diagnostic>,
}

object!(write Composed { html, diagnostics });

/// Makes the HTML of a message that is made of blocks: `{"html", "diagnostics"}`.
///
/// # Errors
///
/// `bad-request` for what isn't JSON.
pub fn compose_message(request: &str) -> Result<String, Refusal> {
    let (html, diagnostics) = made(request, compose)?;
    Ok(json::to_string(&Composed { html, diagnostics }))
}

/// The layout of such a message, for comparisons; null where it can’t be made. The request is the same.
///
/// # Errors
///
/// `bad-request` for what isn't JSON.
pub fn layout_message(request: &str) -> Result<Option<Layout>, Refusal> {
    Ok(made(request, layout)?.0)
}

/// What `make` makes of a request, and what keeps it from that.
fn made<T>(
    request: &str,
    make: impl Fn(&Draft<'_>) -> Result<T, Unmade>,
) -> Result<(Option<T>, Vec<Diagnostic>), Refusal> {
    let json = parse_strictly(request)
        .map_err(|error| Refusal::new(RefusalCode::BadRequest, "request", error))?;
    // Conditions are read and not asked here, so what their amounts are counted in is nothing to this.
    let reading = Reading::new(Currency::USD);
    let read = ComposeRequest::read(&Node::root(&json, &reading));
    let mut diagnostics = reading.into_findings();
    diagnostics.retain(Diagnostic::is_error);
    // Blocks that can't be read are left out, and half an email is none.
    let read = read.filter(|_| diagnostics.is_empty());
    let Some(made) = read.as_ref().and_then(draft_of).map(|draft| make(&draft)) else {
        return Ok((None, diagnostics));
    };
    match made {
        Ok(made) => Ok((Some(made), diagnostics)),
        Err(unmade) => {
            diagnostics.push(Diagnostic {
                code: unmade.code.to_owned(),
                severity: Severity::Error,
                path: unmade.path,
                message: unmade.message,
                help: unmade.help.to_owned(),
            });
            Ok((None, diagnostics))
        }
    }
}

/// What the email is made from; nothing for a message that isn't made of blocks.
fn draft_of(request: &ComposeRequest) -> Option<Draft<'_>> {
    let message = &request.message;
    let translated = message
        .translations
        .iter()
        .find(|one| one.language == request.language);
    let subject = translated.and_then(|one| one.subject.as_deref());
    let preheader = translated.and_then(|one| one.preheader.as_deref());
    Some(Draft {
        design: message.design.as_ref()?,
        theme: &request.theme,
        saved: &request.saved_blocks,
        language: &request.language,
        words: translated.map_or(&[], |one| &one.blocks),
        subject: subject.or(message.subject.as_deref()).unwrap_or_default(),
        preheader: preheader
            .or(message.preheader.as_deref())
            .unwrap_or_default(),
        is_marked: request.marked,
    })
}
