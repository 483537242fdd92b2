//! What is true of the shop, not of one customer: its catalogue and its customers' ranks.
//!
//! The host keeps these and hands over the part that a decision needs, inside the input, so
//! that the same input still gives the same decision.

use crate::money::Money;
use crate::sorted_map::SortedMap;
use serde::{Deserialize, Serialize};

/// A snapshot of the shop's facts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopFacts {
    /// Products by the platform's product id; those that the decision may ask for.
    #[serde(skip_serializing_if = "SortedMap::is_empty")]
    pub products: SortedMap<String, ProductFacts>,
    /// Where the shop's customers are cut into fifths; `None` before this was first computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rfm: Option<RfmCuts>,
}

/// One product of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductFacts {
    /// The collections or categories it is in, by the platform's handle or name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<String>,
    /// Its tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Who makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Its type or category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Its price now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// Pieces that can be sold now; `None` where the shop does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available: Option<i64>,
}

/// Where the customers of a shop are cut into fifths by recency, frequency and monetary value.
///
/// A customer's score on a scale is 1 plus the number of cuts that their value reaches, so equal
/// values have equal scores whatever the shop's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RfmCuts {
    /// Moments of the last order, in milliseconds since 1970, rising.
    pub recency: [i64; 4],
    /// Numbers of orders, rising.
    pub frequency: [i64; 4],
    /// Spend in minor units of the shop's currency, rising.
    pub monetary: [i64; 4],
}

impl ShopFacts {
    /// No facts.
    pub const NONE: Self = Self {
        products: SortedMap::new(),
        rfm: None,
    };
}
