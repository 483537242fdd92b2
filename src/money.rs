//! Money: whole minor units and a currency, never a float.

use crate::json::{Malformed, Read, Reader, Write, Writer, object};
use std::fmt;

/// An ISO 4217 currency code: three upper-case ASCII letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The United States dollar.
    pub const USD: Self = Self(*b"USD");

    /// Reads a three-letter code in either case. Returns `None` for anything else.
    ///
    /// Codes outside the ISO list are accepted: a shop may use a currency that is newer than
    /// this build, and two decimals are the right guess for it.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.trim().as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// How many decimals an amount has: 2 for most, 0 for JPY, 3 for KWD (ISO 4217).
    #[must_use]
    pub const fn exponent(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The code, for example `EUR`.
    #[must_use]
    pub fn code(&self) -> &str {
        // The letters were checked to be ASCII when the value was made.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Read for Currency {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let code = reader.text()?;
        Self::parse(&code).ok_or(reader.expected("a currency such as EUR"))
    }
}

impl Write for Currency {
    fn write(&self, out: &mut Writer) {
        self.code().write(out);
    }
}

/// An amount in a currency's minor units (cents for EUR, yen for JPY).
///
/// Amounts stay below 2^53 in either direction ([`Money::MAX_MINOR`]), so that JavaScript can
/// hold them exactly; arithmetic saturates there. Amounts of different currencies are never
/// added: [`Money::plus`] says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units (cents); negative for a refund.
    pub minor: i64,
    /// The currency of the amount.
    pub currency: Currency,
}

impl PartialOrd for Money {
    /// Amounts of different currencies don't compare.
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}
object!(Money { minor, currency });

impl Money {
    /// The largest amount of minor units: 2^53 - 1.
    pub const MAX_MINOR: i64 = 9_007_199_254_740_991;

    /// `minor` minor units of `currency`, clamped to ±[`Money::MAX_MINOR`].
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self {
            minor: minor.clamp(-Self::MAX_MINOR, Self::MAX_MINOR),
            currency,
        }
    }

    /// The amount 0 in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Reads a decimal amount as platforms write it: `913.93`, `-106.18`, `12980.00` (JPY),
    /// `27.499999` (a unit price), `1e3` is refused.
    ///
    /// Digits beyond the currency's decimals are rounded half away from zero, which is what
    /// the platforms do when they print prices. Returns `None` for anything that is not a plain
    /// decimal number or lies beyond [`Money::MAX_MINOR`].
    ///
    /// ```
    /// use edgewise::money::{Currency, Money};
    ///
    /// let euro = Currency::parse("EUR").unwrap();
    /// let price = Money::parse("9.99", euro).unwrap();
    /// assert_eq!(price.minor, 999);
    /// assert_eq!(price.times(3).to_string(), "€29.97");
    /// assert_eq!(price.plus(Money::new(100, Currency::USD)), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut minor: i64 = 0;
        for digit in whole.bytes() {
            minor = push_digit(minor, digit)?;
        }
        let mut fraction = fraction.bytes();
        for _ in 0..currency.exponent() {
            minor = push_digit(minor, fraction.next().unwrap_or(b'0'))?;
        }
        let round_up = fraction
            .next()
            .is_some_and(|digit| (b'5'..=b'9').contains(&digit));
        // The rest is checked, not used: "12.3x" is not an amount.
        let beyond = text.rsplit_once('.').map_or("", |(_, fraction)| fraction);
        if !beyond.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let minor = if round_up {
            minor.checked_add(1)?
        } else {
            minor
        };
        (minor <= Self::MAX_MINOR).then_some(Self {
            minor: if negative { -minor } else { minor },
            currency,
        })
    }

    /// The sum, or `None` when the currencies differ.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        (self.currency == other.currency)
            .then(|| Self::new(self.minor.saturating_add(other.minor), self.currency))
    }

    /// The difference, or `None` when the currencies differ.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            minor: -other.minor,
            currency: other.currency,
        })
    }

    /// `quantity` times this amount.
    #[must_use]
    pub fn times(self, quantity: u32) -> Self {
        Self::new(
            self.minor.saturating_mul(i64::from(quantity)),
            self.currency,
        )
    }

    /// The plain decimal number, without the currency: `913.93`, `12980`.
    #[must_use]
    pub fn decimal(self) -> String {
        let exponent = self.currency.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!(
            "{:0width$}",
            self.minor.unsigned_abs(),
            width = exponent + 1
        );
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(exponent));
        if fraction.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{fraction}")
        }
    }
}

impl fmt::Display for Money {
    /// For sentences and messages: `$1,234.50`, `€9.99`, `12,980 JPY`.
    /// One layout for all languages, because server and browser must show the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = Self {
            minor: self.minor.abs(),
            ..*self
        }
        .decimal();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        if self.minor < 0 {
            f.write_str("-")?;
        }
        let symbol = match &self.currency.0 {
            b"USD" => "$",
            b"EUR" => "€",
            b"GBP" => "£",
            _ => "",
        };
        f.write_str(symbol)?;
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if !fraction.is_empty() {
            write!(f, ".{fraction}")?;
        }
        if symbol.is_empty() {
            write!(f, " {}", self.currency)
        } else {
            Ok(())
        }
    }
}

fn push_digit(number: i64, digit: u8) -> Option<i64> {
    if !digit.is_ascii_digit() {
        return None;
    }
    number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
}

crate::compact::compact!(struct Money { minor, currency });

impl crate::compact::Compact for Currency {
    fn pack(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
    fn unpack(from: &mut crate::compact::Packed<'_>) -> Option<Self> {
        Some(Self([from.byte()?, from.byte()?, from.byte()?]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor(text: &str, currency: &str) -> Option<i64> {
        Money::parse(text, Currency::parse(currency).unwrap()).map(|money| money.minor)
    }

    #[test]
    fn reads_amounts_exactly_in_the_currencys_decimals() {
        assert_eq!(minor("913.93", "USD"), Some(91_393));
        assert_eq!(minor("-106.18", "EUR"), Some(-10_618));
        assert_eq!(minor("12980.00", "JPY"), Some(12_980));
        assert_eq!(minor("1.5", "KWD"), Some(1_500));
        assert_eq!(minor("27.499999", "USD"), Some(2_750));
        assert_eq!(minor("27.494", "USD"), Some(2_749));
        assert_eq!(minor(".5", "USD"), Some(50));
        assert_eq!(minor("90071992547409.91", "USD"), Some(Money::MAX_MINOR));
    }

    #[test]
    fn refuses_what_is_not_a_plain_amount() {
        for text in [
            "",
            ".",
            "-",
            "1e3",
            "1,000.00",
            "12.3x",
            "12.345x",
            "NaN",
            "90071992547409.92",
        ] {
            assert_eq!(minor(text, "USD"), None, "{text}");
        }
    }

    #[test]
    fn prints_for_people() {
        let print = |minor, code| Money::new(minor, Currency::parse(code).unwrap()).to_string();
        assert_eq!(print(123_450, "usd"), "$1,234.50");
        assert_eq!(print(-5, "EUR"), "-€0.05");
        assert_eq!(print(12_980, "JPY"), "12,980 JPY");
        assert_eq!(print(1_500, "KWD"), "1.500 KWD");
    }
}
