//! Where a customer stands: score, points, tiers.

use super::{Plans, Refusal, read_state};
use crate::id::CustomerId;
use crate::json::Text;
use crate::shop_facts::ShopFacts;
use crate::time::Timestamp;

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
) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
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
                ("said", &tier.from.say(missing)),
            ])
        })
        .collect();
    let rules = plan
        .scoring
        .as_ref()
        .map(|scoring| scoring.explain(&context));
    Ok(Text::object(&[
        (
            "offers",
            &customer.offers_at(context.now).collect::<Vec<_>>(),
        ),
        ("points", &customer.points.balance),
        ("qualified_since", &customer.score.qualified_since),
        ("score", &customer.score.value),
        ("score_rules", &rules.unwrap_or_default()),
        ("tier", &customer.tier),
        ("tier_review_at", &customer.standing.review_at),
        ("tiers", &tiers),
    ])
    .into_string())
}
