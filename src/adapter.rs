//! Turns what platforms send into events: one module per platform.
//!
//! A reader never fails. A body becomes deliveries, or it is ignored for a reason that can be
//! shown. A field that is missing, empty or of another shape than documented counts as absent.
//! Facts come from the body alone: no signature covers headers, so none of them names a person, a
//! fact, or a time that the body names too.
//!
//! Everything that can grow is bounded (see `bounds`), because what is read ends up in a customer's
//! stored state.

mod batch;
mod bounds;
mod consents;
mod delivery_builder;
mod email;
mod keys;
mod markup;
mod punycode;
mod reporter;
mod segment_io;
mod shopify;
mod shopify_pixel;
mod tolerant;
mod woocommerce;

use crate::event::{
    ConsentSources, Delivery, Event, EventName, IdentityKey, Question, Scope, Source,
    WooCommerceRules,
};
use crate::json::{self, Form, Write, Writer};
use crate::money::Currency;
use crate::sorted_map::SortedMap;
use crate::time::Timestamp;
use std::ops::Range;

pub use reporter::{Reporter, can_happen};

/// One message as it reached the host, without its body.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who sent it, as the host verified.
    pub source: Source,
    /// The platform's topic, such as `orders/create` or `order.updated`; empty where a platform
    /// has none.
    pub topic: String,
    /// The request's headers, names in lower case.
    pub headers: SortedMap<String, String>,
    /// When it reached the host.
    pub received_at: Timestamp,
    /// The shop it was sent for, as the host knows it.
    pub shop: Shop,
    /// Where the body was not sent but read from the shop's records: when the shop was connected. What
    /// is about somebody and began before that is [imported](Event::imported).
    pub imported_before: Option<Timestamp>,
}

json::object!(read Request {
    source,
    topic: sparse,
    headers: sparse,
    received_at,
    shop,
    imported_before
});

/// What a reader needs to know about the shop.
#[derive(Clone, Debug)]
pub struct Shop {
    /// Its domain, such as `toys.myshopify.com`.
    pub domain: String,
    /// The currency it keeps its books in.
    pub currency: Currency,
    /// Since when it has been connected, if the host says so.
    pub connected_at: Option<Timestamp>,
    /// Which of its fields hold consent; without it, no such field is read.
    pub consent: Option<ConsentSources>,
    /// How to read it, if it is a WooCommerce shop.
    pub woocommerce: Option<WooCommerceRules>,
    /// Its IANA time zone, if the host says so. Dates without a zone are read in it.
    pub time_zone: Option<String>,
    /// Whether its Edgewise plugin reports carts. Then a draft of a checkout says nothing more, and would
    /// pass for a second one.
    pub reports_carts: bool,
}

json::object!(read Shop {
    domain,
    currency,
    connected_at,
    consent,
    woocommerce,
    time_zone,
    reports_carts: sparse
});

/// What a message was read as.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Its deliveries. A webhook gives one, a batch one for each of its messages; messages of a
    /// batch that Edgewise has no use for are left out.
    Deliveries(Vec<Delivery>),
    /// Edgewise has no use for it.
    Ignored {
        /// Why it was ignored.
        reason: IgnoreReason,
        /// More about it, such as the topic. Never personal data.
        detail: String,
    },
}

impl Reading {
    /// The form a host gets, as lines of JSON in UTF-8. The first has what the host acts on: for each
    /// delivery its identity keys and the kinds of its events. Then follow the events, one line for
    /// each delivery. `written` is called with each event and its byte range in the text, in order.
    #[must_use]
    pub fn in_lines(self, mut written: impl FnMut(Event, Range<usize>)) -> Vec<u8> {
        let Self::Deliveries(deliveries) = self else {
            return json::to_bytes(&self, Form::Text);
        };
        let heads = deliveries.iter().map(DeliveryHead::of).collect();
        let mut lines = Writer::text();
        Deliveries { deliveries: heads }.write(&mut lines);
        for delivery in deliveries {
            lines.line();
            lines.list();
            for (position, event) in delivery.events.into_iter().enumerate() {
                lines.next(position);
                let start = lines.len();
                event.write(&mut lines);
                written(event, start..lines.len());
            }
            lines.end_list();
        }
        lines.into_bytes()
    }
}

