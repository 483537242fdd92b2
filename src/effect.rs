//! What the host must do in the outside world, and what became of it.

use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
use crate::json::{Text, object, tagged, words};
use crate::money::Money;
use crate::time::Timestamp;

/// One thing to do, for the host's outbox. It holds no personal data: recipient and content come
/// with the release, in the [`Payload`].
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Identifies it, and is its idempotency key at the provider.
    pub id: EffectId,
    /// What is to be done.
    pub kind: EffectKind,
    /// For a message: its channel.
    pub channel: Option<Channel>,
    /// For a message: why it is sent.
    pub message_kind: Option<MessageKind>,
    /// The moment it was due; the actual moment may be later.
    pub due: Timestamp,
    /// The workflow that wants it.
    pub workflow: WorkflowId,
    /// The step that wants it.
    pub step: StepId,
    /// The enrollment that wants it.
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
    /// Create a coupon code.
    ApplyCoupon,
    /// Record that a tag was added. The facts have it already, and a connected store's copy follows them.
    AddTag,
    /// Remove a tag from the customer.
    RemoveTag,
    /// Record that points were added. They are in the ledger already; a store's copy follows.
    AddPoints,
    /// Record an unsubscribe on a channel. Nothing more is sent already; a store's copy follows.
    Unsubscribe,
    /// Record a move to a tier. It is held already; a store's copy follows.
    ChangeTier,
    /// Record to whom the customer is assigned. The engine has assigned them already.
    Assign,
    /// Open a ticket at the helpdesk.
    CreateTicket,
    /// Add to an ad platform's audience.
    AddToAudience,
    /// Remove from an ad platform's audience.
    RemoveFromAudience,
    /// Show an offer (it is shown already).
    ShowOffer,
    /// Stop showing an offer.
    HideOffer,
    /// Sync the customer to a CRM.
    SyncCustomer,
    /// Create a task for the team.
    CreateTask,
    /// Add a note to an order in the store.
    AddOrderNote,
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
    AddOrderNote = "add_order_note",
    Webhook = "webhook",
});

tagged! {
/// What exactly to do, given to the host when it is about to do it.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// Render message `message` with `variables` and send it.
    Send {
        /// The channel.
        channel: Channel,
        /// Marketing or transactional.
        kind: MessageKind,
        /// The address: personal data.
        to: String,
        /// The message's id in the configuration.
        message: String,
        /// The template’s variables: personal data.
        variables: Text,
        /// The time zone of its dates.
        zone: String,
        /// The blocks that are shown only to some and to this customer.
        shown_blocks: Vec<String> as sparse,
        /// Whether it is a test, which the host marks in the subject.
        test: bool as sparse,
        /// For marketing that a carrier may hold back: when the next quiet hours begin, after which it
        /// must not be delivered anymore.
        valid_until: Option<Timestamp> as sparse,
        /// Whether it is the first marketing that they get on this channel.
        first: bool as sparse,
    } = "send",
    /// Create a coupon code, and report it in the receipt.
    ApplyCoupon {
        /// Percent off, from 1 to 100; 0 where the coupon gives something else.
        percent: u32,
        /// An amount off.
        amount: Option<Money> as sparse,
        /// The same as a decimal, such as `10.00`, which is how a shop takes it.
        amount_off: Option<String> as sparse,
        /// Free shipping.
        free_shipping: bool as sparse,
        /// A product as a free gift, by the platform's id.
        free_gift: Option<String> as sparse,
        /// The products it is valid for, by the platform's ids; all if empty.
        products: Vec<String> as sparse,
        /// What the code starts with.
        prefix: String,
        /// How long it is valid, in milliseconds; `None` if it doesn't expire.
        valid_for_ms: Option<i64>,
        /// The address of the customer, who alone may use it: personal data. `None` where there is none.
        email: Option<String> as sparse,
        /// The pool that the code is taken from; `None` if it is created.
        pool: Option<String> as sparse,
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
        /// The number of points.
        points: u32,
        /// The reason: an order, a workflow step, or the merchant’s note.
        cause: String,
    } = "add_points",
    /// Record that marketing on this channel ended.
    Unsubscribe {
        /// The channel.
        channel: Channel,
    } = "unsubscribe",
    /// Record that a tier is held.
    ChangeTier {
        /// The tier's id.
        tier: String,
        /// The end; `None` if permanent.
        until: Option<Timestamp>,
    } = "change_tier",
    /// Record to whom the customer is assigned.
    Assign {
        /// The assignee, as the configuration names them.
        to: String,
    } = "assign",
    /// Record that an offer is shown.
    ShowOffer {
        /// The offer's id.
        offer: String,
        /// The end; `None` until it is hidden.
        until: Option<Timestamp>,
    } = "show_offer",
    /// Record that an offer is no longer shown.
    HideOffer {
        /// The offer's id.
        offer: String,
    } = "hide_offer",
    /// Add a task to the merchant’s list.
    CreateTask {
        /// The task, in the merchant's words.
        title: String,
        /// Details.
        note: String,
        /// When it is due.
        due_at: Option<Timestamp>,
        /// Who does it: a name, or whatever the customer is assigned to.
        to: Option<String> as sparse,
        /// Their email address, where they are on the shop's team.
        email: Option<String> as sparse,
    } = "create_task",
    /// Add a private note to an order.
    AddOrderNote {
        /// The order, as in [`crate::event::Order::order_id`]; `None` if the enrollment is about
        /// none.
        order: Option<String>,
        /// The note, in the merchant's words.
        note: String,
    } = "add_order_note",
    /// Post `body` to `url`.
    Webhook {
        /// The URL; https only.
        url: String,
        /// The JSON body.
        body: Text,
    } = "webhook",
}
}

tagged! {
/// The outcome of an effect, as reported by the host.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The provider accepted the message.
    Sent = "sent",
    /// The effect was performed. For a coupon, the code was created.
    Done {
        /// The coupon's code.
        code: Option<String> as sparse,
    } = "done",
    /// It failed for good, and is not tried again.
    Failed {
        /// Why, in the provider's words.
        detail: Option<String> as sparse,
    } = "failed",
    /// It is unknown whether it happened. It counts as sent, and is retried only on the word of somebody who
    /// knows that it didn’t.
    Unknown {
        /// What the provider reported.
        detail: Option<String> as sparse,
    } = "unknown",
}
}
