//! What a workflow does, step by step. Each kind lives in a file of its own.

mod add_points;
mod apply_coupon;
mod assign;
mod audience;
mod change_tier;
mod create_task;
mod create_ticket;
mod offer;
mod send;
mod split;
mod switch;
mod sync_customer;
mod tag;
mod unsubscribe;
mod wait;
mod wait_for_event;
mod webhook;

use crate::condition::Condition;
use crate::document::{FromNode, Node};
use crate::effect::EffectKind;
use crate::id::StepId;
use crate::sentence::{Said, Sentence};

pub use add_points::AddPoints;
pub use apply_coupon::{ApplyCoupon, Discount};
pub use assign::{ASSIGNED_TO, Assign};
pub use audience::AudienceChange;
pub use change_tier::ChangeTier;
pub use create_task::CreateTask;
pub use create_ticket::CreateTicket;
pub use offer::{HideOffer, ShowOffer};
pub use send::Send;
pub use split::{Arm, Lot, Passenger, Split};
pub use switch::{Case, Switch};
pub use sync_customer::SyncCustomer;
pub use tag::{AddTag, RemoveTag};
pub use unsubscribe::Unsubscribe;
pub use wait::Wait;
pub use wait_for_event::WaitForEvent;
pub use webhook::Webhook;

/// One step of a workflow.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name, unique in the workflow. What people inside have done is remembered by it, so a
    /// step keeps its name when steps around it change.
    pub id: StepId,
    /// Where it stands in the file, for findings about it.
    pub path: String,
    /// What it does.
    pub kind: StepKind,
}

/// What a [`Step`] does.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// Wishes something done.
    Action(Action),
    /// Waits.
    Wait(Wait),
    /// Waits for something to be done, but not for ever.
    WaitForEvent(WaitForEvent),
    /// Goes one way or the other, then on.
    Branch {
        /// What decides.
        condition: Condition,
        /// The way when it holds.
        then: Vec<Step>,
        /// The way when it does not.
        otherwise: Vec<Step>,
    },
    /// Goes the way of the first case that holds.
    Switch(Switch),
    /// Goes one of several ways by chance; the steps of each arm stand beside it.
    Split(Split, Vec<Vec<Step>>),
    /// Ends the run.
    Exit,
}

/// A step that wishes something done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A message.
    Send(Send),
    /// A coupon code for the messages after it.
    ApplyCoupon(ApplyCoupon),
    /// A tag put on.
    AddTag(AddTag),
    /// A tag taken off.
    RemoveTag(RemoveTag),
    /// Loyalty points given.
    AddPoints(AddPoints),
    /// Marketing on a channel ended.
    Unsubscribe(Unsubscribe),
    /// A tier held for a time.
    ChangeTier(ChangeTier),
    /// A person of the shop who looks after them.
    Assign(Assign),
    /// A ticket at the helpdesk.
    CreateTicket(CreateTicket),
    /// Into an audience for advertising.
    AddToAudience(AudienceChange<true>),
    /// Out of it.
    RemoveFromAudience(AudienceChange<false>),
    /// An offer shown in the shop.
    ShowOffer(ShowOffer),
    /// An offer shown no more.
    HideOffer(HideOffer),
    /// What is known of them, for a CRM.
    SyncCustomer(SyncCustomer),
    /// Work for a person of the shop.
    CreateTask(CreateTask),
    /// A call to the merchant's own server.
    Webhook(Webhook),
}

impl Action {
    /// The kind of effect it becomes.
    #[must_use]
    pub const fn effect_kind(&self) -> EffectKind {
        match self {
            Self::Send(_) => EffectKind::Send,
            Self::ApplyCoupon(_) => EffectKind::ApplyCoupon,
            Self::AddTag(_) => EffectKind::AddTag,
            Self::RemoveTag(_) => EffectKind::RemoveTag,
            Self::AddPoints(_) => EffectKind::AddPoints,
            Self::Unsubscribe(_) => EffectKind::Unsubscribe,
            Self::ChangeTier(_) => EffectKind::ChangeTier,
            Self::Assign(_) => EffectKind::Assign,
            Self::CreateTicket(_) => EffectKind::CreateTicket,
            Self::AddToAudience(_) => EffectKind::AddToAudience,
            Self::RemoveFromAudience(_) => EffectKind::RemoveFromAudience,
            Self::ShowOffer(_) => EffectKind::ShowOffer,
            Self::HideOffer(_) => EffectKind::HideOffer,
            Self::SyncCustomer(_) => EffectKind::SyncCustomer,
            Self::CreateTask(_) => EffectKind::CreateTask,
            Self::Webhook(_) => EffectKind::Webhook,
        }
    }
}

