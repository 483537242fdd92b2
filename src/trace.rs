//! The trace: what was decided, and the facts that were seen. [`crate::explain`] puts it in words.

mod observation;

use crate::effect::{EffectKind, Outcome};
use crate::event::{Channel, EventName};
use crate::id::{EffectId, EnrollmentId, FactKey, SegmentId, StepId, WorkflowId};
use crate::json::{object, tagged, words};
use crate::reason::Reason;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;

pub use observation::{Observation, Seen};

/// One decision. Stored with the input that led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The moment the decision belongs to: the due time for what was due, otherwise the time
    /// of the event. The host keeps the actual `now` beside it.
    pub at: Timestamp,
    /// The decision itself.
    pub decision: Decision,
}

object!(Entry { at, decision = "is" });

/// How much a decision says. What is decided does not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    #[default]
    Full,
    /// What was decided and why, without what conditions saw and what messages can speak of: for
    /// sums.
    Outcome,
}

/// What made a score or a segment membership change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An event changed the facts.
    Event,
    /// Time passed.
    Time,
    /// The merchant changed the definition, or something it depends on. Starts no workflow.
    Definition,
    /// Somebody in the admin changed the customer by hand.
    Command,
    /// Two customers became one.
    Merge,
    /// A checkout or an order turned out to be another customer's.
    Reassigned,
    /// The shop's facts changed: its catalog, or its customers' ranks.
    Shop,
    /// Something from before the shop was connected was imported. Starts no workflow.
    Import,
}

words!(Cause {
    Event = "event",
    Time = "time",
    Definition = "definition",
    Command = "command",
    Merge = "merge",
    Reassigned = "reassigned",
    Shop = "shop",
    Import = "import",
});

impl Cause {
    /// Whether what changed is news about the customer. Otherwise only what is known of them
    /// changed, and no workflow hears of it.
    #[must_use]
    pub const fn is_news(self) -> bool {
        !matches!(self, Self::Definition | Self::Import)
    }
}

impl Said for Cause {
    /// How a sentence goes on after "because".
    fn say(&self, to: &mut Sentence<'_>) {
        let because = match self {
            Self::Event => "of new activity",
            Self::Time => "time passed",
            Self::Definition => "its definition changed",
            Self::Command => "of a change in the admin",
            Self::Merge => "two customers were merged",
            Self::Reassigned => "an order or checkout turned out to belong to another customer",
            Self::Shop => "something in the shop changed",
            Self::Import => "the shop’s history was imported",
        };
        to.say(because, &[]);
    }
}

impl Decision {
    /// What its conditions saw; empty for a decision without conditions.
    #[must_use]
    pub fn saw(&self) -> &[Observation] {
        match self {
            Self::ScoreChanged { saw, .. }
            | Self::SegmentChanged { saw, .. }
            | Self::Entered { saw, .. }
            | Self::NotEntered { saw, .. }
            | Self::Branched { saw, .. }
            | Self::WayTaken { saw, .. }
            | Self::NoWayTaken { saw, .. }
            | Self::Allowed { saw, .. }
            | Self::Suppressed { saw, .. } => saw,
            _ => &[],
        }
    }
}

