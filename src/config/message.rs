//! A message a workflow sends.

use crate::document::{FromNode, Node};
use crate::event::Channel;

/// The text of a message. The engine only needs to know its channel; the text is Liquid and is
/// rendered by the shim, at send time and in the preview alike.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Message {
    /// Its name: the key under `messages`.
    #[cfg_attr(test, schemars(skip))]
    pub id: String,
    /// Where it stands in the file.
    #[cfg_attr(test, schemars(skip))]
    pub path: String,
    /// By which channel it goes out; `email` when left out.
    #[cfg_attr(test, schemars(with = "Option<Channel>"))]
    pub channel: Channel,
    /// The subject of an email, as Liquid; up to 500 characters.
    #[cfg_attr(test, schemars(default))]
    pub subject: Option<String>,
    /// The line mail programs show after the subject, as Liquid.
    #[cfg_attr(test, schemars(default))]
    pub preheader: Option<String>,
    /// The body of an email, as Liquid in HTML.
    #[cfg_attr(test, schemars(default))]
    pub html: Option<String>,
    /// The body as plain text, as Liquid; the whole of an SMS.
    #[cfg_attr(test, schemars(default))]
    pub text: Option<String>,
}

impl Message {
    /// Reads the message called `id`.
    #[must_use]
    pub fn read(id: &str, node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["channel", "subject", "preheader", "html", "text"])?;
        let channel = object.or("channel", Channel::Email, Channel::read);
        let subject = object.maybe("subject", |node| node.text(500));
        let preheader = object.maybe("preheader", |node| node.text(500));
        let html = object.maybe("html", |node| node.text(MAX_BODY));
        let text = object.maybe("text", |node| node.text(MAX_BODY));
        let message = Self {
            id: id.to_owned(),
            path: node.path(),
            channel: channel?,
            subject: subject?,
            preheader: preheader?,
            html: html?,
            text: text?,
        };
        let missing = match message.channel {
            Channel::Email if message.subject.is_none() => Some("subject"),
            Channel::Email if message.html.is_none() && message.text.is_none() => Some("html"),
            Channel::Sms | Channel::Push if message.text.is_none() => Some("text"),
            _ => None,
        };
        match missing {
            None => Some(message),
            Some(key) => node.error(
                "incomplete-message",
                format!("This {} message has no “{key}”.", message.channel),
                format!("Add “{key}”."),
            ),
        }
    }
}

/// The longest body, in characters.
const MAX_BODY: usize = 100_000;
