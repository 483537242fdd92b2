//! Amounts of money, by place.

use super::column::Values;
use super::packed::Packed;
use crate::money::{Currency, Money};

/// Amounts in few different currencies.
#[derive(Clone, Debug, Default)]
pub(super) struct Amounts {
    pub(super) minor: Packed,
    /// A place in `currencies` and one more; 0 where no amount is known.
    pub(super) currency: Packed,
    pub(super) currencies: Vec<Currency>,
}

impl Values for Amounts {
    type Item = Money;

    fn get(&self, place: usize) -> Option<Money> {
        let currency = usize::try_from(self.currency.get(place)?).ok()?;
        let currency = *self.currencies.get(currency.checked_sub(1)?)?;
        Some(Money::new(self.minor.get(place)?, currency))
    }

    fn each(&self, count: usize, mut take: impl FnMut(Money)) {
        // All are known and in one currency, as nearly always.
        let range = self.currency.range();
        let one = self.currencies.first().filter(|_| range == (1..=1));
        match one {
            Some(currency) => self
                .minor
                .each(0..count, |minor| take(Money::new(minor, *currency))),
            None => (0..count)
                .filter_map(|place| self.get(place))
                .for_each(take),
        }
    }
}
