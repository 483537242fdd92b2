//! Decisions in sentences.
//!
//! One English sentence for each entry of a trace, said by the engine itself, so that the back
//! end, the browser and the tests say the same. "The customer" is the subject throughout;
//! times are in the given zone, which is named.

mod absence;

use crate::effect::{EffectKind, Outcome};
use crate::event::{Channel, EventName};
use crate::id::{SegmentId, StepId, WorkflowId};
use crate::plan::Plan;
use crate::time::{Timestamp, Zone};
use crate::trace::{Decision, Entry, Saw};

pub use absence::{Absence, absence};

/// The sentence of one decision. `zone` is the one times are given in.
#[must_use]
pub fn sentence(plan: &Plan, entry: &Entry, zone: Zone) -> String {
    let names = Names { plan, zone };
    match &entry.decision {
        Decision::Recorded { event, .. } => format!("Heard that the customer {}.", did(*event)),
        Decision::Ignored { event, reason, .. } => {
            format!(
                "Heard “{}” and left everything as it was, because {reason}.",
                words(*event)
            )
        }
        Decision::TierChanged {
            tier: Some(tier), ..
        } => format!("Moved to tier {}.", names.tier(tier)),
        Decision::TierChanged { tier: None, .. } => "Left all tiers.".to_owned(),
        Decision::TierAtRisk { tier, review_at } => format!(
            "Will lose tier {} at {}, unless enough comes together before.",
            names.tier(tier),
            names.time(*review_at)
        ),
        Decision::PointsChanged {
            points,
            balance,
            cause,
        } => format!("Points: {points:+} for “{cause}”, so there are {balance}."),
        Decision::PointsRefused {
            points,
            balance,
            reason,
        } => format!("{points} points were not redeemed, because {reason} ({balance})."),
        Decision::ScoreChanged {
            score,
            previous,
            cause,
            saw,
        } => format!(
            "The score went from {previous} to {score}, because {}{}.",
            cause.because(),
            gave(saw)
        ),
        Decision::SegmentChanged {
            segment,
            entered,
            cause,
            saw,
        } => {
            let verb = if *entered { "Came into" } else { "Left" };
            format!(
                "{verb} {}, because {}{}.",
                names.segment(segment),
                cause.because(),
                seen(saw)
            )
        }
        Decision::Entered {
            workflow,
            saw,
            test,
            ..
        } => {
            let verb = if *test { "Began a test of" } else { "Entered" };
            format!("{verb} {}{}.", names.workflow(workflow), seen(saw))
        }
        Decision::NotEntered {
            workflow,
            reason,
            saw,
        } => {
            format!(
                "Did not enter {}, because {reason}{}.",
                names.workflow(workflow),
                seen(saw)
            )
        }
        Decision::Waiting {
            workflow, until, ..
        } => {
            format!(
                "Waits in {} until {}.",
                names.workflow(workflow),
                names.time(*until)
            )
        }
        Decision::Moved {
            workflow,
            revision,
            step,
            until,
            ..
        } => format!(
            "Goes on in {} as it is now (revision {revision}), at “{step}”{}.",
            names.workflow(workflow),
            until.map_or_else(String::new, |until| format!(
                ", until {}",
                names.time(until)
            ))
        ),
        Decision::Renamed { workflow, .. } => format!(
            "The run in {} was given an ID of its own.",
            names.workflow(workflow)
        ),
        Decision::Branched {
            step, matched, saw, ..
        } => {
            let way = if *matched { "first" } else { "other" };
            format!("Took the {way} way at “{step}”{}.", seen(saw))
        }
        Decision::WayTaken { step, way, saw, .. } => {
            format!("Took the way “{way}” at “{step}”{}.", seen(saw))
        }
        Decision::NoWayTaken {
            step, reason, saw, ..
        } => format!(
            "Took no way at “{step}” and went on behind it, because {}{}.",
            reason.because(),
            seen(saw)
        ),
        Decision::Allowed {
            kind,
            channel,
            workflow,
            step,
            ..
        } => {
            format!(
                "{} at “{step}” of {} may go out.",
                what(*kind, *channel),
                names.workflow(workflow)
            )
        }
        Decision::Deferred {
            workflow,
            step,
            until,
            reason,
            ..
        } => format!(
            "{} is held until {}, because {reason}.",
            names.message(workflow, step),
            names.time(*until)
        ),
        Decision::Suppressed {
            workflow,
            step,
            reason,
            saw,
            winner,
            ..
        } => {
            let instead = winner
                .as_ref()
                .map(|winner| format!(" ({})", names.workflow(winner)))
                .unwrap_or_default();
            format!(
                "{} does not go out, because {reason}{instead}{}.",
                names.message(workflow, step),
                seen(saw)
            )
        }
        Decision::Released { .. } => "Handed over to be done now.".to_owned(),
        Decision::Reported { outcome, .. } => reported(outcome),
        Decision::Exited {
            workflow,
            reason,
            event,
            ..
        } => {
            let event = event
                .map(|event| format!(" (“{}”)", words(event)))
                .unwrap_or_default();
            format!(
                "Left {}, because {reason}{event}.",
                names.workflow(workflow)
            )
        }
        Decision::TooLate {
            event, happened_at, ..
        } => format!(
            "A message had already been sent when we heard that the customer {} at {}.",
            did(*event),
            names.time(*happened_at)
        ),
        Decision::GaveUp { purchase, .. } => {
            format!(
                "{} turned out to be another customer’s.",
                purchase_name(purchase)
            )
        }
        Decision::SentAstray { purchase, .. } => format!(
            "A message had gone out before {} turned out to be another customer’s.",
            purchase_name(purchase)
        ),
        Decision::TookOver { purchase, .. } => format!(
            "{} turned out to be theirs, and not another customer’s.",
            purchase_name(purchase)
        ),
        Decision::Merged { .. } => {
            "Turned out to be the same person as another customer.".to_owned()
        }
        Decision::MarketingHeld { held: true } => {
            "Marketing is on hold until a privacy request is answered.".to_owned()
        }
        Decision::MarketingHeld { held: false } => "Marketing is no longer on hold.".to_owned(),
        Decision::SuppressionChanged { suppressed: true } => {
            "Was put on the suppression list.".to_owned()
        }
        Decision::SuppressionChanged { suppressed: false } => {
            "Was taken off the suppression list.".to_owned()
        }
    }
}

