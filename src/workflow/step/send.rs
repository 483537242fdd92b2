//! Send a message.

use super::Act;
use crate::document::declared;
use crate::event::MessageKind;
use crate::sentence::{MessageName, Said, Sentence};

declared! {
    /// Sends a message of the configuration; the message says by which channel.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Send beside ["id", "type"] {
        /// The message's name under `messages`.
        message: String = required(NAME),
        /// Why it is sent: `marketing` when left out. A transactional message needs no consent and
        /// so must not carry an offer.
        kind: MessageKind = or(MessageKind::Marketing, typed()),
    }
    listed in "Messages" as "Send a message";
}

impl Act for Send {}

impl Said for Send {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Send {message}",
            &[("message", &MessageName(&self.message))],
        );
    }
}
