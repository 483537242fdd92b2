//! A workflow as it is compiled from the merchant's file.

use super::step::{Action, Split, Step, StepKind, Wait};
use super::terms::{InFlight, Inside, OnePer, Reentry, Schedule};
use super::trigger::Trigger;
use crate::condition::{Behavior, Condition};
use crate::document::{self, FromNode};
use crate::event::{EventName, MessageKind};
use crate::id::{CustomerId, StepId, WorkflowId, bucket};
use crate::time::{Duration, Timestamp, Unit};

/// One revision of a workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Workflow {
    /// Its name in files.
    pub id: WorkflowId,
    /// Which revision; an enrolment stays with the one it began with.
    pub revision: u32,
    /// Its name for people.
    pub name: String,
    /// Whether it takes anyone in.
    pub status: Status,
    /// What it is for, in the merchant's words.
    pub goal: Option<String>,
    /// How important its messages are beside others of the same moment: 0 to 100, 50 when the
    /// file does not say.
    pub priority: u8,
    /// When it went live; what happened before does not start it.
    pub live_since: Option<Timestamp>,
    /// What starts it.
    pub trigger: Trigger,
    /// What must hold at entry.
    pub conditions: Option<Condition>,
    /// What must hold at entry and again before every message.
    pub filter: Option<Condition>,
    /// What ends it at once.
    pub exit_on: Vec<EventName>,
    /// What it is for, as a condition: whoever meets it leaves, and it is told apart from other
    /// exits.
    pub goal_when: Option<Condition>,
    /// Whoever meets it leaves.
    pub exit_when: Option<Condition>,
    /// When it takes people in.
    pub schedule: Schedule,
    /// What becomes of those inside while it is paused.
    pub on_pause: Inside,
    /// What becomes of those inside when a newer revision is saved; the newer one says.
    pub in_flight: InFlight,
    /// How many of a hundred customers are held out: they go through it, but nothing of it is done
    /// for them. 0 to 50.
    pub holdout: u32,
    /// Whether a customer may be in it several times at once, once for each cart, order or fact.
    pub one_per: OnePer,
    /// Where it stands in the file, for findings about it.
    pub path: String,
    /// Who may enter again.
    pub reentry: Reentry,
    /// How late an event may arrive and still start it.
    pub max_event_age: Duration,
    /// Its steps; a node says which comes next.
    pub nodes: Vec<Node>,
}

impl Workflow {
    /// What is asked of a customer who is about to enter, in this order.
    #[must_use]
    pub fn asked_at_entry(&self) -> Vec<&Condition> {
        [&self.conditions, &self.filter]
            .into_iter()
            .flatten()
            .collect()
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

/// Whether a workflow takes anyone in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename_all = "snake_case"))]
pub enum Status {
    /// Being written: nobody enters.
    #[default]
    Draft,
    /// At work.
    Live,
    /// Takes nobody in; those inside go on, or stop if it says so.
    Paused,
    /// An older revision: nobody enters, those inside go on.
    Retired,
}

/// A step with its way on, as positions in [`Workflow::nodes`].
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The step's name in the file.
    pub id: StepId,
    /// Where it stands in the file, for findings about it.
    pub path: String,
    /// What it does.
    pub kind: NodeKind,
    /// Where it goes on; `None`: the end.
    pub next: Option<usize>,
}

/// What a [`Node`] does.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Wishes something done.
    Action(Action),
    /// Waits.
    Wait(Wait),
    /// Waits for something to be done.
    WaitForEvent {
        /// What.
        what: Behavior,
        /// How long at most.
        at_most: Duration,
        /// Where it goes on when it is done.
        then: Option<usize>,
        /// Where it goes on when it was not done in time.
        otherwise: Option<usize>,
    },
    /// Goes one way or another.
    Branch {
        /// What decides.
        condition: Condition,
        /// Where it goes on when the condition holds.
        then: Option<usize>,
        /// Where it goes on when it does not.
        otherwise: Option<usize>,
    },
    /// Goes the way of the first case that holds.
    Switch {
        /// The cases, in the order in which they are asked.
        cases: Vec<CaseNode>,
        /// Where it goes on when none holds.
        otherwise: Option<usize>,
    },
    /// Goes one of several ways by chance.
    Split {
        /// What decides; the steps of its arms are nodes of their own.
        split: Split,
        /// Where each arm goes on, in the order of the arms.
        ways: Vec<Option<usize>>,
    },
    /// Ends the run.
    Exit,
}

/// A case of a [`NodeKind::Switch`].
#[derive(Clone, Debug, PartialEq)]
pub struct CaseNode {
    /// Its name.
    pub name: String,
    /// Where it stands in the file, for findings about it.
    pub path: String,
    /// What decides.
    pub condition: Condition,
    /// Where it goes on.
    pub next: Option<usize>,
}

impl NodeKind {
    /// Where the ways of a fork lead, in the order of the file; none from other nodes.
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

