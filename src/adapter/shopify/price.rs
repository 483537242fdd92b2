//! Amounts in two currencies.

use crate::adapter::tolerant::{Scalar, payload};
use crate::money::Money;

payload! {
    /// One amount in the shop's currency and in the buyer's; only the former is read.
    struct MoneyBag<'a> {
        shop_money: Amount<'a> = "shop_money",
    }
}

payload! {
    /// An amount that names its currency.
    struct Amount<'a> {
        amount: Scalar<'a> = "amount",
        currency: Scalar<'a> = "currency_code",
    }
}

impl MoneyBag<'_> {
    /// The amount in the shop's currency.
    pub(super) fn shop(&self) -> Option<Money> {
        let currency = self.shop_money.currency.currency()?;
        self.shop_money.amount.money(currency)
    }
}
