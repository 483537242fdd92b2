//! What browsers and apps send: one message, a list of them, or `{"batch":[…]}`.

use super::tolerant::{List, Scalar, parse, payload};
use super::{IgnoreReason, Ignored, Outcome, Request};
use crate::time::Timestamp;

/// Bytes of a request; Segment's limit for a batch.
const MAX_BATCH: usize = 500 * 1024;
/// Bytes of one message; Segment's limit for a call.
const MAX_MESSAGE: usize = 32 * 1024;
/// Messages of a request; Segment's limit for a batch.
const MAX_MESSAGES: usize = 2_500;

payload! {
    struct Batch<'a> {
        batch: Scalar<'a> = "batch" | "events",
        sent_at: Scalar<'a> = "sentAt" | "sent_at",
    }
}

/// One message of a request.
pub(super) struct Message<'a> {
    /// Its JSON.
    pub(super) body: &'a str,
    /// When the request was sent, by the sender's clock, if it says so as a whole.
    pub(super) sent_at: Option<Timestamp>,
}

/// Reads every message with `read`. Messages that Edgewise has no use for are left out; when that
/// is all of them, the first one's reason stands for the request.
pub(super) fn read_each(
    request: &Request,
    body: &str,
    read: impl Fn(&Request, &Message<'_>) -> Outcome,
) -> Outcome {
    if body.len() > MAX_BATCH {
        let detail = format!("more than {MAX_BATCH} bytes");
        return Err(Ignored::new(IgnoreReason::TooLarge, &detail));
    }
    // JSON's white space and no other: what is around it is then no JSON.
    let body = body.trim_matches([' ', '\t', '\n', '\r']);
    let batch: Batch<'_> = parse(body)?;
    let list = if body.starts_with('[') {
        body
    } else if batch.batch.raw().is_empty() {
        return read_one(request, body, None, read);
    } else {
        batch.batch.raw()
    };
    let messages: List<Scalar<'_>, { MAX_MESSAGES + 1 }> = parse(list)?;
    // No part of them may be dropped from a batch that is answered as accepted.
    if messages.iter().count() > MAX_MESSAGES {
        let detail = format!("more than {MAX_MESSAGES} messages");
        return Err(Ignored::new(IgnoreReason::TooLarge, &detail));
    }
    let mut deliveries = Vec::new();
    let mut first = None;
    for message in messages.iter() {
        match read_one(request, message.raw(), batch.sent_at.time(), &read) {
            Ok(more) => deliveries.extend(more),
            Err(ignored) => first = first.or(Some(ignored)),
        }
    }
    if deliveries.is_empty() {
        let empty = || Ignored::new(IgnoreReason::SaysNothing, "an empty batch");
        return Err(first.unwrap_or_else(empty));
    }
    Ok(deliveries)
}

fn read_one(
    request: &Request,
    body: &str,
    sent_at: Option<Timestamp>,
    read: impl Fn(&Request, &Message<'_>) -> Outcome,
) -> Outcome {
    if body.len() > MAX_MESSAGE {
        let detail = format!("more than {MAX_MESSAGE} bytes");
        return Err(Ignored::new(IgnoreReason::TooLarge, &detail));
    }
    if !body.starts_with('{') {
        return Err(Ignored::new(
            IgnoreReason::UnrecognisedShape,
            "not an object",
        ));
    }
    read(request, &Message { body, sent_at })
}
