//! What was decided, and what was seen when it was.

mod observation;

use crate::effect::{EffectKind, Outcome};
use crate::event::{Channel, EventName};
use crate::id::{EffectId, EnrollmentId, SegmentId, StepId, WorkflowId};
use crate::json::{object, tagged, words};
use crate::reason::Reason;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;

pub use observation::{Observation, Seen};

/// One decision. Stored with the input that led to it; the admin reads it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The moment the decision belongs to: the due time for what was due, otherwise the time
    /// of the event. The host keeps the actual `now` beside it.
    pub at: Timestamp,
    /// What was decided.
    pub decision: Decision,
}

object!(Entry { at, decision = "is" });

/// Why a score or a membership in a segment changed just then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An event changed the facts.
    Event,
    /// Time passed.
    Time,
    /// The merchant changed the definition, or something it asks for. Starts no workflow.
    Definition,
    /// Somebody in the admin did something.
    Command,
    /// Two customers became one.
    Merge,
    /// A checkout or an order turned out to be another customer's.
    Reassigned,
    /// The shop's facts changed: its catalogue, or its customers' ranks.
    Shop,
}

words!(Cause {
    Event = "event",
    Time = "time",
    Definition = "definition",
    Command = "command",
    Merge = "merge",
    Reassigned = "reassigned",
    Shop = "shop",
});

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
        };
        to.say(because, &[]);
    }
}

