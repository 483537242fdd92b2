//! What speaks against publishing a configuration that compiles.
//!
//! Checked when it is published, and never for one that is stored already: configurations of
//! earlier releases keep deciding, whatever new ones must fulfill.

use crate::adapter::{Reporter, can_happen};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::nearest;
use crate::event::{Channel, EventName, EventNames};
use crate::json::{Tree, object};
use crate::plan::Plan;
use crate::workflow::{Action, Node, NodeKind, Status, Workflow};

/// What the host can do for a shop, and what it is told of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// The channels with somebody who delivers.
    pub channels: Vec<Channel>,
    /// The ways in which the store is connected.
    pub reporters: Vec<Reporter>,
    /// The kinds of events that were received, whoever reported them.
    pub received: Vec<EventName>,
    /// Whether a coupon code that is created is valid in the store.
    pub codes: bool,
}

object!(Abilities or default {
    channels,
    reporters,
    received,
    codes
});

/// What live workflows ask for that the host can’t do: a workflow that isn’t live yet can’t be
/// turned on (an error); for those in `live_before` it is a warning.
#[must_use]
pub fn impossible(plan: &Plan, live_before: &[String], able: &Abilities) -> Vec<Diagnostic> {
    let possible =
        can_happen(&able.reporters, &plan.woocommerce).and(EventNames::of(&able.received));
    let live = plan.workflows().iter();
    let live = live.filter(|workflow| workflow.status == Status::Live);
    let found = live.flat_map(|workflow| {
        let is_new = !live_before.iter().any(|id| *id == workflow.id.to_string());
        let severity = if is_new {
            Severity::Error
        } else {
            Severity::Warning
        };
        let found = not_reported(plan, workflow, possible, able).into_iter();
        let found = found.chain(undeliverable(plan, workflow, able));
        found
            .chain(without_codes(workflow, able))
            .map(move |one| Diagnostic { severity, ..one })
    });
    found.collect()
}

/// That a workflow starts from something nobody reports.
fn not_reported(
    plan: &Plan,
    workflow: &Workflow,
    possible: EventNames,
    able: &Abilities,
) -> Option<Diagnostic> {
    let events = workflow.trigger.starts_from();
    let [event, ..] = events else { return None };
    if possible.meets(EventNames::of(events)) {
        return None;
    }
    let wanted = EventNames::of(events);
    let of_plugin = Reporter::WoocommercePlugin.reports(&plan.woocommerce);
    let help = if !able.reporters.contains(&Reporter::Woocommerce) {
        ELSEWHERE
    } else if of_plugin.meets(wanted) {
        "Connect your store with the Edgewise plugin for WooCommerce, which reports it."
    } else if wanted.has(EventName::OrderFulfilled) {
        "Under Settings > Store > WooCommerce, choose where your orders keep tracking numbers, or say that completed orders are shipped."
    } else {
        ELSEWHERE
    };
    Some(error(
        "trigger-not-reported",
        format!("{}.trigger", workflow.path),
        format!(
            "“{}” starts from a “{}” event, which your store doesn’t report.",
            workflow.name,
            event.word().replace('_', " ")
        ),
        help,
    ))
}

const ELSEWHERE: &str = "Choose another trigger, or report this event with POST /v1/events and then turn the workflow on.";

/// The channels on which a workflow sends and nobody delivers, each at its first message.
fn undeliverable(plan: &Plan, workflow: &Workflow, able: &Abilities) -> Vec<Diagnostic> {
    let sends = |node: &&Node, channel: Channel| match &node.kind {
        NodeKind::Action(Action::Send(send)) => {
            plan.messages.get(send.message.as_str()) == Some(&channel)
        }
        _ => false,
    };
    let missing = Channel::ALL.into_iter();
    let missing = missing.filter(|channel| !able.channels.contains(channel));
    let found = missing.filter_map(|channel| {
        let node = workflow.nodes.iter().find(|node| sends(node, channel))?;
        let path = format!("{}.message", node.path);
        Some(match channel {
            Channel::Email => error(
                "no-mail-server",
                path,
                format!(
                    "“{}” sends email, but no mail server is set up.",
                    workflow.name
                ),
                "Enter your mail server under Settings > Email.",
            ),
            Channel::Sms | Channel::Push => error(
                "channel-not-connected",
                path,
                format!(
                    "“{}” sends {channel}, but no provider for it is connected.",
                    workflow.name
                ),
                if channel == Channel::Sms {
                    "Set up a provider under Settings > Text messages."
                } else {
                    "Send an email instead, or remove the step."
                },
            ),
        })
    });
    found.collect()
}