/// What was read of a request, without the events.
struct Deliveries {
    deliveries: Vec<DeliveryHead>,
}

json::object!(write Deliveries { deliveries });

/// One person's events out of a request, or the shop's own; the events themselves stand in a line of
/// their own.
struct DeliveryHead {
    /// Whom it concerns.
    scope: Scope,
    /// By what the person can be found; empty for the shop.
    keys: Vec<IdentityKey>,
    /// The kinds of its events, in their order.
    kinds: Vec<EventName>,
    /// The products they are about, by the platform's ids.
    products: Vec<String>,
    /// It makes nobody a customer who is not one.
    only_known: bool,
    /// The platform's own word for how far an order is, where Edgewise has none for it.
    status: Option<String>,
    /// It proves nothing by itself: the platform must be asked before any of it is folded.
    question: Option<Question>,
    /// The latest moment that the body itself names.
    happened_at: Option<Timestamp>,
}

json::object!(write DeliveryHead {
    scope,
    keys,
    kinds,
    products,
    only_known,
    status,
    question,
    happened_at,
});

impl DeliveryHead {
    fn of(delivery: &Delivery) -> Self {
        let events = delivery.events.iter();
        let kinds = events.clone().map(|event| event.kind.name()).collect();
        let mut products: Vec<&str> = events.flat_map(|event| event.kind.products()).collect();
        products.sort_unstable();
        products.dedup();
        Self {
            scope: delivery.scope,
            keys: delivery.keys.clone(),
            kinds,
            products: products.into_iter().map(str::to_owned).collect(),
            only_known: delivery.only_known,
            status: delivery.status.clone(),
            question: delivery.question.clone(),
            happened_at: delivery.happened_at,
        }
    }
}

/// A message that was left alone.
struct LeftAlone {
    /// Why it was ignored.
    reason: IgnoreReason,
    /// More about it, such as the topic. Never personal data.
    detail: String,
}

json::object!(write LeftAlone { reason, detail });

impl Write for Reading {
    fn write(&self, out: &mut Writer) {
        let ignored;
        let (name, value): (_, &dyn Write) = match self {
            Self::Deliveries(deliveries) => {
                (const { json::name!("deliveries", false) }, deliveries)
            }
            Self::Ignored { reason, detail } => {
                ignored = LeftAlone {
                    reason: *reason,
                    detail: detail.clone(),
                };
                (const { json::name!("ignored", false) }, &ignored)
            }
        };
        json::write_members(out, &json::Word::EMPTY, &[name], &[value], None);
    }
}
json::serde!(@write Reading);

/// Why a message was ignored. Reads well after "ignored:".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IgnoreReason {
    /// A platform's test of the address, such as WooCommerce's `webhook_id=7`.
    Ping,
    /// The body is not JSON in UTF-8.
    NotJson,
    /// The body is JSON, but not what the topic promises.
    UnrecognisedShape,
    /// A topic, or a kind of browser event, that Edgewise does not use.
    UnsupportedTopic,
    /// A channel that Edgewise does not send on.
    UnsupportedChannel,
    /// The platform sent an error instead of the resource: the webhook's owner lost permission.
    PlatformError,
    /// Another topic carries the same, and more.
    SentElsewhere,
    /// Two customers were to be merged and were not.
    MergeFailed,
    /// A draft order that the shop's staff has only begun.
    Draft,
    /// There is nothing in it to record: a consent without a state, an empty list of tags.
    SaysNothing,
    /// It doesn't identify anybody.
    NoIdentity,
    /// A time in it lies in the future.
    InTheFuture,
    /// It claims that somebody subscribed again, without the text they agreed to or without a time.
    NotProven,
    /// It is larger than a message of its kind may be.
    TooLarge,
}

json::words!(IgnoreReason { Ping = "ping", NotJson = "not-json", UnrecognisedShape = "unrecognised-shape", UnsupportedTopic = "unsupported-topic", UnsupportedChannel = "unsupported-channel", PlatformError = "platform-error", SentElsewhere = "told-elsewhere", MergeFailed = "merge-failed", Draft = "draft", SaysNothing = "says-nothing", NoIdentity = "no-identity", InTheFuture = "in-the-future", NotProven = "not-proven", TooLarge = "too-large" });

