//! Show somebody an offer in the shop, or show it no more.

use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Duration;

/// Lets the storefront show the customer an offer, for a time or until it is hidden. Which offers
/// are shown to whom is asked of the admin API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct ShowOffer {
    /// The offer's name in the storefront.
    pub offer: String,
    /// For how long; until it is hidden, when left out.
    #[cfg_attr(test, schemars(default, rename = "for"))]
    pub lasts: Option<Duration>,
}

/// Lets the storefront show an offer no more.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct HideOffer {
    /// The offer's name in the storefront.
    pub offer: String,
}

impl Said for ShowOffer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "Show offer “{offer}” in the shop",
            &[("offer", &self.offer)],
        );
        if let Some(span) = &self.lasts {
            to.say(" for {for}", &[("for", span)]);
        }
    }
}

impl Said for HideOffer {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say("Hide offer “{offer}”", &[("offer", &self.offer)]);
    }
}

impl FromNode for ShowOffer {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["id", "type", "offer", "for"])?;
        let offer = object.required("offer").and_then(|node| node.name());
        let lasts = object.maybe("for", Duration::read);
        Some(Self {
            offer: offer?,
            lasts: lasts?,
        })
    }
}

impl FromNode for HideOffer {
    fn read(node: &Node<'_>) -> Option<Self> {
        let offer = node
            .object(&["id", "type", "offer"])?
            .required("offer")?
            .name()?;
        Some(Self { offer })
    }
}
