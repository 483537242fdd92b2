//! What is stored for one customer.

use crate::customer::{Customer, Handover, Purchase, SentStep};
use crate::effect::{Effect, EffectKind};
use crate::event::{Channel, MessageKind};
use crate::id::{CustomerId, EffectId, EnrollmentId, StepId, WorkflowId};
use crate::policy::Ledger;
use crate::reason::Reason;
use crate::segment::Memberships;
use crate::stored::stored;
use crate::time::Timestamp;
use crate::workflow::{Enrollment, Entries};

stored! {
    /// Everything the engine must remember about one customer. It is passed in and out by
    /// value; the engine keeps nothing. The host stores its text as it is.
    pub struct State {
        /// The form it is written in: [`State::FORMAT`]. A state of any earlier form is read
        /// for ever.
        pub format: u32,
        /// The facts.
        pub customer: Customer,
        /// Where the customer is.
        pub enrollments: Vec<Enrollment>,
        /// What the customer entered before.
        pub entries: Entries,
        /// What was wished for and is not settled yet.
        pub pending: Vec<Pending>,
        /// What was sent.
        pub ledger: Ledger,
        /// The plan under which the score and the memberships were last settled; empty before
        /// they ever were.
        pub settled_under: String,
        /// In which segments the customer is.
        pub memberships: Memberships,
        /// Checkouts and orders that another customer had before, the latest last; at most
        /// [`State::MAX_TAKEN_OVER`].
        pub taken_over: Vec<TakenOver>,
    }
}

stored! {
    /// A checkout or an order that another customer had before.
    pub struct TakenOver {
        /// By its identity key.
        pub purchase: String,
        /// Who had it.
        pub from: Vec<CustomerId>,
        /// The messages about it that were sent to them, and are not sent again.
        pub sent: Vec<SentStep>,
    }
}

stored! {
    /// An effect that is wished for: held back, in the host's outbox, or on its way.
    pub struct Pending {
        /// Its name.
        pub effect: EffectId,
        /// What it is.
        pub kind: EffectKind,
        /// For a message: by which channel.
        pub channel: Option<Channel>,
        /// For a message: why.
        pub message_kind: Option<MessageKind>,
        /// Whose wish.
        pub workflow: WorkflowId,
        /// Of which run.
        pub enrollment: EnrollmentId,
        /// At which step.
        pub step: StepId,
        /// When it was due.
        pub due: Timestamp,
        /// Held back until then; `None` once it is in the outbox.
        pub held_until: Option<Timestamp>,
        /// Why it is held back.
        pub held_because: Option<Reason>,
        /// Whether the host was told to do it.
        pub released: bool,
        /// It failed for good; kept so that somebody can have it tried once more.
        pub failed: bool,
        /// Another effect that must be done first.
        pub depends_on: Option<EffectId>,
    }
}

impl State {
    /// The form this release writes.
    pub const FORMAT: u32 = 1;
    /// How many purchases are remembered as taken over.
    pub const MAX_TAKEN_OVER: usize = 16;
    /// How many effects that failed are kept for another try.
    pub const MAX_FAILED: usize = 8;

    /// The state of a customer nothing is known about.
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

    /// Takes a checkout or an order out that is `to`'s from now on, by its identity key. Of what the
    /// host is handing over at this moment (`in_flight`) it counts as sent that may arrive.
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

    /// Whether `step` of `run` sent its message to the customer who had the purchase before.
    #[must_use]
    pub fn was_sent_before(&self, run: &Enrollment, step: &StepId) -> bool {
        self.taken_over.iter().any(|one| {
            let sent = |sent: &SentStep| sent.workflow == run.workflow && sent.step == *step;
            one.sent.iter().any(sent)
                && Purchase::of_key(&one.purchase).is_some_and(|purchase| {
                    purchase.is_about(&self.customer, run.order.as_deref(), run.cart.as_deref())
                })
        })
    }

    /// The run called `id`.
    #[must_use]
    pub fn enrollment(&self, id: &EnrollmentId) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .find(|enrollment| enrollment.id == *id)
    }

    /// The unsettled effect called `id`.
    #[must_use]
    pub fn pending(&self, id: &EffectId) -> Option<&Pending> {
        self.pending.iter().find(|pending| pending.effect == *id)
    }
}

impl Pending {
    /// The row for the host's outbox.
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