tagged! {
/// The kinds of decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// An event changed the customer's facts.
    Recorded {
        /// The kind of event.
        event: EventName,
        /// The fact's key.
        fact: FactKey,
    } = "recorded",
    /// An event changed nothing.
    Ignored {
        /// The kind of event.
        event: EventName,
        /// The fact's key.
        fact: FactKey,
        /// The reason.
        reason: Reason,
    } = "ignored",
    /// The customer's tier changed.
    TierChanged {
        /// The tier from now on.
        tier: Option<String>,
        /// The tier before.
        previous: Option<String>,
    } = "tier-changed",
    /// The customer's tier will be lost at the next review.
    TierAtRisk {
        /// The tier.
        tier: String,
        /// When it will be lost.
        review_at: Timestamp,
    } = "tier-at-risk",
    /// Loyalty points were given or taken.
    PointsChanged {
        /// The number of points; negative if taken.
        points: i64,
        /// The balance from now on.
        balance: i64,
        /// The reason: an order, a workflow step, or the merchant’s note.
        cause: String,
    } = "points-changed",
    /// A redemption of points was refused.
    PointsRefused {
        /// The number of points.
        points: i64,
        /// The balance.
        balance: i64,
        /// The reason.
        reason: Reason,
    } = "points-refused",
    /// The customer's lead score changed.
    ScoreChanged {
        /// The score from now on.
        score: i64,
        /// The score before.
        previous: i64,
        /// What set off the change.
        cause: Cause,
        /// What each scoring rule adds or subtracts now.
        saw: Vec<Observation>,
    } = "score-changed",
    /// The customer entered or left a segment.
    SegmentChanged {
        /// The segment.
        segment: SegmentId,
        /// Whether they entered it; otherwise they left.
        entered: bool,
        /// What set off the change.
        cause: Cause,
        /// What the segment's conditions saw.
        saw: Vec<Observation>,
    } = "segment-changed",
    /// A workflow was entered.
    Entered {
        /// The workflow.
        workflow: WorkflowId,
        /// The revision, which the enrollment keeps to the end.
        revision: u32,
        /// The new enrollment.
        enrollment: EnrollmentId,
        /// The moment its offsets are counted from.
        anchor: Timestamp,
        /// The conditions as they were evaluated.
        saw: Vec<Observation>,
        /// Whether it is somebody's test.
        test: bool as sparse,
        /// Whether they are in the workflow's holdout; `None` where it has none.
        held_out: Option<bool> as sparse,
    } = "entered",
    /// A workflow was not entered although its trigger fired.
    NotEntered {
        /// The workflow.
        workflow: WorkflowId,
        /// The reason.
        reason: Reason,
        /// The conditions as they were evaluated.
        saw: Vec<Observation>,
    } = "not-entered",
    /// An enrollment waits.
    Waiting {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The step it waits at.
        step: StepId,
        /// When the wait ends.
        until: Timestamp,
    } = "waiting",
    /// An enrollment was moved to the workflow's current revision.
    Moved {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The revision from now on.
        revision: u32,
        /// The step it waits at.
        step: StepId,
        /// When the wait ends; `None` if it has no end of its own.
        until: Option<Timestamp>,
    } = "moved",
    /// An enrollment got an id of its own, because an early release made ids without the customer.
    Renamed {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment's id from now on.
        enrollment: EnrollmentId,
        /// Its id before, which enrollments of other customers may have had as well.
        was: EnrollmentId,
    } = "renamed",
    /// An enrollment reached a branch.
    Branched {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The branch step.
        step: StepId,
        /// Whether the condition was true, so the first branch was taken.
        matched: bool,
        /// The conditions as they were evaluated.
        saw: Vec<Observation>,
        /// The revision, if it isn’t the workflow’s current one.
        revision: Option<u32> as sparse,
    } = "branched",
    /// An enrollment reached a switch or an A/B split.
    WayTaken {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The branch step.
        step: StepId,
        /// The case or variant it took.
        way: String,
        /// The conditions as evaluated; none for an A/B split.
        saw: Vec<Observation>,
        /// The revision, if it isn’t the workflow’s current one.
        revision: Option<u32> as sparse,
    } = "way-taken",
    /// An enrollment reached a branch whose condition can’t be evaluated. It took no branch and
    /// continues after it.
    NoWayTaken {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The branch step.
        step: StepId,
        /// Why it can’t be evaluated.
        reason: Reason,
        /// The conditions as they were evaluated.
        saw: Vec<Observation>,
        /// The revision, if it isn’t the workflow’s current one.
        revision: Option<u32> as sparse,
    } = "no-way-taken",
    /// An effect passed the policy, and goes to the outbox.
    Allowed {
        /// The effect.
        effect: EffectId,
        /// Its kind.
        kind: EffectKind,
        /// For a message: its channel.
        channel: Option<Channel>,
        /// The workflow that wanted it.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The step.
        step: StepId,
        /// The filter as evaluated.
        saw: Vec<Observation>,
    } = "allowed",
    /// A message is held back.
    Deferred {
        /// The effect.
        effect: EffectId,
        /// The workflow that wanted it.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The step.
        step: StepId,
        /// When the message is tried again.
        until: Timestamp,
        /// The reason.
        reason: Reason,
    } = "deferred",
    /// A message will never be sent.
    Suppressed {
        /// The effect.
        effect: EffectId,
        /// The workflow that wanted it.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The step.
        step: StepId,
        /// The reason.
        reason: Reason,
        /// What the conditions or caps saw.
        saw: Vec<Observation>,
        /// The workflow whose message went out instead.
        winner: Option<WorkflowId> as sparse,
        /// The revision, if it isn’t the workflow’s current one.
        revision: Option<u32> as sparse,
    } = "suppressed",
    /// A release was granted: the host performs the effect now.
    Released {
        /// The effect.
        effect: EffectId,
    } = "released",
    /// The host reported the outcome of an effect.
    Reported {
        /// The effect.
        effect: EffectId,
        /// The outcome it reported.
        outcome: Outcome,
    } = "reported",
    /// An enrollment ended.
    Exited {
        /// The enrollment's workflow.
        workflow: WorkflowId,
        /// The enrollment.
        enrollment: EnrollmentId,
        /// The reason.
        reason: Reason,
        /// The event that ended it.
        event: Option<EventName> as sparse,
    } = "exited",
    /// A late event would have stopped a message that was already sent. That can't be undone, so it
    /// is recorded.
    TooLate {
        /// The message that was already sent.
        effect: EffectId,
        /// The event that came too late.
        event: EventName,
        /// When it had happened.
        happened_at: Timestamp,
    } = "too-late",
    /// A checkout or an order turned out to be another customer's.
    GaveUp {
        /// The purchase, by its identity key.
        purchase: String,
        /// The customer it belongs to.
        customer: String,
        /// Loyalty points that it earned here and that stay here.
        points: i64 as sparse,
        /// Coupon codes that were created for it and stay valid.
        codes: Vec<String> as sparse,
    } = "gave-up",
    /// A message about a purchase was sent before the purchase turned out to be another customer's.
    SentAstray {
        /// The effect.
        effect: EffectId,
        /// The purchase, by its identity key.
        purchase: String,
    } = "sent-astray",
    /// A checkout or an order came from another customer.
    TookOver {
        /// The purchase, by its identity key.
        purchase: String,
        /// The customer who had it.
        customer: String,
    } = "took-over",
    /// Two customers became one.
    Merged {
        /// The customer that was merged into this one.
        loser: String,
    } = "merged",
    /// Marketing is held back because of a privacy request, or no longer.
    MarketingHeld {
        /// Whether it is held from now on.
        held: bool,
    } = "marketing-held",
    /// The suppression list was changed by hand.
    SuppressionChanged {
        /// Whether the customer is on it from now on.
        suppressed: bool,
    } = "suppression-changed",
}
}
