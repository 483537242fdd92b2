//! Text messages that repeat an email, or that nothing limits.

use super::{Config, Report};
use crate::event::Channel;
use crate::workflow::{Action, Node, NodeKind, Workflow};

/// A text message is for what cannot wait, not a second copy of the email of the same moment; and
/// a shop that sets its own caps must set one for them.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    let mut sends_sms = None;
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            let Some(channel) = channel_of(config, node) else {
                continue;
            };
            if channel == Channel::Sms {
                sends_sms.get_or_insert(&node.path);
            }
            if let Some(other) = next_at_once(workflow, node)
                && let Some(pair) = channel_of(config, other)
                && channel != pair
                && [channel, pair].contains(&Channel::Sms)
                && [channel, pair].contains(&Channel::Email)
            {
                report.warn(
                    "sms-mirrors-email",
                    other.path.clone(),
                    format!("“{}” sends an email and a text message at the same time.", workflow.name),
                    "Send only one of them, or send the second one a few hours later to customers who didn’t respond to the first.",
                );
            }
        }
    }
    let capped = |channel: Option<Channel>| channel.is_none_or(|channel| channel == Channel::Sms);
    let caps = &config.policy.frequency_caps;
    if let Some(path) = sends_sms
        && !caps.iter().any(|cap| capped(cap.channel))
    {
        report.warn(
            "sms-without-cap",
            path.clone(),
            "There’s no limit on how many text messages a customer gets.".to_owned(),
            "Add a cap for “sms” under “policy.frequency_caps”, such as 4 in 30 days.",
        );
    }
}

fn channel_of(config: &Config, node: &Node) -> Option<Channel> {
    let NodeKind::Action(Action::Send(send)) = &node.kind else {
        return None;
    };
    let mut messages = config.messages.iter();
    let message = messages.find(|message| message.id == send.message)?;
    Some(message.channel)
}

/// The next step that takes time or sends, if no time passes before it.
fn next_at_once<'w>(workflow: &'w Workflow, node: &Node) -> Option<&'w Node> {
    let mut at = node.next?;
    // Every step leads forward.
    for _ in 0..workflow.nodes.len() {
        let next = workflow.nodes.get(at)?;
        match &next.kind {
            NodeKind::Action(Action::Send(_)) => return Some(next),
            NodeKind::Action(_) => at = next.next?,
            _ => return None,
        }
    }
    None
}
