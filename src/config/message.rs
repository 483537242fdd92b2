//! A message a workflow sends.

use crate::design::{BlockWords, Design, Translation, Translations};
use crate::document::{FromNode, Node, Object, declared};
use crate::event::Channel;
use crate::json::choices;
use crate::plan::ConditionalBlock;
use crate::shop::mail_address;

declared! {
    /// A message that workflows can send. Its texts are Liquid templates, rendered by the host.
    #[derive(Clone, Debug, PartialEq)]
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
        /// An email made of blocks, instead of `html`.
        design: Option<Design> = maybe(typed()),
        /// The body of an email: a Liquid template in HTML of up to 100,000 characters.
        html: Option<String> = maybe(text(MAX_BODY)),
        /// The message in other languages, by language: each customer gets it in theirs, if it’s
        /// here.
        translations: Vec<Translation> = or(Vec::new(), Translations),
        /// The plain-text body of an email, or the whole text of an SMS or push notification: a
        /// Liquid template of up to 100,000 characters.
        text as "text": Option<String> = maybe(text(MAX_BODY)),
        /// What it is mostly about: checks of a series go by it. Default: nothing is said.
        content: Option<Content> = maybe(typed()),
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

    /// Its blocks that only some customers see.
    pub(super) fn conditional(&self) -> impl Iterator<Item = ConditionalBlock> {
        let blocks = self.design.iter().flat_map(Design::conditions);
        blocks.map(|(id, _, condition)| ConditionalBlock {
            message: self.id.clone(),
            block: id.to_owned(),
            condition: condition.clone(),
        })
    }

    /// Reports what its channel needs and it lacks.
    fn is_complete(&self, object: &Object<'_>) -> Option<()> {
        if self.design.is_some() && self.html.is_some() {
            return object.node().error(
                "two-bodies",
                "An email has “design” or “html”, and not both.",
                "Keep the one you want, or put the HTML into a block of type “raw”.",
            );
        }
        self.translations_fit(object)?;
        let missing = match self.channel {
            Channel::Email if self.subject.is_none() => "subject",
            Channel::Email
                if self.html.is_none() && self.text.is_none() && self.design.is_none() =>
            {
                "html"
            }
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

    /// Reports words in another language that the message has no place for.
    fn translations_fit(&self, object: &Object<'_>) -> Option<()> {
        for translation in &self.translations {
            if translation.html.is_some() && self.html.is_none() {
                return object.node().error(
                    "no-html-to-translate",
                    format!(
                        "“{}” translates “html”, which this message doesn’t have.",
                        translation.path
                    ),
                    "Translate its blocks under “blocks”.",
                );
            }
            for words in &translation.blocks {
                self.words_fit(words, object)?;
            }
        }
        Some(())
    }

    fn words_fit(&self, words: &BlockWords, object: &Object<'_>) -> Option<()> {
        let blocks = self.design.iter().flat_map(Design::all);
        let mut found = blocks.filter(|block| block.id.as_deref() == Some(&words.id));
        let Some(block) = found.next() else {
            return object.node().error(
                "unknown-block",
                format!("{} translates a block that isn’t in the email.", words.path),
                format!("Give the block the ID “{}”, or remove its words.", words.id),
            );
        };
        match words.put_into(&mut block.clone()) {
            Ok(()) => Some(()),
            Err(key) => object.node().error(
                "nothing-to-translate",
                format!(
                    "{}.{key} has no place in a block of type “{}”.",
                    words.path,
                    block.kind.word()
                ),
                "Remove it.",
            ),
        }
    }
}

choices! {
    /// What a message is mostly about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Content {
        /// It teaches or helps. A series with such messages says in its first one how often it comes, and
        /// promotes something in at most one message in five.
        Educational = "educational",
        /// It promotes something.
        Promotional = "promotional",
    }
}

/// The longest body, in characters.
const MAX_BODY: usize = 100_000;
