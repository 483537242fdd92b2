//! Consents that the merchant brings: from a form of theirs, from another tool, from paper.
//!
//! A row says who, on which channel, what, since when and with which proof:
//!
//! - Somebody who unsubscribed, bounced or complained counts in full; without a time, from now.
//! - A yes fills a blank. Against a withdrawal it counts only if it is dated later and says that
//!   they agreed again (`resubscribed`) and to which text.
//! - What lies in the future is refused, and so is a `resubscribed` without time or text.
//!
//! A row of topic `forms` is what a visitor sent with one of the shop's forms. Anybody may have typed
//! the address, so a sign-up takes nothing back: somebody who left has to confirm it, even where the shop
//! asks nobody else to. What it says of the person weighs no more than a browser's word.

use super::delivery_builder::{DeliveryBuilder, mark};
use super::tolerant::{Scalar, parse, payload};
use super::{IgnoreReason, Ignored, Outcome, Request, bounds};
use crate::event::{
    Channel, Consent, ConsentChange, ConsentWeight, EventKind, Item, KeyStrength, MessageNews,
    Profile, Source,
};
use crate::pii::Pii;
use crate::time::Date;

payload! {
    /// One row.
    struct Row<'a> {
        email: Scalar<'a> = "email",
        phone: Scalar<'a> = "phone",
        first_name: Scalar<'a> = "first_name",
        last_name: Scalar<'a> = "last_name",
        channel: Scalar<'a> = "channel",
        consent: Scalar<'a> = "consent",
        at: Scalar<'a> = "at",
        origin: Scalar<'a> = "origin",
        text: Scalar<'a> = "text",
        resubscribed: Scalar<'a> = "resubscribed",
        kept: Scalar<'a> = "kept",
        birth_date: Scalar<'a> = "birth_date",
        product_id: Scalar<'a> = "product_id",
        variant_id: Scalar<'a> = "variant_id",
        title: Scalar<'a> = "title",
    }
}

/// One row: a person and their consent.
enum Word {
    Consent(Consent),
    Bounced,
    Complained,
}

/// Reads a message of our own.
pub(super) fn read(request: &Request, body: &str) -> Outcome {
    if request.topic == "forms" {
        let row: Row<'_> = parse(body)?;
        return row.sent(request, body);
    }
    if request.topic != "consents" {
        return Err(Ignored::topic(request));
    }
    let row: Row<'_> = parse(body)?;
    if row.at.time().is_some_and(|at| at > request.received_at) {
        return Err(Ignored::new(IgnoreReason::InTheFuture, "at"));
    }
    row.read(request, body, false)
}

/// Reads what a shop's own server reports in the same shape. Its clock may be ahead: what it reports
/// happened by now all the same.
pub(super) fn reported(request: &Request, body: &str) -> Outcome {
    let row: Row<'_> = parse(body)?;
    // The plugin says where an account of its shop holds it.
    let in_store = row.kept.is_yes();
    row.read(request, body, in_store)
}

