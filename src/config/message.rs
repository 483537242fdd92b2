//! A message a workflow sends.

use crate::document::{FromNode, Node, Object, declared};
use crate::event::Channel;
use crate::shop::mail_address;

declared! {
    /// A message that workflows can send. Its texts are Liquid templates, rendered by the host.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Message beside [] {
        /// Its ID: the key under `messages`.
        id in NO_KEYS: String = derived(Some(String::new())),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
        /// The channel. Default: `email`.
        channel: Channel = or(Channel::Email, typed()),
        /// The subject of an email: a Liquid template of up to 500 characters.
        subject: Option<String> = maybe(text(500)),
        /// The preview text that inboxes show after the subject: a Liquid template of up to 500
        /// characters.
        preheader: Option<String> = maybe(text(500)),
        /// The body of an email: a Liquid template in HTML of up to 100,000 characters.
        html: Option<String> = maybe(text(MAX_BODY)),
        /// The plain-text body of an email, or the whole text of an SMS or push notification: a
        /// Liquid template of up to 100,000 characters.
        text as "text": Option<String> = maybe(text(MAX_BODY)),
        /// Its topic: the ID of one under `topics`. Default: the workflow’s topic.
        topic: Option<String> = maybe(NAME),
        /// Where replies to an email go. Default: where replies to all the shop’s emails go.
        reply_to: Option<String> = maybe(mail_address()),
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
            format!(
                "Missing key “{missing}”, which is required for {}.",
                self.channel
            ),
            format!("Add “{missing}”."),
        )
    }
}

/// The longest body, in characters.
const MAX_BODY: usize = 100_000;