    /// Whether anything in it asks for reactions to messages.
    #[must_use]
    pub fn asks_for_reactions(&self) -> bool {
        let waits = self.nodes.iter().any(|node| match &node.kind {
            NodeKind::WaitForEvent { what, .. } => what.asks_for_reactions(),
            _ => false,
        });
        let mut conditions = self.conditions();
        waits
            || self.trigger.reactions().is_some()
            || conditions.any(|(_, condition)| condition.scope().reactions)
    }

    /// Where the run begins.
    #[must_use]
    pub const fn start(&self) -> Option<usize> {
        if self.nodes.is_empty() { None } else { Some(0) }
    }

    /// Which nodes a run may come to that goes on at `start`, that one included.
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

    /// Reads a workflow; `status` overrides the file's for older revisions.
    #[must_use]
    pub fn read(node: &document::Node<'_>, status: Option<Status>) -> Option<Self> {
        let object = node.object(KEYS)?;
        let schema = object.maybe("$schema", |node| node.text(500));
        let id = object.required("id").and_then(|node| node.name());
        let name = object.required("name").and_then(|node| node.text(120));
        let revision = object.or("revision", 1, |node| node.whole(1..=1_000_000));
        let told = object.or("status", Status::Draft, read_status);
        let goal = object.maybe("goal", |node| node.text(500));
        let priority = object.or("priority", 50, |node| node.whole(0..=100));
        let live_since = object.maybe("live_since", document::Node::moment);
        let trigger = object
            .required("trigger")
            .and_then(|node| Trigger::read(&node));
        let conditions = object.maybe("conditions", Condition::read);
        let filter = object.maybe("filter", Condition::read);
        let exit_on = object.or("exit_on", Vec::new(), document::Node::list);
        let goal_when = object.maybe("goal_when", Condition::read);
        let exit_when = object.maybe("exit_when", Condition::read);
        let schedule = object.or("schedule", Schedule::default(), Schedule::read);
        let on_pause = object.or("on_pause", Inside::Keep, Inside::read);
        let in_flight = object.or("in_flight", InFlight::Keep, InFlight::read);
        let holdout = object.or("holdout", 0, |node| node.whole(0..=50));
        let one_per = object.or("one_per", OnePer::Customer, OnePer::read);
        let reentry = object.or("reentry", Reentry::EveryTime, Reentry::read);
        let max_event_age = object.or("max_event_age", DEFAULT_MAX_EVENT_AGE, Duration::read);
        let steps: Option<Vec<Step>> = object.required("steps").and_then(|node| node.list());
        schema?;
        let mut nodes = Vec::new();
        flatten(&steps?, None, &mut nodes);
        Some(Self {
            id: WorkflowId::new(id?),
            revision: revision?,
            name: name?,
            status: status.unwrap_or(told?),
            goal: goal?,
            priority: u8::try_from(priority?).unwrap_or(100),
            live_since: live_since?,
            trigger: trigger?,
            conditions: conditions?,
            filter: filter?,
            exit_on: exit_on?,
            goal_when: goal_when?,
            exit_when: exit_when?,
            schedule: schedule?,
            on_pause: on_pause?,
            in_flight: in_flight?,
            holdout: holdout?,
            one_per: one_per?,
            path: node.path(),
            reentry: reentry?,
            max_event_age: max_event_age?,
            nodes,
        })
    }
}

/// Puts a list of steps behind one another, each branch before what follows it, and returns
/// the position of the first. `after` is where the list goes on when it ends.
fn flatten(steps: &[Step], after: Option<usize>, nodes: &mut Vec<Node>) -> Option<usize> {
    let first = nodes.len();
    let mut position = first;
    for (index, step) in steps.iter().enumerate() {
        position += step.size();
        // The next step begins where this one's nodes end.
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

/// What a step is as a node. `ways`: where the ways of a fork lead, in the order of the file.
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
        StepKind::Branch { condition, .. } => NodeKind::Branch {
            condition: condition.clone(),
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
        StepKind::Split(split, _) => NodeKind::Split {
            split: split.clone(),
            ways,
        },
        StepKind::Exit => NodeKind::Exit,
    }
}

fn read_status(node: &document::Node<'_>) -> Option<Status> {
    node.choice(&[
        ("draft", Status::Draft),
        ("live", Status::Live),
        ("paused", Status::Paused),
    ])
}

/// An event that arrives later than this no longer starts anything, unless the file says more.
const DEFAULT_MAX_EVENT_AGE: Duration = Duration::new(3, Unit::Days);

const KEYS: &[&str] = &[
    "$schema",
    "id",
    "name",
    "revision",
    "status",
    "goal",
    "priority",
    "live_since",
    "trigger",
    "conditions",
    "filter",
    "exit_on",
    "goal_when",
    "exit_when",
    "schedule",
    "on_pause",
    "in_flight",
    "holdout",
    "one_per",
    "reentry",
    "max_event_age",
    "steps",
];
