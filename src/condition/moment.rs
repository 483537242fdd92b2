//! A date range, the same for every customer, such as a sale or a season.

use super::{Answer, Bound, Context, Leaf, Reads, Scope};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::time::Timestamp;
use crate::trace::Seen;

declared! {
    /// True during a date range, such as the days of a sale.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct During beside ["type"] {
        /// The start: a day (from midnight in the shop’s time zone) or a time. Default: no start.
        from: Option<Bound> = maybe(typed()),
        /// The end, not included: a day (until midnight at its start) or a time. Default: no end.
        until: Option<Bound> = maybe(typed()),
    }
    listed in "Time and chance" as "Date range";
    example {"from": "2026-11-27", "until": "2026-12-01"};
    check |_, object| {
        if object.optional("from").or(object.optional("until")).is_none() {
            return object.node().error(
                "no-limits",
                "This condition is always true.",
                "Add “from”, “until”, or both.",
            );
        }
        Some(())
    };
    schema {"minProperties": 2};
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

    fn reads(&self) -> Reads {
        Reads::NOTHING
    }

    fn cost(&self) -> u32 {
        0
    }
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
