//! A workflow as it is compiled from the merchant's file.

use super::step::{Action, Split, Step, StepKind, Wait};
use super::terms::{InFlight, Inside, OnePer, Reentry, Schedule};
use super::trigger::Trigger;
use crate::condition::{Behavior, Condition};
use crate::document::forms::{those_of, typed};
use crate::document::{self, FromNode, List, Typed, declared};
use crate::event::{EventName, MessageKind};
use crate::id::{CustomerId, StepId, WorkflowId, bucket};
use crate::json::Words;
use crate::time::{Duration, Timestamp, Unit};

declared! {
    /// A workflow: what starts it, who may enter, and its steps.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Workflow beside ["$schema"] {
        /// Its ID. Don’t change it later.
        id: WorkflowId = required(checked(NAME, |_, id| Some(WorkflowId::new(id)))),
        /// Its revision, set by the host when the workflow is saved. Customers finish the revision
        /// they started with.
        revision: u32 = or_else(1, whole(1..=1_000_000)),
        /// The name you see in the admin.
        name: String = required(text(120)),
        /// Whether customers can enter it. Default: `draft`.
        status: Status = or(Status::Draft, typed()),
        /// What the workflow is for.
        goal: Option<String> = maybe(text(500)),
        /// The priority of its messages when several workflows have one due: 0 to 100. Default: 50.
        priority: u8 = or(50, checked(whole(0..=100), |_, number| u8::try_from(number).ok())),
        /// The topic of its messages: the ID of one under `topics`. Customers who turned it off
        /// don’t get them.
        topic: Option<String> = maybe(NAME),
        /// When it was turned on, in milliseconds since 1970. Set by the host. Earlier events don’t
        /// start it.
        live_since: Option<Timestamp> = maybe(MOMENT),
        /// What starts it.
        trigger: Trigger = required(typed()),
        /// The condition that customers must meet to enter.
        conditions: Option<Condition> = maybe(typed()),
        /// The condition that customers must meet to enter, and again before each message.
        filter: Option<Condition> = maybe(typed()),
        /// Events that make the customer exit at once.
        exit_on: Vec<EventName> = or(Vec::new(), those_of(typed())),
        /// The goal. Customers who meet it exit, which counts as a conversion.
        goal_when: Option<Condition> = maybe(typed()),
        /// Customers who meet this exit. Checked after each event and before each message.
        exit_when: Option<Condition> = maybe(typed()),
        /// When customers can enter. Customers in it continue after the end. Default: always.
        schedule: Schedule = or(Schedule::default(), typed()),
        /// What happens to customers in it while it is paused. Default: `keep`.
        on_pause: Inside = or(Inside::Keep, typed()),
        /// What happens to customers in it when you publish changes. Default: `keep`.
        in_flight: InFlight = or(InFlight::Keep, typed()),
        /// The holdout, in percent: 0 to 50. These customers go through the workflow without
        /// receiving anything, for comparison. Default: 0.
        holdout: u32 = or_else(0, whole(0..=50)),
        /// Whether a customer can be in it once at a time, or once for each cart, order, or event.
        /// Default: `customer`.
        one_per: OnePer = or(OnePer::Customer, typed()),
        /// Its path in the file, for findings.
        path in NO_KEYS: String = place(),
        /// Whether customers can enter again.
        reentry: Reentry = or(Reentry::EveryTime, typed()),
        /// How late an event may arrive and still start it. Default: 3 days.
        max_event_age: Duration = or(DEFAULT_MAX_EVENT_AGE, typed()),
        /// Its steps, in order. Compiled into nodes, each of which names the next one.
        nodes as "steps": Vec<Node> = required(checked(STEPS, |_, steps| Some(nodes_of(&steps)))),
    }
    schema {"title": "Edgewise workflow"};
}

impl Workflow {
    /// The conditions that a customer must meet to enter, in this order.
    pub fn asked_at_entry(&self) -> impl Iterator<Item = &Condition> {
        [&self.conditions, &self.filter].into_iter().flatten()
    }

    /// Every condition in it with its place in the file.
    pub fn conditions(&self) -> impl Iterator<Item = (String, &Condition)> {
        let own = [
            ("conditions", &self.conditions),
            ("filter", &self.filter),
            ("goal_when", &self.goal_when),
            ("exit_when", &self.exit_when),
        ];
        let own = own.into_iter().filter_map(|(key, condition)| {
            Some((format!("{}.{key}", self.path), condition.as_ref()?))
        });
        let forks = self.nodes.iter().flat_map(|node| match &node.kind {
            NodeKind::Branch { condition, .. } => vec![(format!("{}.if", node.path), condition)],
            NodeKind::Switch { cases, .. } => {
                let cases = cases.iter();
                let placed = cases.map(|case| (format!("{}.if", case.path), &case.condition));
                placed.collect()
            }
            _ => Vec::new(),
        });
        own.chain(forks)
    }
}

