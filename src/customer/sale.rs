//! What attribution needs of an order besides what every order keeps.

use super::touch::normal_code;
use crate::event::Order;
use crate::json::{Malformed, Read, Reader, Write, Writer, read_leading, to_string};
use crate::money::Money;
use crate::time::Timestamp;
use std::cmp::Ordering;

/// What was sold with an order, as of one of its versions. Stored as a list.
///
/// Of two the greater one counts: the newer, and of two of one moment the greater by content. So the
/// order in which versions arrive doesn't matter, and one that says nothing of it changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sale {
    /// The version that said so.
    pub version: Timestamp,
    /// What its goods came to after discounts, in minor units of the currency of the order's total.
    pub goods: Option<i64>,
    /// The discount it was given, in minor units of the same currency.
    pub discount: Option<i64>,
    /// The codes that the buyer used, in small letters; at most [`Sale::CODES`]. Whose they are is found
    /// out when it is asked: the codes of a pool look like anybody's.
    pub codes: Vec<String>,
    /// The order that it is a part of.
    pub parent: Option<String>,
}

impl Sale {
    /// How many codes of an order are kept.
    pub const CODES: usize = 8;

    /// What a version of an order says of it; `None` where that is nothing.
    pub(super) fn of(order: &Order, version: Timestamp) -> Option<Self> {
        let currency = order.total.map(|total| total.currency);
        let minor = |amount: Option<Money>| {
            let amount = amount.filter(|amount| Some(amount.currency) == currency);
            amount.map(|amount| amount.minor)
        };
        let codes = order.discount_codes.iter().take(Self::CODES);
        let codes: Vec<String> = codes.map(|code| normal_code(code)).collect();
        let (goods, discount) = (minor(order.goods), minor(order.discount));
        let says_something =
            goods.is_some() || discount.is_some() || !codes.is_empty() || order.parent.is_some();
        says_something.then(|| Self {
            version,
            goods,
            discount,
            codes,
            parent: order.parent.clone(),
        })
    }
}

impl Sale {
    /// Keeps whichever of the two counts.
    pub(super) fn join(known: &mut Option<Self>, received: Option<Self>) {
        let Some(received) = received else { return };
        let counts =
            known
                .as_ref()
                .is_none_or(|known| match received.version.cmp(&known.version) {
                    Ordering::Equal => to_string(&received) > to_string(known),
                    order => order.is_gt(),
                });
        if counts {
            *known = Some(received);
        }
    }
}

impl Write for Sale {
    fn write(&self, out: &mut Writer) {
        out.values(&[
            &self.version,
            &self.goods,
            &self.discount,
            &self.codes,
            &self.parent,
        ]);
    }
}

impl Read for Sale {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let mut sale = Self::default();
        read_leading(
            reader,
            &mut [
                &mut sale.version,
                &mut sale.goods,
                &mut sale.discount,
                &mut sale.codes,
                &mut sale.parent,
            ],
        )?;
        Ok(sale)
    }
}
