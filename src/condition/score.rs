//! Compares the customer’s lead score.

use super::{Answer, Compared, Comparison, Context, Leaf, Scope, Subject, Test, upper};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

declared! {
    /// Compares the lead score, which is always up to date.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Score beside ["type"] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// The score. Can be negative.
        points: i32 = required(SIGNED),
        /// The upper limit, for “between”.
        and: Option<i32> = upper(is, &points, SIGNED),
    }
    listed in "Loyalty" as "Lead score";
}

impl Leaf for Score {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let upper = self.and.map(i64::from);
        let value = context.customer.score.value;
        Answer::settled(self.is.holds(&value, &self.points.into(), upper.as_ref()))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(context.customer.score.value)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::ScoreChanged]));
        scope.score = true;
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let test = Test::number(self.is, self.points, self.and);
        Some((Subject::Score, test))
    }

    fn cost(&self) -> u32 {
        1
    }
}

impl Said for Score {
    fn say(&self, to: &mut Sentence<'_>) {
        let points = Compared::new(self.is, "points", &self.points, self.and.as_ref());
        to.say("has a score of {_points}", &[("_points", &points)]);
    }
}