/// The identity key of an email address, such as `email:anna@example.com`; `None` if the text is
/// not one.
#[must_use]
pub fn email_key(address: &str) -> Option<String> {
    keys::Keys::of_email(address)
}

/// Reads one message of a platform: a webhook, or a call with events. /// /// The host has verified
/// the signature. `body` is the raw bytes. Never fails: what can't be used is [`Reading::Ignored`]
/// with a reason.
///
/// ```
/// use edgewise::adapter::{Reading, Request, read};
///
/// let request: Request = edgewise::json::from_str(
///     r#"{"source":"shopify","topic":"orders/delete","received_at":1790543532070,
///         "shop":{"domain":"toys.myshopify.com","currency":"EUR"}}"#,
/// ).unwrap();
/// assert!(matches!(read(&request, br#"{"id":4501}"#), Reading::Deliveries(_)));
/// ```
#[must_use]
pub fn read(request: &Request, body: &[u8]) -> Reading {
    let outcome = match std::str::from_utf8(body) {
        Ok(text) => read_text(request, text),
        Err(_) => Err(Ignored::new(IgnoreReason::NotJson, "not UTF-8")),
    };
    match outcome {
        Ok(mut deliveries) => {
            for delivery in &mut deliveries {
                delivery.happened_at = request.happened_at(&delivery.events);
                request.mark_imported(delivery);
            }
            Reading::Deliveries(deliveries)
        }
        Err(Ignored { reason, detail }) => Reading::Ignored { reason, detail },
    }
}

fn read_text(request: &Request, body: &str) -> Outcome {
    match request.source {
        Source::Shopify => shopify::read(request, body),
        Source::Woocommerce => woocommerce::read(request, body),
        Source::ShopifyPixel => shopify_pixel::read(request, body),
        Source::Segment | Source::SegmentServer => segment_io::read(request, body),
        Source::Edgewise => consents::read(request, body),
    }
}

/// What a platform's reader returns.
type Outcome = Result<Vec<Delivery>, Ignored>;

/// A message that is ignored.
struct Ignored {
    reason: IgnoreReason,
    detail: String,
}

impl Ignored {
    fn new(reason: IgnoreReason, detail: &str) -> Self {
        Self {
            reason,
            detail: bounds::cut(detail, bounds::DETAIL),
        }
    }

    /// The topic is not used.
    fn topic(request: &Request) -> Self {
        Self::new(IgnoreReason::UnsupportedTopic, &request.topic)
    }

    /// A whole resource under a topic of deletions.
    fn alive() -> Self {
        Self::new(
            IgnoreReason::UnrecognisedShape,
            "a deletion names no more than an id",
        )
    }

    /// The body lacks what every body of its topic has.
    fn shape(missing: &str) -> Self {
        Self::new(
            IgnoreReason::UnrecognisedShape,
            &format!("{missing} is missing"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_gets_the_events_as_lines_of_their_own() {
        let request: Request = json::from_str(
            r#"{"source":"shopify","topic":"orders/delete","received_at":1790543532070,
                "shop":{"domain":"toys.myshopify.com","currency":"EUR"}}"#,
        )
        .unwrap();
        let reading = read(&request, br#"{"id":4501}"#);
        let Reading::Deliveries(deliveries) = &reading else {
            panic!("{reading:?}");
        };
        let events = json::to_string(&deliveries[0].events);
        let mut written = Vec::new();
        let text = reading.in_lines(|event, place| written.push((event, place)));
        let lines: Vec<&str> = std::str::from_utf8(&text).unwrap().lines().collect();
        assert_eq!(
            lines,
            [
                r#"{"deliveries":[{"scope":"customer","keys":[{"key":"shopify:order:4501","strength":"confirmed"}],"kinds":["order_deleted"],"products":[],"only_known":false,"status":null,"question":{"about":"order","id":"4501"},"happened_at":null}]}"#,
                events.as_str(),
            ]
        );
        for (event, place) in written {
            assert_eq!(json::to_string(&event).as_bytes(), &text[place]);
        }
        let ignored = read(&request, b"no").in_lines(|_, _| {});
        assert!(!ignored.contains(&b'\n'));
    }
}
