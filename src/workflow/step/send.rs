//! Send a message.

use crate::document::{FromNode, Node};
use crate::event::MessageKind;
use crate::sentence::{MessageName, Said, Sentence};

/// Sends a message of the configuration; the message says by which channel.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Send {
    /// The message's name under `messages`.
    pub message: String,
    /// Why it is sent: `marketing` when left out. A transactional message needs no consent and
    /// so must not carry an offer.
    #[cfg_attr(test, schemars(default))]
    pub kind: MessageKind,
}

impl Said for Send {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Send {message}",
            &[("message", &MessageName(&self.message))],
        );
    }
}

impl FromNode for Send {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "message", "kind"])?;
        let message = object.required("message").and_then(|node| node.name());
        let kind = object.or("kind", MessageKind::Marketing, |node| {
            node.choice(&[
                ("marketing", MessageKind::Marketing),
                ("transactional", MessageKind::Transactional),
            ])
        });
        Some(Self {
            message: message?,
            kind: kind?,
        })
    }
}
