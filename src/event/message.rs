//! News of messages that were sent, and of things customers wait for.

use super::Channel;
use crate::id::{EffectId, StepId, WorkflowId};
use crate::json::object;
use crate::pii::Pii;
use crate::time::Timestamp;

/// What happened to a message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MessageNews {
    /// Its channel; `None` where that isn't known.
    pub channel: Option<Channel>,
    /// The message, by its id in the configuration or at the provider.
    pub message: Option<String>,
    /// The link that was clicked.
    pub link: Option<String>,
    /// The address it was sent to, where that is known. Never whoever opened or clicked it: a
    /// message may be forwarded.
    pub address: Option<Pii<String>>,
    /// What speaks against a person having opened or clicked it, in a word each.
    pub signs: Vec<String>,
    /// What sent it, where Edgewise did, to a customer and not as a test. Only what a person may have done,
    /// and a delivery, says so: it may earn the message credit for an order.
    pub of: Option<SentBy>,
}

object!(MessageNews or default {
    channel: sparse,
    message: sparse,
    link: sparse,
    address: sparse,
    signs: sparse,
    of: sparse
});

/// What sent a message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct SentBy {
    /// The effect that it was.
    pub effect: EffectId,
    /// The workflow that sent it.
    pub workflow: WorkflowId,
    /// The step that sent it.
    pub step: StepId,
    /// When it was handed over.
    pub sent_at: Timestamp,
}

object!(SentBy {
    effect,
    workflow,
    step,
    sent_at
});

impl SentBy {
    /// By what two are ordered: the one that was sent later comes last.
    #[must_use]
    pub fn rank(&self) -> (Timestamp, &str) {
        (self.sent_at, self.effect.as_str())
    }
}

/// Which opens and clicks are reported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// The channels on which a provider reports both.
    pub channels: Vec<Channel>,
    /// Whether the host counts clicks in emails and text messages itself.
    pub clicks: bool,
    /// Whether the host counts opens of emails itself.
    pub opens: bool,
}

/// A change of a product’s stock.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StockChange {
    /// The platform's product id.
    pub product_id: String,
    /// Its name, where that is known.
    pub title: Option<String>,
    /// The variant it is about; `None` for the whole product.
    pub variant_id: Option<String>,
    /// The quantity in stock.
    pub available: i64,
    /// The quantity in stock before.
    pub previous: i64,
}

/// A stock item: a variant, or a product without variants.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct StockItem {
    /// The platform's id of it, as stock webhooks name it.
    pub inventory_item_id: String,
    /// The quantity in stock at all locations; `None` if the platform doesn’t track it.
    pub available: Option<i64>,
}

object!(StockItem or default { inventory_item_id, available: sparse });

object!(StockChange or default { product_id, title: sparse, variant_id: sparse, available, previous });
