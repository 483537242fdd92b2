//! The fields and traits of a shop that mean consent.

use super::Channel;
use crate::json::object;

/// The fields and traits that mean consent. Nothing is guessed: without names from the merchant,
/// none is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentSources {
    /// Fields of WooCommerce's orders and customers, by their key in `meta_data`.
    pub fields: Vec<ConsentSource>,
    /// Traits in Segment's calls, which count with the server key only.
    pub traits: Vec<ConsentSource>,
}

object!(ConsentSources or default { fields: sparse, traits: sparse });

/// One name, and which of its values mean yes to which channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentSource {
    /// The name: `_wc_other/mill/newsletter`, or `mill/newsletter` for the same field.
    pub name: String,
    /// The channel that a yes gives consent to.
    pub channel: Channel,
    /// The values that mean yes, compared without regard to case. Any other value is silence.
    pub yes: Vec<String>,
}

object!(ConsentSource { name, channel, yes });

impl ConsentSource {
    /// What forms write for a ticked box.
    pub const YES: [&'static str; 4] = ["1", "true", "yes", "on"];

    /// Whether it is about a field that the platform calls `key`. WooCommerce's checkout block
    /// puts its group before the name a field was registered under.
    #[must_use]
    pub fn names(&self, key: &str) -> bool {
        const GROUPS: [&str; 3] = ["_wc_other/", "_wc_billing/", "_wc_shipping/"];
        let bare = |text: &str| {
            let group = GROUPS.iter().find_map(|group| text.strip_prefix(group));
            group.map(str::to_owned)
        };
        key == self.name || bare(key).is_some_and(|bare| bare == self.name)
    }

    /// Whether `value` means yes.
    #[must_use]
    pub fn means_yes(&self, value: &str) -> bool {
        let value = value.trim();
        self.yes.iter().any(|yes| yes.eq_ignore_ascii_case(value))
    }
}

crate::compact::compact!(struct ConsentSource { name, channel, yes });
