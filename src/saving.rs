//! What speaks against publishing a configuration that compiles.
//!
//! Checked when it is published, and never for one that is stored already: configurations of
//! earlier releases keep deciding, whatever new ones must fulfill.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::nearest;
use crate::event::Channel;
use crate::json::Tree;
use crate::plan::Plan;
use crate::workflow::{Action, Node, NodeKind, Status, Workflow};

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
