//! Calls in Segment's shape: `identify`, `track`, `page` and `screen`.
//!
//! With the public key, which stands in the shop's pages, they are claims like a pixel's. With the
//! server key they count as the shop's own reports, and traits may mean consent where the merchant
//! configured it;
//! `context.consent` is about tracking and never does.
//! `group` is about companies and `alias` would merge two people on a browser's request; neither is
//! used.

mod commerce;
mod consent;
mod person;

use super::batch::{Message, read_each};
use super::delivery_builder::{DeliveryBuilder, mark};
use super::tolerant::{Entries, Scalar, parse, payload};
use super::{IgnoreReason, Ignored, Outcome, Request, bounds};
use crate::event::{EventKind, KeyStrength};
use crate::time::Timestamp;
use person::Traits;

payload! {
    /// One call. Old libraries write names with underscores.
    struct Call<'a> {
        kind: Scalar<'a> = "type" | "action",
        event: Scalar<'a> = "event",
        name: Scalar<'a> = "name",
        user_id: Scalar<'a> = "userId" | "user_id",
        anonymous_id: Scalar<'a> = "anonymousId" | "anonymous_id",
        message_id: Scalar<'a> = "messageId" | "message_id",
        timestamp: Scalar<'a> = "timestamp",
        original: Scalar<'a> = "originalTimestamp",
        sent_at: Scalar<'a> = "sentAt" | "sent_at",
        received_at: Scalar<'a> = "receivedAt",
        properties: Scalar<'a> = "properties",
        traits: Scalar<'a> = "traits",
        context: Context<'a> = "context",
    }
}

payload! {
    struct Context<'a> {
        page: Page<'a> = "page",
        traits: Scalar<'a> = "traits",
        locale: Scalar<'a> = "locale",
        time_zone: Scalar<'a> = "timezone",
    }
}

payload! {
    struct Page<'a> {
        url: Scalar<'a> = "url",
    }
}

/// Reads one call or a batch of them.
pub(super) fn read(request: &Request, body: &str) -> Outcome {
    read_each(request, body, read_call)
}

fn read_call(request: &Request, message: &Message<'_>) -> Outcome {
    let received: Call<'_> = parse(message.body)?;
    let kind = received.kind.cut(bounds::NAME);
    let kind = kind.ok_or_else(|| Ignored::shape("type"))?;
    let at = received.happened_at(request, message);
    let id = received
        .message_id
        .id()
        .unwrap_or_else(|| mark(message.body));
    let traits = received.traits(&kind)?;

    let mut delivery = DeliveryBuilder::new(request);
    let keys = &mut delivery.keys;
    let user = received.user_id.id();
    let strength = if request.source.is_confirmed() {
        keys.confirm("segment:user", user.as_deref());
        KeyStrength::Confirmed
    } else {
        keys.claim("segment:user", user.as_deref());
        KeyStrength::Claimed
    };
    keys.claim("visitor", received.anonymous_id.id().as_deref());
    keys.email(traits.email.text().as_deref(), strength);
    if keys.is_empty() {
        let detail = "neither userId nor anonymousId";
        return Err(Ignored::new(IgnoreReason::NoIdentity, detail));
    }
    let fact = |what: &str| format!("segment:{id}:{what}");
    match kind.as_str() {
        "identify" => {
            let profile = traits.profile(
                &received.context,
                received.traits,
                request.shop.time_zone.as_deref(),
            )?;
            let kind = EventKind::CustomerIdentified { profile };
            delivery.event(fact("identified"), at, kind);
            if request.source.is_confirmed() {
                consent::report(&mut delivery, request, received.traits, (&id, at))?;
            }
        }
        "track" => {
            let name = received.event.cut(bounds::NAME);
            let name = name.ok_or_else(|| Ignored::shape("event"))?;
            commerce::report(
                &mut delivery,
                request,
                (&name, received.properties),
                (at, &id),
            )?;
        }
        "page" | "screen" => delivery.event(fact("viewed"), at, received.view(kind == "page")?),
        _ => return Err(Ignored::new(IgnoreReason::UnsupportedTopic, &kind)),
    }
    delivery.about_customer()
}

impl<'a> Call<'a> {
    /// When it happened by our clock. A browser's clock may be years off, but it is as far off
    /// when it sends: what counts is how long before the sending it happened. Calls that Segment
    /// forwards carry the corrected time already.
    fn happened_at(&self, request: &Request, message: &Message<'_>) -> Timestamp {
        let timestamp = self.timestamp.time();
        if let (Some(timestamp), Some(_)) = (timestamp, self.received_at.time()) {
            return timestamp;
        }
        let Some(happened) = self.original.time().or(timestamp) else {
            return request.received_at;
        };
        match self.sent_at.time().or(message.sent_at) {
            Some(sent) => request.received_at.plus_millis(happened.millis_since(sent)),
            None => happened,
        }
    }

    /// What the call says about the person: an `identify`'s own traits, else the context's.
    fn traits(&self, kind: &str) -> Result<Traits<'a>, Ignored> {
        let traits = if kind == "identify" {
            self.traits
        } else {
            self.context.traits
        };
        traits.object()
    }

    /// A page with an address, or a screen (or a page without one) by its name.
    fn view(&self, is_page: bool) -> Result<EventKind, Ignored> {
        let page: Page<'_> = self.properties.object()?;
        let url = page.url.url().or_else(|| self.context.page.url.url());
        if let (true, Some(url)) = (is_page, url) {
            return Ok(EventKind::PageViewed { url });
        }
        let entries: Entries<'_> = self.properties.object()?;
        let mut properties = entries.values(&["url"]);
        if let Some(name) = self.name.cut(bounds::PROPERTY) {
            let name = crate::value::Value::Text(name);
            properties.insert("name".to_owned(), name);
        }
        let event = if is_page {
            "Page Viewed"
        } else {
            "Screen Viewed"
        };
        Ok(EventKind::Custom {
            event: event.to_owned(),
            properties,
        })
    }
}
