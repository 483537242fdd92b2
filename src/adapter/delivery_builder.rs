//! One delivery in the making.

use super::keys::Keys;
use super::{Outcome, Request};
use crate::event::{Delivery, Event, EventKind, Question, Scope, Source, Subject};
use crate::time::Timestamp;

/// Collects what one message reports: whom it is about and what happened.
pub(super) struct DeliveryBuilder {
    /// The identity keys of the person.
    pub(super) keys: Keys,
    source: Source,
    received_at: Timestamp,
    events: Vec<Event>,
    /// As in [`Delivery::only_known`].
    pub(super) only_known: bool,
    /// As in [`Delivery::status`].
    pub(super) status: Option<String>,
    /// As in [`Delivery::question`].
    question: Option<Question>,
}

impl DeliveryBuilder {
    pub(super) fn new(request: &Request) -> Self {
        Self {
            keys: Keys::default(),
            source: request.source,
            received_at: request.received_at,
            events: Vec::new(),
            only_known: false,
            status: None,
            question: None,
        }
    }

    /// Requires that the platform is asked whether this thing is gone.
    pub(super) fn ask(&mut self, about: Subject, id: &str) {
        self.question = Some(Question {
            about,
            id: id.to_owned(),
        });
    }

    /// Adds that `kind` happened at `at`. `fact_key` must be the same in every delivery of the same
    /// fact, whatever its source.
    pub(super) fn event(&mut self, fact_key: String, at: Timestamp, kind: EventKind) {
        self.event_from(self.source, fact_key, at, kind);
    }

    /// The same, where it is the word of another source than the message's.
    pub(super) fn event_from(
        &mut self,
        source: Source,
        fact_key: String,
        at: Timestamp,
        kind: EventKind,
    ) {
        self.events.push(Event {
            fact_key: fact_key.into(),
            occurred_at: at,
            received_at: self.received_at,
            source,
            imported: false,
            kind,
        });
    }

    /// Ends the delivery, about one person.
    pub(super) fn about_customer(self) -> Outcome {
        Ok(vec![Delivery {
            scope: Scope::Customer,
            keys: self.keys.into_list(),
            events: self.events,
            only_known: self.only_known,
            status: self.status,
            question: self.question,
            happened_at: None,
        }])
    }

    /// Ends the delivery, about the shop as a whole.
    pub(super) fn about_shop(self) -> Outcome {
        Ok(vec![Delivery {
            scope: Scope::Shop,
            keys: Vec::new(),
            events: self.events,
            only_known: false,
            status: None,
            question: self.question,
            happened_at: None,
        }])
    }
}

impl Request {
    /// When a message happened whose body has no time: Shopify's header, else its arrival. The
    /// header is not signed, so a time in the future is not believed.
    pub(super) fn sent_at(&self) -> Timestamp {
        self.headers
            .get("x-shopify-triggered-at")
            .and_then(|text| Timestamp::parse_rfc3339(text))
            .map_or(self.received_at, |at| at.min(self.received_at))
    }

    /// The latest of the events' moments that the body itself names and that is not in the future.
    pub(super) fn happened_at(&self, events: &[Event]) -> Option<Timestamp> {
        let sent_at = self.sent_at();
        let named = events.iter().map(|event| event.occurred_at);
        named
            .filter(|at| *at != sent_at && *at <= self.received_at)
            .max()
    }

    /// Marks the events of a delivery as imported, if it was read from the shop's records and began
    /// before the shop was connected. All of them: what changed since has come by itself, and where a
    /// body has no date of its own for something, it gives the date of the last edit.
    pub(super) fn mark_imported(&self, delivery: &mut Delivery) {
        let Some(before) = self.imported_before else {
            return;
        };
        let events = &mut delivery.events;
        let begun = events.iter().map(|event| event.occurred_at).min();
        if delivery.scope == Scope::Customer && begun.is_some_and(|at| at < before) {
            for event in events {
                event.imported = true;
            }
        }
    }
}

/// A short mark of a body's content, for facts that are "the thing as a whole, as of now": two
/// different bodies may carry the same second, and the same body may come under two topics.
///
/// It identifies and does not protect: a sender who can sign could make two bodies with one mark,
/// and would only hide one of their own. A cryptographic hash of every body would cost more than
/// reading it.
pub(super) fn mark(body: &str) -> String {
    // Fibonacci hashing's multiplier, 2^64 divided by the golden ratio.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let body = without_links(body);
    let mut mark = body.len() as u64;
    let mut chunks = body.as_bytes().chunks_exact(8);
    for chunk in &mut chunks {
        let word = <[u8; 8]>::try_from(chunk).map_or(0, u64::from_le_bytes);
        mark = (mark.rotate_left(23) ^ word).wrapping_mul(MULTIPLIER);
    }
    for byte in chunks.remainder() {
        mark = (mark.rotate_left(23) ^ u64::from(*byte)).wrapping_mul(MULTIPLIER);
    }
    // The top bits have seen every byte, the lowest only the last ones' lowest.
    mark ^= mark >> 32;
    mark = mark.wrapping_mul(MULTIPLIER);
    mark ^= mark >> 29;
    format!("{mark:016x}")
}

/// A body without its last member, if that is `_links`: the same thing has others in a webhook than
/// in a list. No string holds this text, because quotes inside of one are escaped.
fn without_links(body: &str) -> &str {
    match body.rsplit_once(",\"_links\":{") {
        Some((content, links)) if links.trim_end().ends_with("}}") => content,
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_small_change_changes_the_mark() {
        let body = r#"{"id":820982911946154508,"email":"anna@example.com","total_price":"12.50"}"#;
        let mut marks = BTreeSet::from([mark(body)]);
        for at in 0..body.len() {
            for other in ["0", "9", "a", "Z", " ", ""] {
                let mut changed = body.to_owned();
                changed.replace_range(at..=at, other);
                if changed != body {
                    assert!(
                        marks.insert(mark(&changed)) || other.is_empty(),
                        "{changed}"
                    );
                }
            }
        }
    }
}
