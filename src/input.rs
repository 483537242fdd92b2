//! What a transition is about.

use crate::customer::Handover;
use crate::effect::Outcome;
use crate::event::{Channel, Consent, Event};
use crate::id::{CustomerId, EffectId, StepId, WorkflowId};
use crate::json::tagged;
use crate::shop_facts::ShopFacts;
use crate::state::State;
use crate::time::Timestamp;

tagged! {
/// The one thing that a transition takes in, besides plan, state and time.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// Something happened.
    Events {
        /// Whose events: names a new customer, and must be the state's for a known one.
        customer: CustomerId,
        /// The events of one delivery, in order.
        events: Vec<Event>,
    } = "events",
    /// It is time. Early, late and repeated wakes are harmless.
    Wake = "wake",
    /// The host is about to do an effect and asks whether it still may.
    Release {
        /// Which.
        effect: EffectId,
    } = "release",
    /// The host tells what became of an effect.
    Receipt {
        /// Of which.
        effect: EffectId,
        /// What.
        outcome: Outcome,
    } = "receipt",
    /// Another plan is in force than the last time.
    PlanChanged = "plan_changed",
    /// The customer's past once more, because the plan now keeps properties of events that it
    /// did not keep when they were told. Nothing of it is taken as news.
    Replay {
        /// The events, in any order.
        events: Vec<Event>,
    } = "retell",
    /// The shop's facts changed: its catalogue, or its customers' ranks. Wrapped in `knowing`.
    ShopChanged = "shop_changed",
    /// Another customer turned out to be this one.
    Merge {
        /// Everything known about the other.
        loser: Box<State>,
        /// Nothing was left of them but an address that was a mistake: that address goes.
        hollow: bool as sparse,
    } = "merge",
    /// A checkout or an order turned out to be another customer's. It leaves this one, with what
    /// it started and is not done yet.
    GiveUp {
        /// By its identity key.
        purchase: String,
        /// Whose it is.
        to: CustomerId,
        /// What the host is handing over at this moment: it can't be taken back.
        in_flight: Vec<EffectId> as sparse,
    } = "give_up",
    /// Checkouts or orders come from other customers, with the delivery that says so.
    TakeOver {
        /// What they had known of them.
        handovers: Vec<Handover>,
        /// The delivery's events.
        input: Box<Input>,
    } = "take_over",
    /// Any of these, with what is true of the shop at the moment.
    WithFacts {
        /// What is true of the shop: those of its facts that a condition of the plan may
        /// ask for.
        facts: Box<ShopFacts>,
        /// What it is about; no other `knowing`.
        input: Box<Input>,
    } = "knowing",
    /// Somebody in the shop's admin does something.
    Command {
        /// What.
        command: Command,
    } = "command",
}
}

impl Input {
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
/// What somebody in the admin can do to one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Send nothing at all to them any more.
    Suppress = "suppress",
    /// Let things be sent again.
    Unsuppress = "unsuppress",
    /// Market nothing to them while a request about their data waits for an answer.
    HoldMarketing = "hold_marketing",
    /// The request was answered.
    ReleaseMarketing = "release_marketing",
    /// Try an effect once more that failed for good.
    Retry {
        /// Which.
        effect: EffectId,
    } = "retry",
    /// Drop a message that was ready while the merchant had stopped sending and is too old by now.
    /// One that went out already stays as it is.
    Skip {
        /// Which.
        effect: EffectId,
    } = "skip",
    /// Give loyalty points.
    GivePoints {
        /// How many.
        points: u32,
        /// What for; the ledger shows it.
        note: String,
    } = "give_points",
    /// Redeem loyalty points; refused when there are not enough.
    RedeemPoints {
        /// How many.
        points: u32,
        /// What for; the ledger shows it.
        note: String,
    } = "redeem_points",
    /// Let them into a live workflow, whatever starts it otherwise. Everything else it asks of
    /// those who enter is asked.
    Enroll {
        /// Which.
        workflow: WorkflowId,
        /// What they are let in with, such as everybody who was in a segment on a day: nobody
        /// enters twice with the same.
        batch: String,
    } = "enroll",
    /// Try a workflow out on them, live or a draft: its messages and the codes in them are for
    /// real, with everything that protects the customer, and nothing else of it is done. It counts
    /// nowhere: not towards caps, not as an entry, not in figures.
    Test {
        /// Which.
        workflow: WorkflowId,
        /// The test's name: the same one twice is one test.
        batch: String,
    } = "test",
    /// Send the message of a step that went to the address given before a checkout or an order
    /// turned out to be this customer's.
    SendAgain {
        /// Of which workflow.
        workflow: WorkflowId,
        /// Which step.
        step: StepId,
    } = "send_again",
    /// Put a tag on.
    AddTag {
        /// The tag.
        tag: String,
    } = "add_tag",
    /// Record what the customer agreed to, or took back, outside of what tells Edgewise.
    RecordConsent {
        /// On which channel.
        channel: Channel,
        /// `subscribed` or `unsubscribed`.
        consent: Consent,
        /// The text that was agreed to, or where the proof is kept. A yes needs one.
        proof: String,
        /// When it was said. A yes against the customer's own withdrawal must be dated later.
        given_at: Option<Timestamp>,
    } = "record_consent",
    /// Take a tag off.
    RemoveTag {
        /// The tag.
        tag: String,
    } = "remove_tag",
}
}
