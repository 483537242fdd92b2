//! Whether the customer has a tag.

use super::{Answer, Context, Leaf, Observation};
use crate::document::{Node, Read};

/// Holds for customers who have the tag (or do not, with `"has": false`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct HasTag {
    /// The tag; compared without regard to case.
    pub tag: String,
    /// Whether they must have it. True when left out.
    #[cfg_attr(test, schemars(default))]
    pub has: bool,
}

impl Leaf for HasTag {
    fn observe(&self, context: &Context<'_>) -> Observation {
        let has = context.customer.tags.has(&self.tag);
        Observation {
            answer: Answer::settled(has == self.has),
            value: if has { "has it" } else { "does not have it" }.to_owned(),
        }
    }

    fn sentence(&self) -> String {
        format!(
            "{} the tag “{}”",
            if self.has { "has" } else { "does not have" },
            self.tag
        )
    }
}

impl Read for HasTag {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "tag", "has"])?;
        let tag = object.required("tag").and_then(|node| node.text(255));
        let has = object.or("has", true, Node::boolean);
        Some(Self {
            tag: tag?,
            has: has?,
        })
    }
}