/// That a workflow creates a code that no store would accept.
fn without_codes(workflow: &Workflow, able: &Abilities) -> Option<Diagnostic> {
    let creates = |node: &&Node| {
        let NodeKind::Action(action) = &node.kind else {
            return false;
        };
        // Those of a pool are the merchant's own.
        matches!(action, Action::ApplyCoupon(coupon) if coupon.pool.is_none())
    };
    let node = workflow.nodes.iter().find(creates)?;
    if able.codes {
        return None;
    }
    let help = if able.reporters.contains(&Reporter::Woocommerce) {
        "Connect your store with the Edgewise plugin for WooCommerce, or remove the step."
    } else {
        "Codes can be created in WooCommerce stores only so far: write a code of your own into the message, and remove the step."
    };
    Some(error(
        "codes-not-created",
        node.path.clone(),
        format!(
            "“{}” creates a coupon code, but no store is connected that would accept it.",
            workflow.name
        ),
        help,
    ))
}

fn error(code: &str, path: String, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        code: code.to_owned(),
        severity: Severity::Error,
        path,
        message,
        help: help.to_owned(),
    }
}

/// Without a sender, email can't be sent: a workflow that sends email can't be turned on (an
/// error), and for those in `live_before`, which are live already, a warning says that their
/// messages wait.
#[must_use]
pub fn without_sender(plan: &Plan, live_before: &[String]) -> Vec<Diagnostic> {
    if plan.shop.sender.is_some() {
        return Vec::new();
    }
    let sends = |workflow: &&Workflow| {
        workflow.status == Status::Live && workflow.nodes.iter().any(|node| sends_email(plan, node))
    };
    plan.workflows()
        .iter()
        .filter(sends)
        .map(|workflow| {
            let is_new = !live_before.iter().any(|id| *id == workflow.id.to_string());
            let (severity, message) = if is_new {
                (
                    Severity::Error,
                    format!(
                        "“{}” can’t be turned on because the shop has no sender address.",
                        workflow.name
                    ),
                )
            } else {
                (
                    Severity::Warning,
                    format!(
                        "Emails from “{}” are paused because the shop has no sender address.",
                        workflow.name
                    ),
                )
            };
            Diagnostic {
                code: "no-sender".to_owned(),
                severity,
                path: workflow.path.clone(),
                message,
                help: "Add a sender name and email address under “shop.sender”.".to_owned(),
            }
        })
        .collect()
}

/// A template’s placeholder, such as `https://ads.example.com/…`, can’t be called. A workflow that
/// uses one can’t be turned on (an error); for those in `live_before`, a warning says that the call
/// fails. Placeholders are the names reserved by RFC 2606. `localhost` is allowed: a shop in
/// development calls it, and in production the host refuses it.
#[must_use]
pub fn placeholder_addresses(plan: &Plan, live_before: &[String]) -> Vec<Diagnostic> {
    let live = plan.workflows().iter();
    let live = live.filter(|workflow| workflow.status == Status::Live);
    let found = live.flat_map(|workflow| {
        let is_new = !live_before.iter().any(|id| *id == workflow.id.to_string());
        workflow.nodes.iter().filter_map(move |node| {
            let url = called(node)?;
            is_placeholder(url).then(|| Diagnostic {
                code: "placeholder-address".to_owned(),
                severity: if is_new {
                    Severity::Error
                } else {
                    Severity::Warning
                },
                path: format!("{}.url", node.path),
                message: format!("“{url}” is a placeholder, so the webhook can’t be delivered."),
                help: "Replace it with the URL of your own service, or remove the step.".to_owned(),
            })
        })
    });
    found.collect()
}

/// The address that a step calls.
fn called(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Action(action) => action.url(),
        _ => None,
    }
}