/// A moment as people read it: `Sun 22 Nov 2026 19:20:00 (Europe/Berlin)`.
#[must_use]
pub fn moment(at: Timestamp, zone: Zone) -> String {
    format!(
        "{} ({})",
        at.local(zone).format("%a %-d %b %Y %H:%M:%S"),
        zone.name()
    )
}

struct Names<'p> {
    plan: &'p Plan,
    zone: Zone,
}

impl Names<'_> {
    fn workflow(&self, id: &WorkflowId) -> String {
        self.plan.current(id).map_or_else(
            || format!("“{id}”"),
            |workflow| format!("“{}”", workflow.name),
        )
    }

    fn message(&self, workflow: &WorkflowId, step: &StepId) -> String {
        format!("“{step}” of {}", self.workflow(workflow))
    }

    fn segment(&self, id: &SegmentId) -> String {
        let segment = self.plan.segments().iter().find(|one| one.id == *id);
        segment.map_or_else(
            || format!("segment “{id}”"),
            |segment| format!("segment “{}”", segment.name),
        )
    }

    fn tier(&self, id: &str) -> String {
        let tier = self
            .plan
            .loyalty
            .ladder
            .tiers()
            .iter()
            .find(|tier| tier.id == id);
        tier.map_or_else(|| format!("“{id}”"), |tier| format!("“{}”", tier.name))
    }

    fn time(&self, at: Timestamp) -> String {
        moment(at, self.zone)
    }
}

/// What was seen, as the end of a sentence; the conditions that did not hold come alone if
/// there are any, because they are the cause.
fn seen(saw: &[Saw]) -> String {
    let failed: Vec<&Saw> = saw.iter().filter(|one| !one.matched).collect();
    let shown: Vec<&Saw> = if failed.is_empty() {
        saw.iter().collect()
    } else {
        failed
    };
    if shown.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = shown
        .iter()
        .map(|one| format!("{} ({})", one.condition, one.value))
        .collect();
    format!(": {}", parts.join("; "))
}

