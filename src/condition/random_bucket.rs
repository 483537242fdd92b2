//! A share of all customers, drawn once and for ever.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};

/// Holds for a share of all customers that does not change: every customer has a place between
/// 0 and 100 under each name, computed from the name and the customer alone. Two conditions with
/// the same name and other limits never share a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct RandomBucket {
    /// The draw's name: another name is another draw.
    pub name: String,
    /// From which place on, in percent, that place included. 0 when left out.
    #[cfg_attr(test, schemars(default))]
    pub from: u32,
    /// Up to which place, in percent, that place excluded.
    pub until: u32,
}

impl RandomBucket {
    fn place(&self, context: &Context<'_>) -> u32 {
        crate::id::bucket(&self.name, context.customer.id.as_str(), PLACES)
    }
}

impl Leaf for RandomBucket {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let place = self.place(context);
        let per_percent = PLACES / 100;
        Answer::settled(place >= self.from * per_percent && place < self.until * per_percent)
    }

    fn seen(&self, context: &Context<'_>) -> String {
        let place = self.place(context);
        format!("place {}.{:02}", place / 100, place % 100)
    }

    fn sentence(&self) -> String {
        format!(
            "is between {} and {} of 100 in the draw “{}”",
            self.from, self.until, self.name
        )
    }

    fn scope(&self, scope: &mut Scope) {
        scope.draws = true;
    }
}

impl FromNode for RandomBucket {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "name", "from", "until"])?;
        let name = object.required("name").and_then(|node| node.name());
        let from = object.or("from", 0, |node| node.whole(0..=100));
        let until = object
            .required("until")
            .and_then(|node| node.whole(0..=100));
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return node.error(
                "limits-reversed",
                "Nobody has a place there.",
                "Let “until” be more than “from”.",
            );
        }
        Some(Self {
            name: name?,
            from: from?,
            until: until?,
        })
    }
}

/// How finely places are told apart: a hundredth of a percent.
const PLACES: u32 = 10_000;
