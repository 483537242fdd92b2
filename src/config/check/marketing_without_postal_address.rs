//! Marketing email without a postal address.

use super::{Config, Report};
use crate::event::{Channel, MessageKind};
use crate::workflow::{Action, NodeKind};

/// CAN-SPAM (16 CFR 316) and others want the sender's postal address in marketing email.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    if config.shop.postal_address.is_some() {
        return;
    }
    let by_email = |id: &str| {
        config
            .messages
            .iter()
            .any(|message| message.id == id && message.channel == Channel::Email)
    };
    let sends = config
        .workflows
        .iter()
        .flat_map(|workflow| &workflow.nodes)
        .any(|node| match &node.kind {
            NodeKind::Action(Action::Send(send)) => {
                send.kind == MessageKind::Marketing && by_email(&send.message)
            }
            _ => false,
        });
    if sends {
        report.warn(
            "no-postal-address",
            "shop",
            "Marketing emails must include the shop’s postal address.".to_owned(),
            "Add “postal_address” to “shop”, and {{ shop.postal_address }} to your messages.",
        );
    }
}
