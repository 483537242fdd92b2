//! Compares the customer’s loyalty points.

use super::{Answer, Compared, Comparison, Context, Leaf, Scope, Subject, Test, upper};
use crate::document::declared;
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

declared! {
    /// Compares the points the customer can redeem now.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct PointsAre beside ["type"] {
        /// The comparison.
        is: Comparison = required(typed()),
        /// The number of points.
        points: i32 = required(SIGNED),
        /// The upper limit, for “between”.
        and: Option<i32> = upper(is, &points, SIGNED),
    }
    listed in "Loyalty" as "Points";
}

impl Leaf for PointsAre {
    fn answer(&self, context: &Context<'_>) -> Answer {
        let upper = self.and.map(i64::from);
        let balance = context.customer.points.balance;
        Answer::settled(self.is.holds(&balance, &self.points.into(), upper.as_ref()))
    }

    fn seen(&self, context: &Context<'_>) -> Seen {
        Seen::Whole(context.customer.points.balance)
    }

    fn seen_of(&self, number: i64) -> Option<Seen> {
        Some(Seen::Whole(number))
    }

    fn say_seen(&self, seen: &Seen, to: &mut Sentence<'_>) {
        to.say("{_n} {_n:point|points}", &[("_n", seen)]);
    }

    fn scope(&self, scope: &mut Scope) {
        scope.moved_by(EventNames::of(&[EventName::PointsChanged]));
    }

    fn question(&self) -> Option<(Subject, Test)> {
        let test = Test::number(self.is, self.points, self.and);
        Some((Subject::Points, test))
    }

    fn cost(&self) -> u32 {
        1
    }
}

impl Said for PointsAre {
    fn say(&self, to: &mut Sentence<'_>) {
        let points = Compared::new(self.is, "points", &self.points, self.and.as_ref()).of_things();
        to.say(
            "has {_points} {_points:point|points}",
            &[("_points", &points)],
        );
    }
}
