//! What a plan asks of its host.

use super::{Plans, Refusal};
use crate::customer::Kept;
use crate::event::{Channel, ConsentSources, EventName, WooCommerceRules};
use crate::json::{self, object};

/// What a plan asks of its host: a `Needs`. The shop's facts a host hands over wrapped around each
/// input, of products those that [`products_of`](super::products_of) names. What is kept is kept by
/// histories of events; where a plan keeps more than the one before, the host replays each customer's
/// past once more, see [`Input::Replay`](crate::input::Input::Replay).
///
/// # Errors
///
/// `unknown-plan`.
pub fn needs(plans: &Plans, plan: &str) -> Result<String, Refusal> {
    let plan = plans.get(plan)?;
    let asked = plan.scope();
    Ok(json::to_string(&Needs {
        rfm: asked.rfm,
        catalogue: asked.catalogue,
        watches: plan.waits_for_news(),
        unasked: plan.unasked(),
        writes: plan.writes(),
        pools: plan.pools(),
        consent: plan.consent.clone(),
        woocommerce: plan.woocommerce.clone(),
        kept: plan.kept().clone(),
    }))
}

/// What a plan asks of its host.
struct Needs {
    /// Whether inputs must come with where the shop's buyers are cut into fifths.
    rfm: bool,
    /// Whether they must come with what the catalog says of the customer's products.
    catalogue: bool,
    /// Whether anything waits for news of stock, prices or promotions.
    watches: bool,
    /// The kinds of an unknown visitor's events that may wait until the visitor is known.
    unasked: Vec<EventName>,
    /// The channels on which live workflows send marketing.
    writes: Vec<Channel>,
    /// The pools from which live workflows take coupon codes, each once.
    pools: Vec<String>,
    /// Where the shop keeps what its customers agreed to; handed over with each request.
    consent: ConsentSources,
    /// How a WooCommerce shop is read; handed over with each request.
    woocommerce: WooCommerceRules,
    /// The properties that histories keep, by kind of event.
    kept: Kept,
}

object!(write Needs {
    rfm,
    catalogue,
    watches,
    unasked,
    writes,
    pools,
    consent,
    woocommerce,
    kept
});
