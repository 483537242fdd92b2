//! Where a customer stands: score, points, tiers, and why not in a workflow.

use super::words::reader;
use super::{Plans, Refusal, read_state};
use crate::condition::{Measured, ObservedWords, RfmFigures};
use crate::diagnostic::Diagnostic;
use crate::event::{Channel, Consent, Preferences};
use crate::explain::{Absence, absence};
use crate::id::{CustomerId, WorkflowId};
use crate::json::{self, object};
use crate::money::Money;
use crate::readiness::Readiness;
use crate::reason::Reason;
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
    let Some(workflow) = plan.current(&WorkflowId::new(workflow)) else {
        return Ok(json::to_string(&ReadinessReport::default()));
    };
    let mut customers = 0_u32;
    let mut readiness = Readiness::new(plan, workflow, Timestamp::from_millis(now));
    for (position, line) in states.lines().enumerate() {
        let state = read_state(line, CustomerId::default()).map_err(|refusal| Refusal {
            path: format!("states[{position}]"),
            ..refusal
        })?;
        readiness.look(&state);
        customers = customers.saturating_add(1);
    }
    Ok(json::to_string(&ReadinessReport {
        customers,
        findings: readiness.findings(),
    }))
}

/// What a workflow would find missing among customers.
#[derive(Default)]
struct ReadinessReport {
    /// How many customers were looked at.
    customers: u32,
    /// What is missing.
    findings: Vec<Diagnostic>,
}

object!(write ReadinessReport { customers, findings });

/// About which workflow somebody asks why a customer is not in it.
#[derive(Default)]
struct WhyNotRequest {
    /// The workflow’s name.
    workflow: String,
    /// At which moment.
    now: Timestamp,
    /// What is true of the shop; nothing where it is left out.
    facts: Option<ShopFacts>,
    /// The zone of the times in the sentences; the shop's where it is left out.
    zone: Option<String>,
    /// Their language; English where it is left out.
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

/// Where a customer stands at `now`, for people to read: a `Standing`. `facts` is what is true of the
/// shop as JSON, or empty.
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
        received => Refusal::parse("facts", received)?,
    };
    let context = plan.context(&customer, &facts, Timestamp::from_millis(now));
    let ladder = &plan.definitions().ladder;
    let (figure, _) = ladder.follow(&context, |_| true);
    let tiers = ladder.tiers().iter().map(|tier| {
        let missing = tier.from.figure().saturating_sub(figure).max(0);
        TierAhead {
            id: tier.id.clone(),
            name: tier.name.clone(),
            missing,
            said: reader.text(&Measured(missing, tier.from.unit())),
        }
    });
    let scoring = plan.scoring.iter();
    let rules = scoring.flat_map(|scoring| scoring.rules.iter().zip(scoring.explain(&context)));
    let rules = rules.map(|(rule, saw)| ObservedWords {
        condition: reader.text(rule),
        value: reader.text(&Signed(saw.value.as_whole().unwrap_or_default())),
        matched: saw.matched,
    });
    let consents = Channel::ALL.into_iter().map(|channel| ChannelConsent {
        channel,
        consent: customer.consent.on(channel),
    });
    let chosen = &customer.preferences;
    let topics = chosen.topics.iter();
    let topics = topics.map(|(topic, wanted)| (topic.clone(), wanted.value));
    let offers = customer.offers_at(context.now).map(str::to_owned);
    let bought = RfmFigures::of(&customer, plan.shop.currency);
    let suppressions = Channel::ALL.into_iter().filter_map(|channel| {
        let found = customer.suppression(channel, customer.address(channel))?;
        Some(ChannelSuppression {
            channel,
            reason: found.reason,
            since: found.since,
        })
    });
    Ok(json::to_string(&Standing {
        consents: consents.collect(),
        preferences: Preferences {
            topics: topics.collect(),
            frequency: Some(chosen.frequency()),
            paused_until: chosen.paused_at(context.now),
        },
        suppressions: suppressions.collect(),
        orders: bought.map_or(0, |bought| {
            u64::try_from(bought.frequency).unwrap_or(u64::MAX)
        }),
        last_order_at: bought.map(|bought| Timestamp::from_millis(bought.recency)),
        spent: customer.orders.spend(plan.shop.currency, |_| true),
        offers: offers.collect(),
        points: customer.points.balance,
        qualified_since: customer.score.qualified_since,
        score: customer.score.value,
        score_rules: rules.collect(),
        tier: customer.tier.clone(),
        tier_review_at: customer.standing.review_at,
        tiers: tiers.collect(),
    }))
}

/// A customer’s current status.
struct Standing {
    /// What is in force on each channel.
    consents: Vec<ChannelConsent>,
    /// What the customer chose to get. Topics that they said nothing about aren’t listed.
    preferences: Preferences,
    /// The channels on which nothing is sent to them, each with its cause.
    suppressions: Vec<ChannelSuppression>,
    /// The number of orders, without test, deleted, and canceled orders, as conditions count them.
    orders: u64,
    /// When the newest of those was placed.
    last_order_at: Option<Timestamp>,
    /// The total of paid orders in the shop’s currency, net of refunds.
    spent: Money,
    /// The offers the storefront shows the customer now.
    offers: Vec<String>,
    /// Loyalty points.
    points: i64,
    /// Since when the customer has been a marketing-qualified lead.
    qualified_since: Option<Timestamp>,
    /// The lead score.
    score: i64,
    /// The points each rule adds or subtracts now.
    score_rules: Vec<ObservedWords>,
    /// The tier's id.
    tier: Option<String>,
    /// When the customer loses the tier unless they earn enough before.
    tier_review_at: Option<Timestamp>,
    /// The tiers, lowest first.
    tiers: Vec<TierAhead>,
}

object!(write Standing {
    consents,
    preferences,
    suppressions,
    orders,
    last_order_at,
    spent,
    offers,
    points,
    qualified_since,
    score,
    score_rules,
    tier,
    tier_review_at,
    tiers
});

/// The consent on one channel.
struct ChannelConsent {
    /// The channel of the consent.
    channel: Channel,
    /// The consent on the channel.
    consent: Consent,
}

object!(write ChannelConsent { channel, consent });

/// That nothing is sent to a customer on a channel.
struct ChannelSuppression {
    /// The channel.
    channel: Channel,
    /// Why: `complained`, `address-bounced`, `address-keeps-bouncing`, or `suppressed` by the
    /// merchant.
    reason: Reason,
    /// Since when nothing is sent to them.
    since: Timestamp,
}

object!(write ChannelSuppression { channel, reason, since });

/// How much a customer needs to reach a tier.
struct TierAhead {
    /// The tier's id.
    id: String,
    /// Its name.
    name: String,
    /// How much is missing, in minor units, orders, or points; 0 once the tier is reached.
    missing: i64,
    /// The same in words.
    said: String,
}

object!(write TierAhead { id, name, missing, said });
