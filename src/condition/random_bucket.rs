//! A share of all customers, drawn once and for ever.

use super::{Answer, Context, Leaf, Reads, Scope};
use crate::document::declared;
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;
use crate::value::Decimal;

declared! {
    /// Holds for a share of all customers that does not change: every customer has a place between
    /// 0 and 100 under each name, computed from the name and the customer alone. Two conditions with
    /// the same name and other limits never share a customer.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct RandomBucket beside ["type"] {
        /// The draw's name: another name is another draw.
        name: String = required(NAME),
        /// From which place on, in percent, that place included. 0 when left out.
        from: u32 = or(0, whole(0..=100)),
        /// Up to which place, in percent, that place excluded.
        until: u32 = required(whole(0..=100)),
    }
    listed in "Time and chance" as "Random share";
    example {"name": "draw", "until": 10};
    check |read, object| {
        if read.until <= read.from {
            return object.node().error(
                "limits-reversed",
                "Nobody is in this share.",
                "Make “until” more than “from”.",
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

/// How finely places are told apart: a hundredth of a percent.
const PLACES: u32 = 10_000;
