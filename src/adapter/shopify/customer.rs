//! Customer accounts and their tags.

use super::consent::tell_of_account;
use super::person::Customer;
use crate::adapter::bounds;
use crate::adapter::telling::{Telling, mark};
use crate::adapter::tolerant::{List, Scalar, parse, payload};
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
pub(super) fn created(request: &Request, body: &str) -> Outcome {
    read(request, body, true)
}

/// Reads `customers/update`, and `enable` and `disable`, which tell the whole account too.
pub(super) fn updated(request: &Request, body: &str) -> Outcome {
    read(request, body, false)
}

/// Reads `customers/delete`. A whole account under this topic was captured elsewhere.
pub(super) fn deleted(request: &Request, body: &str) -> Outcome {
    let told: Customer<'_> = parse(body)?;
    let id = told.id().ok_or_else(|| Ignored::shape("id"))?;
    if told.created_at.time().is_some() {
        return Err(Ignored::alive());
    }
    let mut telling = Telling::new(request);
    telling.ask(Subject::Customer, &id);
    telling.keys.confirm("shopify:customer", Some(&id));
    let fact = format!("shopify:customer:{id}:deleted");
    telling.event(fact, request.told_at(), EventKind::CustomerDeleted);
    telling.about_customer()
}

/// Reads `customers/merge`, which also comes for a merge that failed. The delivery carries both
/// accounts' keys, so that whoever they belong to become one; its event tells nothing else.
pub(super) fn merged(request: &Request, body: &str) -> Outcome {
    let told: Merged<'_> = parse(body)?;
    let (kept, deleted) = (told.kept.id(), told.deleted.id());
    let kept = kept.ok_or_else(|| Ignored::shape("the kept customer"))?;
    let deleted = deleted.ok_or_else(|| Ignored::shape("the deleted customer"))?;
    let status = told.status.text().unwrap_or_default();
    match status.to_ascii_lowercase().as_str() {
        "failed" => return Err(Ignored::new(IgnoreReason::MergeFailed, "failed")),
        "requested" | "in_progress" => {
            return Err(Ignored::new(IgnoreReason::SaysNothing, "not merged yet"));
        }
        _ => {}
    }
    let mut telling = Telling::new(request);
    telling.keys.confirm("shopify:customer", Some(&kept));
    telling.keys.confirm("shopify:customer", Some(&deleted));
    let fact = format!("shopify:customer:{kept}:merged:{deleted}");
    let kind = EventKind::CustomerUpdated {
        profile: Profile::default(),
    };
    telling.event(fact, request.told_at(), kind);
    telling.about_customer()
}

/// Reads `customer.tags_added` and `customer.tags_removed`.
pub(super) fn tagged(request: &Request, body: &str, added: bool) -> Outcome {
    let told: Tagged<'_> = parse(body)?;
    let id = told.customer_id.id();
    let id = id.ok_or_else(|| Ignored::shape("customerId"))?;
    let tags: Vec<String> = told
        .tags
        .iter()
        .filter_map(|tag| tag.cut(bounds::NAME))
        .collect();
    if tags.is_empty() {
        return Err(Ignored::new(IgnoreReason::SaysNothing, "no tags"));
    }
    let at = told.occurred_at.time();
    let mut telling = Telling::new(request);
    telling.keys.confirm("shopify:customer", Some(&id));
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
    let fact = format!("shopify:customer:{id}:{what}:{}", mark(body));
    telling.event(fact, at.unwrap_or_else(|| request.told_at()), kind);
    telling.about_customer()
}

fn read(request: &Request, body: &str, is_new: bool) -> Outcome {
    let told: Customer<'_> = parse(body)?;
    let id = told.id().ok_or_else(|| Ignored::shape("id"))?;
    let created = told.created_at.time();
    let updated = told.updated_at.time().or(created);
    let updated = updated.unwrap_or_else(|| request.told_at());
    let profile = Profile {
        tags: tags(&told),
        ..told.profile()
    };
    let mut telling = Telling::new(request);
    told.keys(&mut telling.keys);
    if is_new {
        let fact = format!("shopify:customer:{id}:created");
        let at = created.unwrap_or(updated);
        telling.event(fact, at, EventKind::CustomerCreated { profile });
    } else {
        let fact = format!("shopify:customer:{id}:updated:{}", mark(body));
        telling.event(fact, updated, EventKind::CustomerUpdated { profile });
    }
    tell_of_account(&mut telling, &id, &told, updated);
    telling.about_customer()
}

/// The tags, which old bodies have as one text with commas. A body without the field says
/// nothing about tags; one with an empty text says that there are none.
fn tags(told: &Customer<'_>) -> Option<Vec<String>> {
    if !told.tags.raw().starts_with('"') {
        return None;
    }
    let tags = told.tags.text().unwrap_or_default();
    let tags = tags.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    Some(
        tags.take(bounds::LIST)
            .map(|tag| bounds::cut(tag, bounds::NAME))
            .collect(),
    )
}
