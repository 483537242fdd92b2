//! Put somebody into an audience of an advertising platform, or take them out.

use super::super::payload::PayloadRequest;
use super::Act;
use super::webhook::address;
use crate::document::declared;
use crate::effect::Payload;
use crate::sentence::{Said, Sentence};

declared! {
    /// Puts the customer into (`IN` true) or takes them out of an audience, by a signed call to the
    /// address that keeps it: with what is in their cart, so that the very things can be shown.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AudienceChange<const IN: bool> beside ["id", "type"] {
        /// The address that keeps the audience; https only.
        url: String = required(address()),
        /// The audience's name there.
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