/// The rules that give or take points now, as the end of a sentence.
fn gave(saw: &[Saw]) -> String {
    let rules = saw.iter().filter(|one| one.matched);
    let parts: Vec<String> = rules
        .map(|one| format!("{} ({})", one.condition, one.value))
        .collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(": {}", parts.join("; "))
}

fn what(kind: EffectKind, channel: Option<Channel>) -> String {
    match (kind, channel) {
        (EffectKind::Send, Some(Channel::Email)) => "The email".to_owned(),
        (EffectKind::Send, Some(channel)) => format!("The {channel} message"),
        (EffectKind::Send, None) => "The message".to_owned(),
        (EffectKind::ApplyCoupon, _) => "The coupon".to_owned(),
        (EffectKind::AddTag, _) => "The new tag".to_owned(),
        (EffectKind::RemoveTag, _) => "The removed tag".to_owned(),
        (EffectKind::AddPoints, _) => "The points".to_owned(),
        (EffectKind::Unsubscribe, _) => "The end of a subscription".to_owned(),
        (EffectKind::ChangeTier, _) => "The tier".to_owned(),
        (EffectKind::Assign, _) => "The assignment".to_owned(),
        (EffectKind::CreateTicket, _) => "The ticket".to_owned(),
        (EffectKind::AddToAudience, _) => "The way into the audience".to_owned(),
        (EffectKind::RemoveFromAudience, _) => "The way out of the audience".to_owned(),
        (EffectKind::ShowOffer, _) => "The offer".to_owned(),
        (EffectKind::HideOffer, _) => "The end of the offer".to_owned(),
        (EffectKind::SyncCustomer, _) => "The news for the CRM".to_owned(),
        (EffectKind::CreateTask, _) => "The task".to_owned(),
        (EffectKind::Webhook, _) => "The webhook".to_owned(),
    }
}

/// "Order 4501", "A checkout".
fn purchase_name(key: &str) -> String {
    match key.split_once(":order:") {
        Some((_, id)) => format!("Order {id}"),
        None => "A checkout".to_owned(),
    }
}

fn reported(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Sent => "It was sent.".to_owned(),
        Outcome::Done { code: Some(code) } => format!("The coupon {code} was made."),
        Outcome::Done { code: None } => "It was done.".to_owned(),
        Outcome::Failed { detail: None } => "It failed for good.".to_owned(),
        Outcome::Failed {
            detail: Some(detail),
        } => format!("It failed for good: {detail}."),
        Outcome::Unknown { .. } => {
            "Nobody knows whether it arrived; it is not tried again and counts as sent.".to_owned()
        }
    }
}

fn words(event: EventName) -> String {
    event.word().replace('_', " ")
}

/// "placed an order", or the event's words where no better ones are known.
fn did(event: EventName) -> String {
    match event {
        EventName::PageViewed => "opened a page",
        EventName::ProductViewed => "looked at a product",
        EventName::ProductListViewed => "looked at a collection",
        EventName::ProductsSearched => "searched the shop",
        EventName::ProductAdded => "put something into the cart",
        EventName::ProductRemoved => "took something out of the cart",
        EventName::CartViewed => "opened the cart",
        EventName::CartUpdated => "changed the cart",
        EventName::CheckoutStarted => "began a checkout",
        EventName::CheckoutUpdated => "went on with a checkout",
        EventName::OrderPlaced => "placed an order",
        EventName::OrderCompleted => "paid an order",
        EventName::OrderCancelled => "had an order cancelled",
        EventName::OrderRefunded => "got money back",
        EventName::OrderFulfilled => "had a parcel sent off",
        EventName::CustomerCreated => "made an account",
        EventName::CustomerIdentified => "said who they are",
        EventName::ConsentChanged => "changed what they agreed to",
        EventName::TagsAdded => "got a tag",
        EventName::TagsRemoved => "lost a tag",
        EventName::TierChanged => "changed tier",
        EventName::TierAtRisk => "was about to lose a tier",
        EventName::PointsChanged => "got or spent points",
        EventName::ScoreChanged => "changed score",
        EventName::SegmentEntered => "came into a segment",
        EventName::SegmentLeft => "left a segment",
        other => return format!("did “{}”", words(other)),
    }
    .to_owned()
}