impl Said for Action {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Send(step) => step.say(to),
            Self::ApplyCoupon(step) => step.say(to),
            Self::AddTag(step) => step.say(to),
            Self::RemoveTag(step) => step.say(to),
            Self::AddPoints(step) => step.say(to),
            Self::Unsubscribe(step) => step.say(to),
            Self::ChangeTier(step) => step.say(to),
            Self::Assign(step) => step.say(to),
            Self::CreateTicket(step) => step.say(to),
            Self::AddToAudience(step) => step.say(to),
            Self::RemoveFromAudience(step) => step.say(to),
            Self::ShowOffer(step) => step.say(to),
            Self::HideOffer(step) => step.say(to),
            Self::SyncCustomer(step) => step.say(to),
            Self::CreateTask(step) => step.say(to),
            Self::Webhook(step) => step.say(to),
        }
    }
}

/// What it does, as an instruction: "Wait 1 hour". What its branches do is said by the steps there.
impl Said for Step {
    fn say(&self, to: &mut Sentence<'_>) {
        match &self.kind {
            StepKind::Action(action) => action.say(to),
            StepKind::Wait(wait) => wait.say(to),
            StepKind::WaitForEvent(wait) => wait.say(to),
            StepKind::Branch { condition, .. } => say_branch(condition, to),
            StepKind::Switch(switch) => switch.say(to),
            StepKind::Split(split, _) => split.say(to),
            StepKind::Exit => to.say("Exit the workflow", &[]),
        }
    }
}

fn say_branch(condition: &Condition, to: &mut Sentence<'_>) {
    to.say("If the customer ", &[]);
    to.at_object("if", |to| condition.say(to));
}

/// A branch that leads on from a fork.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch<'s> {
    /// What people call it.
    pub name: BranchName<'s>,
    /// Where its steps stand in the step, such as `then` or `cases[0].steps`.
    pub path: String,
    /// Where its condition stands, and the condition, where each branch has its own.
    pub condition: Option<(String, &'s Condition)>,
}

/// What a branch is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchName<'s> {
    /// By the merchant.
    Own(&'s str),
    /// By its place.
    Fixed(&'static str),
}

impl Said for BranchName<'_> {
    fn say(&self, to: &mut Sentence<'_>) {
        match self {
            Self::Own(name) => to.text(name),
            Self::Fixed(name) => to.say(name, &[]),
        }
    }
}

impl Step {
    /// The branches that lead on from a fork, in the order of the file; none from other steps.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch<'_>> {
        let fixed = |name, path: &str| Branch {
            name: BranchName::Fixed(name),
            path: path.to_owned(),
            condition: None,
        };
        match &self.kind {
            StepKind::Branch { .. } => vec![fixed("Yes", "then"), fixed("No", "else")],
            StepKind::WaitForEvent(_) => vec![
                fixed("If it happens in time", "then"),
                fixed("If it doesn’t", "else"),
            ],
            StepKind::Switch(switch) => {
                let cases = switch.cases.iter().enumerate();
                let cases = cases.map(|(place, case)| Branch {
                    name: BranchName::Own(&case.name),
                    path: format!("cases[{place}].steps"),
                    condition: Some((format!("cases[{place}].if"), &case.condition)),
                });
                cases.chain([fixed("Otherwise", "else")]).collect()
            }
            StepKind::Split(split, _) => {
                let arms = split.arms.iter().enumerate();
                arms.map(|(place, arm)| Branch {
                    name: BranchName::Own(&arm.name),
                    path: format!("arms[{place}].steps"),
                    condition: None,
                })
                .collect()
            }
            StepKind::Action(_) | StepKind::Wait(_) | StepKind::Exit => Vec::new(),
        }
    }

    /// The words under `"type"`.
    pub const WORDS: &'static [&'static str] = &[
        "send",
        "apply_coupon",
        "add_tag",
        "remove_tag",
        "add_points",
        "unsubscribe",
        "change_tier",
        "assign",
        "create_ticket",
        "add_to_audience",
        "remove_from_audience",
        "show_offer",
        "hide_offer",
        "sync_customer",
        "create_task",
        "webhook",
        "wait",
        "wait_for_event",
        "branch",
        "switch",
        "split",
        "exit",
    ];

    /// How many nodes it becomes.
    #[must_use]
    pub fn size(&self) -> usize {
        let ways = self.ways();
        1 + ways.into_iter().flatten().map(Self::size).sum::<usize>()
    }

    /// The ways that lead on from a fork, in the order of the file; none from other steps.
    #[must_use]
    pub fn ways(&self) -> Vec<&[Self]> {
        match &self.kind {
            StepKind::Branch {
                then, otherwise, ..
            } => vec![then, otherwise],
            StepKind::WaitForEvent(wait) => vec![&wait.then, &wait.otherwise],
            StepKind::Switch(switch) => {
                let cases = switch.cases.iter().map(|case| case.steps.as_slice());
                cases.chain([switch.otherwise.as_slice()]).collect()
            }
            StepKind::Split(_, arms) => arms.iter().map(Vec::as_slice).collect(),
            StepKind::Action(_) | StepKind::Wait(_) | StepKind::Exit => Vec::new(),
        }
    }
}