impl Row<'_> {
    /// What a visitor sent with a form: a consent, or a product to be told about.
    fn sent(self, request: &Request, body: &str) -> Outcome {
        let mut delivery = DeliveryBuilder::new(request);
        delivery
            .keys
            .email(self.email.text().as_deref(), KeyStrength::Confirmed);
        if delivery.keys.is_empty() {
            return Err(Ignored::new(IgnoreReason::NoIdentity, "no email address"));
        }
        let at = request.received_at;
        let mark = mark(body);
        let fact = |what: &str| format!("edgewise:forms:{what}:{mark}:{}", at.as_millis());
        let profile = Profile {
            email: self.email.email(),
            ..Profile::default()
        };
        delivery.event(
            fact("address"),
            at,
            EventKind::CustomerIdentified { profile },
        );
        let told = Profile {
            first_name: self.first_name.personal(),
            birth_date: self
                .birth_date
                .text()
                .as_deref()
                .and_then(Date::parse)
                .map(Pii::new),
            ..Profile::default()
        };
        if told != Profile::default() {
            let kind = EventKind::CustomerIdentified { profile: told };
            delivery.event_from(Source::Segment, fact("person"), at, kind);
        }
        if let Some(product) = self.product_id.id() {
            let product = Item {
                product_id: product.into(),
                variant_id: self.variant_id.id().map(Into::into),
                title: self.title.title().unwrap_or_default().into(),
                ..Item::default()
            };
            delivery.event(
                fact("stock"),
                at,
                EventKind::BackInStockRequested { product },
            );
        }
        if self.consent.text().is_some() {
            let Word::Consent(consent) = self.word()? else {
                return Err(Ignored::new(IgnoreReason::UnrecognisedShape, "consent"));
            };
            let asked = ConsentChange {
                channel: self.channel()?,
                consent: Consent::Pending,
                origin: self.origin.cut(bounds::NAME),
                proof: self.text.cut(bounds::PROPERTY),
                weight: Some(ConsentWeight::Asks),
                in_store: false,
            };
            if consent == Consent::Subscribed {
                let change = ConsentChange {
                    consent,
                    weight: Some(ConsentWeight::FillsBlank),
                    ..asked.clone()
                };
                delivery.event(fact("consent"), at, EventKind::ConsentChanged { change });
            }
            let kind = EventKind::ConsentChanged { change: asked };
            delivery.event(fact("asked"), at, kind);
        }
        delivery.about_customer()
    }

    fn read(self, request: &Request, body: &str, in_store: bool) -> Outcome {
        let channel = self.channel()?;
        let word = self.word()?;
        let at = self.at.time();
        if at.is_none() && self.at.text().is_some() {
            return Err(Ignored::new(
                IgnoreReason::UnrecognisedShape,
                "at is no time",
            ));
        }
        let mut delivery = DeliveryBuilder::new(request);
        let keys = &mut delivery.keys;
        keys.email(self.email.text().as_deref(), KeyStrength::Confirmed);
        keys.phone(self.phone.text().as_deref());
        if keys.is_empty() {
            let detail = "neither an email address nor a telephone number with its country";
            return Err(Ignored::new(IgnoreReason::NoIdentity, detail));
        }
        let said = at.unwrap_or(request.received_at);
        let since = said.min(request.received_at);
        let mark = mark(body);
        let profile = Profile {
            email: self.email.email(),
            phone: self.phone.personal(),
            first_name: self.first_name.personal(),
            last_name: self.last_name.personal(),
            ..Profile::default()
        };
        let fact = |what: &str| format!("edgewise:consents:{what}:{mark}:{}", said.as_millis());
        // An address is as old as the row: what the shop reports about the person takes precedence.
        delivery.event(
            fact("person"),
            since,
            EventKind::CustomerIdentified { profile },
        );
        let news = MessageNews {
            channel: Some(channel),
            ..MessageNews::default()
        };
        let kind = match word {
            Word::Bounced => EventKind::MessageBounced {
                news,
                permanent: true,
            },
            Word::Complained => EventKind::MessageComplained { news },
            Word::Consent(consent) => EventKind::ConsentChanged {
                change: ConsentChange {
                    channel,
                    consent,
                    origin: self
                        .origin
                        .cut(bounds::NAME)
                        .or_else(|| Some("import".to_owned())),
                    proof: self.text.cut(bounds::PROPERTY),
                    weight: self.weight(consent, at.is_some())?,
                    in_store,
                },
            },
        };
        delivery.event(fact("consent"), since, kind);
        delivery.about_customer()
    }

    fn channel(&self) -> Result<Channel, Ignored> {
        let word = self.channel.text().unwrap_or_default().to_lowercase();
        let known = Channel::ALL.into_iter().find(|known| known.word() == word);
        known.ok_or_else(|| {
            Ignored::new(
                IgnoreReason::UnsupportedChannel,
                "email, sms or push was expected",
            )
        })
    }

    fn word(&self) -> Result<Word, Ignored> {
        let word = self.consent.text().unwrap_or_default().to_lowercase();
        Ok(match word.as_str() {
            "subscribed" => Word::Consent(Consent::Subscribed),
            "pending" => Word::Consent(Consent::Pending),
            "unsubscribed" => Word::Consent(Consent::Unsubscribed),
            "bounced" => Word::Bounced,
            "complained" => Word::Complained,
            // Nobody said it, so it takes nothing back.
            "never_subscribed" => {
                return Err(Ignored::new(IgnoreReason::SaysNothing, "never_subscribed"));
            }
            _ => {
                let expected = "consent: subscribed, unsubscribed, pending, bounced or complained was expected";
                return Err(Ignored::new(IgnoreReason::UnrecognisedShape, expected));
            }
        })
    }

    /// How much the row counts.
    fn weight(&self, consent: Consent, dated: bool) -> Result<Option<ConsentWeight>, Ignored> {
        if consent == Consent::Unsubscribed {
            return Ok(None);
        }
        if !self.resubscribed.is_yes() {
            let weight = if dated {
                ConsentWeight::FillsBlank
            } else {
                ConsentWeight::Undated
            };
            return Ok(Some(weight));
        }
        match (dated, self.text.text()) {
            (true, Some(_)) => Ok(None),
            (false, _) => Err(Ignored::new(
                IgnoreReason::NotProven,
                "resubscribed without at",
            )),
            (_, None) => Err(Ignored::new(
                IgnoreReason::NotProven,
                "resubscribed without text",
            )),
        }
    }
}