impl Decision {
    /// What its conditions saw; empty for decisions that ask none.
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
    /// An event was taken in.
    Recorded {
        /// Which.
        event: EventName,
        /// The fact's key.
        fact: String,
    } = "recorded",
    /// An event changed nothing.
    Ignored {
        /// Which.
        event: EventName,
        /// The fact's key.
        fact: String,
        /// Why.
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
        /// How many; negative when they were taken.
        points: i64,
        /// The balance from now on.
        balance: i64,
        /// What for.
        cause: String,
    } = "points-changed",
    /// Points were to be redeemed and were not.
    PointsRefused {
        /// How many.
        points: i64,
        /// The balance.
        balance: i64,
        /// Why not.
        reason: Reason,
    } = "points-refused",
    /// The customer's lead score changed.
    ScoreChanged {
        /// The score from now on.
        score: i64,
        /// The score before.
        previous: i64,
        /// Why now.
        cause: Cause,
        /// What each rule gives or takes now.
        saw: Vec<Observation>,
    } = "score-changed",
    /// The customer came into a segment or left it.
    SegmentChanged {
        /// Which.
        segment: SegmentId,
        /// Whether they came in.
        entered: bool,
        /// Why now.
        cause: Cause,
        /// The segment's conditions as they were seen.
        saw: Vec<Observation>,
    } = "segment-changed",
    /// A workflow was entered.
    Entered {
        /// Which.
        workflow: WorkflowId,
        /// Which revision: it stays with it to the end.
        revision: u32,
        /// The new run.
        enrollment: EnrollmentId,
        /// The moment its offsets are counted from.
        anchor: Timestamp,
        /// The conditions as they were seen.
        saw: Vec<Observation>,
        /// Whether it is somebody's test.
        test: bool as sparse,
    } = "entered",
    /// A workflow was not entered although its trigger fired.
    NotEntered {
        /// Which.
        workflow: WorkflowId,
        /// Why not.
        reason: Reason,
        /// The conditions as they were seen.
        saw: Vec<Observation>,
    } = "not-entered",
    /// A run waits.
    Waiting {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// The step it waits at.
        step: StepId,
        /// Until when.
        until: Timestamp,
    } = "waiting",
    /// A run was moved to the workflow's current revision.
    Moved {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// The revision from now on.
        revision: u32,
        /// The step it waits at.
        step: StepId,
        /// Until when.
        until: Option<Timestamp>,
    } = "moved",
    /// A run that an early release named without its customer was given a name of its own.
    Renamed {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run, by its name from now on.
        enrollment: EnrollmentId,
        /// Its name before, which other customers' runs may have had as well.
        was: EnrollmentId,
    } = "renamed",
    /// A run came to a fork.
    Branched {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// The fork.
        step: StepId,
        /// Whether the condition held, so the first way was taken.
        matched: bool,
        /// The conditions as they were seen.
        saw: Vec<Observation>,
        /// The revision that asked, where it is not the workflow's current one.
        revision: Option<u32> as sparse,
    } = "branched",
    /// A run came to a fork of several ways, by conditions or by chance.
    WayTaken {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// The fork.
        step: StepId,
        /// The name of the way it took.
        way: String,
        /// The conditions as they were seen; none when chance decided.
        saw: Vec<Observation>,
        /// The revision that asked, where it is not the workflow's current one.
        revision: Option<u32> as sparse,
    } = "way-taken",
    /// A run came to a fork and took none of its ways, because what decides cannot be known; it
    /// goes on behind it.
    NoWayTaken {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// The fork.
        step: StepId,
        /// Why it cannot be known.
        reason: Reason,
        /// The conditions as they were seen.
        saw: Vec<Observation>,
        /// The revision that asked, where it is not the workflow's current one.
        revision: Option<u32> as sparse,
    } = "no-way-taken",
    /// Something is to be done and may be.
    Allowed {
        /// What.
        effect: EffectId,
        /// Of which kind.
        kind: EffectKind,
        /// For a message: by which channel.
        channel: Option<Channel>,
        /// Whose wish it was.
        workflow: WorkflowId,
        /// In which run.
        enrollment: EnrollmentId,
        /// At which step.
        step: StepId,
        /// The filter as it was seen.
        saw: Vec<Observation>,
    } = "allowed",
    /// A message is held back.
    Deferred {
        /// Which.
        effect: EffectId,
        /// Whose wish it was.
        workflow: WorkflowId,
        /// In which run.
        enrollment: EnrollmentId,
        /// At which step.
        step: StepId,
        /// Until when.
        until: Timestamp,
        /// Why.
        reason: Reason,
    } = "deferred",
    /// A message will never be sent.
    Suppressed {
        /// Which.
        effect: EffectId,
        /// Whose wish it was.
        workflow: WorkflowId,
        /// In which run.
        enrollment: EnrollmentId,
        /// At which step.
        step: StepId,
        /// Why.
        reason: Reason,
        /// What was seen.
        saw: Vec<Observation>,
        /// The workflow whose message went out instead.
        winner: Option<WorkflowId> as sparse,
        /// The revision that asked, where it is not the workflow's current one.
        revision: Option<u32> as sparse,
    } = "suppressed",
    /// The host was told to do it now.
    Released {
        /// What.
        effect: EffectId,
    } = "released",
    /// The host told what became of it.
    Reported {
        /// Of what.
        effect: EffectId,
        /// The host's word.
        outcome: Outcome,
    } = "reported",
    /// A run ended.
    Exited {
        /// The run's workflow.
        workflow: WorkflowId,
        /// The run.
        enrollment: EnrollmentId,
        /// Why.
        reason: Reason,
        /// The event that ended it.
        event: Option<EventName> as sparse,
    } = "exited",
    /// A late event would have changed what was already sent. It is not undone, but shown.
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
        /// Whose it is.
        customer: String,
        /// Loyalty points that it earned here and that stay here.
        points: i64 as sparse,
        /// Codes that were made for it and stay good.
        codes: Vec<String> as sparse,
    } = "gave-up",
    /// A message about a purchase went out before that turned out to be another customer's.
    SentAstray {
        /// Which.
        effect: EffectId,
        /// The purchase, by its identity key.
        purchase: String,
    } = "sent-astray",
    /// A checkout or an order came from another customer.
    TookOver {
        /// The purchase, by its identity key.
        purchase: String,
        /// Who had it.
        customer: String,
    } = "took-over",
    /// Two customers became one.
    Merged {
        /// The customer that is no more.
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
