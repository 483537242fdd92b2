//! Send a message.

use super::super::payload::PayloadRequest;
use super::Act;
use crate::document::declared;
use crate::effect::Payload;
use crate::event::MessageKind;
use crate::sentence::{MessageName, Said, Sentence};

declared! {
    /// Sends a message on the channel that the message defines.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Send beside ["id", "type"] {
        /// The ID of the message under `messages`.
        message: String = required(NAME),
        /// Whether it is marketing or transactional. A transactional message doesn’t need consent,
        /// so it must not contain an offer. Default: `marketing`.
        kind: MessageKind = or(MessageKind::Marketing, typed()),
    }
    listed in "Messages" as "Send a message";
}

impl Act for Send {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        let channel = asked.channel?;
        let enrollment = asked.enrollment;
        let (order, cart) = (enrollment.order.as_deref(), enrollment.cart.as_deref());
        let to = asked.customer.address_about(channel, order, cart)?;
        Some(Payload::Send {
            channel,
            kind: self.kind,
            to: asked.text(to),
            message: asked.text(&self.message),
            variables: asked.variables(),
            zone: asked.text(asked.zone.name()),
            shown_blocks: asked.shown_blocks.to_vec(),
            test: enrollment.test,
            valid_until: asked.delivery.until,
            first: asked.delivery.first,
        })
    }
}

impl Said for Send {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Send {message}",
            &[("message", &MessageName(&self.message))],
        );
    }
}
