//! What an action needs to make its payload, at the time of release.

use super::enrollment::Enrollment;
use super::variables::variables;
use crate::condition::NextTier;
use crate::customer::Customer;
use crate::effect::Payload;
use crate::event::Channel;
use crate::id::WorkflowId;
use crate::json::{Text, Write};
use crate::shop::Shop;
use crate::time::{Duration, Timestamp, Zone};
use crate::trace::Detail;

/// What an action needs to make its payload.
#[derive(Clone, Copy, Debug)]
pub struct PayloadRequest<'a> {
    /// The shop’s details.
    pub shop: &'a Shop,
    /// The customer the effect is for.
    pub customer: &'a Customer,
    /// The tier above theirs.
    pub next_tier: Option<&'a NextTier<'a>>,
    /// The workflow's id.
    pub workflow: &'a WorkflowId,
    /// The workflow's revision.
    pub revision: u32,
    /// The enrollment that wants it.
    pub enrollment: &'a Enrollment,
    /// For a message: its channel.
    pub channel: Option<Channel>,
    /// For a message: its blocks that are shown only to some and to this customer.
    pub shown_blocks: &'a [String],
    /// For a message: until when it may be delivered, and whether it is the first of its kind.
    pub delivery: Delivery,
    /// When the action was due.
    pub due: Timestamp,
    /// The customer's time zone.
    pub zone: Zone,
    /// How much is said: only in full do messages get their texts and variables.
    pub detail: Detail,
}

/// What a message's delivery is bound to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// When the next quiet hours begin; `None` where nothing ends it.
    pub until: Option<Timestamp>,
    /// Whether the customer got no marketing on this channel before.
    pub first: bool,
}

impl PayloadRequest<'_> {
    /// What messages can speak of.
    pub(super) fn variables(&self) -> Text {
        match self.detail {
            Detail::Full => variables(self.shop, self.customer, self.next_tier, self.enrollment),
            Detail::Outcome => Text::default(),
        }
    }

    /// A text that only the host looks at.
    pub(super) fn text(&self, text: &str) -> String {
        match self.detail {
            Detail::Full => text.to_owned(),
            Detail::Outcome => String::new(),
        }
    }

    /// The moment so long after the action was due, on the customer's calendar.
    pub(super) fn after(&self, span: Duration) -> Timestamp {
        span.after(self.due, self.zone)
    }

    /// A call to the merchant’s `url`: its `kind`, what it is `about`, and all message variables.
    pub(super) fn call(
        &self,
        url: &str,
        kind: &'static str,
        about: &[(&'static str, &dyn Write)],
    ) -> Payload {
        let data = self.variables();
        let common: [(&'static str, &dyn Write); 7] = [
            ("customer_id", &self.customer.id),
            ("data", &data),
            ("due_at", &self.due),
            ("enrollment", &self.enrollment.id),
            ("revision", &self.revision),
            ("type", &kind),
            ("workflow", self.workflow),
        ];
        let members: Vec<(&'static str, &dyn Write)> =
            common.iter().chain(about).copied().collect();
        Payload::Webhook {
            url: url.to_owned(),
            body: Text::object(&members),
        }
    }
}
