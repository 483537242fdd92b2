//! Add the customer to an ad audience, or remove them.

use super::super::payload::PayloadRequest;
use super::Act;
use super::webhook::address;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Adds the customer to an ad audience, or removes them, by calling your URL with a signed
    /// request. It includes the customer’s cart, so that ads can show those products.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AudienceChange<const IN: bool> beside ["id", "type"] {
        /// The URL that manages the audience. Must be https.
        url: String = required(address()),
        /// The name of the audience.
        audience: String = required(text(120)),
    }
    listed in "Other services" as if IN { "Add to ad audience" } else { "Remove from ad audience" };
}

impl<const IN: bool> Act for AudienceChange<IN> {
    fn payload(&self, asked: &PayloadRequest<'_>) -> Option<Payload> {
        let kind = if IN {
            "audience.add"
        } else {
            "audience.remove"
        };
        Some(asked.call(&self.url, kind, &[("audience", &self.audience)]))
    }

    fn url(&self) -> Option<&str> {
        Some(&self.url)
    }
}

impl<const IN: bool> Said for AudienceChange<IN> {
    fn say(&self, to: &mut Sentence<'_>) {
        let template = if IN {
            "Add to ad audience “{audience}”"
        } else {
            "Remove from ad audience “{audience}”"
        };
        to.say(template, &[("audience", &self.audience)]);
    }
}
