//! A fixed, random share of customers.

use super::{Answer, Context, Leaf, Reads, Scope};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;
use crate::value::Decimal;

declared! {
    /// Selects a share of all customers that never changes: under each name, every customer has a
    /// fixed position from 0 to 100. Two conditions with the same name and ranges that don’t
    /// overlap never share a customer.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RandomBucket beside ["type"] {
        /// The name of the draw. A different name draws anew.
        name: String = required(NAME),
        /// The start of the range, in percent, included: 0 to 100. Default: 0.
        from: u32 = or(0, whole(0..=100)),
        /// The end of the range, in percent, not included: 0 to 100.
        until: u32 = required(whole(0..=100)),
    }
    listed in "Time and chance" as "Random share";
    example {"name": "draw", "until": 10};
    check |read, object| {
        if read.until <= read.from {
            return object.node().error(
                "limits-reversed",
                "This share is empty: “until” isn’t greater than “from”.",
                "Make “until” greater than “from”.",
            );
        }
        Some(())
    };
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

    fn reads(&self) -> Reads {
        Reads::NOTHING
    }

    fn cost(&self) -> u32 {
        100
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

/// The number of positions: each is a hundredth of a percent.
const PLACES: u32 = 10_000;
