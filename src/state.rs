//! What is stored for one customer.

use crate::customer::Customer;
use crate::effect::{Effect, EffectKind};
use crate::event::{Channel, MessageKind};
use crate::id::{EffectId, EnrollmentId, StepId, WorkflowId};
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
    /// How many effects that failed are kept for another try.
    pub const MAX_FAILED: usize = 8;

    /// The state of a customer nothing is known about.
    #[must_use]
    pub fn new(customer: crate::id::CustomerId) -> Self {
        Self {
            format: Self::FORMAT,
            customer: Customer {
                id: customer,
                ..Customer::default()
            },
            ..Self::default()
        }
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
