//! What messages need besides a decision: what speaks against saving them, and dates without a zone.

use super::{Plans, Refusal};
use crate::diagnostic::Diagnostic;
use crate::json::{self, Text, Tree, object};
use crate::saving::{
    Abilities, FoundByMessage, found_by_messages, impossible, placeholder_addresses, unknown_field,
    without_sender,
};
use crate::time::Zone;
use chrono::DateTime;

/// What the host knows that speaks for or against saving a configuration.
#[derive(Default)]
struct SavingRequest {
    /// The workflows that are live already.
    live_before: Vec<String>,
    /// The texts that the host adds to the variables.
    given: Vec<String>,
    /// The merge fields that each part of each message speaks of.
    fields: Vec<UsedFields>,
    /// What the host can do for the shop, where it knows: then workflows that can't work are found.
    able: Option<Abilities>,
}

object!(SavingRequest or default { live_before, given, fields, able });

/// The merge fields that one part of a message speaks of.
#[derive(Default)]
struct UsedFields {
    /// Where the part stands.
    path: String,
    /// The fields, as segments without positions in lists.
    names: Vec<Vec<String>>,
}

object!(UsedFields or default { path, names });

/// What speaks against saving a configuration that compiles: `{"diagnostics": […], "sample": {…}, "found": […]}`.
/// The sample is what a template finds for somebody made up, of whom everything is known; `found` says of
/// each message that is sent which of `cart`, `coupon`, `order` and `trigger` every workflow that sends it has.
///
/// The request is `{"live_before": [id], "given": ["unsubscribe_url"], "fields": [{"path":
/// "messages.…", "names": [["customer", "first_name"]]}]}`: which workflows are live already, which
/// texts the host adds to the variables, and which merge fields each part of each message speaks of,
/// as segments without positions in lists. The Liquid is read by the shim. With `able` it also says
/// what the host can do for the shop.
///
/// # Errors
///
/// `unknown-plan`, `bad-request`.
pub fn check_saving(plans: &Plans, plan: &str, request: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: SavingRequest = Refusal::parse("request", request)?;
    let sample = plan.sample_variables();
    let mut known: Tree = Refusal::parse("sample", &json::to_string(&sample))?;
    if let Tree::Object(members) = &mut known {
        let given = request.given.into_iter();
        members.extend(given.map(|name| (name, Tree::Null)));
    }
    let mut diagnostics = without_sender(plan, &request.live_before);
    diagnostics.extend(placeholder_addresses(plan, &request.live_before));
    if let Some(able) = &request.able {
        diagnostics.extend(impossible(plan, &request.live_before, able));
    }
    for used in &request.fields {
        for name in &used.names {
            diagnostics.extend(unknown_field(&known, &used.path, name));
        }
    }
    Ok(json::to_string(&SavingReport {
        diagnostics,
        sample,
        found: found_by_messages(plan),
    }))
}

/// What speaks against saving a configuration.
struct SavingReport {
    /// What is wrong.
    diagnostics: Vec<Diagnostic>,
    /// What a template finds for somebody made up, of whom everything is known.
    sample: Text,
    /// What each message that is sent finds in every workflow that sends it.
    found: Vec<FoundByMessage>,
}

object!(write SavingReport { diagnostics, sample, found });

/// The instant, in milliseconds, at which the clocks of `zone` show a reading, itself given as milliseconds as if the
/// clock were UTC's: dates in messages are written without a zone.
///
/// # Errors
///
/// `bad-request` for an unknown zone or a reading that is no date.
pub fn local_instant(zone: &str, reading: i64) -> Result<String, Refusal> {
    let found = Zone::named(zone).zip(DateTime::from_timestamp_millis(reading));
    let Some((zone, reading)) = found else {
        return Err(Refusal::new(
            super::RefusalCode::BadRequest,
            "zone",
            format!("expected an IANA time zone and a valid date; found “{zone}” and {reading}"),
        ));
    };
    Ok(zone.instant(reading.naive_utc()).as_millis().to_string())
}
