//! When it is, whoever the customer: a sale, a season.

use super::{Answer, Bound, Context, Leaf, Scope};
use crate::document::{FromNode, Node};
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;

/// Holds while a period of the shop's calendar lasts, such as the days of a sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct During {
    /// From when on: a day (from its midnight) or a moment. Always, when left out.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub from: Option<Bound>,
    /// Until when, excluded: a day (until its midnight) or a moment. For ever, when left out.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub until: Option<Bound>,
}

impl Leaf for During {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let moment = |bound: Option<Bound>| bound.map(|bound| bound.moment(context.zone));
        let from = moment(self.from).unwrap_or(Timestamp::MIN);
        let until = moment(self.until).unwrap_or(Timestamp::MAX);
        let stable_until = match context.now {
            now if now < from && from < until => from,
            now if now < until && from <= now => until,
            _ => Timestamp::MAX,
        };
        Answer {
            matched: from <= context.now && context.now < until,
            stable_until,
            truncated: false,
        }
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(context.now.as_millis())
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        match seen.as_whole() {
            Some(millis) => Timestamp::from_millis(millis).say(to),
            None => seen.say(to),
        }
    }

    fn scope(&self, _: &mut Scope) {}
}

impl Said for During {
    fn say(&self, to: &mut Sentence<'_>) {
        match (&self.from, &self.until) {
            (Some(from), Some(until)) => to.say(
                "is checked between {from} and {until}",
                &[("from", from), ("until", until)],
            ),
            (Some(from), None) => to.say("is checked on or after {from}", &[("from", from)]),
            (None, Some(until)) => to.say("is checked before {until}", &[("until", until)]),
            (None, None) => to.say("is checked at any time", &[]),
        }
    }
}

impl FromNode for During {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "from", "until"])?;
        let from = object.maybe("from", Bound::read);
        let until = object.maybe("until", Bound::read);
        if object.optional("from").is_none() && object.optional("until").is_none() {
            return node.error(
                "no-limits",
                "This is always so.",
                "Say “from” when, or “until” when.",
            );
        }
        Some(Self {
            from: from?,
            until: until?,
        })
    }
}
