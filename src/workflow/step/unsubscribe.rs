//! Write to somebody no more.

use crate::document::{FromNode, Node};
use crate::event::Channel;
use crate::sentence::{Said, Sentence};

/// Withdraws the customer's consent to marketing on a channel, as the last step for those who
/// never answer. It counts at once; only the customer can give it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Unsubscribe {
    /// The channel.
    pub channel: Channel,
}

impl Said for Unsubscribe {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Unsubscribe from {channel}", &[("channel", &self.channel)]);
    }
}

impl FromNode for Unsubscribe {
    fn read(node: &Node<'_>) -> Option<Self> {
        let channel = node
            .object(&["id", "type", "channel"])?
            .required("channel")?;
        Channel::read(&channel).map(|channel| Self { channel })
    }
}
