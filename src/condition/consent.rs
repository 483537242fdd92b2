//! What the customer agreed to on a channel.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::event::{Channel, Consent, EventName, EventNames};

/// Holds for customers whose consent on the channel is this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ConsentIs {
    /// On which channel.
    pub channel: Channel,
    /// What is in force there.
    pub is: Consent,
}

impl Leaf for ConsentIs {
    fn answer(&self, context: &Context<'_>) -> Answer {
        Answer::settled(context.customer.consent.on(self.channel) == self.is)
    }

    fn seen(&self, context: &Context<'_>) -> String {
        words(context.customer.consent.on(self.channel)).to_owned()
    }

    fn sentence(&self) -> String {
        match self.is {
            Consent::Subscribed => format!("is subscribed to {}", self.channel),
            Consent::Unsubscribed => format!("has unsubscribed from {}", self.channel),
            Consent::Pending => format!("has not confirmed {} yet", self.channel),
            Consent::NeverSubscribed => format!("never subscribed to {}", self.channel),
        }
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::ConsentChanged]));
    }
}

impl FromNode for ConsentIs {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "channel", "is"])?;
        let channel = object
            .required("channel")
            .and_then(|node| Channel::read(&node));
        let is = object.required("is").and_then(|node| {
            node.choice(&[
                ("subscribed", Consent::Subscribed),
                ("unsubscribed", Consent::Unsubscribed),
                ("pending", Consent::Pending),
                ("never_subscribed", Consent::NeverSubscribed),
            ])
        });
        Some(Self {
            channel: channel?,
            is: is?,
        })
    }
}

impl FromNode for Channel {
    fn read(node: &Node<'_>) -> Option<Self> {
        node.choice(&Self::ALL.map(|channel| (channel.word(), channel)))
    }
}

const fn words(consent: Consent) -> &'static str {
    match consent {
        Consent::Subscribed => "subscribed",
        Consent::Unsubscribed => "unsubscribed",
        Consent::Pending => "not confirmed yet",
        Consent::NeverSubscribed => "never subscribed",
    }
}
