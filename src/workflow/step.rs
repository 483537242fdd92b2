//! The steps of a workflow. Each kind is in its own file.

mod add_order_note;
mod add_points;
mod apply_coupon;
mod assign;
mod audience;
mod branch;
mod change_tier;
mod create_task;
mod create_ticket;
mod exit;
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

use super::payload::PayloadRequest;
use crate::condition::{Condition, Reference};
#[cfg(test)]
use crate::document::{Form, choice, forms::NAME, kind};
use crate::document::{FromNode, Node};
use crate::effect::{EffectKind, Payload};
use crate::id::StepId;
use crate::sentence::{Said, Sentence};

pub use add_order_note::AddOrderNote;
pub use add_points::AddPoints;
pub use apply_coupon::{ApplyCoupon, Discount};
pub use assign::{ASSIGNED_TO, Assign};
pub use audience::AudienceChange;
pub use branch::If;
pub use change_tier::ChangeTier;
pub use create_task::CreateTask;
pub use create_ticket::CreateTicket;
pub use exit::Exit;
pub use offer::{HideOffer, ShowOffer};
pub use send::Send;
pub use split::{Lot, Passenger, Split, SplitStep, Variant};
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
    /// Its ID, unique in the workflow. Stored states refer to it, so a step keeps its ID when other
    /// steps change.
    pub id: StepId,
    /// Its path in the file, for findings.
    pub path: String,
    /// Its kind, with its settings.
    pub kind: StepKind,
}

/// The groups of steps, in the order in which menus list them.
#[cfg(test)]
const GROUPS: [&str; 6] = [
    "Messages",
    "Timing",
    "Paths",
    "Customer",
    "Team",
    "Other services",
];

