//! One value that is not an object or a list.

use super::{FromBody, Watch};
use crate::adapter::email::email_address;
use crate::adapter::{bounds, markup};
use crate::json::{self, Malformed, Reader};
use crate::money::{Currency, Money};
use crate::pii::Pii;
use crate::time::Timestamp;
use std::borrow::Cow;

/// A JSON value as it is written, understood when it is asked for.
///
/// Keeping the text keeps ids of any length and amounts exact: no number passes through a float.
/// Missing values, `null`, `""`, objects and lists are all nothing.
#[derive(Clone, Copy, Default)]
pub(in crate::adapter) struct Scalar<'a>(&'a str);

impl<'a> Scalar<'a> {
    /// The value as it is written in the body.
    pub(in crate::adapter) const fn raw(self) -> &'a str {
        self.0
    }

    /// As text: trimmed, escapes resolved; numbers and booleans as they are written.
    pub(in crate::adapter) fn text(self) -> Option<Cow<'a, str>> {
        let text = match self.0.as_bytes().first()? {
            b'"' => match self.quoted() {
                Some(plain) => Cow::Borrowed(plain),
                // Escapes: rare enough to be read a second time.
                None => Cow::Owned(json::from_str(self.0).ok()?),
            },
            b'-' | b'0'..=b'9' | b't' | b'f' => Cow::Borrowed(self.0),
            _ => return None,
        };
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(trimmed(text)),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        (!text.is_empty()).then_some(text)
    }

    /// As text of at most `limit` characters.
    pub(in crate::adapter) fn cut(self, limit: usize) -> Option<String> {
        self.text().map(|text| bounds::cut(&text, limit))
    }

    /// As a title for people; one that is too long ends in an ellipsis.
    pub(in crate::adapter) fn title(self) -> Option<String> {
        self.text().map(|text| bounds::title(&text))
    }

    /// As a title that the shop keeps as HTML.
    pub(in crate::adapter) fn html_title(self) -> Option<String> {
        self.text().map(|text| bounds::title(&markup::plain(&text)))
    }

    /// As an http or https address.
    pub(in crate::adapter) fn url(self) -> Option<String> {
        self.text().and_then(|text| bounds::url(&text))
    }

    /// As an id or a token: a whole number, a text without spaces, or the last part of a
    /// Shopify GID. `0` is how WooCommerce writes nobody.
    pub(in crate::adapter) fn id(self) -> Option<String> {
        let text = self.text()?;
        let id = match text.strip_prefix("gid://") {
            Some(path) => path.rsplit('/').next()?.split('?').next()?,
            None => &text,
        };
        let is_number = !self.0.starts_with('"');
        let plain = if is_number {
            id.bytes().all(|byte| byte.is_ascii_digit())
        } else {
            bounds::is_plain(id, |_| false)
        };
        (plain && !id.is_empty() && id != "0" && id.len() <= bounds::ID).then(|| id.to_owned())
    }

    /// As an amount of `currency`.
    pub(in crate::adapter) fn money(self, currency: Currency) -> Option<Money> {
        Money::parse(&self.text()?, currency)
    }

    /// As an ISO 3166 country code in upper case; whole names ("United States") are no codes.
    pub(in crate::adapter) fn country(self) -> Option<String> {
        let code = self.text()?;
        (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .then(|| code.to_ascii_uppercase())
    }

    /// As an email address, its domain in ASCII; else as written.
    pub(in crate::adapter) fn email(self) -> Option<Pii<String>> {
        let text = self.text()?;
        email_address(&text).map(|address| Pii::new(address.into_owned()))
    }

    /// Whether it is an email address.
    pub(in crate::adapter) fn is_email(self) -> bool {
        self.text()
            .is_some_and(|text| email_address(&text).is_some())
    }

    /// As a person's name or telephone number, as written.
    pub(in crate::adapter) fn personal(self) -> Option<Pii<String>> {
        self.cut(bounds::NAME).map(Pii::new)
    }

    /// As a currency.
    pub(in crate::adapter) fn currency(self) -> Option<Currency> {
        Currency::parse(&self.text()?)
    }

    /// As a moment with an offset.
    pub(in crate::adapter) fn time(self) -> Option<Timestamp> {
        Timestamp::parse_rfc3339(&self.text()?)
    }

    /// As a moment in UTC that need not say so.
    pub(in crate::adapter) fn utc(self) -> Option<Timestamp> {
        let text = self.text()?;
        Timestamp::parse_utc_without_offset(&text).or_else(|| Timestamp::parse_rfc3339(&text))
    }

    /// As a whole number; decimals are cut off.
    pub(in crate::adapter) fn integer(self) -> Option<i64> {
        let text = self.text()?;
        let whole = text.split_once('.').map_or(&*text, |(whole, _)| whole);
        whole.parse().ok()
    }

    /// As a number of pieces.
    pub(in crate::adapter) fn count(self) -> Option<u32> {
        self.integer().and_then(|number| u32::try_from(number).ok())
    }

    /// Whether there is a value, and that is none.
    pub(in crate::adapter) const fn is_null(self) -> bool {
        matches!(self.0.as_bytes(), b"null")
    }

    /// Whether it says yes: `true`, `1`, `"true"`, `"yes"`, `"1"`.
    pub(in crate::adapter) fn is_yes(self) -> bool {
        self.text()
            .is_some_and(|text| matches!(&*text, "true" | "1" | "yes"))
    }

    /// Whether it says no.
    pub(in crate::adapter) fn is_no(self) -> bool {
        self.text()
            .is_some_and(|text| matches!(&*text, "false" | "0" | "no"))
    }

    /// What stands between the quotes, if it has no escapes.
    fn quoted(self) -> Option<&'a str> {
        json::without_escapes(self.0)
    }
}

