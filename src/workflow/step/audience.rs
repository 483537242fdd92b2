//! Put somebody into an audience of an advertising platform, or take them out.

use super::webhook::read_url;
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Puts the customer into (`IN` true) or takes them out of an audience, by a signed call to the
/// address that keeps it: with what is in their cart, so that the very things can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "AudienceChange", deny_unknown_fields))]
pub struct AudienceChange<const IN: bool> {
    /// The address that keeps the audience; https only.
    pub url: String,
    /// The audience's name there.
    pub audience: String,
}

impl<const IN: bool> Said for AudienceChange<IN> {
    fn say(&self, to: &mut Sentence<'_>) {
        let template = if IN {
            "Add to ad audience “{audience}”"
        } else {
            "Remove from ad audience “{audience}”"
        };
        to.say(template, &[("audience", &self.audience)]);
    }
}

impl<const IN: bool> FromNode for AudienceChange<IN> {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "url", "audience"])?;
        let url = object.required("url").and_then(|node| read_url(&node));
        let audience = object.required("audience").and_then(|node| node.text(120));
        Some(Self {
            url: url?,
            audience: audience?,
        })
    }
}
