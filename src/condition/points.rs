//! How many loyalty points the customer has.

use super::{Answer, Compared, Comparison, Context, Leaf, Scope, Subject, Test};
use crate::document::{FromNode, Node};
use crate::event::{EventName, EventNames};
use crate::sentence::{Said, Sentence};
use crate::trace::Seen;

/// Compares the points that can be redeemed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(deny_unknown_fields))]
pub struct PointsAre {
    /// How they are compared.
    pub is: Comparison,
    /// With how many.
    pub points: i32,
    /// For “between”: the upper limit.
    #[cfg_attr(test, schemars(default))]
    pub and: Option<i32>,
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
}

impl Said for PointsAre {
    fn say(&self, to: &mut Sentence<'_>) {
        let points = Compared::new(self.is, "points", &self.points, self.and.as_ref());
        to.say(
            "has {_points} {_points:point|points}",
            &[("_points", &points)],
        );
    }
}

impl FromNode for PointsAre {
    fn read(node: &Node<'_>) -> Option<Self> {
        let object = node.object(&["type", "is", "points", "and"])?;
        let is = object
            .required("is")
            .and_then(|node| Comparison::read(&node));
        let points = object.required("points").and_then(|node| node.signed());
        let and = Comparison::upper(is, points.as_ref(), &object, Node::signed);
        Some(Self {
            is: is?,
            points: points?,
            and: and?,
        })
    }
}