fn is_placeholder(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let of = |name: &str| {
        let before = host.strip_suffix(name);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    PLACEHOLDERS.iter().any(|name| of(name)) || host.ends_with(".localhost")
}

const PLACEHOLDERS: &[&str] = &[
    "example.com",
    "example.net",
    "example.org",
    "example",
    "test",
    "invalid",
];

/// What messages can speak of only in some workflows, by the name in templates.
const SOMETIMES: [&str; 4] = ["cart", "coupon", "order", "trigger"];

/// What a message finds in every workflow that sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundByMessage {
    /// The message’s ID.
    pub message: String,
    /// Which of `cart`, `coupon`, `order` and `trigger` there are.
    pub names: Vec<&'static str>,
}

object!(write FoundByMessage { message, names });

/// What each message that is sent by any workflow can speak of in all of them.
#[must_use]
pub fn found_by_messages(plan: &Plan) -> Vec<FoundByMessage> {
    let mut found: Vec<FoundByMessage> = Vec::new();
    for workflow in plan.workflows() {
        let has = |name: &&str| is_found(workflow, name);
        for node in &workflow.nodes {
            let NodeKind::Action(Action::Send(send)) = &node.kind else {
                continue;
            };
            match found.iter_mut().find(|one| one.message == send.message) {
                Some(one) => one.names.retain(has),
                None => found.push(FoundByMessage {
                    message: send.message.clone(),
                    names: SOMETIMES.into_iter().filter(has).collect(),
                }),
            }
        }
    }
    found
}

fn is_found(workflow: &Workflow, name: &str) -> bool {
    let Workflow { trigger, nodes, .. } = workflow;
    match name {
        "cart" => trigger.names_cart(),
        "order" => trigger.names_order(),
        // Of an event that starts it at once; what it waited out is no single event.
        "trigger" => !trigger.needs().is_empty() && trigger.delay().is_none(),
        _ => nodes
            .iter()
            .any(|node| matches!(&node.kind, NodeKind::Action(Action::ApplyCoupon(_)))),
    }
}

fn sends_email(plan: &Plan, node: &Node) -> bool {
    match &node.kind {
        NodeKind::Action(Action::Send(send)) => {
            plan.messages.get(send.message.as_str()) == Some(&Channel::Email)
        }
        _ => false,
    }
}

/// What is wrong with a merge field in the part of a message at `path`. `names` are its segments
/// without positions in lists; `known` is what templates can refer to.
/// An unknown name prints nothing, which is a warning. One that is close to a known name is a typo,
/// which is an error.
#[must_use]
pub fn unknown_field(known: &Tree, path: &str, name: &[String]) -> Option<Diagnostic> {
    let mut here = known;
    for (depth, segment) in name.iter().enumerate() {
        if let Tree::List(entries) = here {
            // Liquid's own words for what is in a list.
            if segment == "size" {
                return None;
            }
            here = entries.first()?;
            if matches!(segment.as_str(), "first" | "last") {
                continue;
            }
        }
        let Tree::Object(members) = here else {
            // A text's size and the like are Liquid's own.
            return None;
        };
        if let Some(next) = here.get(segment) {
            here = next;
            continue;
        }
        let before = name.get(..depth).unwrap_or_default();
        let full = |last: &str| [before, &[last.to_owned()]].concat().join(".");
        let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
        let meant = nearest(segment, &names);
        return Some(Diagnostic {
            code: "unknown-merge-field".to_owned(),
            severity: if meant.is_some() {
                Severity::Error
            } else {
                Severity::Warning
            },
            path: path.to_owned(),
            message: format!(
                "Unknown merge field “{}”; it would be left blank.",
                full(segment)
            ),
            help: match meant {
                Some(meant) => format!("Did you mean “{}”?", full(meant)),
                None => format!("Use one of: {}.", names.join(", ")),
            },
        });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn names_that_are_nobodys_are_placeholders_and_names_like_them_are_not() {
        for url in [
            "https://ads.example.com/audiences",
            "https://EXAMPLE.org",
            "https://user@crm.example.net:8443/?a=b",
            "https://helpdesk.test/tickets",
            "https://x.invalid.",
            "http://crm.localhost:9/",
        ] {
            assert!(is_placeholder(url), "{url}");
        }
        for url in [
            "https://myexample.com/",
            "https://example.com.shop.io/",
            "https://shop.io/?to=https://example.com",
            "https://latest/",
            "http://127.0.0.1:9/",
            "https://localhost:9/",
        ] {
            assert!(!is_placeholder(url), "{url}");
        }
    }
}
