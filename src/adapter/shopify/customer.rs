//! Customer accounts and their tags.

use super::body::Body;
use super::consent::add_of_account;
use super::naming::tags_in;
use super::person::Customer;
use crate::adapter::bounds;
use crate::adapter::delivery_builder::{DeliveryBuilder, mark};
use crate::adapter::tolerant::{List, Scalar, payload};
use crate::adapter::{IgnoreReason, Ignored, Outcome, Request};
use crate::event::{EventKind, Profile, Subject, Tags};

payload! {
    /// `customer.tags_added` and `customer.tags_removed`: only the tags that came or went.
    struct Tagged<'a> {
        customer_id: Scalar<'a> = "customerId",
        tags: List<Scalar<'a>, { bounds::LIST }> = "tags",
        occurred_at: Scalar<'a> = "occurredAt",
    }
}

payload! {
    /// `customers/merge`.
    struct Merged<'a> {
        kept: Scalar<'a> = "admin_graphql_api_customer_kept_id",
        deleted: Scalar<'a> = "admin_graphql_api_customer_deleted_id",
        status: Scalar<'a> = "status",
    }
}

/// Reads `customers/create`.
pub(super) fn created(request: &Request, body: &Body<'_>) -> Outcome {
    read(request, body, News::Created)
}

/// Reads `customers/update`, and `enable` and `disable`, which carry the whole account too.
pub(super) fn updated(request: &Request, body: &Body<'_>) -> Outcome {
    read(request, body, News::Updated)
}

/// Reads an account from the shop's records.
pub(super) fn imported(request: &Request, body: &Body<'_>) -> Outcome {
    read(request, body, News::Imported)
}

/// What a body is news of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum News {
    Created,
    Updated,
    /// Both: nothing may have been heard of the account before.
    Imported,
}

/// Reads `customers/delete`. A whole account under this topic was captured elsewhere.
pub(super) fn deleted(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Customer<'_> = body.parse()?;
    let id = received.id().ok_or_else(|| Ignored::shape("id"))?;
    if received.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.ask(Subject::Customer, &id);
    delivery.keys.confirm("shopify:customer", Some(&id));
    let fact = format!("shopify:customer:{id}:deleted");
    delivery.event(fact, request.sent_at(), EventKind::CustomerDeleted);
    delivery.about_customer()
}

/// Reads `customers/merge`, which also comes for a merge that failed. The delivery carries both
/// accounts' keys, so that the customers they belong to become one; its event has no other content.
pub(super) fn merged(request: &Request, body: &Body<'_>) -> Outcome {
    let received: Merged<'_> = body.parse()?;
    let (kept, deleted) = (received.kept.id(), received.deleted.id());
    let kept = kept.ok_or_else(|| Ignored::shape("the kept customer"))?;
    let deleted = deleted.ok_or_else(|| Ignored::shape("the deleted customer"))?;
    let status = received.status.text().unwrap_or_default();
    match status.to_ascii_lowercase().as_str() {
        "failed" => return Err(Ignored::new(IgnoreReason::MergeFailed, "failed")),
        "requested" | "in_progress" => {
            return Err(Ignored::new(IgnoreReason::SaysNothing, "not merged yet"));
        }
        _ => {}
    }
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:customer", Some(&kept));
    delivery.keys.confirm("shopify:customer", Some(&deleted));
    let fact = format!("shopify:customer:{kept}:merged:{deleted}");
    let kind = EventKind::CustomerUpdated {
        profile: Profile::default(),
    };
    delivery.event(fact, request.sent_at(), kind);
    delivery.about_customer()
}

/// Reads `customer.tags_added` and `customer.tags_removed`.
pub(super) fn tagged(request: &Request, body: &Body<'_>, added: bool) -> Outcome {
    let received: Tagged<'_> = body.parse()?;
    let id = received.customer_id.id();
    let id = id.ok_or_else(|| Ignored::shape("customerId"))?;
    let tags: Vec<String> = received
        .tags
        .iter()
        .filter_map(|tag| tag.cut(bounds::NAME))
        .collect();
    if tags.is_empty() {
        return Err(Ignored::new(IgnoreReason::SaysNothing, "no tags"));
    }
    let at = received.occurred_at.time();
    let mut delivery = DeliveryBuilder::new(request);
    delivery.keys.confirm("shopify:customer", Some(&id));
    let (what, kind) = if added {
        (
            "tags-added",
            EventKind::TagsAdded {
                tags: Tags { tags },
            },
        )
    } else {
        (
            "tags-removed",
            EventKind::TagsRemoved {
                tags: Tags { tags },
            },
        )
    };
    let fact = format!("shopify:customer:{id}:{what}:{}", mark(body.text()));
    delivery.event(fact, at.unwrap_or_else(|| request.sent_at()), kind);
    delivery.about_customer()
}

fn read(request: &Request, body: &Body<'_>, news: News) -> Outcome {
    let received: Customer<'_> = body.parse()?;
    let id = received.id().ok_or_else(|| Ignored::shape("id"))?;
    let created = received.created_at.time();
    let updated = received.updated_at.time().or(created);
    let updated = updated.unwrap_or_else(|| request.sent_at());
    let profile = Profile {
        tags: tags(&received),
        ..received.profile()
    };
    let mut delivery = DeliveryBuilder::new(request);
    received.keys(&mut delivery.keys);
    if news != News::Updated {
        let fact = format!("shopify:customer:{id}:created");
        let at = created.unwrap_or(updated);
        let profile = profile.clone();
        delivery.event(fact, at, EventKind::CustomerCreated { profile });
    }
    if news != News::Created {
        let fact = format!("shopify:customer:{id}:updated:{}", mark(body.text()));
        delivery.event(fact, updated, EventKind::CustomerUpdated { profile });
    }
    add_of_account(&mut delivery, &id, &received, updated);
    delivery.about_customer()
}

/// The tags. A body without the field says nothing about tags; one with an empty text or list says that
/// there are none.
fn tags(received: &Customer<'_>) -> Option<Vec<String>> {
    let says = received.tags.raw().starts_with(['"', '[']);
    says.then(|| tags_in(received.tags))
}