/// Whether customers can enter a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Status {
    /// Being written. Customers can’t enter.
    #[default]
    Draft,
    /// Turned on. Customers can enter.
    Live,
    /// Customers can’t enter. Those in it continue, or stop if `on_pause` says so.
    Paused,
    /// An older revision. Customers can’t enter; those in it continue.
    Retired,
}

/// Only the host retires a revision, by putting it among those.
impl Words for Status {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("draft", Self::Draft),
        ("live", Self::Live),
        ("paused", Self::Paused),
    ];
}

#[cfg(test)]
impl schemars::JsonSchema for Status {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Status".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words: Vec<&str> = Self::WORDS.iter().map(|(word, _)| *word).collect();
        schemars::json_schema!({"enum": words})
    }
}

/// A compiled step, with the next nodes as positions in [`Workflow::nodes`].
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The step's name in the file.
    pub id: StepId,
    /// Its path in the file, for findings.
    pub path: String,
    /// Its kind, with its settings.
    pub kind: NodeKind,
    /// The next node; `None` at the end.
    pub next: Option<usize>,
}

/// The kind of a [`Node`].
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Requests an action.
    Action(Action),
    /// Waits for a time.
    Wait(Wait),
    /// Waits for an event.
    WaitForEvent {
        /// The event it waits for.
        what: Behavior,
        /// How long at most.
        at_most: Duration,
        /// The next node if it happens in time.
        then: Option<usize>,
        /// The next node if it doesn’t.
        otherwise: Option<usize>,
    },
    /// Takes one of two branches.
    Branch {
        /// The condition of the branch.
        condition: Condition,
        /// The next node if the condition holds.
        then: Option<usize>,
        /// The next node if it doesn’t hold.
        otherwise: Option<usize>,
    },
    /// Takes the branch of the first case that holds.
    Switch {
        /// The cases, in the order in which they are checked.
        cases: Vec<CaseNode>,
        /// The next node if no case holds.
        otherwise: Option<usize>,
    },
    /// Takes one of several variants at random.
    Split {
        /// The split; the steps of its variants are separate nodes.
        split: Split,
        /// The first node of each variant, in their order.
        ways: Vec<Option<usize>>,
    },
    /// Exits the workflow.
    Exit,
}

/// A case of a [`NodeKind::Switch`].
#[derive(Clone, Debug, PartialEq)]
pub struct CaseNode {
    /// The name of the case.
    pub name: String,
    /// Its path in the file, for findings.
    pub path: String,
    /// The condition of the case.
    pub condition: Condition,
    /// The next node.
    pub next: Option<usize>,
}

impl NodeKind {
    /// The first nodes of the branches, in the order of the file; none for other nodes.
    #[must_use]
    pub fn ways(&self) -> Vec<Option<usize>> {
        match self {
            Self::Branch {
                then, otherwise, ..
            }
            | Self::WaitForEvent {
                then, otherwise, ..
            } => vec![*then, *otherwise],
            Self::Switch { cases, otherwise } => {
                let cases = cases.iter().map(|case| case.next);
                cases.chain([*otherwise]).collect()
            }
            Self::Split { ways, .. } => ways.clone(),
            Self::Action(_) | Self::Wait(_) | Self::Exit => Vec::new(),
        }
    }
}

