//! What exactly is to be done, worked out at the last moment.

use super::definition::Workflow;
use super::enrollment::Enrollment;
use super::step::Action;
use super::variables::variables;
use crate::condition::NextTier;
use crate::customer::Customer;
use crate::effect::Payload;
use crate::event::Channel;
use crate::json::Text;
use crate::shop::Shop;
use crate::time::{Timestamp, Zone};

/// The question of [`payload`].
#[derive(Clone, Copy, Debug)]
pub struct PayloadRequest<'a> {
    /// The shop.
    pub shop: &'a Shop,
    /// Whose effect.
    pub customer: &'a Customer,
    /// The tier above theirs.
    pub next_tier: Option<&'a NextTier<'a>>,
    /// Of which workflow.
    pub workflow: &'a Workflow,
    /// Of which run.
    pub enrollment: &'a Enrollment,
    /// Wished by which action.
    pub action: &'a Action,
    /// For a message: by which channel.
    pub channel: Option<Channel>,
    /// When the action was due.
    pub due: Timestamp,
    /// The customer's zone.
    pub zone: Zone,
}

/// What the host must know to do it; `None` for a message to somebody without an address.
#[must_use]
pub fn payload(request: &PayloadRequest<'_>) -> Option<Payload> {
    let PayloadRequest {
        shop,
        customer,
        next_tier,
        workflow,
        enrollment,
        action,
        channel,
        due,
        zone,
    } = *request;
    Some(match action {
        Action::Send(send) => {
            let channel = channel?;
            Payload::Send {
                channel,
                kind: send.kind,
                to: customer.address(channel)?.to_owned(),
                message: send.message.clone(),
                variables: variables(shop, customer, next_tier, enrollment),
                zone: zone.name().to_owned(),
            }
        }
        Action::ApplyCoupon(coupon) => Payload::ApplyCoupon {
            percent: coupon.percent,
            prefix: coupon.prefix.clone(),
            valid_for_ms: coupon
                .valid_for
                .map(|span| span.after(due, zone).millis_since(due)),
        },
        Action::AddTag(step) => Payload::AddTag {
            tag: step.tag.clone(),
        },
        Action::RemoveTag(step) => Payload::RemoveTag {
            tag: step.tag.clone(),
        },
        Action::AddPoints(step) => Payload::AddPoints {
            points: step.points,
            cause: step.cause.clone(),
        },
        Action::Unsubscribe(step) => Payload::Unsubscribe {
            channel: step.channel,
        },
        Action::CreateTask(task) => Payload::CreateTask {
            title: task.title.clone(),
            note: task.note.clone(),
            due_at: task.due_in.map(|span| span.after(due, zone)),
        },
        Action::Webhook(webhook) => Payload::Webhook {
            url: webhook.url.clone(),
            body: Text::object(&[
                ("customer_id", &customer.id),
                ("data", &variables(shop, customer, next_tier, enrollment)),
                ("due_at", &due),
                ("enrollment", &enrollment.id),
                ("revision", &workflow.revision),
                ("type", &"workflow.step"),
                ("workflow", &workflow.id),
            ]),
        },
    })
}
