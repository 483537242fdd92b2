//! A share of all customers, drawn once and for ever.

use super::{Answer, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;
use crate::value::Decimal;

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

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(self.place(context).into())
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        let place = seen.as_whole().unwrap_or_default();
        let place = Decimal::from_millionths(place.saturating_mul(10_000));
        to.say("number {_place}", &[("_place", &place)]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.draws = true;
    }
}

impl Said for RandomBucket {
    fn say(&self, to: &mut Sentence<'_>) {
        to.say(
            "has a number from {from} to {until} of 100 in the draw “{name}”",
            &[
                ("from", &self.from),
                ("until", &self.until),
                ("name", &self.name),
            ],
        );
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
