//! Where a customer stands: score, points, tiers, and why not in a workflow.

use super::words::reader;
use super::{Plans, Refusal, read_state};
use crate::condition::Measured;
use crate::diagnostic::Diagnostic;
use crate::event::Channel;
use crate::explain::{Absence, absence};
use crate::id::{CustomerId, WorkflowId};
use crate::json::{self, Text, object};
use crate::readiness::Readiness;
use crate::scoring::Signed;
use crate::sentence::Language;
use crate::shop_facts::ShopFacts;
use crate::time::Timestamp;

/// Whether the customers of a shop have what a workflow needs, found out from as many of them as are
/// shown: their stored states, one a line. `{"customers": how many, "findings": […]}`, see
/// [`crate::readiness`].
///
/// # Errors
///
/// `unknown-plan`, `bad-state` with the number of the line.
pub fn readiness(
    plans: &Plans,
    plan: &str,
    workflow: &str,
    states: &str,
    now: i64,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let mut customers = 0_u32;
    let Some(workflow) = plan.current(&WorkflowId::new(workflow)) else {
        return Ok(Text::object(&[("customers", &0_u32), ("findings", &NOTHING)]).into_string());
    };
    let mut readiness = Readiness::new(plan, workflow, Timestamp::from_millis(now));
    for (position, line) in states.lines().enumerate() {
        let state = read_state(line, CustomerId::default()).map_err(|refusal| Refusal {
            path: format!("states[{position}]"),
            ..refusal
        })?;
        readiness.look(&state);
        customers = customers.saturating_add(1);
    }
    let findings = readiness.findings();
    Ok(Text::object(&[("customers", &customers), ("findings", &findings)]).into_string())
}

const NOTHING: Vec<Diagnostic> = Vec::new();

/// The request of [`why_not`].
#[derive(Default)]
struct WhyNotRequest {
    workflow: String,
    now: Timestamp,
    facts: Option<ShopFacts>,
    zone: Option<String>,
    language: Language,
}

object!(WhyNotRequest or default { workflow, now, facts, zone, language });

/// Why a customer is not in a workflow at a moment, or not yet, in sentences: a list of texts. The
/// request is `{"workflow": id, "now": milliseconds, "facts": what is true of the shop, "zone": for
/// its times, "language": "en" or "de"}`; without a zone the shop's is used. See [`crate::explain::absence`].
///
/// # Errors
///
/// `unknown-plan`, `bad-state`, `state-too-large`, `bad-request`.
pub fn why_not(plans: &Plans, plan: &str, state: &str, request: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let request: WhyNotRequest = Refusal::parse("request", request)?;
    let said = absence(&Absence {
        plan,
        state: &read_state(state, CustomerId::default())?,
        facts: request.facts.as_ref().unwrap_or(&ShopFacts::NONE),
        workflow: &WorkflowId::new(request.workflow),
        now: request.now,
        reader: reader(plan, request.zone.as_deref(), request.language),
    });
    Ok(json::to_string(&said))
}

/// Where a customer stands at `now`, for people to read:
/// `{"offers", "points", "qualified_since", "score", "score_rules": [{"condition", "value", "matched"}],
/// "tier", "tier_review_at", "tiers": [{"id", "name", "missing", "said"}]}`.
///
/// `offers` are those that the storefront may show them. `missing` is what is missing to the tier in minor units, orders or points, 0 from the moment on
/// at which enough was reached; `said` is the same in words. `qualified_since` is since when the
/// score makes them a marketing-qualified lead, `tier_review_at` when the tier will be lost. `facts`
/// is what is true of the shop as JSON, or empty.
///
/// # Errors
///
/// `unknown-plan`, `bad-state`, `state-too-large`, `bad-request` (facts).
pub fn standing(
    plans: &Plans,
    plan: &str,
    state: &str,
    facts: &str,
    now: i64,
    language: &str,
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let reader = reader(plan, None, Language::of_tag(language));
    let customer = read_state(state, CustomerId::default())?.customer;
    let facts: ShopFacts = match facts {
        "" => ShopFacts::NONE,
        told => Refusal::parse("facts", told)?,
    };
    let context = plan.context(&customer, &facts, Timestamp::from_millis(now));
    let ladder = &plan.definitions().ladder;
    let (figure, _) = ladder.follow(&context, |_| true);
    let tiers: Vec<Text> = ladder
        .tiers()
        .iter()
        .map(|tier| {
            let missing = tier.from.figure().saturating_sub(figure).max(0);
            Text::object(&[
                ("id", &tier.id),
                ("missing", &missing),
                ("name", &tier.name),
                ("said", &reader.text(&Measured(missing, tier.from.unit()))),
            ])
        })
        .collect();
    let rules: Vec<Text> = plan
        .scoring
        .iter()
        .flat_map(|scoring| scoring.rules.iter().zip(scoring.explain(&context)))
        .map(|(rule, saw)| {
            let points = Signed(saw.value.as_whole().unwrap_or_default());
            Text::object(&[
                ("condition", &reader.text(rule)),
                ("matched", &saw.matched),
                ("value", &reader.text(&points)),
            ])
        })
        .collect();
    let orders = u64::try_from(customer.orders.count()).unwrap_or(u64::MAX);
    let spent = customer.orders.spend(plan.shop.currency, |_| true);
    let consents: Vec<Text> = Channel::ALL
        .into_iter()
        .map(|channel| {
            Text::object(&[
                ("channel", &channel),
                ("consent", &customer.consent.on(channel)),
            ])
        })
        .collect();
    Ok(Text::object(&[
        ("consents", &consents),
        (
            "offers",
            &customer.offers_at(context.now).collect::<Vec<_>>(),
        ),
        ("orders", &orders),
        ("points", &customer.points.balance),
        ("qualified_since", &customer.score.qualified_since),
        ("score", &customer.score.value),
        ("score_rules", &rules),
        ("spent", &spent),
        ("tier", &customer.tier),
        ("tier_review_at", &customer.standing.review_at),
        ("tiers", &tiers),
    ])
    .into_string())
}
