//! Facts about the shop instead of one customer: its catalog and its customers' ranks.
//!
//! The host keeps these, and puts the part that a decision needs into the input, so that the same
//! input still gives the same decision.

use crate::json::{Malformed, Read, Reader, Write, Writer, object, read_tuple};
use crate::money::Money;
use crate::sorted_map::SortedMap;

/// A snapshot of the shop's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShopFacts {
    /// Products by the platform's product id: those that the decision may refer to.
    pub products: SortedMap<String, ProductFacts>,
    /// Where the shop's customers are cut into fifths; `None` before this was first computed.
    pub rfm: Option<RfmCuts>,
}

object!(ShopFacts or default { products: sparse, rfm: sparse });

/// One product of the catalog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductFacts {
    /// The collections or categories it is in, by the platform's handle or name.
    pub collections: Vec<String>,
    /// The product’s tags.
    pub tags: Vec<String>,
    /// Its brand or vendor.
    pub vendor: Option<String>,
    /// Its type or category.
    pub category: Option<String>,
    /// Its price now.
    pub price: Option<Money>,
    /// The quantity in stock; `None` if the shop doesn’t track it.
    pub available: Option<i64>,
}

object!(ProductFacts or default {
    collections: sparse,
    tags: sparse,
    vendor: sparse,
    category: sparse,
    price: sparse,
    available: sparse,
});

/// Where the customers of a shop are cut into fifths by recency, frequency and monetary value.
///
/// A customer's score on a scale is 1 plus the number of cuts that their value reaches, so equal
/// values have equal scores whatever the shop's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RfmCuts {
    /// The cuts by time of the last order, in milliseconds since 1970, ascending.
    pub recency: Cuts,
    /// The cuts by number of orders, ascending.
    pub frequency: Cuts,
    /// The cuts by spend, in minor units of the shop’s currency, ascending.
    pub monetary: Cuts,
}

object!(RfmCuts {
    recency,
    frequency,
    monetary
});

/// The four values at which a scale is cut, rising.
pub type Cuts = [i64; 4];

impl Read for Cuts {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut cuts = Self::default();
        let [first, second, third, fourth] = &mut cuts;
        read_tuple(reader, &mut [first, second, third, fourth])?;
        Ok(cuts)
    }
}

impl Write for Cuts {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
}

impl ShopFacts {
    /// No facts about the shop.
    pub const NONE: Self = Self {
        products: SortedMap::new(),
        rfm: None,
    };
}
