//! Workflows: what starts them, what they do, and where each customer is in them.
//!
//! A workflow forms intents ([`crate::intent::Intent`]); it permits nothing and performs nothing.
//! Its definition is compiled once into [`Workflow`]; a customer’s pass through it is an
//! [`Enrollment`], which keeps the revision it started with.

mod admission;
mod advance;
mod customer_date;
mod definition;
mod dependencies;
mod enrollment;
mod exit;
mod payload;
mod sample;
mod step;
mod terms;
mod trigger;
mod trigger_index;
mod variables;

pub use admission::{Admission, admit};
pub use advance::{Move, advance};
pub use customer_date::CustomerDate;
pub use definition::{CaseNode, Node, NodeKind, Status, Workflow};
pub use enrollment::{Considered, Coupon, Enrollment, Entries};
pub use exit::{exit_reason, exits, exits_now};
pub use payload::{Delivery, PayloadRequest};
pub use sample::sample_variables;
pub use step::{
    ASSIGNED_TO, Action, AddOrderNote, AddPoints, AddTag, ApplyCoupon, Assign, AudienceChange,
    Case, ChangeTier, CreateTask, CreateTicket, Discount, Exit, HideOffer, If, Lot, Passenger,
    RemoveTag, Send, ShowOffer, Split, SplitStep, Step, StepKind, Switch, SyncCustomer,
    Unsubscribe, Variant, Wait, WaitForEvent, Webhook,
};
pub use terms::{InFlight, Inside, OnePer, Reentry, Schedule};
pub use trigger::{
    CartAbandoned, CustomerCreated, DateReached, Entry, EventPerformed, Firing, Foreseen, Inactive,
    NotFollowed, OrderFilter, PointsReached, ScoreReached, See, SegmentChanged, TagAdded,
    TierAtRisk, TierReached, Times, Trigger,
};
pub use trigger_index::TriggerIndex;
pub use variables::variables;