impl FromNode for Step {
    fn read(node: &Node<'_>) -> Option<Self> {
        let kind = match node.kind()? {
            "send" => Send::read(node).map(|step| StepKind::Action(Action::Send(step))),
            "apply_coupon" => {
                ApplyCoupon::read(node).map(|step| StepKind::Action(Action::ApplyCoupon(step)))
            }
            "add_tag" => AddTag::read(node).map(|step| StepKind::Action(Action::AddTag(step))),
            "remove_tag" => {
                RemoveTag::read(node).map(|step| StepKind::Action(Action::RemoveTag(step)))
            }
            "add_points" => {
                AddPoints::read(node).map(|step| StepKind::Action(Action::AddPoints(step)))
            }
            "unsubscribe" => {
                Unsubscribe::read(node).map(|step| StepKind::Action(Action::Unsubscribe(step)))
            }
            "change_tier" => {
                ChangeTier::read(node).map(|step| StepKind::Action(Action::ChangeTier(step)))
            }
            "assign" => Assign::read(node).map(|step| StepKind::Action(Action::Assign(step))),
            "create_ticket" => {
                CreateTicket::read(node).map(|step| StepKind::Action(Action::CreateTicket(step)))
            }
            "add_to_audience" => AudienceChange::<true>::read(node)
                .map(|step| StepKind::Action(Action::AddToAudience(step))),
            "remove_from_audience" => AudienceChange::<false>::read(node)
                .map(|step| StepKind::Action(Action::RemoveFromAudience(step))),
            "show_offer" => {
                ShowOffer::read(node).map(|step| StepKind::Action(Action::ShowOffer(step)))
            }
            "hide_offer" => {
                HideOffer::read(node).map(|step| StepKind::Action(Action::HideOffer(step)))
            }
            "sync_customer" => {
                SyncCustomer::read(node).map(|step| StepKind::Action(Action::SyncCustomer(step)))
            }
            "create_task" => {
                CreateTask::read(node).map(|step| StepKind::Action(Action::CreateTask(step)))
            }
            "webhook" => Webhook::read(node).map(|step| StepKind::Action(Action::Webhook(step))),
            "wait" => Wait::read(node).map(StepKind::Wait),
            "wait_for_event" => WaitForEvent::read(node).map(StepKind::WaitForEvent),
            "branch" => read_branch(node),
            "switch" => Switch::read(node).map(StepKind::Switch),
            "split" => split::read(node),
            "exit" => node.object(&["id", "type"]).map(|_| StepKind::Exit),
            other => return node.unknown_kind(other, Self::WORDS),
        };
        let id = node.member("id")?.name().map(StepId::new);
        Some(Self {
            id: id?,
            path: node.path(),
            kind: kind?,
        })
    }
}

fn read_branch(node: &Node<'_>) -> Option<StepKind> {
    let object = node.object(&["id", "type", "if", "then", "else"])?;
    let condition = object
        .required("if")
        .and_then(|node| Condition::read(&node));
    let then = object.or("then", Vec::new(), Node::list);
    let otherwise = object.or("else", Vec::new(), Node::list);
    Some(StepKind::Branch {
        condition: condition?,
        then: then?,
        otherwise: otherwise?,
    })
}

/// Reports the first name that stands twice among `names`, the ways of the fork at `list`.
fn names_differ<'n>(list: &Node<'_>, names: impl Iterator<Item = &'n str>) -> Option<()> {
    let mut known: Vec<&str> = Vec::new();
    for name in names {
        if known.contains(&name) {
            return list.error(
                "duplicate-way",
                format!("Two ways are called “{name}”."),
                "Give each a name of its own: what was decided is told by it.",
            );
        }
        known.push(name);
    }
    Some(())
}
