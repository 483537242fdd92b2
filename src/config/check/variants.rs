//! An experiment from which nothing can be learned.

use super::{Config, Report};
use crate::config::Message;
use crate::workflow::{Action, Node, NodeKind, Workflow};

/// Two variants that differ in several things show which one performs better, but not why. Variants
/// with different steps are fine: they test the path itself.
pub(super) fn check(config: &Config, report: &mut Report<'_>) {
    for workflow in &config.workflows {
        for node in &workflow.nodes {
            let NodeKind::Split { split, ways } = &node.kind else {
                continue;
            };
            let variants: Vec<Vec<&Node>> = ways
                .iter()
                .map(|way| steps_of(workflow, *way, node.next))
                .collect();
            let (Some(first), None) = (variants.first(), split.winner) else {
                continue;
            };
            let others = variants.iter().zip(&split.variants).skip(1);
            for (other, variant) in others {
                let differ = differences(config, first, other);
                let [name, ..] = split.variants.as_slice() else {
                    continue;
                };
                if differ.len() > 1 {
                    report.warn(
                        "variants-differ-twice",
                        node.path.clone(),
                        format!(
                            "“{}” and “{}” differ in {}, so you won’t know which change made the difference.",
                            name.name,
                            variant.name,
                            differ.join(" and ")
                        ),
                        "Change one thing at a time.",
                    );
                    break;
                }
            }
        }
    }
}

/// The steps of a branch in order, up to its first own branch.
fn steps_of(workflow: &Workflow, way: Option<usize>, end: Option<usize>) -> Vec<&Node> {
    let mut steps = Vec::new();
    let mut at = way;
    while at != end
        && let Some(node) = at.and_then(|position| workflow.nodes.get(position))
    {
        steps.push(node);
        if !node.kind.ways().is_empty() || steps.len() > workflow.nodes.len() {
            break;
        }
        at = node.next;
    }
    steps
}

/// How two branches with the same kinds of steps differ; empty if the kinds differ.
fn differences(config: &Config, one: &[&Node], other: &[&Node]) -> Vec<&'static str> {
    let mut differ = Vec::new();
    if one.len() != other.len() {
        return differ;
    }
    for (one, other) in one.iter().zip(other) {
        match (&one.kind, &other.kind) {
            (NodeKind::Action(Action::Send(one)), NodeKind::Action(Action::Send(other))) => {
                if one.kind != other.kind {
                    differ.push("kind");
                }
                let find = |id: &str| config.messages.iter().find(|message| message.id == id);
                if let (Some(one), Some(other)) = (find(&one.message), find(&other.message)) {
                    compare(one, other, &mut differ);
                }
            }
            (
                NodeKind::Action(Action::ApplyCoupon(one)),
                NodeKind::Action(Action::ApplyCoupon(other)),
            ) if one.discount != other.discount => differ.push("discount"),
            (NodeKind::Wait(one), NodeKind::Wait(other)) if one != other => differ.push("wait"),
            (one, other) if std::mem::discriminant(one) != std::mem::discriminant(other) => {
                return Vec::new();
            }
            _ => {}
        }
    }
    differ.sort_unstable();
    differ.dedup();
    differ
}

fn compare(one: &Message, other: &Message, differ: &mut Vec<&'static str>) {
    let parts = [
        ("channel", one.channel != other.channel),
        ("subject", one.subject != other.subject),
        ("preheader", one.preheader != other.preheader),
        ("text", one.html != other.html || one.text != other.text),
    ];
    let changed = parts.into_iter().filter(|(_, changed)| *changed);
    differ.extend(changed.map(|(part, _)| part));
}