/// `text` without white space around it. Hardly any has some, and what begins and ends with a letter or
/// a sign of ASCII has none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

impl<'a> FromBody<'a> for Scalar<'a> {
    fn fill(
        &mut self,
        reader: &mut Reader<'a>,
        _: Option<&mut Watch<'_>>,
    ) -> Result<(), Malformed> {
        self.0 = reader.raw()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scalar(json: &str) -> Scalar<'_> {
        Scalar(json)
    }

    #[test]
    fn ids_keep_every_digit() {
        for (json, id) in [
            ("820982911946154508", Some("820982911946154508")),
            ("\"820982911946154508\"", Some("820982911946154508")),
            (
                "123456789012345678901234567890",
                Some("123456789012345678901234567890"),
            ),
            ("\"gid://shopify/Order/42\"", Some("42")),
            (
                "\"gid://shopify/InventoryLevel/24?inventory_item_id=9\"",
                Some("24"),
            ),
            ("\"Z2NwLXVz==\"", Some("Z2NwLXVz==")),
            ("0", None),
            ("1.5", None),
            ("-3", None),
            ("1e3", None),
            ("true", Some("true")),
            ("\"\"", None),
            ("\"a b\"", None),
            ("null", None),
            ("{}", None),
            ("[1]", None),
        ] {
            let expected = id.filter(|id| *id != "true");
            assert_eq!(scalar(json).id().as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn amounts_come_from_the_text_of_the_number() {
        let eur = Currency::parse("EUR").unwrap();
        for (json, minor) in [
            ("749.95", Some(74_995)),
            ("\"749.95\"", Some(74_995)),
            ("600", Some(60_000)),
            ("2249.8500000000004", Some(224_985)),
            ("-0.5", Some(-50)),
            ("1e2", None),
            ("\"\"", None),
            ("null", None),
            ("[]", None),
        ] {
            let money = scalar(json).money(eur).map(|money| money.minor);
            assert_eq!(money, minor, "{json}");
        }
    }

    #[test]
    fn text_is_what_a_person_would_read() {
        for (json, text) in [
            (r#""  Ring twice \ud83d\ude4f ""#, Some("Ring twice 🙏")),
            (r#""a\/b""#, Some("a/b")),
            (r#""   ""#, None),
            (r#""\ud83d""#, None),
            ("12.50", Some("12.50")),
            ("false", Some("false")),
        ] {
            assert_eq!(scalar(json).text().as_deref(), text, "{json}");
        }
        assert!(scalar("\"yes\"").is_yes() && scalar("1").is_yes() && !scalar("\"\"").is_yes());
        assert_eq!(scalar("\"3.0\"").count(), Some(3));
        assert_eq!(scalar("-3").count(), None);
    }
}