/// Declares [`StepKind`] and [`Action`] from the lists of their kinds.
macro_rules! steps {
    (
        actions {
            $( $(#[doc = $doc:literal])+ $action:ident($type:ty) = $word:literal ),+ $(,)?
        }
        flow {
            $( $(#[doc = $flow_doc:literal])+ $flow:ident($flow_type:ty) = $flow_word:literal ),+ $(,)?
        }
    ) => {
        /// The kind of a [`Step`].
        #[derive(Clone, Debug, PartialEq)]
        pub enum StepKind {
            /// Performs an action.
            Action(Action),
            $( $(#[doc = $flow_doc])+ $flow($flow_type), )+
        }

        /// A step that performs an action.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Action {
            $( $(#[doc = $doc])+ $action($type), )+
        }

        impl Action {
            /// The kind of effect it becomes.
            #[must_use]
            pub const fn effect_kind(&self) -> EffectKind {
                match self { $( Self::$action(_) => EffectKind::$action, )+ }
            }
        }

        crate::compact::compact!(enum Action { $( $action(step) ),+ });
        crate::compact::compact!(enum StepKind { Action(action), $( $flow(step) ),+ });

        impl Said for Action {
            fn say(&self, to: &mut Sentence<'_>) {
                match self { $( Self::$action(step) => step.say(to), )+ }
            }
        }

        impl Action {
            fn act(&self) -> &dyn Act {
                match self { $( Self::$action(step) => step, )+ }
            }
        }

        /// The step as an instruction, such as “Wait 1 hour”. Its branches are described by their
        /// own steps.
        impl Said for Step {
            fn say(&self, to: &mut Sentence<'_>) {
                match &self.kind {
                    StepKind::Action(action) => action.say(to),
                    $( StepKind::$flow(step) => step.say(to), )+
                }
            }
        }

        impl Step {
            /// The words under `"type"`.
            pub const WORDS: &'static [&'static str] = &[$( $word, )+ $( $flow_word ),+];
        }

        impl FromNode for Step {
            fn read(node: &Node<'_>) -> Option<Self> {
                let kind = match node.kind()? {
                    $( $word => {
                        <$type>::read(node).map(|step| StepKind::Action(Action::$action(step)))
                    } )+
                    $( $flow_word => <$flow_type>::read(node).map(StepKind::$flow), )+
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

        #[cfg(test)]
        impl schemars::JsonSchema for Step {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Step".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut kinds = Vec::new();
                $( kinds.extend(kind::<$type>($word, &[$($doc),+], generator)); )+
                $( kinds.extend(kind::<$flow_type>($flow_word, &[$($flow_doc),+], generator)); )+
                let place = |kind: &serde_json::Value| {
                    GROUPS.iter().position(|group| kind["x-group"] == *group)
                };
                kinds.sort_by_key(|kind| place(kind).expect("a group of the list"));
                for kind in &mut kinds {
                    kind["properties"]["id"] = NAME.schema(generator);
                    let required = kind["required"].as_array_mut();
                    required.expect("a list").insert(0, serde_json::json!("id"));
                    let word = kind["properties"]["type"]["const"].as_str();
                    let id = word.expect("a kind has a word").replace('_', "-");
                    if let Some(example) = kind.pointer_mut("/examples/0") {
                        example["id"] = serde_json::json!(id);
                    }
                }
                choice("anyOf", "One step of a workflow.", kinds)
            }
        }
    };
}

steps! {
    actions {
        /// Sends a message.
        Send(Send) = "send",
        /// Unsubscribes the customer from marketing on a channel.
        Unsubscribe(Unsubscribe) = "unsubscribe",
        /// Creates a coupon for the messages that follow.
        ApplyCoupon(ApplyCoupon) = "apply_coupon",
        /// Adds a tag.
        AddTag(AddTag) = "add_tag",
        /// Removes a tag.
        RemoveTag(RemoveTag) = "remove_tag",
        /// Gives the customer loyalty points.
        AddPoints(AddPoints) = "add_points",
        /// Moves the customer to a loyalty tier.
        ChangeTier(ChangeTier) = "change_tier",
        /// Shows an offer in the shop.
        ShowOffer(ShowOffer) = "show_offer",
        /// Hides an offer.
        HideOffer(HideOffer) = "hide_offer",
        /// Assigns the customer to someone on your team.
        Assign(Assign) = "assign",
        /// Creates a task for your team.
        CreateTask(CreateTask) = "create_task",
        /// Adds a private note to the order.
        AddOrderNote(AddOrderNote) = "add_order_note",
        /// Creates a ticket in your help desk.
        CreateTicket(CreateTicket) = "create_ticket",
        /// Adds the customer to an ad audience.
        AddToAudience(AudienceChange<true>) = "add_to_audience",
        /// Removes the customer from an ad audience.
        RemoveFromAudience(AudienceChange<false>) = "remove_from_audience",
        /// Sends the customer’s data to your CRM.
        SyncCustomer(SyncCustomer) = "sync_customer",
        /// Sends the customer’s data to your own server.
        Webhook(Webhook) = "webhook",
    }
    flow {
        /// Waits for a length of time or until a certain time.
        Wait(Wait) = "wait",
        /// Waits for an event, up to a maximum time.
        WaitForEvent(WaitForEvent) = "wait_for_event",
        /// Takes one branch when a condition is true, and the other when it isn’t.
        Branch(If) = "branch",
        /// Takes the branch of the first case that is true.
        Switch(Switch) = "switch",
        /// Splits customers into variants at random.
        Split(SplitStep) = "split",
        /// Exits the workflow.
        Exit(Exit) = "exit",
    }
}

/// What every kind of action implements. The host and the engine perform it.
trait Act {
    /// What the host needs to perform it; `None` for a message to a customer without an address.
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload>;

    /// The address that it calls.
    fn url(&self) -> Option<&str> {
        None
    }

    /// What it refers to in the configuration.
    fn reference(&self) -> Option<Reference<'_>> {
        None
    }
}

impl Action {
    /// Whether it changes the customer's facts on the spot. Others change them by an event, or not at all.
    #[must_use]
    pub const fn changes_facts(&self) -> bool {
        match self {
            Self::AddTag(_)
            | Self::RemoveTag(_)
            | Self::AddPoints(_)
            | Self::ChangeTier(_)
            | Self::Assign(_)
            | Self::ShowOffer(_)
            | Self::HideOffer(_) => true,
            Self::Send(_)
            | Self::ApplyCoupon(_)
            | Self::Unsubscribe(_)
            | Self::CreateTask(_)
            | Self::AddOrderNote(_)
            | Self::CreateTicket(_)
            | Self::AddToAudience(_)
            | Self::RemoveFromAudience(_)
            | Self::SyncCustomer(_)
            | Self::Webhook(_) => false,
        }
    }

    /// What the host needs to perform it, determined at release; `None` for a message to a customer
    /// without an address.
    #[must_use]
    pub fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        self.act().payload(asked)
    }

    /// The merchant's address that it calls, if it calls one.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.act().url()
    }

    /// The tier that it names, which the configuration must have.
    #[must_use]
    pub fn reference(&self) -> Option<Reference<'_>> {
        self.act().reference()
    }
}

/// A branch of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch<'s> {
    /// What people call it.
    pub name: BranchName<'s>,
    /// The path of its steps within the step, such as `then` or `cases[0].steps`.
    pub path: String,
    /// The path of its condition and the condition, if the branch has its own.
    pub condition: Option<(String, &'s Condition)>,
}

/// The name of a branch.
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
    /// The step’s branches, in the order of the file; none for steps that don’t branch.
    #[must_use]
    pub fn branches(&self) -> Vec<Branch<'_>> {
        let fixed = |name, path: &str| Branch {
            name: BranchName::Fixed(name),
            path: path.to_owned(),
            condition: None,
        };
        match &self.kind {
            StepKind::Branch(_) => vec![fixed("Yes", "then"), fixed("No", "else")],
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
            StepKind::Split(split) => {
                let variants = split.variants.iter().enumerate();
                variants
                    .map(|(place, one)| Branch {
                        name: BranchName::Own(&one.variant.name),
                        path: format!("arms[{place}].steps"),
                        condition: None,
                    })
                    .collect()
            }
            StepKind::Action(_) | StepKind::Wait(_) | StepKind::Exit(_) => Vec::new(),
        }
    }

    /// How many nodes it becomes.
    #[must_use]
    pub fn size(&self) -> usize {
        let ways = self.ways();
        1 + ways.into_iter().flatten().map(Self::size).sum::<usize>()
    }

    /// The steps of each branch, in the order of the file; none for steps that don’t branch.
    #[must_use]
    pub fn ways(&self) -> Vec<&[Self]> {
        match &self.kind {
            StepKind::Branch(branch) => vec![&branch.then, &branch.otherwise],
            StepKind::WaitForEvent(wait) => vec![&wait.then, &wait.otherwise],
            StepKind::Switch(switch) => {
                let cases = switch.cases.iter().map(|case| case.steps.as_slice());
                cases.chain([switch.otherwise.as_slice()]).collect()
            }
            StepKind::Split(split) => {
                let steps = split.variants.iter().map(|one| one.steps.as_slice());
                steps.collect()
            }
            StepKind::Action(_) | StepKind::Wait(_) | StepKind::Exit(_) => Vec::new(),
        }
    }
}

/// Reports the first duplicate among `names`, the names of the branches at `list`.
fn names_differ<'n>(list: &Node<'_>, names: impl Iterator<Item = &'n str>) -> Option<()> {
    let mut known: Vec<&str> = Vec::new();
    for name in names {
        if known.contains(&name) {
            return list.error(
                "duplicate-way",
                format!("Two branches are named “{name}”."),
                "Give each branch a unique name.",
            );
        }
        known.push(name);
    }
    Some(())
}

crate::compact::compact!(struct Step { id, path, kind });
