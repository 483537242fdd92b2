//! What must be done in the outside world.

use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
use crate::json::{Text, object, tagged, words};
use crate::money::Money;
use crate::time::Timestamp;

/// One thing to be done, for the host's outbox. It holds no personal data: whom and what is
/// told at the release, in the [`Payload`].
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Its name and its idempotency key at the provider.
    pub id: EffectId,
    /// What is to be done.
    pub kind: EffectKind,
    /// For a message: by which channel.
    pub channel: Option<Channel>,
    /// For a message: why it is sent.
    pub message_kind: Option<MessageKind>,
    /// The moment it was due; the actual moment may be later.
    pub due: Timestamp,
    /// The workflow that wants it.
    pub workflow: WorkflowId,
    /// The step that wants it.
    pub step: StepId,
    /// The run that wants it.
    pub enrollment: EnrollmentId,
    /// Another effect that must be done first.
    pub depends_on: Option<EffectId>,
}

object!(Effect {
    id,
    kind = "type",
    channel,
    message_kind,
    due,
    workflow,
    step,
    enrollment,
    depends_on
});

/// The kinds of [`Effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum EffectKind {
    /// Send a message.
    #[default]
    Send,
    /// Make a coupon code.
    ApplyCoupon,
    /// Put a tag on the customer (it is on already here; the platform must hear of it).
    AddTag,
    /// Take a tag off the customer.
    RemoveTag,
    /// Give points (they are in the ledger already; the platform must hear of it).
    AddPoints,
    /// End marketing on a channel (it has ended here; the platform must hear of it).
    Unsubscribe,
    /// Lift into a tier (it is held already; the platform must hear of it).
    ChangeTier,
    /// Tell to whom the customer is assigned (they are already).
    Assign,
    /// Open a ticket at the helpdesk.
    CreateTicket,
    /// Put into an audience.
    AddToAudience,
    /// Take out of an audience.
    RemoveFromAudience,
    /// Show an offer (it is shown already).
    ShowOffer,
    /// Show an offer no more.
    HideOffer,
    /// Tell a CRM.
    SyncCustomer,
    /// Ask a person of the shop to do something.
    CreateTask,
    /// Call an address of the merchant's.
    Webhook,
}

words!(EffectKind or default {
    Send = "send",
    ApplyCoupon = "apply_coupon",
    AddTag = "add_tag",
    RemoveTag = "remove_tag",
    AddPoints = "add_points",
    Unsubscribe = "unsubscribe",
    ChangeTier = "change_tier",
    Assign = "assign",
    CreateTicket = "create_ticket",
    AddToAudience = "add_to_audience",
    RemoveFromAudience = "remove_from_audience",
    ShowOffer = "show_offer",
    HideOffer = "hide_offer",
    SyncCustomer = "sync_customer",
    CreateTask = "create_task",
    Webhook = "webhook",
});

tagged! {
/// What exactly to do: told when the host is about to do it.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// Render message `message` with `variables` and send it.
    Send {
        /// By which channel.
        channel: Channel,
        /// Marketing or transactional.
        kind: MessageKind,
        /// The address: personal data.
        to: String,
        /// The message's id in the configuration.
        message: String,
        /// What the template may speak of: personal data.
        variables: Text,
        /// The zone its dates are printed in.
        zone: String,
        /// Whether it is somebody's test; the host says so in the subject.
        test: bool as sparse,
    } = "send",
    /// Make a code and report it in the receipt.
    ApplyCoupon {
        /// How much off, for example `10` (percent); 0 where it gives something else.
        percent: u32,
        /// So much off.
        amount: Option<Money> as sparse,
        /// Nothing to pay for shipping.
        free_shipping: bool as sparse,
        /// This product as a gift.
        free_gift: Option<String> as sparse,
        /// On these products; on all, where there are none.
        products: Vec<String> as sparse,
        /// How the code begins.
        prefix: String,
        /// How long it is good for, in milliseconds; `None`: for ever.
        valid_for_ms: Option<i64>,
    } = "apply_coupon",
    /// Record that the tag was added.
    AddTag {
        /// The tag.
        tag: String,
    } = "add_tag",
    /// Record that the tag was removed.
    RemoveTag {
        /// The tag.
        tag: String,
    } = "remove_tag",
    /// Record that points were given.
    AddPoints {
        /// How many.
        points: u32,
        /// What for.
        cause: String,
    } = "add_points",
    /// Record that marketing on this channel ended.
    Unsubscribe {
        /// Which.
        channel: Channel,
    } = "unsubscribe",
    /// Record that a tier is held.
    ChangeTier {
        /// Which.
        tier: String,
        /// Until when; `None`: for good.
        until: Option<Timestamp>,
    } = "change_tier",
    /// Record to whom the customer is assigned.
    Assign {
        /// To whom.
        to: String,
    } = "assign",
    /// Record that an offer is shown.
    ShowOffer {
        /// Which.
        offer: String,
        /// Until when; `None`: until it is hidden.
        until: Option<Timestamp>,
    } = "show_offer",
    /// Record that an offer is shown no more.
    HideOffer {
        /// Which.
        offer: String,
    } = "hide_offer",
    /// Put a task on the merchant's list.
    CreateTask {
        /// What to do.
        title: String,
        /// More about it.
        note: String,
        /// By when.
        due_at: Option<Timestamp>,
    } = "create_task",
    /// Post `body` to `url`.
    Webhook {
        /// Where to; https only.
        url: String,
        /// What.
        body: Text,
    } = "webhook",
}
}

tagged! {
/// What became of an effect: the host's word, fed back as an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The provider took the message.
    Sent = "sent",
    /// It is done; a coupon has its code.
    Done {
        /// The coupon's code.
        code: Option<String> as sparse,
    } = "done",
    /// It will not happen.
    Failed {
        /// Why, in the provider's words.
        detail: Option<String> as sparse,
    } = "failed",
    /// Nobody knows whether it happened; it is not tried again and counts as sent.
    Unknown {
        /// What is known.
        detail: Option<String> as sparse,
    } = "unknown",
}
}