impl Workflow {
    /// The messages of marketing that it sends, by name.
    pub fn marketing(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Action(Action::Send(send)) if send.kind == MessageKind::Marketing => {
                Some(send.message.as_str())
            }
            _ => None,
        })
    }

    /// The first node.
    #[must_use]
    pub const fn start(&self) -> Option<usize> {
        if self.nodes.is_empty() { None } else { Some(0) }
    }

    /// The nodes that can be reached from `start`, including it.
    #[must_use]
    pub fn reachable_from(&self, start: Option<usize>) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = start.into_iter().collect();
        while let Some(position) = open.pop() {
            let (Some(seen), Some(node)) = (reached.get_mut(position), self.nodes.get(position))
            else {
                continue;
            };
            if std::mem::replace(seen, true) {
                continue;
            }
            match &node.kind {
                NodeKind::Exit => {}
                NodeKind::Action(_) | NodeKind::Wait(_) => open.extend(node.next),
                fork => open.extend(fork.ways().into_iter().flatten()),
            }
        }
        reached
    }

    /// Whether the customer is one of those held out: always the same ones, whatever the revision,
    /// and none of any other workflow's more than of anybody else.
    #[must_use]
    pub fn holds_out(&self, customer: &CustomerId) -> bool {
        if self.holdout == 0 {
            return false;
        }
        let draw = format!("holdout:{}", self.id);
        bucket(&draw, customer.as_str(), 100) < self.holdout
    }

    /// The node of step `id`.
    #[must_use]
    pub fn node(&self, id: &StepId) -> Option<(usize, &Node)> {
        self.nodes
            .iter()
            .enumerate()
            .find(|(_, node)| node.id == *id)
    }

    /// The messages its steps send.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Action(Action::Send(send)) => Some(send.message.as_str()),
            _ => None,
        })
    }

    /// Reads an older revision, which is kept for those in it.
    #[must_use]
    pub fn read_retired(node: &document::Node<'_>) -> Option<Self> {
        let workflow = Self::read(node)?;
        Some(Self {
            status: Status::Retired,
            ..workflow
        })
    }
}

/// A workflow's steps.
const STEPS: List<Typed<Step>> = those_of(typed());

/// The nodes of a list of steps.
fn nodes_of(steps: &[Step]) -> Vec<Node> {
    let mut nodes = Vec::new();
    flatten(steps, None, &mut nodes);
    nodes
}

/// Appends the nodes of a list of steps, each branch before what follows it, and returns the
/// position of the first. `after` is the node after the list.
fn flatten(steps: &[Step], after: Option<usize>, nodes: &mut Vec<Node>) -> Option<usize> {
    let first = nodes.len();
    let mut position = first;
    for (index, step) in steps.iter().enumerate() {
        position += step.size();
        // The next step starts where this one’s nodes end.
        let next = if index + 1 < steps.len() {
            Some(position)
        } else {
            after
        };
        let own = nodes.len();
        nodes.push(Node {
            id: step.id.clone(),
            path: step.path.clone(),
            kind: NodeKind::Exit,
            next,
        });
        let ways = step.ways().into_iter();
        let ways = ways.map(|steps| flatten(steps, next, nodes)).collect();
        if let Some(node) = nodes.get_mut(own) {
            node.kind = node_kind(&step.kind, ways);
        }
    }
    if steps.is_empty() { after } else { Some(first) }
}

/// Compiles a step into a node. `ways`: the first nodes of its branches, in the order of the file.
fn node_kind(step: &StepKind, ways: Vec<Option<usize>>) -> NodeKind {
    let mut rest = ways.iter().copied();
    let mut way = || rest.next().flatten();
    match step {
        StepKind::Action(action) => NodeKind::Action(action.clone()),
        StepKind::Wait(wait) => NodeKind::Wait(wait.clone()),
        StepKind::WaitForEvent(wait) => NodeKind::WaitForEvent {
            what: wait.what.clone(),
            at_most: wait.at_most,
            then: way(),
            otherwise: way(),
        },
        StepKind::Branch(branch) => NodeKind::Branch {
            condition: branch.condition.clone(),
            then: way(),
            otherwise: way(),
        },
        StepKind::Switch(switch) => NodeKind::Switch {
            cases: switch
                .cases
                .iter()
                .map(|case| CaseNode {
                    name: case.name.clone(),
                    path: case.path.clone(),
                    condition: case.condition.clone(),
                    next: way(),
                })
                .collect(),
            otherwise: way(),
        },
        StepKind::Split(step) => NodeKind::Split {
            split: step.split(),
            ways,
        },
        StepKind::Exit(_) => NodeKind::Exit,
    }
}

/// An event that arrives later than this doesn’t start a workflow, unless the file sets a longer
/// time.
const DEFAULT_MAX_EVENT_AGE: Duration = Duration::new(3, Unit::Days);

crate::compact::compact!(
    enum Status {
        Draft,
        Live,
        Paused,
        Retired,
    }
);
crate::compact::compact!(struct Node { id, path, kind, next });
crate::compact::compact!(enum NodeKind {
    Action(action),
    Wait(wait),
    WaitForEvent { what, at_most, then, otherwise },
    Branch { condition, then, otherwise },
    Switch { cases, otherwise },
    Split { split, ways },
    Exit
});
crate::compact::compact!(struct CaseNode { name, path, condition, next });
