//! Call the merchant's own server.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};

/// Posts what is known of the customer and the run to an address of the merchant's, signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Webhook {
    /// Where to; https only.
    pub url: String,
}

impl Said for Webhook {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Call a webhook", &[]);
    }
}

impl FromNode for Webhook {
    fn read(node: &Node<'_>) -> Option<Self> {
        let url = node.object(&["id", "type", "url"])?.required("url")?;
        read_url(&url).map(|url| Self { url })
    }
}

/// An address of the merchant's.
pub(super) fn read_url(node: &Node<'_>) -> Option<String> {
    let text = node.text(2_000)?;
    let host = text
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    match host {
        Some(host)
            if !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace) =>
        {
            Some(text)
        }
        _ => node.error(
            "not-an-address",
            "A call needs an https address without a user name in it.",
            "Write it like “https://hooks.example.com/edgewise”.",
        ),
    }
}
