//! Loyalty tiers by lifetime spend.

use crate::money::Money;

/// One tier of the shop's programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Its name in files: `gold`.
    pub id: String,
    /// Its name for people: `Gold`.
    pub name: String,
    /// Lifetime spend, net of refunds, from which it is held. Exactly this much is enough.
    pub spend_at_least: Money,
}

/// The highest tier that `spend` reaches; `tiers` are sorted from low to high.
#[must_use]
pub fn tier_for(tiers: &[Tier], spend: Money) -> Option<&Tier> {
    tiers
        .iter()
        .rev()
        .find(|tier| spend.minor >= tier.spend_at_least.minor)
}
