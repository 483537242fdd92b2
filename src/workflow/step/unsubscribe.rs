//! Unsubscribe the customer from a channel.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::event::Channel;
use crate::sentence::{Said, Sentence};

declared! {
    /// Unsubscribes the customer from marketing on a channel, such as at the end of a sunset
    /// workflow. It counts immediately, and only the customer can subscribe again.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Unsubscribe beside ["id", "type"] {
        /// The channel.
        channel: Channel = required(typed()),
    }
    listed in "Messages" as "Unsubscribe from a channel";
}

impl Act for Unsubscribe {
    fn payload(&self, _: &PayloadRequest<'_>) -> Option<Payload> {
        Some(Payload::Unsubscribe {
            channel: self.channel,
        })
    }
}

impl Said for Unsubscribe {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Unsubscribe from {channel}", &[("channel", &self.channel)]);
    }
}
