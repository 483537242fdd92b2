//! The input of a transition.

use crate::customer::Handover;
use crate::effect::Outcome;
use crate::event::{Channel, Consent, Event};
use crate::id::{CustomerId, EffectId, StepId, WorkflowId};
use crate::json::tagged;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::Timestamp;

tagged! {
/// The input of a transition, besides plan, state, and time.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Something happened.
    Events {
        /// Whose events they are. For an existing state it must be that customer's id.
        customer: CustomerId,
        /// The events of one delivery, in order.
        events: Vec<Event>,
    } = "events",
    /// The moment of [`crate::schedule::Wake`] has come. Early, late and repeated wakes are
    /// harmless.
    Wake = "wake",
    /// The host is about to perform an effect and asks whether it still may.
    Release {
        /// The effect.
        effect: EffectId,
    } = "release",
    /// The host reports what became of an effect.
    Receipt {
        /// The effect.
        effect: EffectId,
        /// The outcome.
        outcome: Outcome,
    } = "receipt",
    /// The plan changed.
    PlanChanged = "plan_changed",
    /// A replay of the customer's past, because the plan now keeps properties of events that it did
    /// not keep when they were received. Nothing in it counts as new.
    Replay {
        /// The events, in any order.
        events: Vec<Event>,
    } = "retell",
    /// The shop’s facts changed: its catalog or its RFM cuts. Wrapped in `knowing`.
    ShopChanged = "shop_changed",
    /// Another customer turned out to be this one.
    Merge {
        /// The other customer's state.
        loser: Box<State>,
        /// Whether nothing is left of the other customer but an address that was a mistake; that
        /// address is then dropped.
        hollow: bool as sparse,
    } = "merge",
    /// A checkout or an order turned out to be another customer's. It leaves this one, together
    /// with everything it started that isn't done yet.
    GiveUp {
        /// Its identity key.
        purchase: String,
        /// The customer it belongs to.
        to: CustomerId,
        /// The effects that the host is handing over at this moment, which can't be withdrawn.
        in_flight: Vec<EffectId> as sparse,
    } = "give_up",
    /// Checkouts or orders move here from other customers, with the delivery that shows it.
    TakeOver {
        /// What the other customers' states knew of them.
        handovers: Vec<Handover>,
        /// The delivery's events.
        input: Box<Input>,
    } = "take_over",
    /// Any other input, with the shop's facts of the moment.
    WithFacts {
        /// The facts that the plan’s conditions use.
        facts: Box<ShopFacts>,
        /// The input; never another `knowing`.
        input: Box<Input>,
    } = "knowing",
    /// A person changes this customer in the admin.
    Command {
        /// The command.
        command: Command,
    } = "command",
}
}

impl Input {
    /// The events it delivers; none, where it is no delivery.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        match self {
            Self::Events { events, .. } => events,
            Self::WithFacts { input, .. } | Self::TakeOver { input, .. } => input.events(),
            _ => &[],
        }
    }

    /// Whether something may be due after it that was not before. A host's question and its report
    /// make nothing due; events have their turn one by one.
    pub(crate) const fn may_make_due(&self) -> bool {
        !matches!(
            self,
            Self::Events { .. } | Self::Release { .. } | Self::Receipt { .. } | Self::Wake
        )
    }
}

tagged! {
/// A change to one customer, made by a person in the admin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Suppress the customer: send them nothing anymore.
    Suppress = "suppress",
    /// End the suppression.
    Unsuppress = "unsuppress",
    /// Pause marketing while a privacy request is open.
    HoldMarketing = "hold_marketing",
    /// The privacy request was answered.
    ReleaseMarketing = "release_marketing",
    /// Retry an effect that failed for good.
    Retry {
        /// The effect.
        effect: EffectId,
    } = "retry",
    /// Drop a message that became ready while sending was stopped and is too old by now. A message
    /// that was already sent stays as it is.
    Skip {
        /// The effect.
        effect: EffectId,
    } = "skip",
    /// Give loyalty points.
    GivePoints {
        /// The number of points.
        points: u32,
        /// The reason, shown in the points history.
        note: String,
    } = "give_points",
    /// Redeem loyalty points. Refused if the balance is too low.
    RedeemPoints {
        /// The number of points.
        points: u32,
        /// The reason, shown in the points history.
        note: String,
    } = "redeem_points",
    /// Add the customer to a live workflow without its trigger. All other entry rules still apply.
    Enroll {
        /// The workflow.
        workflow: WorkflowId,
        /// The name of the batch, such as a segment on a certain day. A customer enters at most
        /// once per batch.
        batch: String,
    } = "enroll",
    /// Test a live or draft workflow with this customer. Messages and their coupon codes are real
    /// and follow all rules that protect the customer; other actions are skipped. A test doesn’t
    /// count toward caps, entries, or metrics.
    Test {
        /// The workflow.
        workflow: WorkflowId,
        /// The test's name. The same name twice is one test.
        batch: String,
    } = "test",
    /// Send the message of a step that went to the address given before a checkout or an order
    /// turned out to be this customer's.
    SendAgain {
        /// The workflow.
        workflow: WorkflowId,
        /// The step.
        step: StepId,
    } = "send_again",
    /// Add a tag.
    AddTag {
        /// The tag.
        tag: String,
    } = "add_tag",
    /// Record a consent or an unsubscribe that the merchant received elsewhere.
    RecordConsent {
        /// The channel.
        channel: Channel,
        /// `subscribed` or `unsubscribed`.
        consent: Consent,
        /// The text the customer agreed to, or where the proof is kept. Required for a yes.
        proof: String,
        /// When it was given. A yes must be later than the customer’s own unsubscribe, if there is
        /// one.
        given_at: Option<Timestamp>,
    } = "record_consent",
    /// Remove a tag.
    RemoveTag {
        /// The tag.
        tag: String,
    } = "remove_tag",
}
}
