//! A message a workflow sends.

use crate::document::{FromNode, Node, Object, declared};
use crate::event::Channel;

declared! {
    /// The text of a message. The engine only needs to know its channel; the text is Liquid and is
    /// rendered by the shim, at send time and in the preview alike.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Message beside [] {
        /// Its name: the key under `messages`.
        id in NO_KEYS: String = derived(Some(String::new())),
        /// Where it stands in the file.
        path in NO_KEYS: String = place(),
        /// The channel it goes out by; `email` when left out.
        channel: Channel = or(Channel::Email, typed()),
        /// The subject of an email, as Liquid; up to 500 characters.
        subject: Option<String> = maybe(text(500)),
        /// The line that mail programs show after the subject, as Liquid.
        preheader: Option<String> = maybe(text(500)),
        /// The body of an email, as Liquid in HTML.
        html: Option<String> = maybe(text(MAX_BODY)),
        /// The body as plain text, as Liquid; the whole of an SMS.
        text as "text": Option<String> = maybe(text(MAX_BODY)),
    }
    check Self::is_complete;
}

impl Message {
    /// Reads the message called `id`.
    #[must_use]
    pub fn read_as(id: &str, node: &Node<'_>) -> Option<Self> {
        let message = Self::read(node)?;
        Some(Self {
            id: id.to_owned(),
            ..message
        })
    }

    /// Reports what its channel needs and it lacks.
    fn is_complete(&self, object: &Object<'_>) -> Option<()> {
        let missing = match self.channel {
            Channel::Email if self.subject.is_none() => "subject",
            Channel::Email if self.html.is_none() && self.text.is_none() => "html",
            Channel::Sms | Channel::Push if self.text.is_none() => "text",
            _ => return Some(()),
        };
        object.node().error(
            "incomplete-message",
            format!("This {} message has no “{missing}”.", self.channel),
            format!("Add “{missing}”."),
        )
    }
}

/// The longest body, in characters.
const MAX_BODY: usize = 100_000;
