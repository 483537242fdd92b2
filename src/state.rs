//! What is stored for one customer.

use crate::customer::{Customer, Handover, Purchase, SentStep};
use crate::effect::{Effect, EffectKind};
use crate::event::{Channel, MessageKind};
use crate::id::{CustomerId, EffectId, EnrollmentId, StepId, WorkflowId};
use crate::json::Section;
use crate::policy::Ledger;
use crate::reason::Reason;
use crate::segment::Memberships;
use crate::stored::stored;
use crate::time::Timestamp;
use crate::workflow::{Enrollment, Entries};

stored! {
    /// Everything the engine remembers about one customer. It is passed in and out by value, and
    /// the engine itself keeps nothing. The host stores it as it is written, as JSON
    /// or packed.
    pub struct State {
        /// The format it is written in: [`State::FORMAT`]. States of all earlier formats stay
        /// readable.
        pub format: u32,
        /// The customer’s facts.
        pub customer: Customer,
        /// The workflows the customer is in.
        pub enrollments: Section<Vec<Enrollment>>,
        /// The workflows the customer entered before.
        pub entries: Section<Entries>,
        /// Effects whose outcome is not known yet.
        pub pending: Vec<Pending>,
        /// The messages that were sent, for frequency caps.
        pub ledger: Section<Ledger>,
        /// The id of the plan under which score and memberships were last computed; empty before
        /// that.
        pub settled_under: String,
        /// The segments the customer is in.
        pub memberships: Memberships,
        /// Checkouts and orders that belonged to another customer before, latest last; at most
        /// [`State::MAX_TAKEN_OVER`].
        pub taken_over: Vec<TakenOver>,
        /// When something from before the shop was connected was last imported. Time starts no
        /// workflow at a moment until then that was not decided already.
        pub imported_at: Option<Timestamp>,
    }
}

stored! {
    /// A checkout or an order that belonged to another customer before.
    pub struct TakenOver {
        /// Its identity key.
        pub purchase: String,
        /// The customers it belonged to.
        pub from: Vec<CustomerId>,
        /// The messages about it that were sent to them, and are not sent again.
        pub sent: Vec<SentStep>,
    }
}

stored! {
    /// An effect whose outcome is not known yet: held back, in the host's outbox, or being
    /// performed.
    pub struct Pending {
        /// The effect's id.
        pub effect: EffectId,
        /// The kind of effect.
        pub kind: EffectKind,
        /// For a message: its channel.
        pub channel: Option<Channel>,
        /// For a message: marketing or transactional.
        pub message_kind: Option<MessageKind>,
        /// The workflow that wants it.
        pub workflow: WorkflowId,
        /// The enrollment that wants it.
        pub enrollment: EnrollmentId,
        /// The step that wants it.
        pub step: StepId,
        /// When it was due.
        pub due: Timestamp,
        /// When it is checked again; `None` once it is in the outbox.
        pub held_until: Option<Timestamp>,
        /// Why it is held back.
        pub held_because: Option<Reason>,
        /// Whether it was released to the host.
        pub released: bool,
        /// Whether it failed for good, or nobody knows; kept so that the merchant can retry it.
        pub failed: bool,
        /// Another effect that must be done first.
        pub depends_on: Option<EffectId>,
    }
}

impl State {
    /// The format this release writes.
    pub const FORMAT: u32 = 1;
    /// How many purchases are remembered as taken over.
    pub const MAX_TAKEN_OVER: usize = 16;
    /// How many failed effects are kept for a retry.
    pub const MAX_FAILED: usize = 8;

    /// The state of a new customer.
    ///
    /// ```
    /// use edgewise::id::CustomerId;
    /// use edgewise::json;
    /// use edgewise::state::State;
    ///
    /// let state = State::new(CustomerId::new("anna"));
    /// let text = json::to_string(&state);
    /// assert_eq!(json::from_str::<State>(&text).unwrap(), state);
    ///
    /// // Fields of a later release come back unchanged.
    /// let later = r#"{"format":1,"customer":{"id":"anna"},"mood":"fine"}"#;
    /// let state: State = json::from_str(later).unwrap();
    /// assert_eq!(json::to_string(&state), later);
    /// ```
    #[must_use]
    pub fn new(customer: CustomerId) -> Self {
        Self {
            format: Self::FORMAT,
            customer: Customer {
                id: customer,
                ..Customer::default()
            },
            ..Self::default()
        }
    }

    /// Removes a checkout or an order, by its identity key, because it belongs to `to` from now on.
    /// Messages that the host is handing over at this moment (`in_flight`) count as sent, because
    /// they may arrive.
    #[must_use]
    pub fn give_up(&mut self, key: &str, to: &CustomerId, in_flight: &[EffectId]) -> Handover {
        let mut sent = self.sent_about(key, in_flight);
        let before = self.taken_over.iter().position(|one| one.purchase == key);
        let before = before.map(|place| self.taken_over.remove(place));
        let mut handover = self.customer.give_up(key, to);
        if let Some(mut before) = before {
            before.from.append(&mut handover.from);
            handover.from = before.from;
            sent.extend(before.sent);
        }
        handover.sent = sent;
        handover
    }

    /// The messages about a checkout or an order that were handed over, or are.
    fn sent_about(&self, key: &str, in_flight: &[EffectId]) -> Vec<SentStep> {
        let Some(purchase) = Purchase::of_key(key) else {
            return Vec::new();
        };
        let sends = self.ledger.sends.iter();
        let sent = sends.filter(|send| {
            let (order, cart) = (send.order.as_deref(), send.cart.as_deref());
            let went_out = send.sent || in_flight.contains(&send.effect);
            went_out && purchase.is_about(&self.customer, order, cart)
        });
        sent.map(|send| SentStep {
            workflow: send.workflow.clone(),
            step: send.step.clone(),
            ..SentStep::default()
        })
        .collect()
    }

    /// Whether `step` of `enrollment` sent its message to the customer to whom the purchase
    /// belonged before.
    #[must_use]
    pub fn was_sent_before(&self, enrollment: &Enrollment, step: &StepId) -> bool {
        self.taken_over.iter().any(|one| {
            let sent = |sent: &SentStep| sent.workflow == enrollment.workflow && sent.step == *step;
            one.sent.iter().any(sent)
                && Purchase::of_key(&one.purchase).is_some_and(|purchase| {
                    purchase.is_about(
                        &self.customer,
                        enrollment.order.as_deref(),
                        enrollment.cart.as_deref(),
                    )
                })
        })
    }

    /// The enrollment with this id.
    #[must_use]
    pub fn enrollment(&self, id: &EnrollmentId) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .find(|enrollment| enrollment.id == *id)
    }

    /// The pending effect with this id.
    #[must_use]
    pub fn pending(&self, id: &EffectId) -> Option<&Pending> {
        self.pending.iter().find(|pending| pending.effect == *id)
    }
}

impl Pending {
    /// The effect as the host's outbox gets it.
    #[must_use]
    pub fn effect(&self) -> Effect {
        Effect {
            id: self.effect.clone(),
            kind: self.kind,
            channel: self.channel,
            message_kind: self.message_kind,
            due: self.due,
            workflow: self.workflow.clone(),
            step: self.step.clone(),
            enrollment: self.enrollment.clone(),
            depends_on: self.depends_on.clone(),
        }
    }
}
