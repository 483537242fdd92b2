//! Open a ticket at the merchant's helpdesk.

use super::webhook::read_url;
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Posts a ticket to the merchant's helpdesk, signed like any other call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct CreateTicket {
    /// The helpdesk's address; https only.
    pub url: String,
    /// What it is about, up to 200 characters.
    pub subject: String,
    /// More about it, up to 2,000 characters.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub note: String,
}

impl Said for CreateTicket {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Create ticket “{subject}”", &[("subject", &self.subject)]);
    }
}

impl FromNode for CreateTicket {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "url", "subject", "note"])?;
        let url = object.required("url").and_then(|node| read_url(&node));
        let subject = object.required("subject").and_then(|node| node.text(200));
        let note = object.or("note", String::new(), |node| node.text(2_000));
        Some(Self {
            url: url?,
            subject: subject?,
            note: note?,
        })
    }
}
