//! Write to somebody no more.

use crate::document::{FromNode, Node};
use crate::event::Channel;

/// Withdraws the customer's consent to marketing on a channel, as the last step for those who
/// never answer. It counts at once; only the customer can give it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct Unsubscribe {
    /// The channel.
    pub channel: Channel,
}

impl FromNode for Unsubscribe {
    fn read(node: &Node<'_>) -> Option<Self> {
        let channel = node
            .object(&["id", "type", "channel"])?
            .required("channel")?;
        Channel::read(&channel).map(|channel| Self { channel })
    }
}
