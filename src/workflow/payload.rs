//! What exactly is to be done, worked out at the last moment.

use super::definition::Workflow;
use super::enrollment::{Coupon, Enrollment};
use super::step::{ASSIGNED_TO, Action};
use super::variables::variables;
use crate::condition::NextTier;
use crate::customer::Customer;
use crate::effect::Payload;
use crate::event::Channel;
use crate::id::EffectId;
use crate::json::{Text, Write};
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
        enrollment,
        action,
        channel,
        due,
        zone,
        ..
    } = *request;
    Some(match action {
        Action::Send(send) => {
            let channel = channel?;
            Payload::Send {
                channel,
                kind: send.kind,
                to: customer
                    .address_about(
                        channel,
                        enrollment.order.as_deref(),
                        enrollment.cart.as_deref(),
                    )?
                    .to_owned(),
                message: send.message.clone(),
                variables: variables(shop, customer, next_tier, enrollment),
                zone: zone.name().to_owned(),
                test: enrollment.test,
            }
        }
        Action::ApplyCoupon(step) => {
            let Coupon {
                percent,
                amount,
                free_shipping,
                free_gift,
                ..
            } = Coupon::of(EffectId::default(), &step.discount);
            Payload::ApplyCoupon {
                percent,
                amount,
                free_shipping,
                free_gift,
                products: step.products.clone(),
                prefix: step.prefix.clone(),
                valid_for_ms: step
                    .valid_for
                    .map(|span| span.after(due, zone).millis_since(due)),
            }
        }
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
        Action::ChangeTier(step) => Payload::ChangeTier {
            tier: step.tier.clone(),
            until: step.lasts.map(|span| span.after(due, zone)),
        },
        Action::Assign(_) => Payload::Assign {
            to: customer.profile.text(ASSIGNED_TO)?.to_owned(),
        },
        Action::ShowOffer(step) => Payload::ShowOffer {
            offer: step.offer.clone(),
            until: step.lasts.map(|span| span.after(due, zone)),
        },
        Action::HideOffer(step) => Payload::HideOffer {
            offer: step.offer.clone(),
        },
        Action::CreateTicket(step) => call(
            request,
            &step.url,
            "ticket.create",
            &[("note", &step.note), ("subject", &step.subject)],
        ),
        Action::AddToAudience(step) => call(
            request,
            &step.url,
            "audience.add",
            &[("audience", &step.audience)],
        ),
        Action::RemoveFromAudience(step) => call(
            request,
            &step.url,
            "audience.remove",
            &[("audience", &step.audience)],
        ),
        Action::SyncCustomer(step) => call(request, &step.url, "customer.sync", &[]),
        Action::CreateTask(task) => Payload::CreateTask {
            title: task.title.clone(),
            note: task.note.clone(),
            due_at: task.due_in.map(|span| span.after(due, zone)),
        },
        Action::Webhook(step) => call(request, &step.url, "workflow.step", &[]),
    })
}

/// A call to an address of the merchant's: what it is about, and all that a message could speak of.
fn call(
    request: &PayloadRequest<'_>,
    url: &str,
    kind: &'static str,
    about: &[(&'static str, &dyn Write)],
) -> Payload {
    let PayloadRequest {
        shop,
        customer,
        next_tier,
        workflow,
        enrollment,
        due,
        ..
    } = *request;
    let data = variables(shop, customer, next_tier, enrollment);
    let common: [(&'static str, &dyn Write); 7] = [
        ("customer_id", &customer.id),
        ("data", &data),
        ("due_at", &due),
        ("enrollment", &enrollment.id),
        ("revision", &workflow.revision),
        ("type", &kind),
        ("workflow", &workflow.id),
    ];
    let members: Vec<(&'static str, &dyn Write)> = common.iter().chain(about).copied().collect();
    Payload::Webhook {
        url: url.to_owned(),
        body: Text::object(&members),
    }
}
